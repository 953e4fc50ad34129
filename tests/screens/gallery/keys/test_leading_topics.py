"""Topics of keys that lead elsewhere, with no app: other rooms, windows, the large view, pictures side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from library.records import Picture
from screens.gallery.keys.comparing import Comparing
from screens.gallery.keys.large_views.close_looking import CloseLooking
from screens.gallery.keys.large_views.large import Large
from screens.gallery.keys.large_views.side_by_side import SideBySide
from screens.gallery.keys.reuse import Reusing
from screens.gallery.keys.sending.exporting import Exporting
from screens.gallery.keys.showing import ListingRefused, Showing
from screens.gallery.model.magnifier import Magnifier
from screens.gallery.model.zoom import FIT
from studio.scenes.recipe import PictureUse, Recipe
from tests.screens.gallery.without_app import Table


class NotedRooms:
    """Other rooms: where one was led, with what."""

    def __init__(self) -> None:
        self.workspace: Any = None
        self.led: list[tuple[str, object]] = []

    async def letter_picture(self, picture_id: int) -> None:
        self.led.append(("letter", picture_id))

    async def run_again(self, recipe: Recipe) -> None:
        self.led.append(("again", recipe.seed))

    async def paint_over(self, start: PictureUse, size: tuple[int, int], recipe: Recipe | None) -> None:
        self.led.append(("paint", start.name))

    async def watch_job(self, job_id: str) -> None:
        self.led.append(("watch", job_id))

    takes_pictures = False

    async def copy_picture(self, path: str) -> str:
        self.led.append(("copy picture", path))
        return "Copied"

    async def copy(self, text: str) -> str:
        self.led.append(("copy", text))
        return "Copied"


async def test_the_marked_pictures_or_this_and_the_next_are_compared(table: Table) -> None:
    made: list[tuple[int, ...]] = []

    def beside(pictures: Sequence[Picture]) -> Any:
        made.append(tuple(one.id for one in pictures))

    comparing = Comparing(table.context, beside)
    await table.press(comparing, "c")
    table.shelf.marks.change(False, [1])
    await table.press(comparing, "c")
    table.shelf.marks.change(False, [2, 3, 4, 5])
    await table.press(comparing, "c")
    for window in table.calls.opened:
        window()
    assert made == [(6, 5), (6, 1), (5, 4, 3, 2)]
    assert table.calls.said == ["5 are marked: The newest 4 are compared"]
    # What was judged there is shown when it is left.
    table.library.annotations.rate_many([6], 5)
    leave = table.calls.closed[0]
    assert leave is not None
    leave(None)
    await table.calls.done()
    assert table.shelf.pictures[0].rating == 5


async def test_the_export_window_begins_with_what_was_asked_for_before(table: Table) -> None:
    exporting = Exporting(table.context)
    await table.press(exporting, "X")
    then = table.calls.closed[0]
    assert then is not None
    then("as before")
    await table.press(exporting, "X")
    assert [window.args[1:] for window in table.calls.opened] == [((6,), None), ((6,), "as before")]


async def test_a_picture_leads_to_other_rooms(table: Table) -> None:
    rooms = NotedRooms()
    reusing = Reusing(table.context, rooms)
    for key in ("e", "R", "P", "o"):
        await table.press(reusing, key)
    path = table.library.picture(6).path
    assert rooms.led == [("letter", 6), ("again", 6), ("paint", Path(path).name), ("copy", path)]
    assert table.calls.said == [f"Copied: {path}"]
    rooms.workspace = object()
    table.shelf.marks.change(False, [1, 2])
    await table.press(reusing, "e")
    assert table.calls.opened[-1].args == (rooms.workspace, (2, 1))


async def test_the_picture_is_opened_large_or_its_stack(table: Table) -> None:
    stacks: list[int] = []
    switched: list[bool] = []
    showing = Showing(table.context, lambda is_close: cast(Any, is_close), lambda: switched.append(True), stacks.append)
    showing.open()
    await table.press(showing, "z")
    assert [window.args for window in table.calls.opened] == [(False,), (True,)]
    await table.press(showing, "w")
    await table.press(showing, "i")
    assert switched == [True]
    assert cast(Picture, table.calls.opened[-1].args[0]).id == 6
    await table.press(ListingRefused(table.context), "exclamation_mark")
    assert table.calls.opened[-1].args == ((),)


class NotedVersions:
    letterings = ()

    def __init__(self) -> None:
        self.turned = 0
        self.toggled = 0

    def turn(self, steps: int) -> None:
        self.turned += steps

    def toggle_strip(self) -> None:
        self.toggled += 1


async def test_the_arrows_move_a_picture_that_is_closely_looked_at_and_else_lead_on(table: Table) -> None:
    magnifier = Magnifier(lambda: (100.0, 100.0), lambda: None, lambda: closely.name_the_arrows())
    magnifier.extent = (400.0, 400.0)
    left: list[bool] = []
    closely = CloseLooking(table.calls, lambda: (magnifier,), lambda: left.append(True))
    seen = NotedVersions()
    large = Large(table.context, seen, lambda: closely.is_close, lambda: None)
    await table.press(large, "right")
    await table.press(large, "down")
    await table.press(large, "f")
    assert (seen.turned, seen.toggled, table.shelf.cursor) == (1, 1, 1)
    assert not closely.check_action("pan", (1, 0))
    closely.action_zoom()
    assert closely.check_action("pan", (1, 0))
    assert not large.check_action("version", (1,))
    assert table.calls.refreshed == 1
    closely.action_pan(1, 0)
    assert magnifier.look.x > 0.5
    closely.action_close()
    assert (magnifier.look.zoom, left) == (FIT, [])
    closely.action_close()
    assert left
    await table.press(large, "G")
    assert table.shelf.cursor == 5


async def test_pictures_side_by_side_stand_two_in_a_row(table: Table) -> None:
    places: list[int] = []
    beside = SideBySide(table.context, places.append, lambda: False)
    table.shelf.go(5)
    await table.press(beside, "right")
    await table.press(beside, "down")
    assert places == [1, 2]
