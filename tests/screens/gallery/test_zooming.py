"""Looking closely: the geometry, and the keys of the single view."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from screens.gallery.model import zoom
from screens.gallery.model.zoom import FIT, Look
from screens.gallery.parts.large_views.filmstrip import Filmstrip
from screens.gallery.parts.large_views.zoom_view import ZoomView
from screens.gallery.single import SingleScreen
from screens.widgets.changing_text import ChangingText
from screens.widgets.pictures.board import UNDERLINED
from studio.pictures.screen_pixels import closely
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, shows, until
from tests.screens.gallery.going import to_gallery

SIDES = st.tuples(st.integers(1, 9000), st.integers(1, 9000))
ROOMS = st.tuples(st.integers(10, 2000), st.integers(10, 2000))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("zoom"), st.floats(0.3, 3), st.floats(0, 1), st.floats(0, 1)),
        st.tuples(st.just("pan"), st.floats(-1, 1), st.floats(-1, 1), st.just(0.0)),
    ),
    max_size=8,
)


@given(SIDES, ROOMS, STEPS)
def test_what_is_seen_never_leaves_the_picture_more_than_it_must(
    picture: tuple[int, int], room: tuple[int, int], steps: list[tuple[str, float, float, float]]
) -> None:
    look = Look()
    for what, one, two, three in steps:
        if what == "zoom":
            look = zoom.zoomed(look, one, picture, room, (two * room[0], three * room[1]))
        else:
            look = zoom.panned(look, one, two, picture, room)
        assert look.zoom == FIT or zoom.fitting(picture, room) < look.zoom <= max(
            zoom.MOST, zoom.fitting(picture, room)
        )
        seen = zoom.box(look, picture, room)
        for low, high, side in ((seen.left, seen.right, picture[0]), (seen.top, seen.bottom, picture[1])):
            if high - low <= side:
                assert -1e-6 * side <= low
                assert high <= side * (1 + 1e-6)
            else:
                assert low + high == pytest.approx(side, abs=1e-6 * (high - low))


@given(st.floats(1.1, 4), st.floats(0.3, 0.7), st.floats(0.3, 0.7))
def test_what_is_under_the_pointer_stays_there(factor: float, x: float, y: float) -> None:
    picture, room = (4000, 3000), (800, 600)
    before = Look(0.5, 0.5, 0.5)
    at = (x * room[0], y * room[1])
    after = zoom.zoomed(before, factor, picture, room, at)
    places = []
    for look in (before, after):
        seen = zoom.box(look, picture, room)
        places.append((seen.left + at[0] / look.zoom, seen.top + at[1] / look.zoom))
    assert places[0] == pytest.approx(places[1])


def test_a_part_is_cut_to_the_pixel_and_what_lies_beyond_is_ground() -> None:
    pixels = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    assert (closely(pixels, (1, 1, 4, 3), (3, 2), (9, 9, 9)) == pixels[1:3, 1:4]).all()
    large = closely(pixels, (2, 0, 4, 2), (8, 8), (9, 9, 9))
    assert (large[::4, ::4] == pixels[0:2, 2:4]).all()
    assert (large[3, 3] == pixels[0, 2]).all()
    beyond = closely(pixels, (-2, 0, 8, 4), (10, 4), (9, 9, 9))
    assert (beyond[:, :2] == 9).all()
    assert (beyond[:, 2:8] == pixels).all()


@pytest.fixture
def shelf(cast_home: Home) -> Path:
    """A library of nine pictures."""
    drawn.shelf_of(cast_home.library, 9).close()
    return cast_home.library


async def look(pilot: Pilot[None], key: str, count: int = 9) -> SingleScreen:
    """The single view, by a key of the Gallery."""
    await to_gallery(pilot, count)
    await pilot.press(key)
    await until(pilot, partial(shows, pilot, SingleScreen))
    screen = pilot.app.screen
    assert isinstance(screen, SingleScreen)
    await until(pilot, lambda: screen.query_one(ZoomView).shown)
    return screen


def line(screen: SingleScreen) -> str:
    """What stands under the picture."""
    return screen.query_one("#single-line", ChangingText).text.plain


def is_current(strip: Filmstrip, place: int) -> bool:
    """Whether the strip marks this picture."""
    look = strip.boxes[place].look
    return look is not None and look.signs == UNDERLINED


async def test_one_looks_closely_moves_about_and_goes_back(shelf: Path, opened: Opened) -> None:
    async with opened() as pilot:
        screen = await look(pilot, "z")
        view = screen.query_one(ZoomView)
        await until(pilot, lambda: "100 % at 128, 128" in line(screen))
        await pilot.press("plus", "plus", "l", "j")
        await until(pilot, lambda: "225 %" in line(screen))
        assert view.magnifier.look.x > 0.5
        assert view.magnifier.look.y > 0.5
        assert screen.parts.shelf.cursor == 0
        await pilot.press("H", "H", "H")
        assert view.magnifier.look.x < 0.5
        assert "225 %" in line(screen)
        await pilot.press("escape")
        await until(pilot, lambda: "%" not in line(screen))
        await pilot.press("j")
        await until(pilot, lambda: "2 of 9" in line(screen))
        await pilot.press("z", "minus", "minus", "minus", "minus", "minus")
        await until(pilot, lambda: view.magnifier.look.zoom == FIT)
        assert view.shown
        await pilot.press("escape")
        await until(pilot, lambda: not shows(pilot, SingleScreen))


def rolled(kind: type[MouseScrollUp | MouseScrollDown], view: ZoomView, x: int, y: int) -> None:
    """The mouse wheel is turned over a cell of the view."""
    view.post_message(kind(view, x, y, 0, 0, 0, False, False, False))


async def test_the_wheel_looks_closer_about_the_pointer_and_the_picture_is_dragged(shelf: Path, opened: Opened) -> None:
    async with opened() as pilot:
        screen = await look(pilot, "enter")
        view = screen.query_one(ZoomView)

        def seen() -> Look:
            return view.magnifier.look

        await pilot.mouse_down(view, (20, 8))
        await pilot.hover(view, (10, 8))
        assert seen().zoom == FIT, "a whole picture is not dragged"
        await pilot.mouse_up(view, (10, 8))
        place = (view.size.width - 2, 1)
        rolled(MouseScrollUp, view, *place)
        await until(pilot, lambda: seen().zoom != FIT)
        first = seen().zoom
        rolled(MouseScrollUp, view, *place)
        rolled(MouseScrollUp, view, *place)
        await until(pilot, lambda: seen().zoom == pytest.approx(first * zoom.STEP**2))
        assert (seen().x > 0.5, seen().y < 0.5) == (True, True), "what is under the pointer stays there"
        rolled(MouseScrollDown, view, *place)
        await until(pilot, lambda: seen().zoom == pytest.approx(first * zoom.STEP))
        before = seen()
        await pilot.mouse_down(view, (10, 8))
        await pilot.hover(view, (20, 6))
        await until(pilot, lambda: seen() != before)
        assert seen().x < before.x, "dragged to the right, one sees what is on the left"
        assert seen().y >= before.y
        await pilot.mouse_up(view, (20, 6))
        dragged = seen()
        await pilot.hover(view, (4, 4))
        assert seen() == dragged, "it was let go"


async def test_the_strip_shows_the_neighbours_and_a_click_goes_there(shelf: Path, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        screen = await look(pilot, "enter")
        strip = screen.query_one(Filmstrip)
        await until(pilot, lambda: strip.display and len(strip.boxes) == 8)
        assert [is_current(strip, place) for place in range(2)] == [True, False]
        await pilot.click(strip, (50, 4))
        await until(pilot, lambda: "4 of 9" in line(screen))
        assert is_current(strip, 3)
        await pilot.press("f")
        await until(pilot, lambda: not strip.display)
        await pilot.press("f", "j")
        await until(pilot, lambda: strip.display and "5 of 9" in line(screen))


async def test_the_cursor_walks_along_the_strip_which_follows_when_it_rests(cast_home: Home, opened: Opened) -> None:
    drawn.shelf_of(cast_home.library, 14).close()
    async with opened(120, 40) as pilot:
        screen = await look(pilot, "enter", 14)
        strip = screen.query_one(Filmstrip)
        await until(pilot, lambda: strip.display and len(strip.boxes) == 8)

        def newest() -> str:
            return strip.boxes[0].slot.sources[0].key

        first = newest()
        await pilot.press(*"jjj")
        await until(pilot, lambda: is_current(strip, 3))
        assert newest() == first
        await pilot.press(*"jjjj")
        await until(pilot, lambda: "8 of 14" in line(screen) and is_current(strip, 4))
        assert newest() != first
        await pilot.press(*"kkkkkkk")
        await until(pilot, lambda: "1 of 14" in line(screen) and is_current(strip, 0))
        assert newest() == first
