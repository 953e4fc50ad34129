"""Two to four pictures side by side, looked at in step, with what is different between their recipes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.events import Mount
from textual.message import Message

from library.records import Picture
from screens.base.screen import HelpTable, StudioScreen
from screens.base.topics import ScreenCalls, bindings_of, offer
from screens.gallery.help_words import SIGNS
from screens.gallery.keys.judging import Judging
from screens.gallery.keys.large_views.close_looking import CloseLooking
from screens.gallery.keys.large_views.side_by_side import SideBySide
from screens.gallery.keys.reuse import Reusing
from screens.gallery.keys.sending.datasets import ToDatasets
from screens.gallery.keys.sending.referencing import Referencing
from screens.gallery.keys.tagging import Tagging
from screens.gallery.model.shelf import Search, Shelf, Window
from screens.gallery.model.undo import UndoList
from screens.gallery.parts.large_views.panes import Pane, PanesView
from screens.gallery.parts.large_views.zoom_view import ZoomView
from screens.gallery.shelving.context import ShelfContext
from screens.gallery.shelving.reading import ComparedReader

if TYPE_CHECKING:
    from library.store import Library


class CompareParts(NamedTuple):
    """What the screen is put together from, besides its topics of keys; the shelf has the compared pictures alone."""

    shelf: Shelf
    view: PanesView
    closely: CloseLooking


class CompareScreen(StudioScreen):
    """The compared pictures, the oldest at the left. Keys act on the one in the heavy frame."""

    ROOM = "Gallery"
    HELP = (
        "Pictures side by side, the oldest first; under each, what its recipe has different from the oldest. Tab or the"
        " arrows choose the picture that the keys act on. z looks at all of them pixel for pixel, + and - closer and"
        " farther, and then the arrows move all of them about; Esc shows the whole pictures again."
    )
    CSS_PATH = "compare.tcss"
    BINDINGS = bindings_of(SideBySide, CloseLooking, Judging, Tagging, Reusing, Referencing, ToDatasets)

    def __init__(self, pictures: Sequence[Picture], library: Library, shelf: Shelf, undo: UndoList) -> None:
        """`pictures` are two to four, newest first; `shelf` is where they come from."""
        super().__init__()
        own, calls = _compared(pictures, shelf), ScreenCalls(self)
        view = PanesView(own, calls, library)
        context = ShelfContext(view, calls, lambda: library, undo, ComparedReader(view, calls, library))
        closely = CloseLooking(calls, lambda: view.magnifiers, self.dismiss)
        self.parts = CompareParts(own, view, closely)
        offer(
            self,
            SideBySide(context, view.go_to, lambda: closely.is_close),
            closely,
            Judging(context),
            Tagging(context),
            Reusing(context, self.studio),
            Referencing(context, self.studio),
            ToDatasets(context, self.studio),
        )

    @classmethod
    def help_tables(cls) -> tuple[HelpTable, ...]:
        """The signs beside pictures."""
        return (SIGNS,)

    def compose_room(self) -> ComposeResult:
        """The panes, and a line under them."""
        yield self.parts.view.grid
        yield self.parts.view.line

    @on(Mount)
    @on(Pane.Pointed)
    @on(ZoomView.Looked)
    def _hear(self, message: Message) -> None:
        _, view, closely = self.parts
        match message:
            case Mount():
                # Shown when there is room.
                self.call_after_refresh(view.show)
            case Pane.Pointed():
                view.go_to(message.place)
            case ZoomView.Looked():
                view.look_alike(message.view)
                closely.name_the_arrows()
                view.write_line()


def _compared(pictures: Sequence[Picture], shelf: Shelf) -> Shelf:
    """A shelf with these pictures and no others; its changes are in the order of the keys on the other shelf too."""
    compared = Shelf()
    compared.changes = shelf.changes
    search = Search(stacked=False, trashed=shelf.search.trashed)
    compared.begin(Window(search, tuple(pictures), None, None, len(pictures), at=pictures[-1].id))
    return compared
