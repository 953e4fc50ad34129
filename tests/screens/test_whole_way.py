"""A cartoon from its scene to its words, as a person makes one on a terminal: every room of the studio is seen."""

from __future__ import annotations

from contextlib import closing

from library.store import Library
from tests.conftest import Home
from tests.screens.terminals import Terminal, Watched

COLUMNS, ROWS = 120, 40
F4, F5, CTRL_S, CTRL_Q = b"\x1bOS", b"\x1b[15~", b"\x13", b"\x11"


def test_a_scene_is_typed_drawn_seen_lettered_and_kept(cast_home: Home) -> None:
    with Terminal(["-m", "studio"], {"MILO_STUDIO_SETTINGS": str(cast_home.settings)}, COLUMNS, ROWS) as terminal:
        screen = Watched(terminal, COLUMNS, ROWS)

        def has_picture() -> bool:
            return screen.glass.page.count("▀") > 100

        screen.until(lambda: screen.shows("Scenes to try", "Saying on the shirt", "Style", "Quit"))
        terminal.press(b"Milo naps")
        screen.until(lambda: screen.shows("Milo, plain outfit", "is a raccoon, wearing"))
        terminal.press(F5)
        screen.until(lambda: screen.shows("✓ Milo naps", "draft · done", "Recipe") and has_picture())
        terminal.press(F4)
        screen.until(lambda: screen.shows("1 of 1", "scene   Milo naps", "Letter") and has_picture())
        terminal.press(b"e")
        screen.until(lambda: screen.shows("Place", "Save", "Hand") and has_picture())
        terminal.press(b"PEBKAC")
        screen.until(lambda: screen.shows("PEBKAC"))
        terminal.press(CTRL_S)
        screen.until(lambda: screen.shows("Saved as a new version", "✎ Milo naps", "Trash") and has_picture())
        terminal.press(CTRL_Q)
        assert terminal.ended() == 0
    with closing(Library.open(cast_home.library)) as library:
        (picture,) = library.page("").pictures
        assert [lettering.sayings for lettering in library.letterings(picture.id)] == [("PEBKAC",)]
