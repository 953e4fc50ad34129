"""Pictures that lie over cells: whatever happens, those on the glass are those that are shown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from textual.geometry import Region, Size
from textual.pilot import Pilot
from textual.widget import Widget

from screens.drawing import rest
from screens.terminal.frames import frame_store
from screens.terminal.frames.encode import Encoded
from screens.terminal.frames.overlays import Overlay, Overlays, parts, uncovered
from screens.widgets.pictures.board import Board
from screens.widgets.pictures.picture import PictureView
from studio.terminal.records import Protocol
from tests.screens.glass import Glass
from tests.screens.overlay_app import CHANGES, COLUMNS, ROWS, OverlayApp, Room, Window

Cells = dict[tuple[int, int], int]
Step = tuple[Any, ...]

WAYS: list[tuple[Protocol, bool]] = [
    ("kitty-placed", False),
    ("kitty-placed", True),
    ("sixel", True),
    ("iterm2", True),
]

regions = st.builds(Region, st.integers(0, 30), st.integers(0, 20), st.integers(1, 20), st.integers(1, 12))
steps: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("show"), st.integers(0, 5), st.integers(0, 3)),
    st.tuples(st.just("show"), st.integers(0, 5), st.integers(0, 3)),
    st.tuples(st.just("empty"), st.integers(0, 5)),
    st.tuples(st.just("lay"), st.integers(6, 12), st.integers(5, 8)),
    st.tuples(st.just("widen"), st.integers(4, 20)),
    st.tuples(st.just("cover"), st.integers(0, 50), st.integers(0, 20)),
    st.tuples(st.just("uncover")),
    st.tuples(st.just("window")),
    st.tuples(st.just("room")),
    st.tuples(st.just("away")),
    st.tuples(st.just("scroll"), st.integers(0, 6)),
    st.tuples(st.just("hide"), st.booleans()),
    st.tuples(st.just("say"), st.integers(1, 4)),
    st.tuples(st.just("size"), st.integers(60, 70), st.integers(16, 30)),
    st.tuples(st.just("lend")),
    st.tuples(st.just("rest")),
)

ALL: list[Step] = [*(("show", slot, slot % 4) for slot in range(6)), ("rest",)]
"""Pictures in all places."""


async def take(pilot: Pilot[None], step: Step) -> None:
    """Do what a person or the studio does."""
    app = pilot.app
    assert isinstance(app, OverlayApp)
    match step:
        case ("room",) if len(app.screen_stack) < 4 and isinstance(app.screen, Room):
            await app.push_screen(Room())
        case ("window",) if isinstance(app.screen, Room):
            await app.push_screen(Window())
        case ("away",) if len(app.screen_stack) > 1:
            await app.pop_screen()
        case ("size", columns, rows) if app.size != (columns, rows):
            app.glass.resize(columns, rows)
            await pilot.resize_terminal(columns, rows)
        case ("lend",):
            app.app_suspend_signal.publish(app)
            app.glass.feed(b"\x1b[?1049l\x1b[?1049h")
            app.app_resume_signal.publish(app)
        case ("rest",):
            await stands(pilot)
        case (name, *values) if isinstance(app.screen, Room) and name in CHANGES:
            CHANGES[name](app.screen, *values)


def wanted(app: OverlayApp, protocol: Protocol) -> Cells:
    """The cells of the pictures that are seen, and which of them: only Kitty's can be seen in part."""
    room = app.screen
    if not isinstance(room, Room):
        return {}
    found: Cells = {}
    shown: list[tuple[Widget, Region, Encoded]] = []
    board = room.query_one(Board)
    for box in board.boxes:
        if box.slot.frame is not None:
            place = box.slot.picture_region.translate(box.picture_region.offset)
            shown.append((board, place, box.slot.frame.encoded))
    shown += [
        (view, view.picture_region, view.frame.encoded)
        for view in room.query(PictureView)
        if view.frame is not None and view.region
    ]
    for number, (widget, place, encoded) in enumerate(shown):
        there = room.find_widget(widget)
        whole = place.translate(there.region.offset)
        seen = whole.intersection(there.clip).intersection(app.size.region)
        if protocol == "kitty-placed" or seen == whole:
            found |= dict.fromkeys(cells(seen), encoded.image_id if protocol == "kitty-placed" else number + 1)
    cover = room.query_one("#cover")
    return {cell: picture for cell, picture in found.items() if not cover.display or not cover.region.contains(*cell)}


def cells(region: Region) -> list[tuple[int, int]]:
    return [(x, y) for y in region.line_range for x in region.column_range]


def stands_there(glass: Glass, protocol: Protocol) -> Cells:
    """The pictures over the cells of the glass."""
    every = [(column, row) for row in range(glass.rows) for column in range(glass.columns)]
    if protocol == "kitty-placed":
        return {cell: picture for cell in every if (picture := glass.placed_at(*cell))}
    return {(x, y): over for x, y in every if (over := glass.cells[y][x].over)}


def is_alike(one: Cells, other: Cells) -> bool:
    """Whether the same cells have pictures, and pictures that are told apart in one are so in the other."""
    if one.keys() != other.keys():
        return False
    pairs = {(one[cell], other[cell]) for cell in one}
    return len(pairs) == len({left for left, _ in pairs}) == len({right for _, right in pairs})


async def stands(pilot: Pilot[None]) -> None:
    """Wait until what is shown stands on the glass, and nothing else."""
    app = pilot.app
    assert isinstance(app, OverlayApp)
    protocol = app.pictures.choice().protocol

    def is_right() -> bool:
        slots = app.screen.slots if isinstance(app.screen, Room) else []
        if any(slot.busy for slot in slots):
            return False
        there, shown = stands_there(app.glass, protocol), wanted(app, protocol)
        return there == shown if protocol == "kitty-placed" else is_alike(there, shown)

    for _ in range(400):
        await pilot.pause()
        if is_right():
            break
        await asyncio.sleep(0.005)
    await pilot.pause()
    there, shown = stands_there(app.glass, protocol), wanted(app, protocol)
    stale = sorted(cell for cell in there if there[cell] != shown.get(cell))
    missing = sorted(cell for cell in shown if cell not in there)
    assert is_right(), f"stale {stale[:4]} of {len(stale)}, missing {missing[:4]} of {len(missing)}"


async def live(protocol: Protocol, cells_wipe: bool, taken: Sequence[Step]) -> None:
    app = OverlayApp(protocol, cells_wipe=cells_wipe)
    async with app.run_test(size=(COLUMNS, ROWS), headless=False) as pilot:
        for step in taken:
            await take(pilot, step)
        await stands(pilot)
        app.over_cells.leave()
        if protocol == "kitty-placed":
            assert not app.glass.placed
            assert not app.glass.sent


@pytest.mark.parametrize(("protocol", "cells_wipe"), WAYS)
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example([*ALL, ("cover", 5, 3), ("rest",), ("show", 0, 3), ("rest",), ("cover", 9, 6), ("rest",), ("uncover",)])
@example([*ALL, ("window",), ("rest",), ("away",), ("rest",), ("room",), ("rest",), ("away",)])
@example(
    [*ALL, ("say", 3), ("rest",), ("scroll", 3), ("rest",), ("hide", True), ("rest",), ("say", 1), ("hide", False)]
)
@example([*ALL, ("size", 64, 20), ("rest",), ("lend",), ("rest",), ("empty", 5), ("widen", 12), ("show", 5, 2)])
@given(taken=st.lists(steps, min_size=4, max_size=14))
def test_whatever_happens_the_pictures_on_the_glass_are_those_that_are_shown(
    monkeypatch: pytest.MonkeyPatch, protocol: Protocol, cells_wipe: bool, taken: list[Step]
) -> None:
    monkeypatch.setattr(rest, "QUIET", 0.01)
    asyncio.run(live(protocol, cells_wipe, taken))


@given(regions, st.lists(regions, max_size=4))
def test_what_is_not_covered_is_made_of_rectangles_that_do_not_overlap(region: Region, covers: list[Region]) -> None:
    free = uncovered(region, covers)
    found = [cell for part in free for cell in cells(part)]
    assert len(found) == len(set(found))
    assert set(found) == set(cells(region)) - {cell for cover in covers for cell in cells(cover)}


def placed_picture(number: int, region: Region) -> Encoded:
    return Encoded(*region.size, (), 0, transmit=f"<{number}>", image_id=number, pixels=region.size)


def test_a_picture_that_stands_is_written_again_only_where_cells_of_it_were() -> None:
    region = Region(2, 1, 6, 3)
    (one,) = parts(placed_picture(7, region), region, Region(0, 0, 20, 10), [])
    lies = Overlays()
    assert list(lies.change([one], (), rests=True).drawn) == [one]
    assert not lies.change([one], ((0, 0, 20), (1, 0, 2), (1, 8, 12)), rests=True).drawn
    assert list(lies.change([one], ((3, 7, 8),), rests=True).drawn) == [one]
    assert list(lies.change([], (), rests=True).gone) == [one]
    assert not list(lies)


def test_a_costly_picture_waits_until_the_screen_rests() -> None:
    region = Region(0, 0, 4, 2)
    one = Overlay(Encoded(4, 2, (), 0, overlay="bytes"), region, region)
    lies = Overlays()
    change = lies.change([one], None, rests=False)
    assert change.is_put_off
    assert not change.drawn
    assert list(lies.change([one], (), rests=True).drawn) == [one]
    assert not lies.change([one], (), rests=True).drawn


def test_a_part_of_a_picture_is_cut_out_of_its_pixels() -> None:
    region = Region(10, 5, 8, 4)
    encoded = Encoded(8, 4, (), 0, transmit="t", image_id=3, pixels=Size(160, 80))
    (low,) = parts(encoded, region, Region(0, 7, 80, 20), [])
    glass = Glass(40, 20).feed(b"\x1b_Ga=t,f=100,i=3,q=2,m=0;AAAA\x1b\\" + low.drawn().encode())
    (there,) = glass.placed.values()
    assert there == (3, 10, 7, 8, 2, (0, 40, 160, 40))


async def test_more_pictures_than_a_terminal_is_left_to_hold_still_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame_store, "MOST_SENT", 3)
    app = OverlayApp("kitty-placed")
    async with app.run_test(size=(COLUMNS, ROWS), headless=False) as pilot:
        assert isinstance(app.screen, Room)
        for slot, picture in ((0, 0), (1, 1), (2, 2), (0, 3), (1, 0), (5, 1), (0, 0), (5, 2)):
            app.screen.show(slot, picture)
            await stands(pilot)
            assert len(app.glass.sent) <= 5


async def test_a_picture_that_is_shown_again_takes_few_bytes() -> None:
    app = OverlayApp("kitty-placed")
    async with app.run_test(size=(COLUMNS, ROWS), headless=False) as pilot:
        assert isinstance(app.screen, Room)
        for picture in (0, 1):
            app.screen.show(5, picture)
            await stands(pilot)
        before = app.glass.taken
        app.screen.show(5, 0)
        await stands(pilot)
        assert 0 < app.glass.taken - before < 200
