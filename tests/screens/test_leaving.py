"""The whole studio on a terminal that it leaves, or that leaves it."""

from __future__ import annotations

import re

from tests.conftest import Home
from tests.screens.terminals import Terminal


def test_a_kitty_terminal_holds_no_picture_after_the_studio(home: Home) -> None:
    home.write_settings('pictures = "kitty"\n')
    with Terminal(["-m", "studio"], {"MILO_STUDIO_SETTINGS": str(home.settings)}) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        terminal.press(b"Milo")
        terminal.until(lambda seen: b"a=p,U=1" in seen)
        terminal.press(b"\x11")
        seen = terminal.until(lambda seen: b"\x1b[?1049l" in seen)
        before, _, _ = seen.partition(b"\x1b[?1049l")
        sent = set(re.findall(rb"\x1b_Ga=t,f=100,i=(\d+)", before))
        assert sent
        assert set(re.findall(rb"\x1b_Ga=d,d=I,i=(\d+)", before)) == sent


def test_the_studio_ends_where_its_terminal_vanishes_without_a_word(home: Home) -> None:
    with Terminal(["-m", "studio"], {"MILO_STUDIO_SETTINGS": str(home.settings)}) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        terminal.vanish()
