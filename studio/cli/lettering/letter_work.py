"""One file, read, lettered and written; in this process or a worker's."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import cv2
import msgspec

from library.errors import LibraryError
from library.files import disk
from library.formats.pictures import write_png
from studio.cli import delivery
from studio.cli.lettering import letter_file
from studio.cli.lettering.letter_names import Target, source_name
from studio.errors import Notice, StudioError
from studio.lettering.batches import verify
from studio.lettering.places.placement import candidates
from studio.lettering.places.recipe_places import Told, told_by
from studio.lettering.places.whole_lettering import arrange
from studio.lettering.records import (
    Kind,
    LetteringRecord,
    Look,
    PlaceUnusable,
    PoseModelUnusable,
    Setting,
)
from studio.lettering.seeing.ocr import ReaderMissing
from studio.lettering.setting import sheet
from studio.lettering.setting.ink import set_words
from studio.notices import notice_of


class Manner(msgspec.Struct, frozen=True):
    """What is the same for all files of one call. `point` is for the first text, in px; `resume`: what was made from
    the same source by the same call stays; `sayings`: a sheet of all of these is wanted instead of a lettering."""

    look: Look
    kind: Kind = "print"
    point: tuple[float, float] | None = None
    pose_model: str = ""
    verify: bool = False
    resume: bool = False
    by_chance: bool = False
    sayings: tuple[str, ...] = ()

    def asked(self, texts: tuple[str, ...]) -> str:
        """A digest of what was asked for: the same, the same picture. Words by chance are as good as any others."""
        words = () if self.by_chance else texts
        return letter_file.digest_of(msgspec.json.encode((words, self.look, self.kind, self.point, self.sayings)))


@dataclass(frozen=True, slots=True)
class Job:
    """One file, its words, and where the lettered picture goes."""

    source: Path
    target: Target
    texts: tuple[str, ...]
    manner: Manner


@dataclass(frozen=True, slots=True)
class Done:
    """A lettered file: where it is, its record, and the seconds that finding and setting took; 0 where it was there.

    Of a source with several `frames` the first was lettered. `has_manifest`: it has Content Credentials (C2PA).
    """

    output: Path
    record: LetteringRecord
    seconds: float
    skipped: bool = False
    frames: int = 1
    has_manifest: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """What is wrong with all files of the call, and not with this one."""

    notice: Notice


def one(job: Job) -> Done | Notice | Stop:
    """Letter one file; what is wrong with this file alone comes back as a notice."""
    try:
        return _made(job)
    except LibraryError as error:
        return notice_of(error)
    except delivery.CannotWrite as error:
        return error.notice
    except (PoseModelUnusable, ReaderMissing) as error:
        return Stop(error.notice)
    except StudioError as error:
        return _not_lettered(job.source, error.notice)
    except MemoryError:
        return lost(job, "")
    except cv2.error as error:
        return Notice(f"{job.source} was not lettered", str(error), "Choose another picture")


def _made(job: Job) -> Done | Notice:
    data = disk.read_file(job.source)
    digest = letter_file.digest_of(data)
    if job.manner.resume and (there := _there(job, digest)) is not None:
        return there
    picture = letter_file.decoded(data, str(job.source))
    try:
        record, seconds, pixels = _sheet(job, picture) if job.manner.sayings else _lettered(job, picture)
    except PlaceUnusable:
        if job.manner.point is not None:
            raise
        high, wide = picture.rgb.shape[:2]
        reason = f"{wide} × {high} pixels have no place for words"
        return Notice(f"{job.source} was not lettered", reason, "Choose a larger picture")
    origin = letter_file.Origin(source_name(job.source), record, digest, job.manner.asked(job.texts))
    if job.manner.sayings:
        png = letter_file.signed(write_png(pixels), origin, picture, keeps_texts=False)
    else:
        png = letter_file.as_png(picture, pixels, origin)
    with delivery.writing(job.target.path):
        if job.target.over:
            disk.write_over(job.target.path, png)
            written = job.target.path
        else:
            written = disk.write_new(job.target.path, png)
    return Done(written, record, seconds, frames=picture.frames, has_manifest=picture.has_manifest)


def lost(job: Job, error: str) -> Done | Notice | Stop:
    """What becomes of a file that takes more memory than there is, or at which the studio made a mistake."""
    if error:
        return Notice(f"{job.source} was not lettered", f"the studio made a mistake: {error}", "Look at the log")
    return Notice(f"{job.source} was not lettered", "it needs more memory than there is", "Make it smaller first")


def _not_lettered(source: Path, notice: Notice) -> Notice:
    reason = f"{notice.title[:1].lower()}{notice.title[1:]}" + (f": {notice.reason}" if notice.reason else "")
    return Notice(f"{source} was not lettered", reason, notice.remedy)


def _there(job: Job, digest: str) -> Done | None:
    """What an earlier call made of the same bytes when it was asked for the same."""
    origin = letter_file.origin_of(job.target.path)
    if origin is None or (origin.digest, origin.asked) != (digest, job.manner.asked(job.texts)):
        return None
    if job.manner.verify and origin.record.read is None:
        return None
    return Done(job.target.path, origin.record, 0.0, skipped=True)


def _lettered(job: Job, picture: letter_file.Source) -> tuple[LetteringRecord, float, letter_file.Pixels]:
    manner = job.manner
    pose_model = Path(manner.pose_model) if manner.pose_model else None
    began = time.perf_counter()
    told = _told(picture)
    record = arrange(picture.rgb, job.texts, manner.look, manner.kind, manner.point, pose_model, told)
    pixels = set_words(picture.rgb, record)
    seconds = time.perf_counter() - began
    return (verify.verified(pixels, record) if manner.verify else record), seconds, pixels


def _sheet(job: Job, picture: letter_file.Source) -> tuple[LetteringRecord, float, letter_file.Pixels]:
    """All sayings on the best place of a picture."""
    manner = job.manner
    began = time.perf_counter()
    pose_model = Path(manner.pose_model) if manner.pose_model else None
    place = candidates(picture.rgb, pose_model=pose_model, told=_told(picture))[0]
    pixels = sheet.contact_sheet(picture.rgb, place, manner.sayings, manner.look)
    record = LetteringRecord(settings=(Setting("", place),), look=manner.look)
    return record, time.perf_counter() - began, pixels


def _told(picture: letter_file.Source) -> Told:
    return told_by(picture.recipe, picture.rgb.shape[1], picture.rgb.shape[0])
