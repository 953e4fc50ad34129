"""What `studio letter` does: many files, lettered over all cores, told in order."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2

from library.files import disk
from studio import cores
from studio.cli import delivery
from studio.cli.failure import WrongUse, wrong_use
from studio.cli.lettering import letter_file
from studio.cli.lettering.letter_names import Target, plan, source_name
from studio.cli.lettering.letter_sources import listed
from studio.cli.lettering.letter_work import Done, Job, Manner, Stop, lost, one
from studio.cli.output import Bar, bar, complain, duration, json_line
from studio.errors import Notice, StudioError
from studio.lettering.batches import verify
from studio.lettering.batches.readback import UNKNOWN, unjudged, unread
from studio.lettering.batches.texts import TextsWrong, Wanted, by_chance, from_csv
from studio.lettering.batches.warm_up import warm
from studio.lettering.places import misplaced
from studio.lettering.records import Case, Kind, Look, Setting
from studio.lettering.setting import contrast, fonts
from studio.notices import about_credentials
from studio.pictures.finishing import usual_look
from studio.plain_text import expanded
from studio.scenes import stock
from studio.settings import settings

MANY = 3
"""With more files than this a progress bar is worth its lines."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says: the files, and one of texts, a CSV file, chance, and all sayings."""

    sources: tuple[Path, ...]
    folder: Path
    texts: tuple[str, ...] = ()
    csv: Path | None = None
    by_chance: bool = False
    all_sayings: bool = False
    kind: Kind = "print"
    point: tuple[float, float] | None = None
    ink: str = ""
    font: str = ""
    case: Case | None = None
    verify: bool = False
    resume: bool = False
    as_json: bool = False


def run(asked: Asked) -> int:
    """Letter the files into the folder, telling each in order; the exit status.

    Raises what is wrong with all of them at once: WrongUse, CannotWrite, GlyphsMissing, and the errors of the settings.
    """
    place = settings.folder()
    chosen = settings.load(place).lettering
    _check(asked)
    sources = listed(asked.sources)
    sayings: tuple[str, ...] = ()
    if asked.by_chance or asked.all_sayings:
        goods = stock.load(place)
        sayings = goods.sayings
        for fault in goods.faults:
            complain(fault.notice.line())
    manner = _manner(asked, chosen, sayings)
    for text in asked.texts:
        fonts.check("".join(piece for piece, _ in fonts.runs(fonts.clean(text), manner.look.case)), manner.look.font)
    try:
        wanted = from_csv(asked.csv, sources) if asked.csv else [Wanted(one, asked.texts) for one in sources]
    except TextsWrong as error:
        raise wrong_use(error) from error
    with delivery.writing(asked.folder):
        disk.make_folder(asked.folder)
    ending = "-sayings" if asked.all_sayings else ""
    targets = plan([one.source for one in wanted], asked.folder, letter_file.made_from, ending)
    if asked.by_chance:
        wanted = by_chance(sources, sayings, _taken(sources, manner, targets))
    jobs = [
        Job(one.source, to, one.texts, manner) for one, to in zip(wanted, targets, strict=True) if one.wrong is None
    ]
    wrong = [(one.source, one.wrong) for one in wanted if one.wrong is not None]
    return _work_off(jobs, wrong, asked)


def _work_off(jobs: Sequence[Job], wrong: Sequence[tuple[Path, Notice]], asked: Asked) -> int:
    failed, misread, count = len(wrong), 0, len(jobs) + len(wrong)
    credentials: list[str] = []
    with bar(count > MANY) as shown:
        for source, notice in wrong:
            _complain(source, notice, shown, asked)
        began = time.monotonic()
        # As in the workers: at the size of a chest, OpenCV's threads wait for each other longer than they work.
        cv2.setNumThreads(1)
        for number, (job, result) in enumerate(cores.in_order(one, jobs, lost, warm), 1):
            if isinstance(result, Stop):
                raise StudioError(result.notice.title, result.notice.reason, result.notice.remedy)
            if isinstance(result, Notice):
                failed += 1
                _complain(job.source, result, shown, asked)
            else:
                if asked.as_json:
                    shown.say(json_line(_record(job.source, result)))
                else:
                    shown.say(_line(job.source, result), str(result.output))
                if result.frames > 1:
                    shown.complain(f"{job.source} has {result.frames} frames; the first is lettered")
                credentials += [str(job.source)] if result.has_manifest else []
                misread += _flag(job.source, result, shown)
                for warning in misplaced.warnings(result.record):
                    shown.complain(f"{job.source}: {warning}")
            left = (time.monotonic() - began) / number * (len(jobs) - number)
            shown.show(f"lettered {number} of {len(jobs)}", number, len(jobs), left)
        if credentials:
            shown.complain(about_credentials(credentials))
        if failed and count > 1:
            shown.complain(f"{failed} of {count} pictures could not be lettered; the others are done")
    return 1 if failed or misread else 0


def _complain(source: Path, notice: Notice, shown: Bar, asked: Asked) -> None:
    """Say why a file was not lettered; a program that reads the lines of JSON has one for each file."""
    shown.complain(notice.line())
    if asked.as_json:
        shown.say(json_line({"source": str(source), "error": notice.line()}))


def _check(asked: Asked) -> None:
    given = sum((bool(asked.texts), asked.csv is not None, asked.by_chance, asked.all_sayings))
    if given != 1:
        raise WrongUse(
            "It is not clear which words are wanted" if given else "There are no words to set",
            "",
            "Give one of --text, --csv, --random and --all-sayings",
        )
    if not asked.sources and asked.csv is None:
        raise WrongUse("There is no picture to letter", "", "Name picture files")
    if asked.point is not None and asked.kind == "caption":
        raise WrongUse("A caption goes along an edge", "", "Leave out --at, or write --as bubble")
    if asked.folder.exists() and not asked.folder.is_dir():
        raise WrongUse(f"{asked.folder} is a file", "", "Name a folder with --out")
    for text in asked.texts:
        if not text.strip():
            raise WrongUse("A text is empty", "", "Write the words: --text PEBKAC")
    if asked.ink not in ("", "auto"):
        contrast.parsed(asked.ink)
    if asked.verify and not verify.installed():
        raise verify.missing()


def _manner(asked: Asked, chosen: settings.LetteringSettings, sayings: tuple[str, ...]) -> Manner:
    usual = usual_look(chosen)
    font = fonts.chosen(asked.font) if asked.font else usual.font
    look = Look(case=asked.case or usual.case, ink=asked.ink or usual.ink, font=font)
    pose_model = str(expanded(chosen.pose_model)) if chosen.pose_model else ""
    return Manner(
        look, asked.kind, asked.point, pose_model, asked.verify, asked.resume, asked.by_chance,
        sayings if asked.all_sayings else (),
    )  # fmt: skip


def _taken(sources: Sequence[Path], manner: Manner, targets: Sequence[Target]) -> dict[Path, str]:
    """The sayings that an earlier call has put on files and that may stay there."""
    taken: dict[Path, str] = {}
    for source, target in zip(sources, targets, strict=True):
        origin = letter_file.origin_of(target.path) if manner.resume and target.over else None
        if origin and origin.asked == manner.asked(()) and origin.source == source_name(source):
            taken[source] = origin.record.settings[0].text
    return taken


def _record(source: Path, done: Done) -> dict[str, object]:
    record: dict[str, object] = {
        "source": str(source),
        "output": str(done.output),
        "seconds": round(done.seconds, 6),
        "placements": [_placement(setting) for setting in done.record.settings],
        "warnings": list(misplaced.warnings(done.record)),
    }
    if done.record.read is not None:
        record["verified"] = False if unread(done.record) else None if unjudged(done.record) else True
        record["read"] = " / ".join(done.record.read)
    if done.skipped:
        record["skipped"] = True
    return record


def _placement(setting: Setting) -> dict[str, object]:
    quad = [[round(x, 3), round(y, 3)] for x, y in setting.placement.quad]
    return {"method": setting.placement.method, "quad": quad, "text": setting.text}


def _line(source: Path, done: Done) -> str:
    how = " + ".join(
        setting.kind if setting.kind != "print" else setting.placement.method for setting in done.record.settings
    )
    is_read = done.record.read is not None and not unread(done.record)
    read = f", not judged: {UNKNOWN}" if unjudged(done.record) else ", read back" if is_read else ""
    took = "there already" if done.skipped else duration(done.seconds)
    return f"{source} → {done.output} ({how}{read}, {took})"


def _flag(source: Path, done: Done, shown: Bar) -> bool:
    """Say what could not be read back, with what was read."""
    wrong = unread(done.record)
    for text, read in wrong:
        shown.complain(f"{source}: {text!r} is read as {read!r}" if read else f"{source}: {text!r} cannot be read")
    return bool(wrong)
