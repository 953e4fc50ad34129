"""What `studio letter` does: many files, read and written beside each other, lettered one at a time, told in order."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2

from library import files
from library.errors import LibraryError
from studio import settings
from studio.cli import delivery, letter_file
from studio.cli.failure import WrongUse
from studio.cli.letter_names import Target, plan, source_name
from studio.cli.output import Bar, bar, duration, json_line
from studio.errors import Notice
from studio.lettering import fonts
from studio.lettering.place import letter
from studio.lettering.records import LetteringRecord, Look, PlaceUnusable, Setting
from studio.notices import notice_of

MOST_AT_ONCE = 4
"""Files under way at once, each a whole picture in memory; one for every two cores. On two cores, reading one while
another is lettered saves a tenth of the time and makes `seconds` half as long again."""

MANY = 3
"""With more files than this a progress bar is worth its lines."""


@dataclass(frozen=True, slots=True)
class Done:
    """A lettered file: where it is, its record, and the seconds that finding and setting took."""

    output: Path
    record: LetteringRecord
    seconds: float


@dataclass(frozen=True, slots=True)
class Work:
    """What is the same for all files of one call. `turn` is held while one is lettered, so that `seconds` is honest."""

    texts: tuple[str, ...]
    look: Look
    pose_model: Path | None
    turn: threading.Lock


def run(sources: Sequence[Path], texts: Sequence[str], folder: Path, as_json: bool) -> int:
    """Letter the files into `folder`, telling each in order; the exit status.

    Raises what is wrong with all of them at once: WrongUse, CannotWrite, GlyphsMissing, and the errors of the settings.
    """
    chosen = settings.load(settings.folder()).lettering
    look = Look(case=chosen.case, ink=chosen.ink)
    pose_model = Path(chosen.pose_model).expanduser() if chosen.pose_model else None
    _check(sources, texts, folder, look)
    with delivery.writing(folder):
        files.make_folder(folder)
    targets = plan(sources, folder, letter_file.made_from)
    work = Work(tuple(texts), look, pose_model, threading.Lock())
    failed = 0
    with bar(len(sources) > MANY) as shown:
        began = time.monotonic()
        for number, (source, result) in enumerate(_in_order(sources, targets, work), 1):
            if isinstance(result, Notice):
                failed += 1
                shown.complain(result.line())
            elif as_json:
                shown.say(json_line(_record(source, result)))
            else:
                shown.say(_line(source, result))
            left = (time.monotonic() - began) / number * (len(sources) - number)
            shown.show(f"lettered {number} of {len(sources)}", number, len(sources), left)
        _sum_up(failed, len(sources), shown)
    return 1 if failed else 0


def _check(sources: Sequence[Path], texts: Sequence[str], folder: Path, look: Look) -> None:
    for source in sources:
        if os.path.isdir(source):  # noqa: PTH112  unlike Path.is_dir, no error for a name that cannot be looked at
            raise WrongUse(f"{source} is a folder", "", f"Name the files in it: {source / '*.png'}")
    if folder.exists() and not folder.is_dir():
        raise WrongUse(f"{folder} is a file", "", "Name a folder with --out")
    for text in texts:
        if not text.strip():
            raise WrongUse("A text is empty", "", "Write the words: --text PEBKAC")
        fonts.check(fonts.clean(text), look.font)


def _in_order(sources: Sequence[Path], targets: Sequence[Target], work: Work) -> Iterator[tuple[Path, Done | Notice]]:
    """The result for each source, in the order of the sources, with at most MOST_AT_ONCE under way."""
    waiting: deque[tuple[Path, Future[Done | Notice]]] = deque()
    at_once = max(1, min(MOST_AT_ONCE, (os.cpu_count() or 1) // 2))
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        try:
            for source, target in zip(sources, targets, strict=True):
                waiting.append((source, pool.submit(_one, source, target, work)))
                if len(waiting) > at_once:
                    first, future = waiting.popleft()
                    yield first, future.result()
            while waiting:
                first, future = waiting.popleft()
                yield first, future.result()
        finally:
            for _, future in waiting:
                future.cancel()


def _one(source: Path, target: Target, work: Work) -> Done | Notice:
    """Letter one file; what is wrong with this file alone comes back as a notice."""
    try:
        picture = letter_file.read(source)
        with work.turn:
            began = time.perf_counter()
            pixels, record = letter(picture.rgb, work.texts, work.look, pose_model=work.pose_model)
            seconds = time.perf_counter() - began
        png = letter_file.as_png(picture, pixels, letter_file.Origin(source_name(source), record))
        with delivery.writing(target.path):
            if target.over:
                files.write_over(target.path, png)
                return Done(target.path, record, seconds)
            return Done(files.write_new(target.path, png), record, seconds)
    except LibraryError as error:
        return notice_of(error)
    except delivery.CannotWrite as error:
        return error.notice
    except PlaceUnusable:
        height, width = picture.rgb.shape[:2]
        reason = f"{width} × {height} pixels have no place for words"
        return Notice(f"{source} was not lettered", reason, "Choose a larger picture")
    except MemoryError:
        return Notice(f"{source} was not lettered", "it needs more memory than there is", "Make it smaller first")
    except cv2.error as error:
        return Notice(f"{source} was not lettered", str(error), "Choose another picture")


def _record(source: Path, done: Done) -> dict[str, object]:
    return {
        "source": str(source),
        "output": str(done.output),
        "seconds": round(done.seconds, 6),
        "placements": [_placement(setting) for setting in done.record.settings],
    }


def _placement(setting: Setting) -> dict[str, object]:
    quad = [[round(x, 3), round(y, 3)] for x, y in setting.placement.quad]
    return {"method": setting.placement.method, "quad": quad, "text": setting.text}


def _line(source: Path, done: Done) -> str:
    methods = " + ".join(setting.placement.method for setting in done.record.settings)
    return f"{source} → {done.output} ({methods}, {duration(done.seconds)})"


def _sum_up(failed: int, count: int, shown: Bar) -> None:
    if failed and count > 1:
        shown.complain(f"{failed} of {count} pictures could not be lettered; the others are done")
