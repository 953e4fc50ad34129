"""The keys of pictures side by side: from one to the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding

from screens.gallery.keys.large_views.close_looking import PAN_KEYS
from screens.gallery.shelving.context import ShelfContext, ShelfTopic


class SideBySide(ShelfTopic):
    """Keys that choose the picture that the others act on; two stand in a row."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("escape,q,c", "close", "Back", key_display="Esc", id="compare.close"),
        Binding("tab", "other(1)", "Other", tooltip="The next picture", key_display="⇥", id="compare.next"),
        Binding("shift+tab", "other(-1)", "The picture before", show=False, id="compare.before"),
        Binding("left,h", "walk(-1, 0)", "To the left", show=False, id="compare.left"),
        Binding("right,l", "walk(1, 0)", "To the right", show=False, id="compare.right"),
        Binding("up,k", "walk(0, -1)", "Up", show=False, id="compare.up"),
        Binding("down,j", "walk(0, 1)", "Down", show=False, id="compare.down"),
        Binding("shift+left,H", "far(-1, 0)", "Far to the left", show=False, id="compare.far-left"),
        Binding("shift+right,L", "far(1, 0)", "Far to the right", show=False, id="compare.far-right"),
        Binding("shift+up,K", "far(0, -1)", "Far up", show=False, id="compare.far-up"),
        Binding("shift+down,J", "far(0, 1)", "Far down", show=False, id="compare.far-down"),
        *PAN_KEYS,
        Binding("r", "again('new')", "Again", tooltip="Draw it again with a new seed", show=False, id="gallery.again"),
        Binding("z", "zoom", "Zoom", tooltip="Pixel for pixel, or all of them", key_display="z+-", id="compare.zoom"),
        Binding("plus,equals_sign", "closer(1)", "Closer", show=False, id="compare.closer"),
        Binding("minus", "closer(-1)", "Farther", show=False, id="compare.farther"),
    ]

    def __init__(self, context: ShelfContext, go_to: Callable[[int], None], is_close: Callable[[], bool]) -> None:
        """`go_to` lets the keys act on the picture at a place; `is_close` says whether arrows move the pictures."""
        super().__init__(context)
        self._go_to, self._is_close = go_to, is_close

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The arrows lead on where all of the pictures is seen."""
        return not self._is_close() if action == "walk" else True

    def action_other(self, steps: int) -> None:
        """Another picture, after the last one the first."""
        self.view.step(steps)

    def action_walk(self, across: int, down: int) -> None:
        """The picture beside this one, above or below it."""
        count = len(self.shelf.pictures)
        place = count - 1 - self.shelf.cursor + across + 2 * down
        if 0 <= place < count:
            self._go_to(place)
