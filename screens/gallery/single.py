"""One picture large: its versions with left and right, its neighbours with up and down; closer, and moved about."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from library.records import Lettering, Picture
from screens.base.messages import Changed
from screens.drawing.threads import in_thread
from screens.frames.frames import Source
from screens.gallery.keys.comparing import Comparing
from screens.gallery.keys.exporting import Sharing
from screens.gallery.keys.judging import Judging
from screens.gallery.keys.marking import Marking
from screens.gallery.keys.next_match import Matching
from screens.gallery.keys.panning import PAN_KEYS, Panning
from screens.gallery.keys.picture_screen import Undo
from screens.gallery.keys.reuse import Onward
from screens.gallery.keys.tagging import Naming
from screens.gallery.model import captions, picture_sources, queries
from screens.gallery.model.shelf import Shelf
from screens.gallery.model.zoom import FIT, STEP
from screens.gallery.parts.filmstrip import Filmstrip
from screens.gallery.parts.zoom_view import ZoomView
from screens.theme import ink
from screens.widgets.changing_text import ChangingText
from studio.jobs.views import LetteringSaved

if TYPE_CHECKING:
    from library.store import Library

NEIGHBOURS = 4
"""Pictures that are made ready before they are wanted."""

ROOM_FOR_STRIP = 36
"""Rows from which the screen has a filmstrip by itself."""


class SingleScreen(Panning, Judging, Naming, Onward, Sharing, Marking, Comparing, Matching):
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
    WHOLE = frozenset({"version", "other"})
    BINDINGS: ClassVar[list[BindingType]] = [
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
        self,
        shelf: Shelf,
        library: Library,
        undo: list[Undo],
        to_search: Callable[[], None],
        *,
        is_close: bool = False,
    ) -> None:
        """`to_search` begins a search where this came from; `is_close`: pixel for pixel from the start."""
        super().__init__(shelf, undo)
        self._to_search = to_search
        self._shown = 0
        self._is_close = is_close
        self._has_strip: bool | None = None
        self._library = library
        self._letterings: tuple[Lettering, ...] = ()
        self._version = 0

    def compose_room(self) -> ComposeResult:
        """The picture, its neighbours, and a line under it."""
        yield ZoomView(id="single-picture")
        yield Filmstrip(self.shelf, partial(picture_sources.tile, self._library), id="single-strip")
        yield ChangingText(id="single-line")

    def on_mount(self) -> None:
        """Show what the cursor is on."""
        self._show_strip()
        self._read()

    def on_resize(self) -> None:
        """A strip needs room, unless it is asked for."""
        self._show_strip()

    def _show_strip(self) -> None:
        has_strip = self.size.height >= ROOM_FOR_STRIP if self._has_strip is None else self._has_strip
        strip = self.query_one(Filmstrip)
        if strip.display is not has_strip:
            strip.display = has_strip
            strip.sync()

    @work(exclusive=True, group="versions")
    async def _read(self) -> None:
        """Show the newest version first."""
        picture = self.shelf.current
        if picture is None:
            self.dismiss()
            return
        self._letterings, self._version, self._shown = (), 0, picture.id
        self.looked_at(picture)
        if picture.letterings:
            with self.studio.reporting():
                self._letterings = await in_thread(self, self._library.letterings, picture.id)
        self._version = len(self._letterings)
        self._show()

    def _show(self) -> None:
        picture = self.shelf.current
        if picture is None:
            return
        lettering = self._letterings[self._version - 1] if self._version else None
        self._view.show_picture(
            (picture.width, picture.height), *picture_sources.version(self._library, picture, lettering)
        )
        if self._is_close:
            self._is_close = False
            self.call_after_refresh(self.action_zoom)
        self.query_one(Filmstrip).sync()
        self._write_line()
        self._view.prepare(source for near in self.shelf.around(NEIGHBOURS) for source in self._first_sources(near))

    def _first_sources(self, picture: Picture) -> tuple[Source, ...]:
        """What a neighbour is shown by at first, where that is known without asking the library."""
        return () if picture.letterings else picture_sources.version(self._library, picture, None)[:1]

    @on(ZoomView.Looked)
    def _looked(self) -> None:
        self.name_the_arrows()
        self._write_line()

    def _write_line(self) -> None:
        picture = self.shelf.current
        if picture is not None:
            lettering = self._letterings[self._version - 1] if self._version else None
            self.query_one("#single-line", ChangingText).say(self._line(picture, lettering))

    @property
    def _view(self) -> ZoomView:
        return self.query_one("#single-picture", ZoomView)

    def _line(self, picture: Picture, lettering: Lettering | None) -> Text:
        names = ["as drawn", *(f"{captions.LETTERED} {number}" for number in range(1, len(self._letterings) + 1))]
        text = Text(no_wrap=True, overflow="ellipsis")
        accent = ink(self.app, "primary")
        if len(names) > 1:
            for number, name in enumerate(names):
                text.append(f" {name} ", f"reverse {accent}" if number == self._version else "dim")
            text.append("  ")
        text.append(f"{self._view.told}  " if self._view.told else "", accent)
        sign = captions.MARKED[self.shelf.sign_of(picture.id)]
        text.append(f"{sign} " if sign else "", accent)
        marks = captions.marking(self.shelf)
        text.append(f"{self.shelf.count}{f' · {marks}' if marks else ''}  ", "dim")
        text.append(f"{captions.marks(picture)}  " if captions.marks(picture) else "", accent)
        text.append("draft  " if picture.facts.draft else "", ink(self.app, "accent"))
        text.append(captions.one_line(" / ".join(lettering.sayings)) if lettering else captions.title(picture))
        return text

    def action_version(self, steps: int) -> None:
        """Another version of the same picture."""
        wanted = max(0, min(self._version + steps, len(self._letterings)))
        if wanted != self._version:
            self._version = wanted
            self._show()

    def step(self, steps: int) -> None:
        """A neighbour on the shelf."""
        if self.shelf.move(steps):
            self.keep_fed()
            self._read()

    def advance(self) -> None:
        """Go on to the next picture."""
        self.step(1)

    def action_other(self, steps: int) -> None:
        """A neighbour on the shelf."""
        self.step(steps)

    @work(exclusive=True, group="end")
    async def action_end(self, end: Literal["newest", "oldest"]) -> None:
        """The newest or the oldest of all that is found, loaded or not."""
        shelf = self.shelf
        if (shelf.after if end == "newest" else shelf.before) is None:
            self.step(-len(shelf) if end == "newest" else len(shelf))
            return
        with self.studio.reporting():
            await self.fill(shelf.search, queries.newest if end == "newest" else queries.oldest)

    def action_zoom(self) -> None:
        """Pixel for pixel, or all of it."""
        self._view.toggle()

    def action_closer(self, direction: int) -> None:
        """Closer, or farther."""
        self._view.step(STEP**direction)

    def action_filmstrip(self) -> None:
        """Show the neighbours, or not."""
        self._has_strip = not self.query_one(Filmstrip).display
        self._show_strip()

    @on(Filmstrip.Pointed)
    def _pointed(self, message: Filmstrip.Pointed) -> None:
        self.step(message.steps)

    def action_search(self) -> None:
        """Back to the Gallery, to type a search."""
        self.dismiss()
        self._to_search()

    def action_close(self) -> None:
        """All of the picture again, or back to where the person came from."""
        if self._view.look.zoom != FIT:
            self._view.toggle()
        else:
            self.dismiss()

    def action_details(self) -> None:
        """All details, in a window."""
        from screens.gallery.windows.details import DetailsWindow

        if self.shelf.current is not None:
            self.app.push_screen(DetailsWindow(self.shelf.current, self._letterings))

    @on(Changed)
    def _heed(self, message: Changed) -> None:
        """A lettering that was just made is shown; new pictures come to the shelf by the grid below."""
        change, picture = message.change, self.shelf.current
        if isinstance(change, LetteringSaved) and picture and change.lettering.picture_id == picture.id:
            self._reread(picture.id)

    @work(exclusive=True, group="reread")
    async def _reread(self, picture_id: int) -> None:
        with self.studio.reporting():
            await self.show_again([picture_id])

    # What a key acts on.

    @property
    def chosen(self) -> tuple[int, ...]:
        """The picture that is shown, whatever is marked."""
        return (self.shelf.current.id,) if self.shelf.current else ()

    @property
    def acts_on_marked(self) -> bool:
        """Never."""
        return False

    @property
    def current_path(self) -> str:
        """The file of the version that is shown."""
        if self._version:
            return str(Path(self._letterings[self._version - 1].path))
        return super().current_path

    def shelf_changed(self) -> None:
        """Show what is under the cursor now; of the picture that is seen already the same version."""
        picture = self.shelf.current
        if picture is not None and picture.id == self._shown and picture.letterings == len(self._letterings):
            self._show()
        else:
            self._read()
