"""One picture large: its versions with left and right, its neighbours with up and down; closer, and moved about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.events import Mount, Resize, ScreenResume, ScreenSuspend
from textual.message import Message

from screens.base.messages import Changed
from screens.base.screen import HelpTable, StudioScreen
from screens.base.topics import ScreenCalls, bindings_of, offer
from screens.gallery.help_words import SIGNS
from screens.gallery.keys.comparing import Comparing
from screens.gallery.keys.judging import Judging
from screens.gallery.keys.large_views.close_looking import CloseLooking
from screens.gallery.keys.large_views.large import Large
from screens.gallery.keys.marking import Marking
from screens.gallery.keys.next_match import Matching
from screens.gallery.keys.reuse import Reusing
from screens.gallery.keys.sending.datasets import ToDatasets
from screens.gallery.keys.sending.exporting import Exporting
from screens.gallery.keys.sending.referencing import Referencing
from screens.gallery.keys.tagging import Tagging
from screens.gallery.model.captions import title
from screens.gallery.model.shelf import Shelf
from screens.gallery.model.undo import UndoList
from screens.gallery.parts.large_views.filmstrip import Filmstrip
from screens.gallery.parts.large_views.large_view import LargeView
from screens.gallery.parts.large_views.zoom_view import ZoomView
from screens.gallery.shelving.context import ShelfContext
from studio.jobs.views import LetteringSaved

if TYPE_CHECKING:
    from textual.screen import Screen

    from library.records import Picture
    from library.store import Library


class LargeParts(NamedTuple):
    """What the large view is put together from, besides its topics of keys."""

    shelf: Shelf
    view: LargeView
    context: ShelfContext
    closely: CloseLooking


class SingleScreen(StudioScreen):
    """The picture under the shelf's cursor, as large as it goes. Versions: as drawn first, then its letterings."""

    ROOM = "Gallery"
    HELP = (
        "One picture, large. Left and right go through its versions: as it was drawn, and each time it was lettered; up"
        " and down through its neighbours, which f shows as a strip. z looks at it pixel for pixel, + and - closer and"
        " farther; then the arrows (or h j k l) move it about, faster with Shift, and Esc shows all of it again. The"
        " wheel zooms at the pointer, and dragging moves it.\n\n"
        "Keys act on the picture that is seen, whatever is marked. Space and v mark, for the Gallery and for c, which"
        " compares the marked pictures, one with this, or this one and the next; / leads back to the Gallery's search."
    )
    CSS_PATH = "gallery.tcss"
    BINDINGS = bindings_of(
        Large,
        CloseLooking,
        Judging,
        Tagging,
        Reusing,
        Referencing,
        ToDatasets,
        Exporting,
        Marking,
        Comparing,
        Matching,
    )

    def __init__(
        self,
        shelf: Shelf,
        library: Library,
        undo: UndoList,
        to_search: Callable[[], None],
        *,
        is_close: bool = False,
    ) -> None:
        """`to_search` begins a search where this came from; `is_close`: pixel for pixel from the start."""
        super().__init__()
        calls = ScreenCalls(self)
        view = LargeView(shelf, calls, library, partial(self.studio.name_picture, by=self), is_close=is_close)
        context = ShelfContext(view, calls, lambda: library, undo)
        closely = CloseLooking(calls, lambda: (view.picture.magnifier,), self.dismiss)
        self.parts = LargeParts(shelf, view, context, closely)

        def search() -> None:
            self.dismiss()
            to_search()

        def side_by_side(pictures: Sequence[Picture]) -> Screen[None]:
            from screens.gallery.compare_screen import CompareScreen

            return CompareScreen(pictures, library, shelf, undo)

        offer(
            self,
            Large(context, view, lambda: closely.is_close, search),
            closely,
            Judging(context),
            Tagging(context),
            Reusing(context, self.studio),
            Referencing(context, self.studio),
            ToDatasets(context, self.studio),
            Exporting(context),
            Marking(context),
            Comparing(context, side_by_side),
            Matching(context),
        )

    @classmethod
    def help_tables(cls) -> tuple[HelpTable, ...]:
        """The signs beside pictures."""
        return (SIGNS,)

    def compose_room(self) -> ComposeResult:
        """The picture, its neighbours, and a line under it."""
        yield self.parts.view.picture
        yield self.parts.view.strip
        yield self.parts.view.line

    @on(Mount)
    @on(Resize)
    @on(ScreenResume)
    @on(ScreenSuspend)
    @on(ZoomView.Looked)
    @on(Filmstrip.Pointed)
    @on(Changed)
    def _hear(self, message: Message) -> None:
        _, view, context, closely = self.parts
        match message:
            case Mount():
                view.fit(self.size.height)
                view.read()
            case ScreenResume() if self.parts.shelf.current is not None:
                self.studio.name_picture(title(self.parts.shelf.current), by=self)
            case ScreenSuspend():
                self.studio.name_picture("", by=self)
            case Resize():
                view.fit(self.size.height)
            case ZoomView.Looked():
                closely.name_the_arrows()
                view.write_line()
            case Filmstrip.Pointed():
                view.step(message.steps)
            case Changed(change=LetteringSaved(lettering=lettering)):
                # New pictures come to the shelf by the Gallery below.
                if view.is_shown(lettering.picture_id):
                    context.show_saved(lettering.picture_id)
