"""Two to four pictures side by side, looked at in step, with what is different between their recipes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical
from textual.events import Click, Resize
from textual.widgets import Static

from library.records import Picture
from screens.drawing.threads import in_thread
from screens.gallery.keys.judging import Judging
from screens.gallery.keys.panning import PAN_KEYS, Panning
from screens.gallery.keys.picture_screen import Undo
from screens.gallery.keys.reuse import Onward
from screens.gallery.keys.tagging import Naming
from screens.gallery.model import captions, picture_sources
from screens.gallery.model.shelf import Search, Shelf, Window
from screens.gallery.model.zoom import FIT, STEP
from screens.gallery.parts.zoom_view import ZoomView
from screens.theme import ink
from studio.scenes.differences import differences

if TYPE_CHECKING:
    from library.store import Library

MOST = 4
"""Pictures side by side."""

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

    def hold(self, library: Library, picture: Picture, oldest: Picture) -> None:
        """Show a picture."""
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
        if picture.id == oldest.id:
            self._told.hold("the others are compared with this", "muted")
            return
        told = [captions.one_line(one) for one in differences(oldest, picture)]
        self._told.hold(" · ".join(told) if told else "no difference is known of", "secondary")

    def on_click(self, event: Click) -> None:
        """The keys act on this one."""
        event.stop()
        if isinstance(self.screen, CompareScreen):
            self.screen.go_to(self.place)


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


class CompareScreen(Panning, Judging, Naming, Onward):
    """The compared pictures, the oldest at the left. Keys act on the one in the heavy frame."""

    ROOM = "Gallery"
    HELP = (
        "Pictures side by side, the oldest first; under each, what its recipe has different from the oldest. Tab or the"
        " arrows choose the picture that the keys act on. z looks at all of them pixel for pixel, + and - closer and"
        " farther, and then the arrows move all of them about; Esc shows the whole pictures again."
    )
    CSS_PATH = "compare.tcss"
    WHOLE = frozenset({"walk"})
    BINDINGS: ClassVar[list[BindingType]] = [
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

    def __init__(self, pictures: Sequence[Picture], library: Library, shelf: Shelf, undo: list[Undo]) -> None:
        """`pictures` are two to MOST, newest first; `shelf` is where they come from."""
        own = Shelf()
        own.changes = shelf.changes
        search = Search(stacked=False, trashed=shelf.search.trashed)
        own.begin(Window(search, tuple(pictures), None, None, len(pictures), at=pictures[-1].id))
        super().__init__(own, undo)
        self.compared = tuple(picture.id for picture in pictures)
        self._library = library
        self._panes = [Pane(place) for place in range(len(pictures))]

    def compose_room(self) -> ComposeResult:
        """The panes, and a line under them."""
        yield Panes(self._panes)
        yield Static(id="compare-line", markup=False)

    def on_mount(self) -> None:
        """Show them when there is room."""
        self.call_after_refresh(self.shelf_changed)

    # What is seen.

    def shelf_changed(self) -> None:
        """Show the pictures as they are now."""
        if not self.is_there:
            return
        pictures = self.shelf.pictures
        if len(pictures) < 2:
            self.dismiss()
            return
        for pane in self._panes:
            pane.display = pane.place < len(pictures)
            if pane.display:
                pane.hold(self._library, pictures[-1 - pane.place], pictures[-1])
            pane.set_class(pane.place == self._active, "-cursor")
        self.query_one(Panes).set_count(len(pictures))
        self._write_line()

    @property
    def _active(self) -> int:
        """The place of the pane that the keys act on."""
        return len(self.shelf.pictures) - 1 - self.shelf.cursor

    def _write_line(self) -> None:
        view = self._panes[0].view
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append(f"{view.told}  " if view.told else "", ink(self.app, "primary"))
        text.append(f"{len(self.shelf.pictures)} pictures, the oldest first", ink(self.app, "muted"))
        self.query_one("#compare-line", Static).update(text, layout=False)

    @on(ZoomView.Looked)
    def _in_step(self, message: ZoomView.Looked) -> None:
        for pane in self._panes:
            if pane.view is not message.view and pane.view.look != message.view.look:
                pane.view.look_at(message.view.look)
        self.name_the_arrows()
        self._write_line()

    @property
    def _view(self) -> ZoomView:
        return self._panes[self._active].view

    async def show_again(self, ids: Iterable[int], *, go_to: int | None = None) -> None:
        """Read those of the compared pictures again that were changed. Raises LibraryError."""
        wanted = [picture_id for picture_id in {*ids} if picture_id in self.compared]
        for picture in await in_thread(self, self._library.pictures, wanted):
            if picture.trashed is self.shelf.search.trashed and not picture.missing:
                self.shelf.put(picture)
            else:
                self.shelf.remove(picture.id)
        if go_to is not None:
            self.shelf.find(go_to)
        self.shelf_changed()

    # Keys.

    def go_to(self, place: int) -> None:
        """Let the keys act on the pane at a place."""
        if self.shelf.go(len(self.shelf.pictures) - 1 - place):
            self.shelf_changed()

    def advance(self) -> None:
        """Go on to the next pane, after the last to the first."""
        self.action_other(1)

    def action_other(self, steps: int) -> None:
        """Another pane."""
        self.go_to((self._active + steps) % max(1, len(self.shelf.pictures)))

    def action_walk(self, across: int, down: int) -> None:
        """Another pane."""
        place = self._active + across + 2 * down
        if 0 <= place < len(self.shelf.pictures):
            self.go_to(place)

    def move_about(self, across: float, down: float) -> None:
        """Move all pictures about, in step with the one that the keys act on."""
        self._view.pan(across, down)

    def action_zoom(self) -> None:
        """Pixel for pixel, or all of them."""
        self._view.toggle()

    def action_closer(self, direction: int) -> None:
        """Closer, or farther."""
        self._view.step(STEP**direction)

    def action_close(self) -> None:
        """The whole pictures again, or back to the Gallery."""
        if self._view.look.zoom != FIT:
            self._view.toggle()
        else:
            self.dismiss()
