"""What of links reaches the terminal: the path of the picture, whole, whatever of it there is room for."""

from __future__ import annotations

import pytest

from studio.file_links import file_link
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.terminals import Terminal


@pytest.mark.parametrize(("colours", "is_linked"), [("xterm-256color", True), ("linux", False)])
def test_the_path_among_the_details_is_a_link(cast_home: Home, colours: str, is_linked: bool) -> None:
    library = drawn.shelf_of(cast_home.library, 1)
    address = file_link(library.picture(1).path).encode()
    library.close()
    surroundings = {"MILO_STUDIO_SETTINGS": str(cast_home.settings), "TERM": colours}
    with Terminal(["-m", "studio"], surroundings, columns=120, rows=40) as terminal:
        terminal.until(lambda seen: b"Name " in seen)
        terminal.press(b"\x1bOS" if colours == "xterm-256color" else b"\x1b[[D")
        terminal.until(lambda seen: b"drawn" in seen)
        terminal.press(b"i")
        seen = terminal.until(lambda seen: b"picture 1" in seen)
        terminal.press(b"\x11")
        seen = terminal.until(lambda seen: b"\x1b[?1049l" in seen)
        assert (b";" + address + b"\x1b\\" in seen) is is_linked
        assert seen.count(b"\x1b]8;;\x1b\\") == seen.count(b"\x1b]8;id=")
