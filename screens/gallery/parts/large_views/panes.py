"""Panes: pictures side by side, each with its name and how it differs from the oldest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Grid, Vertical
from textual.events import Click, Resize
from textual.message import Message
from textual.widgets import Static

from library.records import Measured, Picture
from screens.base.topics import Calls
from screens.drawing.threads import in_thread
from screens.gallery.model import captions, picture_sources
from screens.gallery.model.magnifier import Magnifier
from screens.gallery.model.shelf import Shelf
from screens.gallery.model.words.drift_words import drift_words
from screens.gallery.parts.large_views.zoom_view import ZoomView
from screens.gallery.shelving.view import ShelfView
from screens.theme import ink
from studio.scenes.again.differences import differences

if TYPE_CHECKING:
    from library.store import Library

GUTTER = 1
"""Cells between two panes, as the style sheet has it."""


class Difference(Static):
    """A text of which as much is shown as there is room for, and … where there is more."""

    _held = ("", "")

    def hold(self, text: str, ink_name: str) -> None:
        """Show a text, in one of the theme's inks."""
        self._held = text, ink_name
        self.on_resize()

    def on_resize(self) -> None:
        """Another room."""
        text, ink_name = self._held
        width, height = self.content_size
        if text and width and height:
            self.update(Text(captions.wrapped(text, width, height), ink(self.app, ink_name)))


class Pane(Vertical):
    """One picture with its name, and how it differs from the oldest."""

    @dataclass
    class Pointed(Message):
        """A pane was clicked."""

        place: int

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place
        self.view = ZoomView()
        self._title = Static(classes="pane-name", markup=False)
        self._told = Difference(classes="pane-told", markup=False)

    def compose(self) -> ComposeResult:
        """The picture, and two texts under it."""
        yield self.view
        yield self._title
        yield self._told

    def hold(self, library: Library, picture: Picture, oldest: Picture, measured: Sequence[Measured]) -> None:
        """Show a picture, with what was measured of its drift."""
        self.view.show_picture(
            (picture.width, picture.height),
            picture_sources.tile(library, picture),
            picture_sources.whole(library, picture),
        )
        signs = captions.marks(picture)
        name = Text(no_wrap=True, overflow="ellipsis")
        name.append(f"{signs} " if signs else "", ink(self.app, "accent"))
        name.append(f"{picture.id}  {captions.title(picture)}")
        self._title.update(name)
        drift = [f"drift {captions.one_line(one)}" for one in drift_words(measured)]
        if picture.id == oldest.id:
            self._told.hold(" · ".join((*drift, "the others are compared with this")), "muted")
            return
        told = [captions.one_line(one) for one in differences(oldest, picture)]
        self._told.hold(" · ".join((*drift, *(told or ("no difference is known of",)))), "secondary")

    def on_click(self, event: Click) -> None:
        """The keys are to act on this one."""
        event.stop()
        self.post_message(self.Pointed(self.place))


class Panes(Grid):
    """The panes, two side by side, all of one size: a cell that is left over stays empty."""

    def __init__(self, panes: Sequence[Pane]) -> None:
        super().__init__(*panes, id="compare-panes")
        self._room = (0, 0)

    def on_resize(self, event: Resize) -> None:
        """Another room."""
        self._room = (event.size.width, event.size.height)
        self.set_count(sum(pane.display for pane in self.children))

    def set_count(self, count: int) -> None:
        """Make room for so many panes."""
        self.set_class(count > 2, "-two-rows")
        width, height = self._room
        self.styles.padding = (0, (width - GUTTER) % 2, height % 2 if count > 2 else 0, 0)


class PanesView(ShelfView):
    """Shows the pictures of a shelf side by side, the oldest first, looked at in step; under them a line.

    Where fewer than two are left, nothing is to be compared, and the screen goes.
    """

    def __init__(self, shelf: Shelf, calls: Calls, library: Library) -> None:
        super().__init__(shelf)
        self._calls, self._library = calls, library
        self._measured: dict[int, tuple[Measured, ...]] | None = None
        self._panes = [Pane(place) for place in range(len(shelf))]
        self.grid = Panes(self._panes)
        self.line = Static(id="compare-line", markup=False)

    def show(self) -> None:
        """Show the pictures as they are now."""
        if not self._calls.is_there:
            return
        pictures = self.shelf.pictures
        if len(pictures) < 2:
            self.grid.screen.dismiss()
            return
        for pane in self._panes:
            pane.display = pane.place < len(pictures)
            if pane.display:
                picture = pictures[-1 - pane.place]
                pane.hold(self._library, picture, pictures[-1], (self._measured or {}).get(picture.id, ()))
            pane.set_class(pane.place == self._active, "-cursor")
        self.grid.set_count(len(pictures))
        self.write_line()
        if self._measured is None:
            self._measured = {}
            self._calls.begin(partial(self._read_drift, [picture.id for picture in pictures]), group="drift")

    async def _read_drift(self, ids: Sequence[int]) -> None:
        with self._calls.reporting():
            found = await in_thread(self._calls, lambda: {one: self._library.drift.of(one) for one in ids})
            if any(found.values()):
                self._measured = found
                self.show()

    @property
    def _active(self) -> int:
        """The place of the pane that the keys act on."""
        return len(self.shelf.pictures) - 1 - self.shelf.cursor

    def write_line(self) -> None:
        """Say where one looks, and at how many pictures."""
        view = self._panes[0].view.magnifier
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append(f"{view.told}  " if view.told else "", ink(self.line.app, "primary"))
        text.append(f"{len(self.shelf.pictures)} pictures, the oldest first", ink(self.line.app, "muted"))
        self.line.update(text, layout=False)

    def look_alike(self, view: ZoomView) -> None:
        """Look at all pictures as at one of them."""
        for pane in self._panes:
            if pane.view is not view and pane.view.magnifier.look != view.magnifier.look:
                pane.view.magnifier.look_at(view.magnifier.look)

    @property
    def magnifiers(self) -> tuple[Magnifier, ...]:
        """Those of the pictures, at first of the one that the keys act on."""
        active = self._panes[self._active]
        return (active.view.magnifier, *(pane.view.magnifier for pane in self._panes if pane is not active))

    def go_to(self, place: int) -> None:
        """Let the keys act on the pane at a place."""
        if self.shelf.go(len(self.shelf.pictures) - 1 - place):
            self.show()

    def step(self, steps: int) -> None:
        """Go on to another pane, after the last to the first."""
        self.go_to((self._active + steps) % max(1, len(self.shelf.pictures)))
