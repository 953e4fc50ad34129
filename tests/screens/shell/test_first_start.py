"""The card of a first start: it comes once, and takes no key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import TextArea

from screens.app import StudioApp
from screens.shell.first_start import KEYS, WAYS, FirstStart, card
from tests.conftest import Home
from tests.screens.conftest import until


@pytest.fixture
def first(cast_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home in which no studio was yet."""
    (cast_home.settings / "settings.toml").unlink()
    monkeypatch.setenv("XDG_PICTURES_DIR", str(tmp_path / "Pictures"))
    return cast_home


async def begun(pilot: Pilot[None]) -> TextArea:
    app = pilot.app
    assert isinstance(app, StudioApp)
    await until(pilot, lambda: app.studio.workspace is not None)
    await pilot.pause()
    return app.screen.query_one("#scene", TextArea)


def there(pilot: Pilot[None]) -> bool:
    return bool(pilot.app.screen.query(FirstStart))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 15)])
async def test_it_leaves_the_scene_to_be_seen_and_takes_no_letter(first: Home, size: tuple[int, int]) -> None:
    async with StudioApp().run_test(size=size) as pilot:
        scene = await begun(pilot)
        assert there(pilot)
        assert pilot.app.screen.focused is scene
        assert scene.region.bottom <= pilot.app.screen.query_one(FirstStart).region.y
        await pilot.press(*"Milo")
        await until(pilot, lambda: not there(pilot))
        assert scene.text == "Milo"


async def test_it_comes_once(first: Home) -> None:
    async with StudioApp().run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        assert there(pilot)
    async with StudioApp().run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        assert not there(pilot)


async def test_where_there_are_settings_it_does_not_come(first: Home) -> None:
    first.write_settings("")
    async with StudioApp().run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        assert not there(pilot)


async def test_who_has_begun_before_it_came_does_not_see_it(first: Home) -> None:
    app = StudioApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(Paste("Milo"))
        await until(pilot, lambda: app.studio.workspace is not None and app.screen.query_one(TextArea).text == "Milo")
        assert not there(pilot)


@pytest.mark.parametrize("key", ["escape", "f1", "tab"])
async def test_any_key_closes_it(first: Home, key: str) -> None:
    async with StudioApp().run_test(size=(80, 24)) as pilot:
        scene = await begun(pilot)
        await pilot.press(key)
        await until(pilot, lambda: not list(pilot.app.screen_stack[0].query(FirstStart)))
        assert scene.text == ""


async def test_what_is_pasted_is_written(first: Home) -> None:
    async with StudioApp().run_test(size=(80, 24)) as pilot:
        scene = await begun(pilot)
        pilot.app.post_message(Paste("Milo at the rack"))
        await until(pilot, lambda: scene.text == "Milo at the rack" and not there(pilot))


async def test_a_click_closes_it(first: Home) -> None:
    async with StudioApp().run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await pilot.click(FirstStart)
        await until(pilot, lambda: not there(pilot))


async def test_its_second_way_is_the_demo(first: Home) -> None:
    app = StudioApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await pilot.press("f10")
    assert app.shell.everywhere.wants_demo


async def test_its_third_way_is_the_settings(first: Home) -> None:
    async with StudioApp().run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await pilot.press("f12")
        await until(pilot, lambda: len(pilot.app.screen_stack) > 1)
        assert not there(pilot)


def test_five_keys_and_three_ways() -> None:
    assert (len(KEYS), len(WAYS)) == (5, 3)
    for is_low in (False, True):
        said = card(lambda name: f"<{name}>", lambda _: "#ffffff", is_low=is_low).plain
        for line in WAYS if is_low else (*KEYS, *WAYS):
            assert f"{f'<{line.key}>' if line.key else '…'}  {line.words}" in said


Look = Callable[..., bool]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_the_look(first: Home, snap_compare: Look, size: tuple[int, int]) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        scene = await begun(pilot)
        scene.cursor_blink = False
        await until(pilot, lambda: not pilot.app.workers)

    assert snap_compare(StudioApp(), terminal_size=size, run_before=prepare)
