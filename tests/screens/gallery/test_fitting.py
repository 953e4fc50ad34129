"""What stands in little room: captions, columns, tiles and panes of one size, footers of 80 columns."""

from __future__ import annotations

import textwrap
from pathlib import Path

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import given
from rich.cells import cell_len
from textual.pilot import Pilot

from screens.gallery.compare_screen import CompareScreen
from screens.gallery.model.captions import cut, shortened, wrapped
from screens.gallery.parts.details import Details
from screens.gallery.parts.large_views.panes import Pane
from screens.gallery.parts.large_views.zoom_view import ZoomView
from screens.gallery.parts.line_list import LineBrowser, columns
from screens.gallery.parts.tiles import TileBrowser
from screens.gallery.single import SingleScreen
from screens.widgets.footer import StudioFooter
from screens.widgets.pictures.picture import PictureView
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, until
from tests.screens.gallery.going import to_gallery
from tests.screens.gallery.model.pictures import picture

TITLE = "Milo debugging at 2 AM in the server room 42"


@given(st.text(max_size=40), st.integers(0, 40))
def test_what_is_too_long_is_cut_to_its_room_and_says_so(text: str, room: int) -> None:
    for made in (shortened(text, room), cut(text, room)):
        assert cell_len(made) <= max(room, 0)
        assert made == text or not room or "…" in made


@given(st.text("ab c猫…", max_size=120), st.integers(1, 30), st.integers(1, 4))
def test_wrapped_text_fits_and_says_where_there_is_more(text: str, room: int, lines: int) -> None:
    rows = wrapped(text, room, lines).split("\n")
    assert len(rows) <= lines
    assert all(cell_len(row) <= room for row in rows)
    whole = " ".join(textwrap.wrap(text, room)).replace(" ", "")
    assert "".join(rows).replace(" ", "") == whole or any(row.endswith("…") for row in rows)


def test_a_shortened_title_keeps_its_end_and_columns_are_left_out_where_there_is_no_room() -> None:
    assert shortened(TITLE, 15) == "Milo de…room 42"
    assert cut(TITLE, 15) == "Milo debugging…"
    taken = picture(3)
    seeded = msgspec.structs.replace(taken, facts=msgspec.structs.replace(taken.facts, seed=77))
    assert columns(seeded, 90).split() == ["77", "1", "Jan", "70", "8×8"]
    assert columns(seeded, 37).split() == ["77"]
    assert columns(seeded, 35) == ""


@pytest.fixture
def shelf(cast_home: Home) -> Path:
    """A library of five pictures, the newest of them lettered."""
    library = drawn.shelf_of(cast_home.library, 5)
    drawn.letter(library, library.picture(5), "PEBKAC")
    library.close()
    return cast_home.library


async def footer_fits(pilot: Pilot[None]) -> list[str]:
    """What the footer names, all of it in sight."""
    await pilot.pause()
    items = pilot.app.screen.query_one(StudioFooter).items
    assert items
    assert items[-1].right <= pilot.app.size.width
    return [f"{item.shown} {item.words}" for item in items]


async def test_tiles_are_of_one_size(shelf: Path, opened: Opened) -> None:
    async with opened(121, 41) as pilot:
        screen = await to_gallery(pilot, 5)
        assert len({tile.region.size for tile in screen.query_one(TileBrowser).tiles}) == 1


@pytest.mark.parametrize(("width", "height", "is_seen"), [(100, 22, False), (100, 23, True), (100, 30, True)])
async def test_a_larger_picture_stands_beside_tiles_where_there_is_room_for_it(
    shelf: Path, opened: Opened, width: int, height: int, is_seen: bool
) -> None:
    async with opened(width, height) as pilot:
        screen = await to_gallery(pilot, 5)
        tiles, preview = screen.query_one(TileBrowser), screen.query_one("#gallery-preview", PictureView)
        assert preview.display is is_seen
        if is_seen:
            await until(pilot, lambda: preview.shown)
            assert preview.picture_region.width > tiles.tiles[0].picture_region.height * 2 - 1
            assert screen.query_one(Details).size.height >= 6


async def test_tiles_become_larger_by_key_and_stay_so_where_the_list_was_seen_meanwhile(
    shelf: Path, opened: Opened
) -> None:
    async with opened(120, 40) as pilot:
        screen = await to_gallery(pilot, 5)
        browser = screen.query_one(TileBrowser)
        await pilot.press("l", "l")
        before = browser.tiles[0].region.width
        assert "+- Size" in await footer_fits(pilot)
        await pilot.press("plus")
        larger = browser.tiles[0].region.width
        assert larger > before
        assert [tile.picture.id for tile in browser.tiles if tile.picture and tile.is_cursor] == [3]
        assert len({tile.region.size for tile in browser.tiles}) == 1
        await pilot.press("w")
        await until(pilot, lambda: isinstance(screen.focused, LineBrowser))
        assert "+- Size" not in await footer_fits(pilot)
        await pilot.press("plus", "w")
        await until(pilot, lambda: screen.focused is browser)
        assert browser.tiles[0].region.width == larger
        await pilot.press("minus")
        assert browser.tiles[0].region.width == before


async def test_compared_pictures_have_panes_of_one_size(shelf: Path, opened: Opened) -> None:
    async with opened(120, 41) as pilot:
        await to_gallery(pilot, 5)
        await pilot.press("space", "space", "c")
        await until(pilot, lambda: shows(pilot, CompareScreen))
        await pilot.pause()
        assert len({pane.view.size for pane in pilot.app.screen.query(Pane)}) == 1
        await pilot.press("escape", "space", "c")
        await until(pilot, lambda: shows(pilot, CompareScreen) and len(pilot.app.screen.query(Pane)) == 3)
        await pilot.pause()
        assert len({pane.view.size for pane in pilot.app.screen.query(Pane)}) == 1


async def test_footers_fit_and_name_what_the_keys_do_there(shelf: Path, opened: Opened) -> None:
    async with opened(80, 24) as pilot:
        gallery = await to_gallery(pilot, 5)
        assert "d Trash" in await footer_fits(pilot)
        await pilot.press("d", "T")
        await until(pilot, lambda: gallery.parts.shelf.search.trashed)
        assert "d Put back" in await footer_fits(pilot)
        await pilot.press("d", "T")
        await until(pilot, lambda: not gallery.parts.shelf.search.trashed and len(gallery.parts.shelf) == 5)
        for keys, kind, arrows in (
            (["enter"], SingleScreen, "←→ Version"),
            (["space", "space", "c"], CompareScreen, ""),
        ):
            await pilot.press(*keys)
            await until(pilot, lambda kind=kind: shows(pilot, kind))  # type: ignore[misc]
            await until(pilot, lambda: all(view.shown for view in pilot.app.screen.query(ZoomView)))
            named = await footer_fits(pilot)
            assert arrows in named or not arrows
            await pilot.press("z")
            named = await footer_fits(pilot)
            assert "←↑↓→ Move" in named
            assert "z+- Zoom" in named
            assert "←→ Version" not in named
            await pilot.press("escape", "escape")
