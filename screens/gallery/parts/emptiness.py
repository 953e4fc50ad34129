"""What stands in place of a body without pictures: why there are none, and what leads on."""

from __future__ import annotations

import asyncio
from functools import partial

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize
from textual.widgets import Static

from screens.base.host import host_of
from screens.base.topics import Calls
from screens.drawing.threads import in_thread
from screens.gallery.model import queries
from screens.gallery.model.emptiness import Emptiness, Facts, emptiness, written
from screens.gallery.model.shelf import Search, Shelf
from screens.gallery.parts.body import Body
from screens.gallery.shelving.reading import Open
from screens.keymap import key_of
from screens.theme import ink

RESTED = 0.15
"""Seconds for which a shelf is empty before the library is asked what else there is: somebody may be typing."""


class EmptyWords(Container):
    """The words in the middle of the room that there is."""

    def __init__(self) -> None:
        super().__init__(id="gallery-empty-room")
        self._said = Static(id="gallery-empty", markup=False)
        self._shown: Emptiness | None = None

    def compose(self) -> ComposeResult:
        """The words."""
        yield self._said

    def say(self, shown: Emptiness) -> None:
        """Say something else."""
        if shown != self._shown:
            self._shown = shown
            self._write()

    def on_resize(self, event: Resize) -> None:
        """There is another room."""
        self._write()

    def _write(self) -> None:
        if self._shown is not None and self.size.width:
            self._said.update(written(self._shown, self.size.width - 4, partial(ink, self.app)))


class EmptyShelf:
    """Says in place of the `body` why there are no pictures; `facts` are what the library says of an empty shelf."""

    def __init__(self, body: Body, calls: Calls, library: Open) -> None:
        self._body, self._calls, self._library = body, calls, library
        self._asked: Search | None = None
        self._said: EmptyWords | None = None
        self.facts = Facts()

    def show(self, shelf: Shelf) -> None:
        """Say why the shelf is empty, if it is."""
        body, is_empty = self._body, shelf.loaded and not shelf.pictures
        if body.display is is_empty:
            body.display = not is_empty
            self._words.display = is_empty
            # Nothing is there that keys could be offered for, or something is again.
            self._calls.refresh_bindings()
        if not is_empty:
            self._asked, self.facts = None, Facts()
            return
        if shelf.search != self._asked and self._library() is not None:
            # Once: a second question would take the place of the first, and end it.
            self._asked, self.facts = shelf.search, Facts()
            self._calls.begin(partial(self._ask, shelf, shelf.search), group="empty", is_exclusive=True)
        is_demo = host_of(body).status.is_demo
        self._words.say(emptiness(shelf.search, self.facts, self._key, is_demo=is_demo))

    @property
    def _words(self) -> EmptyWords:
        """What is said, mounted when it is; a screen that goes mounts nothing more."""
        if self._said is None:
            self._said = EmptyWords()
            self._body.screen.mount(self._said, after=self._body)
        return self._said

    def _key(self, name: str) -> str:
        """The key of a binding of the app's or of this screen's."""
        body = self._body
        return key_of(name, (type(body.screen), type(body.app)), host_of(body).keys)

    async def _ask(self, shelf: Shelf, search: Search) -> None:
        await asyncio.sleep(RESTED)
        library = self._library()
        if library is not None:
            with self._calls.reporting():
                facts = await in_thread(self._calls, queries.why_empty, library, search)
                if shelf.search == search and not shelf.pictures:
                    self.facts = facts
                    self.show(shelf)
