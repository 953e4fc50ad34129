"""What really reaches a terminal for each protocol; snapshots cannot see it."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from tests.screens.glass import Glass
from tests.screens.terminals import Terminal

APP = ["-m", "tests.screens.picture_app"]
KITTY, SIXEL = b"\x1b_G", b"\x1bP0;0;0q"


def count(what: bytes, times: int = 1) -> Callable[[bytes], bool]:
    return lambda seen: seen.count(what) >= times


def test_kitty_sends_a_picture_once_and_then_only_places_it() -> None:
    with Terminal([*APP, "kitty"], {}) as terminal:
        seen = terminal.until(lambda seen: b"READY" in seen and seen.count(b"\x1b[19b") >= 10)
        sent = re.search(rb"\x1b_Ga=t,f=100,i=(\d+),q=2,m=0;([^\x1b]+)\x1b\\", seen)
        assert sent is not None
        number, payload = sent.groups()
        assert b"\x1b_Ga=p,U=1,i=%s,c=20,r=10,q=2\x1b\\" % number in seen
        picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(payload))).convert("RGB"), dtype=int)
        assert abs(picture[10, 10] - (20, 40, 220)).max() < 12
        colour = f"38;2;{int(number) >> 16};{int(number) >> 8 & 255};{int(number) & 255}"
        # Cells have the ground of what is around: the terminal shows it where they have not the picture's proportions.
        assert re.search(rb"\x1b\[%s;48;2;\d+;\d+;\d+m" % colour.encode(), seen)

        terminal.press(b"n")
        terminal.until(count(b"a=t,", 2))
        terminal.press(b"b")
        back = terminal.until(count(colour.encode(), seen.count(colour.encode()) + 1))
        assert back.count(b"a=t,") == 2
        assert SIXEL not in back
        assert len(back) - len(seen) < 6000


@pytest.mark.parametrize("term", ["xterm-256color", "xterm"])
def test_kitty_names_its_picture_in_24_bits_however_few_colours_the_environment_tells_of(term: str) -> None:
    with Terminal([*APP, "kitty"], {"TERM": term, "COLORTERM": ""}) as terminal:
        seen = terminal.until(lambda seen: b"READY" in seen and seen.count(b"\x1b[19b") >= 10)
        glass = Glass().feed(seen)
        (number,) = glass.sent
        assert {glass.kitty_at(column, row) for column in range(20) for row in range(10)} <= {number, 0}
        assert glass.kitty_at(0, 0) == glass.kitty_at(0, 9) == number


def test_kitty_through_tmux_is_wrapped() -> None:
    with Terminal([*APP, "kitty", "wrapped"], {}) as terminal:
        seen = terminal.until(count("\U0010eeee".encode(), 200))
        assert b"\x1bPtmux;\x1b\x1b_Ga=t,f=100" in seen
        assert b"\x1bPtmux;\x1b\x1b_Ga=p,U=1" in seen
        assert not re.search(rb"(?<!\x1b)\x1b_G", seen)


def test_sixel_is_drawn_where_the_picture_belongs_and_again_once_after_a_window() -> None:
    with Terminal([*APP, "sixel"], {}) as terminal:
        seen = terminal.until(count(SIXEL))
        assert b'\x1b[1;1H\x1bP0;0;0q"1;1;200;200' in seen
        terminal.press(b"m")
        covered = terminal.until(count(b"IN FRONT"))
        drawn = covered.count(SIXEL)
        assert drawn == 1
        terminal.press(b"x")
        assert terminal.until(count(SIXEL, drawn + 1)).count(KITTY) == 0
        terminal.press(b"l")
        terminal.until(count(b"LAID OUT"))
        terminal.press(b"n")
        seen = terminal.until(count(SIXEL, drawn + 2))
        assert seen.count(SIXEL) == drawn + 2, "what changed beside the picture wiped nothing of it away"


def test_half_cells_need_nothing_but_text() -> None:
    with Terminal([*APP, "half-cells"], {}) as terminal:
        seen = terminal.until(lambda seen: b"48;2;40;121;60" in seen and b"READY" in seen)
        assert KITTY not in seen
        assert b"\x1bP" not in seen


@pytest.mark.parametrize("protocol", ["quadrants", "sextants"])
def test_quadrants_and_sextants_are_text_too(protocol: str) -> None:
    with Terminal([*APP, protocol], {}) as terminal:
        seen = terminal.until(lambda seen: b"48;2;40;121;60" in seen and b"READY" in seen)
        assert KITTY not in seen
        assert b"\x1bP" not in seen


@pytest.mark.parametrize(
    "protocol", ["kitty", "kitty-placed", "sixel", "iterm2", "sextants", "quadrants", "half-cells"]
)
def test_the_terminal_is_not_asked_what_it_can_show(protocol: str) -> None:
    with Terminal([*APP, protocol], {}) as terminal:
        seen = terminal.until(lambda seen: b"READY" in seen and len(seen) > 2000)
        assert b"\x1b[c" not in seen
        assert b"\x1b[16t" not in seen
        assert b"a=q" not in seen
