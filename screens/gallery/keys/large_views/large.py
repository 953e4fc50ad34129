"""The keys of the large view: through the versions of a picture, and through its neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual.binding import Binding

from screens.drawing.threads import in_thread
from screens.gallery.keys.large_views.close_looking import PAN_KEYS
from screens.gallery.model import queries
from screens.gallery.model.walk import Extreme
from screens.gallery.shelving.context import ShelfContext, ShelfTopic

if TYPE_CHECKING:
    from library.records import Lettering


class Versions(Protocol):
    """The picture that is seen, with its versions."""

    @property
    def letterings(self) -> Sequence[Lettering]:
        """Each time that it was lettered."""

    def turn(self, steps: int) -> None:
        """Show another version."""

    def toggle_strip(self) -> None:
        """Show the neighbours, or not."""


class Large(ShelfTopic):
    """Keys that go from picture to picture, and from version to version."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("escape,q,enter", "close", "Back", key_display="Esc", id="single.close"),
        Binding("left,h", "version(-1)", "Version", key_display="←→", id="single.version-before"),
        Binding("right,l", "version(1)", "The version after", show=False, id="single.version-after"),
        Binding("up,k", "other(-1)", "Newer", show=False, id="single.newer"),
        Binding("down,j", "other(1)", "Older", show=False, id="single.older"),
        Binding("g,home", "end('newest')", "The newest", show=False, id="single.first"),
        Binding("G,end", "end('oldest')", "The oldest", show=False, id="single.last"),
        *PAN_KEYS,
        Binding("i", "details", "Details", show=False, id="single.details"),
        Binding("z", "zoom", "Zoom", tooltip="Pixel for pixel, or all of it", key_display="z+-", id="single.zoom"),
        Binding("plus,equals_sign", "closer(1)", "Closer", show=False, id="single.closer"),
        Binding("minus", "closer(-1)", "Farther", show=False, id="single.farther"),
        *(
            Binding(
                f"shift+{way},{letter}", f"far({across}, {down})", f"Far to the {side}", show=False, id=f"single.{name}"
            )
            for way, letter, across, down, side, name in (
                ("left", "H", -1, 0, "left", "far-left"),
                ("right", "L", 1, 0, "right", "far-right"),
                ("up", "K", 0, -1, "top", "far-up"),
                ("down", "J", 0, 1, "bottom", "far-down"),
            )
        ),
        Binding("f", "filmstrip", "Filmstrip", show=False, id="single.filmstrip"),
        Binding("space", "mark", "Mark it and go on", show=False, id="gallery.mark"),
        Binding("slash", "search", "Search in the Gallery", show=False, id="single.search"),
    ]

    def __init__(
        self, context: ShelfContext, seen: Versions, is_close: Callable[[], bool], to_search: Callable[[], None]
    ) -> None:
        """`is_close` says whether arrows move the picture; `to_search` begins a search where the person came from."""
        super().__init__(context)
        self._seen, self._is_close, self._to_search = seen, is_close, to_search

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The arrows lead on where all of the picture is seen."""
        return not self._is_close() if action in ("version", "other") else True

    def action_version(self, steps: int) -> None:
        """Another version of the same picture."""
        self._seen.turn(steps)

    def action_other(self, steps: int) -> None:
        """A neighbour on the shelf."""
        self.view.step(steps)

    def action_end(self, end: Extreme) -> None:
        """The newest or the oldest of all that is found, loaded or not."""
        shelf = self.shelf
        if (shelf.after if end == "newest" else shelf.before) is None:
            self.view.step(-len(shelf) if end == "newest" else len(shelf))
        else:
            self.calls.begin(partial(self._go_to_end, end), group="end", is_exclusive=True)

    async def _go_to_end(self, end: Extreme) -> None:
        with self.calls.reporting():
            await self.context.reader.fill(self.shelf.search, queries.newest if end == "newest" else queries.oldest)

    def action_filmstrip(self) -> None:
        """Show the neighbours, or not."""
        self._seen.toggle_strip()

    def action_search(self) -> None:
        """Back to the Gallery, to type a search."""
        self._to_search()

    def action_details(self) -> None:
        """All details, in a window."""
        self.calls.begin(self._open_details)

    async def _open_details(self) -> None:
        from screens.gallery.windows.details import DetailsWindow

        picture, library = self.shelf.current, self.context.library
        if picture is not None and library is not None:
            with self.calls.reporting():
                told = await in_thread(self.calls, queries.told_of, library, picture)
                self.calls.open(partial(DetailsWindow, picture, *told))
