"""The size of the tiles by key, with no app."""

from __future__ import annotations

from screens.gallery.keys.tile_size import Sizing
from screens.gallery.model.tile_sizes import TileSize
from tests.screens.gallery.without_app import Table


class NotedTiles:
    """Tiles on 100 × 40 cells."""

    has_tiles = True

    def __init__(self) -> None:
        self.size = TileSize()

    @property
    def columns(self) -> int:
        return self.size.arrange(100, 40).columns

    def step_tile_size(self, step: int) -> bool:
        return self.size.step(100, 40, step)


async def test_tiles_become_larger_and_smaller_until_there_is_no_room(table: Table) -> None:
    tiles = NotedTiles()
    sizing, before = Sizing(table.context, tiles), tiles.columns
    await table.press(sizing, "plus")
    assert tiles.columns == before - 1
    await table.press(sizing, "minus")
    assert (tiles.columns, tiles.size.width) == (before, 0)
    while not table.calls.said:
        await table.press(sizing, "minus")
    assert (tiles.columns, table.calls.said) == (8, ["There is no room for smaller tiles"])
    while len(table.calls.said) < 2:
        await table.press(sizing, "equals_sign")
    assert (tiles.columns, table.calls.said[1]) == (1, "There is no room for larger tiles")


async def test_a_list_has_no_tiles_to_size(table: Table) -> None:
    tiles = NotedTiles()
    tiles.has_tiles = False
    assert not Sizing(table.context, tiles).check_action("tile_size", (1,))
