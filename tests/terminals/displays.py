"""A display that nobody sits at: what stands on it, keys for it, and windows of another size."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.terminals import xwd
from tests.terminals.processes import NotStarted, running, until

SIZE = (1300, 900)
"""Width and height of the screen in px."""

AT_REST = 0.003
"""The share of pixels that may change on a screen at rest: a cursor blinks."""


class Frame(NamedTuple):
    """What stood on the screen, and when, on `time.monotonic`'s clock."""

    time: float
    screen: NDArray[np.uint8]


class Display:
    """An X server. `environment` is what programs on it need to find it."""

    def __init__(self, number: str, screen: Path) -> None:
        self.environment: Mapping[str, str] = {"DISPLAY": f":{number}"}
        self._screen = screen

    def screenshot(self) -> NDArray[np.uint8]:
        """What stands on the screen now: height × width × 3 bytes, blue, green, red."""
        return xwd.pixels(self._screen.read_bytes())

    def press(self, key: str) -> None:
        """Press a key, by its X name, for whatever is under the pointer: the middle of the screen."""
        self._xdotool("key", key)

    def resize(self, width: int, height: int) -> None:
        """Give the windows that are seen another size in px, as a person does who pulls at a corner."""
        windows = self._xdotool("search", "--onlyvisible", "--maxdepth", "1", "--class", ".+").split()
        for window in windows:
            self._xdotool("windowsize", window, str(width), str(height))

    def watch(self, patience: float = 8.0, rest: float = 1.0) -> list[Frame]:
        """What stood on the screen, until it has stood still for `rest` seconds or `patience` seconds have gone."""
        frames = [self._frame()]
        last = frames[0].time + patience
        while (now := self._frame()).time < min(last, frames[-1].time + rest):
            if np.mean(np.any(now.screen != frames[-1].screen, axis=2)) > AT_REST:
                frames.append(now)
            time.sleep(0.03)
        return [*frames, now]

    def _frame(self) -> Frame:
        return Frame(time.monotonic(), self.screenshot())

    def _xdotool(self, *arguments: str) -> str:
        whole = {**os.environ, **self.environment}
        return subprocess.run(["xdotool", *arguments], env=whole, check=True, capture_output=True, text=True).stdout


def keep(screenshot: NDArray[np.uint8], file: Path) -> None:
    """Write a screenshot as PNG."""
    if not cv2.imwrite(str(file), screenshot):
        raise OSError(f"{file} cannot be written")


@contextmanager
def xvfb(folder: Path) -> Iterator[Display]:
    """An X server with a screen in memory, which it keeps in a file in `folder`. Raises NotStarted."""
    reading, writing = os.pipe()
    width, height = SIZE
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-fbdir", str(folder)]
    with running([*command, "-nolisten", "tcp"], log=folder / "xvfb.log", keep=[writing]):
        os.close(writing)
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        screen = folder / "Xvfb_screen0"
        if not number or not until(screen.exists, 10.0):
            raise NotStarted(f"Xvfb does not start: {(folder / 'xvfb.log').read_text()}")
        yield Display(number, screen)
