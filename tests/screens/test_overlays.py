"""Pictures that lie over cells: whatever happens, those on the glass are those that are shown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from textual.geometry import Offset, Region
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Label

from screens.widgets import rest, store
from screens.widgets.board import Board
from screens.widgets.encode import Encoded
from screens.widgets.overlays import Overlay, Overlays, parts, uncovered
from screens.widgets.picture import PictureView
from studio.terminal.records import Protocol
from tests.screens.glass import Glass
from tests.screens.overlay_app import COLUMNS, ROWS, OverlayApp, Room, Window, pixels

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
    st.tuples(st.just("clear"), st.integers(0, 5)),
    st.tuples(st.just("lay"), st.integers(6, 12), st.integers(5, 8)),
    st.tuples(st.just("width"), st.integers(4, 20)),
    st.tuples(st.just("cover"), st.integers(0, 50), st.integers(0, 20)),
    st.tuples(st.just("uncover")),
    st.tuples(st.just("window")),
    st.tuples(st.just("room")),
    st.tuples(st.just("away")),
    st.tuples(st.just("scroll"), st.integers(0, 6)),
    st.tuples(st.just("hide"), st.booleans()),
    st.tuples(st.just("words"), st.integers(1, 4)),
    st.tuples(st.just("size"), st.integers(60, 70), st.integers(16, 30)),
    st.tuples(st.just("lend")),
    st.tuples(st.just("rest")),
)


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
        case ("size", columns, rows):
            app.glass.resize(columns, rows)
            await pilot.resize_terminal(columns, rows)
        case ("lend",):
            app.app_suspend_signal.publish(app)
            app.glass.feed(b"\x1b[?1049l\x1b[?1049h")
            app.app_resume_signal.publish(app)
        case ("rest",):
            await stands(pilot)
        case _ if isinstance(app.screen, Room):
            in_room(app.screen, step)


def in_room(room: Room, step: Step) -> None:
    """Do what changes the present room."""
    match step:
        case ("show", slot, picture):
            place = room.slots[slot]
            (place.show_sources if isinstance(place, PictureView) else place.show)(pixels(picture))
        case ("clear", slot):
            room.slots[slot].clear("nothing")
        case ("lay", width, height):
            board = room.query_one(Board)
            for box in board.boxes:
                box.lay(Region(width * box.place, 0, width, height))
            board.redraw_all()
        case ("width", width):
            room.query_one("#beside").styles.width = width
        case ("cover", x, y):
            cover = room.query_one("#cover")
            cover.styles.offset = (x, y)
            cover.display = True
        case ("uncover",):
            room.query_one("#cover").display = False
        case ("scroll", line):
            room.query_one("#scroll").scroll_to(y=line, animate=False)
        case ("hide", is_hidden):
            room.query_one("#scroll").display = not is_hidden
        case ("words", lines):
            room.query_one("#words", Label).update("\n".join(["words"] * lines))


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
            found |= {cell: encoded.image_id if protocol == "kitty-placed" else number + 1 for cell in cells(seen)}
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
        app.leave_glass()
        if protocol == "kitty-placed":
            assert not app.glass.placed
            assert not app.glass.sent


@pytest.mark.parametrize(("protocol", "cells_wipe"), WAYS)
@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=st.lists(steps, min_size=4, max_size=14))
def test_whatever_happens_the_pictures_on_the_glass_are_those_that_are_shown(
    monkeypatch: pytest.MonkeyPatch, protocol: Protocol, cells_wipe: bool, taken: list[Step]
) -> None:
    monkeypatch.setattr(rest, "QUIET", 0.01)
    asyncio.run(live(protocol, cells_wipe, taken))
