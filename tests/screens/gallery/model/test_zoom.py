"""Where one looks at a picture, and how closely: geometry."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from screens.gallery.model import zoom
from screens.gallery.model.magnifier import Magnifier
from screens.gallery.model.zoom import FIT, MOST, Look, box, fitting, held, panned, told, zoomed

SIDES = st.floats(16, 4000)
SIZES = st.tuples(SIDES, SIDES)
SHARES = st.floats(0, 1)
LOOKS = st.builds(Look, st.floats(0.05, MOST), SHARES, SHARES)


@given(LOOKS, SIZES, SIZES)
def test_a_room_shows_nothing_beyond_a_picture_that_could_fill_it(
    look: Look, picture: zoom.Size, room: zoom.Size
) -> None:
    kept = held(look, picture, room)
    seen = box(kept, picture, room)
    assert (seen.right - seen.left, seen.bottom - seen.top) == pytest.approx((room[0] / look.zoom, room[1] / look.zoom))
    for low, high, side in ((seen.left, seen.right, picture[0]), (seen.top, seen.bottom, picture[1])):
        if high - low < side:
            assert low >= -1e-6 * side
            assert high <= side * (1 + 1e-6)
        else:
            assert (low + high) / 2 == pytest.approx(side / 2)
    assert held(kept, picture, room) == kept
    assert held(Look(FIT, 0.1, 0.9), picture, room) == Look()


@given(SIZES, SIZES)
def test_all_of_a_picture_is_seen_where_it_just_fits(picture: zoom.Size, room: zoom.Size) -> None:
    seen = box(Look(), picture, room)
    assert seen.left <= 1e-6 * picture[0]
    assert seen.top <= 1e-6 * picture[1]
    assert seen.right >= picture[0] * (1 - 1e-6)
    assert seen.bottom >= picture[1] * (1 - 1e-6)
    shares = (picture[0] / (seen.right - seen.left), picture[1] / (seen.bottom - seen.top))
    assert max(shares) == pytest.approx(1)
    assert fitting(picture, room) == pytest.approx(min(room[0] / picture[0], room[1] / picture[1]))


@given(LOOKS, st.floats(1.01, 3), st.tuples(SHARES, SHARES))
def test_what_is_pointed_at_stays_there(look: Look, factor: float, at: tuple[float, float]) -> None:
    picture, room = (4000.0, 3000.0), (300.0, 200.0)
    look = held(look._replace(zoom=max(look.zoom, 0.2)), picture, room)
    place = (at[0] * room[0], at[1] * room[1])
    nearer = zoomed(look, factor, picture, room, place)
    assert nearer.zoom == pytest.approx(min(MOST, look.zoom * factor))
    before, after = box(look, picture, room), box(nearer, picture, room)
    for low, high, new_low, new_high, share, side in (
        (before.left, before.right, after.left, after.right, at[0], picture[0]),
        (before.top, before.bottom, after.top, after.bottom, at[1], picture[1]),
    ):
        assert low + share * (high - low) == pytest.approx(new_low + share * (new_high - new_low), abs=1e-6 * side)
    middle = zoomed(look, factor, picture, room)
    assert (middle.x, middle.y) == pytest.approx((look.x, look.y))


def test_closer_ends_somewhere_and_farther_is_all_of_it() -> None:
    picture, room = (400.0, 300.0), (200.0, 200.0)
    assert zoomed(Look(MOST), 2, picture, room) == Look(MOST)
    # What was closer already by other means stays as it is.
    assert zoomed(Look(2 * MOST), 2, picture, room).zoom == 2 * MOST
    assert zoomed(Look(2 * MOST), 0.9, picture, room).zoom == MOST
    assert zoomed(Look(), 1.5, picture, room).zoom == pytest.approx(0.75)
    assert zoomed(Look(0.6), 0.5, picture, room) == Look()
    assert zoomed(Look(), 0.5, picture, room) == Look()


@given(LOOKS, st.floats(-1, 1), st.floats(-1, 1))
def test_moving_by_parts_of_the_room_moves_what_is_seen_by_as_much(look: Look, across: float, down: float) -> None:
    picture, room = (4000.0, 3000.0), (100.0, 80.0)
    look = held(look, picture, room)
    moved = panned(look, across, down, picture, room)
    x, y = look.x + across * room[0] / look.zoom / picture[0], look.y + down * room[1] / look.zoom / picture[1]
    assert moved.zoom == look.zoom
    assume(held(look._replace(x=x, y=y), picture, room) == look._replace(x=x, y=y))
    before, after = box(look, picture, room), box(moved, picture, room)
    wide, high = before.right - before.left, before.bottom - before.top
    assert (after.left - before.left, after.top - before.top) == pytest.approx((across * wide, down * high), abs=1e-6)
    assert panned(Look(), across, down, picture, room) == Look()


def test_a_magnifier_tells_of_what_a_key_changed_only() -> None:
    events: list[str] = []
    made = Magnifier(lambda: (200.0, 200.0), lambda: events.append("shown"), lambda: events.append("looked"))
    made.extent = (1000.0, 500.0)
    assert made.told == ""
    made.pan(1, 0)
    made.step(0.5)
    assert events == []
    made.toggle()
    assert (made.look.zoom, made.told) == (1.0, "100 % at 500, 250")
    assert events == ["shown", "looked"]
    made.pan(0.5, 0)
    assert made.told == "100 % at 600, 250"
    made.step(2)
    assert made.told == "200 % at 600, 250"
    made.look_at(Look())
    assert events == ["shown", "looked"] * 3 + ["shown"]
    made.toggle()
    made.toggle()
    assert made.look == Look()
    assert told(Look(0.5, 0.25, 0.75), (400, 200)) == "50 % at 100, 150"
