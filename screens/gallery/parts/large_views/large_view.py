"""The large view's own parts: the picture in its versions, the strip of its neighbours, and a line under it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from library.records import Lettering, Picture
from screens.base.topics import Calls
from screens.drawing.threads import in_thread
from screens.gallery.model import captions, picture_sources
from screens.gallery.model.shelf import Shelf
from screens.gallery.parts.large_views.filmstrip import Filmstrip
from screens.gallery.parts.large_views.zoom_view import ZoomView
from screens.gallery.shelving.seen import SeenNotes
from screens.gallery.shelving.view import ShelfView
from screens.terminal.frames.frames import Source
from screens.theme import ink
from screens.widgets.changing_text import ChangingText

if TYPE_CHECKING:
    from library.store import Library

NEIGHBOURS = 4
"""Pictures that are made ready before they are wanted."""

ROOM_FOR_STRIP = 36
"""Rows from which the screen has a filmstrip by itself."""


class LargeView(ShelfView):
    """Shows the picture under the shelf's cursor. `version` 0 is as it was drawn, and then come its `letterings`."""

    def __init__(
        self, shelf: Shelf, calls: Calls, library: Library, name: Callable[[str], None], *, is_close: bool
    ) -> None:
        """`name` is told which picture is seen; `is_close`: pixel for pixel from the start."""
        super().__init__(shelf)
        self.picture = ZoomView(id="single-picture")
        self.strip = Filmstrip(shelf, partial(picture_sources.tile, library), id="single-strip")
        self.line = ChangingText(id="single-line")
        self.letterings: tuple[Lettering, ...] = ()
        self.version = 0
        self._calls, self._library, self._name = calls, library, name
        self._seen = SeenNotes(shelf, calls, lambda: library)
        self._shown = 0
        self._is_close = is_close
        self._strip_is_wanted: bool | None = None

    # The picture.

    def show(self) -> None:
        """Show what is under the cursor now; of the picture that is seen already the same version."""
        picture = self.shelf.current
        if picture is not None and picture.id == self._shown and picture.letterings == len(self.letterings):
            self._show_version()
        else:
            self.read()

    def read(self) -> None:
        """Show the newest version of what is under the cursor."""
        self._calls.begin(self._read, group="versions", is_exclusive=True)

    async def _read(self) -> None:
        picture = self.shelf.current
        if picture is None:
            self.picture.screen.dismiss()
            return
        self.letterings, self.version, self._shown = (), 0, picture.id
        self._seen.looked_at(picture)
        if picture.letterings:
            with self._calls.reporting():
                self.letterings = await in_thread(self._calls, self._library.letterings, picture.id)
        self.version = len(self.letterings)
        self._show_version()

    def _show_version(self) -> None:
        picture = self.shelf.current
        if picture is None:
            return
        self._name(captions.title(picture))
        self.picture.show_picture(
            (picture.width, picture.height), *picture_sources.version(self._library, picture, self._lettering)
        )
        if self._is_close:
            self._is_close = False
            self.picture.call_after_refresh(self.picture.magnifier.toggle)
        self.strip.sync()
        self.write_line()
        self.picture.prepare(source for near in self.shelf.around(NEIGHBOURS) for source in self._first_sources(near))

    def _first_sources(self, picture: Picture) -> tuple[Source, ...]:
        """What a neighbour is shown by at first, where that is known without asking the library."""
        return () if picture.letterings else picture_sources.version(self._library, picture, None)[:1]

    @property
    def _lettering(self) -> Lettering | None:
        return self.letterings[self.version - 1] if self.version else None

    def turn(self, steps: int) -> None:
        """Show another version of the same picture."""
        wanted = max(0, min(self.version + steps, len(self.letterings)))
        if wanted != self.version:
            self.version = wanted
            self._show_version()

    def step(self, steps: int) -> None:
        """Go on to a neighbour."""
        if self.shelf.move(steps):
            self.keep_fed()
            self.read()

    # The neighbours.

    def fit(self, height: int) -> None:
        """Have a strip on a screen that is so high, unless the person wants it otherwise."""
        has_strip = height >= ROOM_FOR_STRIP if self._strip_is_wanted is None else self._strip_is_wanted
        if self.strip.display is not has_strip:
            self.strip.display = has_strip
            self.strip.sync()

    def toggle_strip(self) -> None:
        """Show the neighbours, or not."""
        self._strip_is_wanted = not self.strip.display
        self.fit(0)

    # The line.

    def write_line(self) -> None:
        """Say what is seen."""
        picture = self.shelf.current
        if picture is not None:
            primary, accent = ink(self.line.app, "primary"), ink(self.line.app, "accent")
            self.line.say(self._words(picture, primary, accent))

    def _words(self, picture: Picture, primary: str, accent: str) -> Text:
        names = ["as drawn", *(f"{captions.LETTERED} {number}" for number in range(1, len(self.letterings) + 1))]
        text = Text(no_wrap=True, overflow="ellipsis")
        if len(names) > 1:
            for number, name in enumerate(names):
                text.append(f" {name} ", f"reverse {primary}" if number == self.version else "dim")
            text.append("  ")
        told = self.picture.magnifier.told
        text.append(f"{told}  " if told else "", primary)
        sign = captions.MARKED[self.shelf.sign_of(picture)]
        text.append(f"{sign} " if sign else "", primary)
        marks = captions.marking(self.shelf)
        text.append(f"{self.shelf.count}{f' · {marks}' if marks else ''}  ", "dim")
        text.append(f"{captions.marks(picture)}  " if captions.marks(picture) else "", primary)
        text.append("draft  " if picture.facts.draft else "", accent)
        lettering = self._lettering
        text.append(captions.one_line(" / ".join(lettering.sayings)) if lettering else captions.title(picture))
        return text

    def is_shown(self, picture_id: int) -> bool:
        """Whether a picture is under the cursor."""
        return self.shelf.current is not None and self.shelf.current.id == picture_id

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
        lettering = self._lettering
        return str(Path(lettering.path)) if lettering is not None else super().current_path
