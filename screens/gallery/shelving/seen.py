"""Which pictures somebody looked at: the library hears of several at once."""

from __future__ import annotations

import msgspec

from library.records import Picture
from screens.base.topics import Calls
from screens.drawing.threads import in_thread
from screens.gallery.model.shelf import Shelf
from screens.gallery.shelving.reading import Open

NOTED_AFTER = 1.0
"""Seconds after which the library hears of the pictures that were looked at."""


class SeenNotes:
    """Notes what is looked at on a screen."""

    def __init__(self, shelf: Shelf, calls: Calls, library: Open) -> None:
        self._shelf, self._calls, self._library = shelf, calls, library
        self._is_about_to_note = False

    def looked_at(self, picture: Picture) -> None:
        """Note that somebody looks at a picture; the library hears of it soon, together with others."""
        if picture.opened or picture.trashed:
            return
        self._shelf.pending.looked.add(picture.id)
        if not self._is_about_to_note:
            self._is_about_to_note = True
            self._calls.later(NOTED_AFTER, lambda: self._calls.begin(self._note, group="note"))

    async def _note(self) -> None:
        self._is_about_to_note, shelf, library = False, self._shelf, self._library()
        looked, shelf.pending.looked = tuple(shelf.pending.looked), set()
        if library is None or not looked:
            return
        with self._calls.reporting():
            await in_thread(self._calls, library.annotations.seen, looked)
            for picture in [one for one in shelf.pictures if one.id in looked]:
                shelf.put(msgspec.structs.replace(picture, opened=True))
