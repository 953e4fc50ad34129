"""The first paint: it shows Compose whole, and nothing stands by then that is needed later only."""

from __future__ import annotations

import pytest

from screens.app import StudioApp
from tests.conftest import Home
from tests.screens.first_modules import modules_in
from tests.screens.glass import Glass
from tests.screens.terminals import Terminal

COMMAND = ["-m", "tests.screens.first_modules"]
LATER = {
    *("numpy", "cv2", "PIL", "kornia_rs", "sqlite_utils", "sqlite3", "httpx", "websockets", "click", "textual_image"),
    *("tomllib", "logging.handlers", "multiprocessing", "xml.etree", "backends.base", "library.store"),
    *(
        "studio.workspace",
        "studio.jobs.desk",
        "studio.scenes.plan",
        "studio.notices",
        "screens.gallery",
        "screens.progress",
    ),
    *(
        "screens.lettering",
        "screens.base.windows",
        "screens.guidance",
        "screens.compose.panes",
        "screens.compose.live",
        "screens.compose.start",
        "screens.widgets.pictures.picture",
        "screens.terminal.frames.encode",
    ),
}
"""What nobody needs to see Compose."""
MOST_MODULES = 103
"""Modules that the studio may add to those of a bare Textual app."""
MOST_WIDGETS, MOST_RULES = 26, 145
"""Of Compose, and of the style sheets that are parsed for it: each takes time that somebody waits for."""


@pytest.fixture
def surroundings(cast_home: Home) -> dict[str, str]:
    return {"MILO_STUDIO_SETTINGS": str(cast_home.settings)}


def standing(surroundings: dict[str, str], *which: str) -> frozenset[str]:
    """The modules at the first paint."""
    with Terminal([*COMMAND, *which], surroundings) as terminal:
        return modules_in(terminal.until(lambda seen: bool(modules_in(seen))))


def test_what_is_not_needed_for_it_comes_after_it(surroundings: dict[str, str]) -> None:
    studio, bare = standing(surroundings), standing(surroundings, "bare")
    assert not LATER & studio
    assert len(studio - bare) <= MOST_MODULES, sorted(studio - bare)


async def test_compose_has_few_widgets_and_rules(cast_home: Home) -> None:
    async with StudioApp().run_test(size=(80, 24)) as pilot:
        assert len(pilot.app.screen.walk_children()) <= MOST_WIDGETS
        assert len(pilot.app.stylesheet.rules) <= MOST_RULES


def test_all_of_compose_is_in_it(surroundings: dict[str, str]) -> None:
    with Terminal(["-m", "studio"], surroundings) as terminal:
        terminal.until(lambda seen: b"Quit" in seen)
        page = Glass().feed(terminal.seen).page
    for name in ("Scene", "Saying on the shirt", "Style", "Engine", "Seed", "Advanced", "Prompt", "Draw  F5"):
        assert name in page
