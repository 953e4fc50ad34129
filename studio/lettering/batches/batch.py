"""Many pictures of the library, lettered over all cores: each with its words, kept beside it, as it is done."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from library.errors import LibraryError
from studio import cores
from studio.errors import Notice, StudioError
from studio.lettering.batches import verify
from studio.lettering.batches.readback import unread
from studio.lettering.records import Kind, LetteringRecord, Look, from_json, to_json
from studio.notices import notice_of

if TYPE_CHECKING:
    from library.records import Lettering
    from library.store import Library


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one picture: its new lettering, or one that was there already, or why there is none."""

    picture_id: int
    lettering: Lettering | None = None
    there: bool = False
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is told."""

    picture_id: int
    path: str
    texts: tuple[str, ...]
    look: Look
    kind: Kind
    pose_model: str
    recipe: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """What it gives back: a PNG file and its record, or why there are none."""

    png: bytes = b""
    record: LetteringRecord = field(default_factory=LetteringRecord)
    notice: Notice | None = None


def letter_pictures(
    library: Library,
    wanted: Sequence[tuple[int, tuple[str, ...]]],
    look: Look,
    kind: Kind = "print",
    pose_model: Path | None = None,
) -> Iterator[Outcome]:
    """Letter pictures, by id, with their texts; an outcome for each, in order, as it is kept. Blocks between them.

    A picture that has the same texts in the same look already keeps that one, so an interrupted batch can be begun
    again. A picture that cannot be lettered does not stop the others. Leaving the iterator early stops the rest.
    """
    tasks: list[Task] = []
    settled: dict[int, Outcome] = {}
    for number, (picture_id, texts) in enumerate(wanted):
        try:
            there = _there(library, picture_id, texts, look, kind)
            if there is None:
                one = library.picture(picture_id)
                model = str(pose_model or "")
                tasks.append(Task(picture_id, one.path, texts, look, kind, model, one.facts.recipe))
            else:
                settled[number] = Outcome(picture_id, there, there=True)
        except LibraryError as error:
            settled[number] = Outcome(picture_id, notice=notice_of(error))
    results = cores.in_order(made, tasks, lost)
    for number, (picture_id, texts) in enumerate(wanted):
        yield settled.get(number) or _kept(library, picture_id, texts, next(results)[1])


def deal(sayings: Sequence[str], count: int, used: Collection[str] = ()) -> tuple[str, ...]:
    """`count` sayings by chance, none twice, nor one of `used`, before all were dealt."""
    chooser = random.SystemRandom()
    dealt: list[str] = []
    left: list[str] = []
    first = True
    while len(dealt) < count and sayings:
        if not left:
            left = [saying for saying in sayings if not first or saying not in used] or list(sayings)
            chooser.shuffle(left)
            first = False
        dealt.append(left.pop())
    return tuple(dealt)


def made(task: Task) -> Made:
    """Letter one picture file."""
    from library.formats.pictures import read_picture, write_png
    from studio.lettering.places.recipe_places import told_by
    from studio.lettering.places.whole_lettering import arrange
    from studio.lettering.setting.ink import set_words

    try:
        pixels = read_picture(Path(task.path))
        pose_model = Path(task.pose_model) if task.pose_model else None
        told = told_by(task.recipe, pixels.shape[1], pixels.shape[0])
        record = arrange(pixels, task.texts, task.look, task.kind, pose_model=pose_model, told=told)
        lettered = set_words(pixels, record)
        read = verify.verified(lettered, record) if verify.installed() else record
        return Made(write_png(lettered), read)
    except (LibraryError, StudioError) as error:
        return Made(notice=notice_of(error))
    except MemoryError:
        return lost(task, "")
    except cv2.error as error:
        return Made(notice=Notice("The picture could not be lettered", str(error), "Choose another picture"))


def lost(task: Task, error: str) -> Made:
    """What becomes of a picture that takes more memory than there is, or at which the studio made a mistake."""
    if error:
        return Made(notice=Notice("The studio made a mistake", f"{Path(task.path).name}: {error}", "Look at the log"))
    reason = f"{Path(task.path).name} needs more memory than there is"
    return Made(notice=Notice("The picture could not be lettered", reason, "Make it smaller first"))


def _there(library: Library, picture_id: int, texts: tuple[str, ...], look: Look, kind: Kind) -> Lettering | None:
    """A lettering of the picture with these texts in this look."""
    for lettering in library.letterings(picture_id):
        if lettering.sayings != texts:
            continue
        try:
            record = from_json(lettering.record)
        except StudioError:
            continue
        if record.look == look and all(setting.kind == kind for setting in record.settings):
            return lettering
    return None


def _kept(library: Library, picture_id: int, texts: tuple[str, ...], result: Made) -> Outcome:
    if result.notice is not None:
        return Outcome(picture_id, notice=result.notice)
    try:
        misread = bool(unread(result.record))
        record = to_json(result.record)
        return Outcome(picture_id, library.save_lettering(picture_id, result.png, texts, record, misread=misread))
    except LibraryError as error:
        return Outcome(picture_id, notice=notice_of(error))
