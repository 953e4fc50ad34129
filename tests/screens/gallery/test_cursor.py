"""The cursor of the Gallery, in tiles and in lines: keys move it, and new pictures leave it where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens.gallery.parts.browser import Browser
from screens.gallery.parts.line_list import LineBrowser
from screens.gallery.parts.tiles import TileBrowser
from studio.jobs.views import LetteringSaved, PictureSaved
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, studio_of, until
from tests.screens.gallery.going import NARROW, WIDE, library_of, to_gallery


@pytest.mark.parametrize(("size", "browser"), [(WIDE, TileBrowser), (NARROW, LineBrowser)])
async def test_keys_move_the_cursor(
    shelf_of_eight: Path, opened: Opened, size: tuple[int, int], browser: type[Browser]
) -> None:
    async with opened(*size) as pilot:
        screen = await to_gallery(pilot, 8)
        assert isinstance(screen.focused, browser)
        across = screen.parts.view.body.browser.per_row
        await pilot.press("l")
        assert screen.parts.shelf.cursor == 1
        await pilot.press("j")
        assert screen.parts.shelf.cursor == 1 + across
        await pilot.press("k", "h")
        assert screen.parts.shelf.cursor == 0
        await pilot.press("k", "h", "up", "left")
        assert screen.parts.shelf.cursor == 0
        await pilot.press("G")
        assert screen.parts.shelf.cursor == 7
        await pilot.press("j", "l")
        assert screen.parts.shelf.cursor == 7
        await pilot.press("g")
        assert screen.parts.shelf.cursor == 0
        await pilot.press("ctrl+d")
        assert screen.parts.shelf.cursor > 0


@pytest.mark.parametrize("keys", ["Gkkkkkkkkk", "Gg"], ids=["row by row", "at once"])
async def test_the_newest_picture_is_the_first_tile_wherever_one_comes_from(
    cast_home: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    drawn.shelf_of(cast_home.library, 33).close()
    monkeypatch.setattr("screens.gallery.model.queries.FIRST_PAGE", 7)
    monkeypatch.setattr("screens.gallery.model.queries.PAGE", 8)
    async with opened(*WIDE) as pilot:
        screen = await to_gallery(pilot, 7)
        across = screen.parts.view.body.browser.per_row
        await pilot.press(*"Gkk", "slash", "escape")
        await until(pilot, lambda: not screen.parts.shelf.coming and screen.parts.shelf.after is None)
        await pilot.press(*keys)
        await until(pilot, lambda: screen.parts.shelf.cursor < across and screen.parts.shelf.after is None)
        await pilot.pause()
        held = screen.query_one(TileBrowser).tiles[0].picture
        assert held is not None
        assert held.id == 33


async def test_new_pictures_come_by_themselves_and_leave_the_cursor(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(*WIDE) as pilot:
        screen = await to_gallery(pilot, 8)
        await pilot.press("l", "l")
        library = library_of(pilot)
        studio_of(pilot).tell(PictureSaved(drawn.add(library, 9)))
        await until(pilot, lambda: len(screen.parts.shelf) == 9)
        assert screen.parts.shelf.current is not None
        assert screen.parts.shelf.current.id == 6
        drawn.letter(library, library.picture(9), "RTFM")
        studio_of(pilot).tell(LetteringSaved(library.letterings(9)[0]))
        await until(pilot, lambda: screen.parts.shelf.pictures[0].letterings == 1)
        assert screen.parts.shelf.current.id == 6
