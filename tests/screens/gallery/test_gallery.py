"""The Gallery by its keys, on a real library."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from textual.geometry import Region
from textual.widgets import Input, Static

from library.records import Picture
from screens.gallery.parts.browser import Browser
from screens.gallery.parts.details import Details
from screens.gallery.parts.line_list import LineBrowser
from screens.gallery.parts.tiles import TileBrowser
from screens.gallery.screen import GalleryScreen
from screens.gallery.single import SingleScreen
from screens.gallery.windows.details import DetailsWindow
from screens.lettering.screen import LetteringScreen
from screens.widgets.changing_text import ChangingText
from screens.widgets.pictures.board import Board
from screens.widgets.pictures.picture import PictureView
from tests.screens.conftest import Opened, studio_of, told_in_passing, until
from tests.screens.gallery.going import NARROW, WIDE, drawn_whole, focus_is, library_of, to_gallery


async def test_another_size_leaves_nothing_stale(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(*WIDE) as pilot:
        screen = await to_gallery(pilot, 8)
        await pilot.press("l")
        for width, height, browser in ((80, 24, LineBrowser), (150, 45, TileBrowser), (101, 30, TileBrowser)):
            await pilot.resize_terminal(width, height)
            await until(pilot, partial(focus_is, screen, browser))
            await drawn_whole(pilot)
            assert screen.parts.shelf.cursor == 1
            for view in (*screen.query(PictureView), *screen.query(Board)):
                if view.region.area:
                    lines = view.render_lines(view.size.region)
                    assert [line.cell_length for line in lines] == [view.size.width] * view.size.height
        assert [tile.is_cursor for tile in screen.query_one(TileBrowser).tiles].count(True) == 1


async def test_another_theme_gives_tiles_and_details_its_colours(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(*WIDE) as pilot:
        screen = await to_gallery(pilot, 8)
        await drawn_whole(pilot)
        browser, details = screen.query_one(TileBrowser), screen.query_one(Details)
        before = browser.tiles[3].look
        pilot.app.theme = "textual-light"
        await drawn_whole(pilot)
        looks = [tile.look for tile in browser.tiles[:8]]
        assert before is not None
        assert all(look is not None and look.style != before.style for look in looks)
        names = {"held": browser.tiles[0].look, "frame": browser.tiles[3].look}
        for name, look in names.items():
            assert look is not None
            assert look.style == browser.get_component_rich_style(f"tiles--{name}")
        assert details.text.spans[0].style == details.get_component_rich_style("details--name", partial=True)
        await pilot.press("slash")
        assert browser.tiles[0].look is not None
        assert browser.tiles[0].look.style == browser.get_component_rich_style("tiles--cursor")


async def test_a_tile_shows_the_newest_lettered_version(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(*WIDE) as pilot:
        screen = await to_gallery(pilot, 8)
        await drawn_whole(pilot)
        browser = screen.query_one(TileBrowser)
        tile = browser.tiles[5]
        assert "✎" in tile.below()
        box: Region = tile.slot.picture_region.translate(tile.picture_region.offset)
        middle = browser.render_line(box.y + int(box.height * 0.7)).crop(
            box.x + box.width // 2, box.x + box.width // 2 + 1
        )
        style = next(iter(middle)).style
        assert style is not None
        assert style.bgcolor is not None
        red, green, _ = style.bgcolor.get_truecolor()
        assert red > 200
        assert green < 80


async def test_search_is_live_and_escape_ends_it(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(*WIDE) as pilot:
        screen = await to_gallery(pilot, 8)
        await pilot.press("slash", *"counts 7")
        await until(pilot, lambda: len(screen.parts.shelf) == 1)
        count = screen.query_one("#gallery-count", Static)
        await until(pilot, lambda: "1 of 1 found" in str(count.content))
        await pilot.press("enter")
        assert isinstance(screen.focused, Browser)
        await pilot.press("slash", *" nobody")
        await until(pilot, lambda: not screen.parts.shelf.pictures)
        assert "no" in str(screen.query_one("#gallery-empty", Static).content).lower()
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.parts.shelf) == 8)
        assert screen.query_one(Input).value == ""
        assert isinstance(screen.focused, Browser)


async def test_judgement_is_kept_and_taken_back(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(*NARROW) as pilot:
        screen = await to_gallery(pilot, 8)
        library = library_of(pilot)

        def current() -> Picture:
            assert screen.parts.shelf.current is not None
            return screen.parts.shelf.current

        await pilot.press("4")
        await until(pilot, lambda: library.picture(8).rating == 4 and current().rating == 4)
        await pilot.press("p")
        await until(pilot, lambda: library.picture(8).mark == "pick" and current().id == 7)
        await pilot.press("k", "x")
        await until(pilot, lambda: library.picture(8).mark == "reject")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: current().mark == "pick" and current().id == 8)
        await pilot.press("d")
        await until(pilot, lambda: len(screen.parts.shelf) == 7)
        assert library.picture(8).trashed
        assert current().id == 7
        await pilot.press("ctrl+z")
        await until(pilot, lambda: len(screen.parts.shelf) == 8)
        assert current().rating == 4
        assert not library.picture(8).trashed


async def test_a_half_typed_search_is_pointed_at_and_what_was_found_stays(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(*NARROW) as pilot:
        screen = await to_gallery(pilot, 8)
        await pilot.press("slash", *"milo")
        assert not screen.query("#gallery-slip")
        await pilot.press(*" (or")
        await until(pilot, lambda: screen.query("#gallery-slip"))
        slip = screen.query_one("#gallery-slip", Static)
        await until(pilot, lambda: slip.display)
        words = str(slip.content)
        assert words.index("▲") >= 5
        assert len(words.strip()) > 4
        assert len(screen.parts.shelf) == 8
        assert not told_in_passing(pilot.app)
        await pilot.press("escape")
        await until(pilot, lambda: not slip.display)


async def test_one_picture_large_goes_through_its_versions(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(*NARROW) as pilot:
        gallery = await to_gallery(pilot, 8)
        await pilot.press(*"jjjjj", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SingleScreen))
        screen = pilot.app.screen
        line = screen.query_one("#single-line", ChangingText)
        await until(pilot, lambda: "PEBKAC" in line.text.plain)
        await pilot.press("left")
        await until(pilot, lambda: "Milo counts to 3" in line.text.plain)
        await pilot.press("j")
        await until(pilot, lambda: "Milo counts to 2" in line.text.plain)
        await pilot.press("d")
        await until(pilot, lambda: "Milo counts to 1" in line.text.plain)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is gallery)
        assert gallery.parts.shelf.current is not None
        assert gallery.parts.shelf.current.id == 1
        await pilot.press("ctrl+z")
        await until(pilot, lambda: library_of(pilot).picture(2).trashed is False)


async def test_details_tell_all_as_plain_text(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(*WIDE) as pilot:
        screen = await to_gallery(pilot, 8)
        about = screen.query_one(Details).text.plain
        assert "[b]flat[/b]" in about
        assert "Milo counts to 8" in about
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, DetailsWindow))
        text = pilot.app.screen.query_one("#details-text", Details)
        assert "seed" in text.text.plain
        assert text.region.height == text.text.plain.count("\n")
        await pilot.press("escape")
        assert pilot.app.screen is screen


async def test_an_empty_gallery_says_what_to_do(opened: Opened) -> None:
    async with opened(*NARROW) as pilot:
        screen = await to_gallery(pilot, 0)
        await until(pilot, lambda: screen.query("#gallery-empty"))
        empty = screen.query_one("#gallery-empty", Static)
        await until(pilot, lambda: "F2" in str(empty.content))
        await pilot.press("enter", "d", "e", "r", "j", "G", "i", "o", "3")
        assert pilot.app.screen is screen


async def test_ways_to_other_rooms(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(*NARROW) as pilot:
        await to_gallery(pilot, 8)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, LetteringScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, GalleryScreen))
        await studio_of(pilot).open_picture(4)
        screen = pilot.app.screen
        assert isinstance(screen, GalleryScreen)
        await until(pilot, lambda: screen.parts.shelf.current is not None and screen.parts.shelf.current.id == 4)


async def test_a_file_that_is_gone_is_said_and_harms_nothing(shelf_of_eight: Path, opened: Opened) -> None:
    async with opened(*NARROW) as pilot:
        screen = await to_gallery(pilot, 8)
        await drawn_whole(pilot)
        library = library_of(pilot)
        library.thumbnail(7).unlink()
        Path(library.picture(7).path).unlink()
        await pilot.press("j")
        view = screen.query_one("#gallery-preview", PictureView)
        await until(pilot, lambda: bool(view.words) and view.words != "…")
        await pilot.press("j")
        await until(pilot, lambda: view.shown)


async def test_what_ends_while_the_screen_is_being_taken_down_is_shown_nowhere(
    shelf_of_eight: Path, opened: Opened
) -> None:
    async with opened(*NARROW) as pilot:
        view = (await to_gallery(pilot, 8)).parts.view
        await view.body.browser.remove()
        assert view.body.children
        view.show()
