"""What the shelf shows: stacks, the trash, matches, and any part of a library that is far too long to be loaded."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import msgspec
import pytest
from textual.widgets import Static

from library.formats.pictures import write_png
from library.records import Picture, PictureFacts
from library.store import Library
from screens.gallery.parts.tiles import TileBrowser
from screens.gallery.screen import GalleryScreen
from studio.jobs.views import PictureSaved
from studio.scenes.recipe import to_json
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, studio_of, until
from tests.screens.gallery.going import library_of, to_gallery


def take(library: Library, seed: int, scene: str = "Milo tries again") -> Picture:
    """One of several takes of one recipe."""
    recipe = msgspec.structs.replace(drawn.recipe(500), seed=seed, scene=scene)
    facts = PictureFacts(scene=scene, seed=seed, recipe=to_json(recipe))
    return library.save_picture(write_png(drawn.suit(seed)), facts, created=drawn.NOON)


@pytest.fixture
def stacked(cast_home: Home) -> Path:
    """Pictures 1 to 3; 4, 5, 6 are takes of one recipe; 7 and 8."""
    library = drawn.shelf_of(cast_home.library, 3)
    for seed in (40, 50, 60):
        take(library, seed)
    for number in (7, 8):
        drawn.add(library, number)
    library.close()
    return cast_home.library


def ids(screen: GalleryScreen) -> list[int]:
    return [picture.id for picture in screen.parts.shelf.pictures]


def current(screen: GalleryScreen) -> int:
    return screen.parts.shelf.current.id if screen.parts.shelf.current else 0


def is_on(screen: GalleryScreen, picture_id: int) -> bool:
    return current(screen) == picture_id


async def test_a_stack_is_one_until_it_is_opened_and_escape_leads_back(stacked: Path, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        screen = await to_gallery(pilot, 6)
        assert ids(screen) == [8, 7, 6, 3, 2, 1]
        assert screen.query_one(TileBrowser).tiles[2].above == "▤ 3"
        await pilot.press("l", "l", "enter")
        await until(pilot, lambda: ids(screen) == [6, 5, 4])
        assert screen.query_one("#gallery-where").display
        await pilot.press("l", "3", "escape")
        await until(pilot, lambda: ids(screen) == [8, 7, 6, 3, 2, 1])
        assert current(screen) == 6
        assert library_of(pilot).picture(5).rating == 3
        await pilot.press("s")
        await until(pilot, lambda: ids(screen) == list(range(8, 0, -1)))
        assert current(screen) == 6
        await pilot.press("l", "s")
        await until(pilot, lambda: ids(screen) == [8, 7, 6, 3, 2, 1])
        assert current(screen) == 6


async def test_what_looks_alike_is_shown_and_escape_leads_back(stacked: Path, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        screen = await to_gallery(pilot, 6)
        alike = list(library_of(pilot).ids("similar:3"))
        assert 3 in alike
        await pilot.press("l", "l", "l", "m")
        await until(pilot, lambda: screen.parts.shelf.search.alike == 3)
        assert ids(screen) == alike
        assert current(screen) == 3
        assert "3" in str(screen.query_one("#gallery-where", Static).content)
        await pilot.press("h", "escape")
        await until(pilot, lambda: ids(screen) == [8, 7, 6, 3, 2, 1])
        assert current(screen) == 3


async def test_a_judged_or_shrunk_stack_stays_a_stack_and_a_new_take_joins_it(stacked: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        await pilot.press("j", "j", "5")
        await until(pilot, lambda: screen.parts.shelf.current is not None and screen.parts.shelf.current.rating == 5)
        assert [picture.stacked for picture in screen.parts.shelf.pictures] == [1, 1, 3, 1, 1, 1]
        await pilot.press("d")
        await until(pilot, lambda: ids(screen) == [8, 7, 5, 3, 2, 1])
        assert [picture.stacked for picture in screen.parts.shelf.pictures][2] == 2
        await pilot.press("ctrl+z")
        await until(pilot, lambda: ids(screen) == [8, 7, 6, 3, 2, 1] and current(screen) == 6)
        assert [picture.stacked for picture in screen.parts.shelf.pictures][2] == 3
        new = take(library_of(pilot), 70)
        studio_of(pilot).tell(PictureSaved(new))
        await until(pilot, lambda: ids(screen) == [9, 8, 7, 3, 2, 1])
        assert current(screen) == 9
        assert screen.parts.shelf.count == "1 of 6"


async def test_a_new_picture_comes_to_a_search_only_where_it_is_found(stacked: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        await pilot.press("slash", *"again", "enter")
        await until(pilot, lambda: ids(screen) == [6])
        library = library_of(pilot)
        for picture in (drawn.add(library, 9), take(library, 80, "Milo rides again")):
            studio_of(pilot).tell(PictureSaved(picture))
        await until(pilot, lambda: ids(screen) == [10, 6])


async def test_the_trash_is_a_shelf_from_which_pictures_are_put_back(stacked: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        await pilot.press("j", "space", "j", "space", "d")
        await until(pilot, lambda: ids(screen) == [8, 6, 2, 1])
        # A trash that is opened before they are in it has its cursor on the first that comes.
        await until(pilot, lambda: not screen.parts.shelf.changes.is_writing and library_of(pilot).picture(3).trashed)
        await pilot.press("T")
        await until(pilot, lambda: ids(screen) == [7, 3])
        assert "Trash" in str(screen.query_one("#gallery-where").render())
        await pilot.press("d")
        await until(pilot, lambda: ids(screen) == [3])
        await pilot.press("escape")
        await until(pilot, lambda: ids(screen) == [8, 7, 6, 2, 1])
        assert not screen.query_one("#gallery-where").display
        await pilot.press("T")
        await until(pilot, lambda: ids(screen) == [3])
        await pilot.press("d")
        await until(pilot, lambda: not ids(screen))
        await pilot.press("T")
        await until(pilot, lambda: ids(screen) == [8, 7, 6, 3, 2, 1])


async def test_matches_are_gone_to_when_all_pictures_are_shown_again(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 12).close()
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 12)
        await pilot.press("n")
        assert current(screen) == 12
        await pilot.press("slash", *"seed:6 or seed:11 or seed:2", "enter")
        await until(pilot, lambda: ids(screen) == [11, 6, 2])
        await pilot.press("n")
        assert current(screen) == 6
        await pilot.press("escape")
        await until(pilot, lambda: len(ids(screen)) == 12)
        assert current(screen) == 6
        for key, wanted in (("n", 2), ("N", 6), ("N", 11), ("N", 11)):
            await pilot.press(key)
            await until(pilot, partial(is_on, screen, wanted))


async def test_any_part_of_a_long_library_is_reached_at_once(
    cast_home: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, value in (
        ("shelf", "MOST", 10),
        ("shelf", "NEAR", 2),
        ("queries", "PAGE", 4),
        ("queries", "FIRST_PAGE", 4),
    ):
        monkeypatch.setattr(f"screens.gallery.model.{module}.{name}", value)
    drawn.shelf_of(cast_home.library, 36).close()
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 4)
        await pilot.press("G", "k")
        await until(pilot, lambda: current(screen) == 2)
        assert len(ids(screen)) < 14
        assert screen.parts.shelf.count == "35 of 36"
        await pilot.press(*"kkkkkkkkkk")
        await until(pilot, lambda: current(screen) == 12)
        await studio_of(pilot).open_picture(20)
        await until(pilot, lambda: current(screen) == 20)
        assert screen.parts.shelf.count == "17 of 36"
        assert len(ids(screen)) < 14
        await pilot.press("g", *"j" * 35)
        await until(pilot, lambda: current(screen) == 1)
        assert len(ids(screen)) < 16
        assert screen.parts.shelf.count == "36 of 36"
        await pilot.press("v", "g", "v")
        await until(pilot, lambda: len(screen.parts.shelf.marked) == 36)


async def test_what_was_looked_at_is_not_unread_any_more(stacked: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        screen = await to_gallery(pilot, 6)
        library = library_of(pilot)
        await until(pilot, lambda: library.picture(8).opened)
        await pilot.press("G")
        await until(pilot, lambda: library.picture(1).opened and screen.parts.shelf.pictures[-1].opened)
        assert not library.picture(2).opened
