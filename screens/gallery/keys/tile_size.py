"""The size of the tiles by key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

from textual.binding import Binding

from screens.gallery.shelving.context import ShelfContext, ShelfTopic


class Tiles(Protocol):
    """What shows the shelf, as tiles or otherwise."""

    @property
    def has_tiles(self) -> bool:
        """Whether tiles are seen."""

    def step_tile_size(self, step: int) -> bool:
        """Show the next larger tiles, or with -1 the next smaller ones. False where there is no room for such."""


class Sizing(ShelfTopic):
    """Keys that make tiles larger and smaller, where they are seen."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding(
            "plus,equals_sign", "tile_size(1)", "Size", tooltip="Larger tiles", key_display="+-", id="gallery.larger"
        ),
        Binding("minus", "tile_size(-1)", "Smaller tiles", show=False, id="gallery.smaller"),
    ]

    def __init__(self, context: ShelfContext, tiles: Tiles) -> None:
        super().__init__(context)
        self._tiles = tiles

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A list has no tiles."""
        return self._tiles.has_tiles

    def action_tile_size(self, step: int) -> None:
        """Show the next larger tiles, or with -1 the next smaller ones."""
        if not self._tiles.step_tile_size(step):
            self.calls.say(f"There is no room for {'larger' if step > 0 else 'smaller'} tiles")
