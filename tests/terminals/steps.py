"""What a person does in one run, with a look at the screen after each step."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.terminals.displays import SIZE, Display, keep
from tests.terminals.processes import NotStarted, until
from tests.terminals.seeing import Box, Found, Image, find, score_at, standing

SEEN = 0.5
"""The correlation from which on a person would say that it is the picture, however coarse."""

QUESTION = b"Which of these is a picture?"
"""What the studio asks at a terminal that it does not know. It is answered by Escape, which takes the plainest way."""

WHOLE = Box(0, 0, *SIZE)

COVERED = Box(SIZE[0] * 30 // 100, SIZE[1] * 20 // 100, SIZE[0] * 36 // 100, SIZE[1] * 55 // 100)
"""A part of the screen that lies under the help window in each of the terminals."""

START, PICTURE, ANSWER, LEAVING = 30.0, 15.0, 5.0, 15.0
"""Seconds within which the studio starts, shows a picture, answers a key, and ends."""


class Stale(NamedTuple):
    """The shares of pictures that still stood where nothing of them should: tiles in the large view, the large view
    under a window, Lettering's in a smaller terminal, and that after the end. None: there was none that could."""

    large: float | None
    window: float | None
    resized: float | None
    left: float | None


class Figures(NamedTuple):
    """What was seen in one run. Correlations are from -1 to 1; `seconds` are from the studio's start to the first
    picture, None where none was seen; `asked` is whether the studio asked which of some is a picture; `ended` is its
    exit status, None where it did not end."""

    tiles: float
    large: float
    again: float
    lettering: float
    resized: float
    seconds: float | None
    written: int
    stale: Stale
    asked: bool
    ended: int | None


class Watched(NamedTuple):
    """What the relay keeps of the studio over there."""

    folder: Path

    @property
    def written(self) -> int:
        """The bytes that the studio wrote so far."""
        file = self.folder / "written"
        return file.stat().st_size if file.exists() else 0

    @property
    def began(self) -> tuple[float, int] | None:
        """When it was started, on `time.monotonic`'s clock, and its process; None before that."""
        file = self.folder / "began"
        said = file.read_text().split() if file.exists() else []
        return (float(said[0]), int(said[1])) if len(said) == 2 else None

    @property
    def ended(self) -> int | None:
        """Its exit status; None while it runs."""
        file = self.folder / "ended"
        said = file.read_text() if file.exists() else ""
        return int(said) if said else None

    def wrote(self, words: bytes) -> bool:
        """Whether it wrote these words so far."""
        return words in (self.folder / "written").read_bytes()

    def quiet(self, rest: float = 0.3) -> bool:
        """Whether it has written something, and nothing for `rest` seconds."""
        before = self.written
        time.sleep(rest)
        return 0 < before == self.written

    def end(self) -> None:
        """End the studio if it runs still, once its terminal has gone."""
        if self.began is not None and not until(lambda: self.ended is not None, 3.0):
            with suppress(ProcessLookupError):
                os.kill(self.began[1], signal.SIGKILL)


class Seat(NamedTuple):
    """A person before a terminal. `resize` gives the window another size; `out` takes the screenshots."""

    display: Display
    watched: Watched
    resize: Callable[[], None]
    out: Path

    def after(self, key: str, name: str) -> Image:
        """The screen after a key, once it is at rest; kept as `name`."""
        return self._answered(lambda: self.display.press(key), name)

    def resized(self, name: str) -> Image:
        """The screen after the window got another size, once it is at rest; kept as `name`."""
        return self._answered(self.resize, name)

    def _answered(self, act: Callable[[], None], name: str) -> Image:
        before = self.watched.written
        act()
        until(lambda: self.watched.written > before, ANSWER)
        return self.seen(name)

    def seen(self, name: str) -> Image:
        """The screen once it is at rest; kept as `name`."""
        screenshot = self.display.watch()[-1].screen
        keep(screenshot, self.out / f"{name}.png")
        return screenshot


def walk(seat: Seat, pictures: list[Image]) -> Figures:
    """Go through the studio; `pictures` are those of the library, the first one in the Gallery first.

    Raises NotStarted.
    """
    first = pictures[0]
    seconds = _first_picture(seat, first)
    if asked := seat.watched.wrote(QUESTION):
        seat.seen("0-asked")
        seat.display.press("Escape")
    tiles = seat.seen("1-tiles")
    large = seat.after("Return", "2-large")
    window = seat.after("question", "3-window")
    again = seat.after("Escape", "4-again")
    lettering = seat.after("e", "5-lettering")
    resized = seat.resized("6-resized")
    seat.display.press("ctrl+q")
    until(lambda: seat.watched.ended is not None, LEAVING)
    left = seat.seen("7-left")
    on_tiles = [find(tiles, picture) for picture in pictures]
    in_large, in_lettering, in_resized = find(large, first), find(lettering, first), find(resized, first)
    return Figures(
        tiles=min(found.score for found in on_tiles),
        large=in_large.score,
        again=find(again, first).score,
        lettering=in_lettering.score,
        resized=in_resized.score,
        seconds=seconds,
        written=seat.watched.written,
        stale=Stale(
            large=_stale(tiles, large, on_tiles[1:]),
            window=_stale(large, window, [in_large], COVERED),
            resized=_stale(lettering, resized, [in_lettering]),
            left=_stale(resized, left, [in_resized]),
        ),
        asked=asked,
        ended=seat.watched.ended,
    )


def _stale(before: Image, after: Image, pictures: Sequence[Found], within: Box = WHOLE) -> float | None:
    """The largest share of a picture that was seen before and stands there still."""
    seen = [found.box.shared(within) for found in pictures if found.score >= SEEN]
    return max((standing(before, after, box) for box in seen), default=None)


def _first_picture(seat: Seat, picture: Image) -> float | None:
    """Open the Gallery once the studio has drawn itself; seconds from its start until the picture was seen."""
    if not until(lambda: seat.watched.began is not None and seat.watched.quiet(), START):
        raise NotStarted(f"the studio wrote {seat.watched.written} bytes in {START:.0f} seconds")
    seat.display.press("F4")
    last = time.monotonic() + PICTURE
    while time.monotonic() < last and seat.watched.began is not None:
        frames = seat.display.watch()
        found = find(frames[-1].screen, picture)
        if found.score >= SEEN:
            first = next(frame for frame in frames if score_at(frame.screen, picture, found.box) >= SEEN)
            return first.time - seat.watched.began[0]
    return None
