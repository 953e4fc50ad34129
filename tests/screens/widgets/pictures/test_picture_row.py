"""A row of pictures: the cursor leads to those that do not fit."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.screen import Screen

from screens.drawing.drawn_once import DrawnOnce, DrawnOnceApp
from screens.gallery.model.captions import cut
from screens.terminal.frames.frame_store import PictureStore
from screens.widgets.pictures.picture_row import Item, PictureRow
from studio.terminal.records import CellSize, PictureChoice

NAMES = [f"number {number}" for number in range(12)]


class Rows(DrawnOnceApp):
    """A row alone."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[int] = []
        self.pictures = PictureStore(lambda: PictureChoice("half-cells", "named"), lambda: CellSize(10, 20))

    def get_default_screen(self) -> Screen[object]:
        """A screen as those of the studio."""
        return DrawnOnce()

    def compose(self) -> ComposeResult:
        """The row."""
        yield PictureRow(self.chosen.append)


def items(names: list[str]) -> list[Item]:
    """Items without pictures."""
    return [Item(partial(cut, name), None) for name in names]


def names(row: PictureRow) -> list[str]:
    """What stands below each box."""
    return [box.look.below[0][0] for box in row.boxes if box.look is not None]


async def test_the_cursor_leads_to_pictures_that_do_not_fit_and_enter_chooses() -> None:
    app = Rows()
    async with app.run_test(size=(60, 10)) as pilot:
        row = app.query_one(PictureRow)
        row.hold(items(NAMES))
        row.focus()
        assert names(row) == NAMES[:3]
        await pilot.press(*["right"] * 11, "enter")
        assert names(row) == NAMES[-3:]
        await pilot.press("right", "enter", *["left"] * 11, "enter")
        assert names(row) == NAMES[:3]
        assert app.chosen == [11, 11, 0]


async def test_fewer_pictures_than_before_leave_the_cursor_on_one_of_them() -> None:
    app = Rows()
    async with app.run_test(size=(60, 10)) as pilot:
        row = app.query_one(PictureRow)
        row.hold(items(NAMES))
        row.focus()
        await pilot.press(*["right"] * 11)
        row.hold(items(NAMES[:2]))
        await pilot.press("enter")
        assert names(row) == NAMES[:2]
        assert app.chosen == [1]


async def test_pictures_shrink_a_little_where_one_more_has_room_then() -> None:
    app = Rows()
    async with app.run_test(size=(34, 10)) as pilot:
        row = app.query_one(PictureRow)
        row.hold(items(NAMES[:2]))
        await pilot.pause()
        assert names(row) == NAMES[:2]
        first, second = (box.region for box in row.boxes)
        assert (first.width, second.width, second.right) == (17, 17, 34)
