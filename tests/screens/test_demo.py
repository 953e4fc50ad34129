"""The demo on the screen: it says what it is, and nothing of it stays, however it ends."""

from __future__ import annotations

from pathlib import Path

from screens.app import DemoApp, StudioApp
from screens.gallery.screen import GalleryScreen
from tests.conftest import Home
from tests.screens.conftest import Opened, app_of, until
from tests.screens.glass import Glass
from tests.screens.terminals import LEFT, Terminal


async def test_it_opens_in_the_gallery_and_says_that_it_goes(cast_home: Home) -> None:
    async with DemoApp(cast_home.settings).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, GalleryScreen))
        await pilot.pause()
        top = pilot.app.screen.query_one("StudioHeader").render()
        assert "milo studio demo" in str(top)
        assert "gone when you quit" in str(top)


async def test_a_key_leaves_for_it(cast_home: Home) -> None:
    app = StudioApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.studio.workspace is not None)
        assert not app.shell.everywhere.wants_demo
        await pilot.press("f10", "f10", "n")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert not app.shell.everywhere.wants_demo
        await pilot.press("f10", "y")
    assert app.shell.everywhere.wants_demo


async def test_in_the_demo_the_key_does_nothing(cast_home: Home) -> None:
    app = DemoApp(cast_home.settings)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.studio.workspace is not None)
        await pilot.press("f10", "f2")
        await until(pilot, lambda: app.current_mode == "compose")
    assert not app.shell.everywhere.wants_demo


async def test_the_header_of_the_own_library_says_nothing_of_it(opened: Opened) -> None:
    async with opened() as pilot:
        assert "demo" not in str(app_of(pilot).screen.query_one("StudioHeader").render())


def surroundings(home: Home, place: Path) -> dict[str, str]:
    place.mkdir()
    state = {"XDG_STATE_HOME": str(home.state)}
    return {"MILO_STUDIO_SETTINGS": str(home.settings), "TMPDIR": str(place), **state}


def shows(terminal: Terminal, words: str) -> bool:
    return words in Glass(100, 30).feed(terminal.seen).page


def test_its_pictures_come_by_themselves_and_go_at_the_end(home: Home, tmp_path: Path) -> None:
    place = tmp_path / "temporary"
    home.write_settings('pictures = "half-cells"\n')
    with Terminal(["-m", "studio", "--demo"], surroundings(home, place), 100, 30) as terminal:
        terminal.until(lambda _: shows(terminal, "1 of "))
        assert len(list(place.iterdir())) == 1
        terminal.press(b"\x11")
        assert terminal.ended() == 0
    assert list(place.iterdir()) == []
    assert not home.library.exists()


def test_it_goes_where_its_terminal_vanishes_while_pictures_come(home: Home, tmp_path: Path) -> None:
    place = tmp_path / "temporary"
    home.write_settings('pictures = "half-cells"\n')
    with Terminal(["-m", "studio", "--demo"], surroundings(home, place), 100, 30) as terminal:
        terminal.until(lambda _: shows(terminal, "1 of "))
        terminal.vanish()
    assert list(place.iterdir()) == []


def test_a_studio_becomes_the_demo_by_one_key(home: Home, tmp_path: Path) -> None:
    place = tmp_path / "temporary"
    home.write_settings('pictures = "half-cells"\n')
    with Terminal(["-m", "studio"], surroundings(home, place), 100, 30) as terminal:
        terminal.until(lambda _: shows(terminal, "Name "))
        terminal.press(b"\x1b[21~")
        terminal.until(lambda _: shows(terminal, "Look at the demo?"))
        terminal.press(b"y")
        terminal.until(lambda _: shows(terminal, "milo studio demo"))
        left = terminal.seen.count(LEFT)
        terminal.press(b"\x11")
        terminal.until(lambda seen: seen.count(LEFT) > left)
        assert terminal.status() == 0
    assert list(place.iterdir()) == []
