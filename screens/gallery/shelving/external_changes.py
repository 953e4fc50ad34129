"""What others do to the library while a Gallery is open: other studios, imports, the command line."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from library.errors import LibraryError
from screens.gallery.model import queries
from screens.gallery.shelving.context import ShelfContext
from screens.gallery.shelving.reading import stand

LOOKED_EVERY = 2.0
"""Seconds between two looks at whether anybody has written."""
EMPTY_LOOKED_EVERY = 0.3
"""The same while the shelf is empty: who looks at one waits for its first picture."""
LOOKED_AT = 100
"""Pictures on either side of the cursor that are compared with the library."""


class ExternalChanges:
    """Shows what is new in the library by itself; the cursor stays on its picture.

    On a shelf that was empty it stays with the newest, until somebody moves it.

    `version` is that of the library when it was looked at last.
    """

    def __init__(self, context: ShelfContext) -> None:
        self._context, self._shelf = context, context.shelf
        self.version: int | None = None
        self._follows = False

    def begin(self) -> None:
        """Look now and then."""
        self._context.calls.every(LOOKED_EVERY, self.look)
        self._context.calls.every(EMPTY_LOOKED_EVERY, self._look_if_empty)

    def _look_if_empty(self) -> None:
        if not self._shelf.pictures:
            self.look()

    def look(self) -> None:
        """Look, if no key is being heeded; to be called while the screen is seen.

        A worker of a screen that lies under another one would have that other one drawn anew.
        """
        shelf = self._shelf
        if shelf.loaded and not (shelf.jumping or shelf.pending.marking or shelf.changes.is_writing):
            self._context.calls.begin(self._look, group="mind", is_exclusive=True)

    async def _look(self) -> None:
        """Show what others changed."""
        library = self._context.library
        if library is None:
            return
        # Where the index cannot be read, the next key will tell.
        with suppress(LibraryError):
            version = await asyncio.to_thread(library.version)
            if version == self.version:
                return
            async with self._shelf.changes.turn():
                is_shown = await self._take_over()
            # Only now: a look that another one cuts short has shown nothing yet.
            if is_shown:
                self.version = version

    async def _take_over(self) -> bool:
        """Show what others changed. Says whether that is so: a search that is just asked for goes before."""
        library, shelf, search = self._context.library, self._shelf, self._shelf.search
        reader = self._context.reader
        if library is None or reader.is_filling():
            return False
        if not shelf.pictures:
            shelf.changes.touch(())
            await reader.fill(search, queries.newest)
            self._follows = True
            return True
        self._follows = self._follows and shelf.cursor == 0 and shelf.after is None
        near = shelf.pictures[max(0, shelf.cursor - LOOKED_AT) : shelf.cursor + LOOKED_AT]
        is_newest = shelf.after is None and near[0] is shelf.pictures[0]
        changed, new = await asyncio.to_thread(queries.differences, library, search, near, is_newest=is_newest)
        # Changes that were made while this waited for its turn have left their pictures to it.
        changed += shelf.changes.touch(())
        if search != shelf.search or not (changed or new):
            return True
        if len(new) > queries.MOST_PLACED and shelf.current is not None:
            if reader.is_filling():
                return False
            await reader.fill_around(shelf.current.id)
            return True
        for picture_id in reversed(new):
            standing = await asyncio.to_thread(queries.standing, library, search, picture_id)
            stand(shelf, picture_id, standing)
        if self._follows:
            shelf.go(0)
        if changed:
            await reader.show_again(changed)
        else:
            self._context.view.show()
        return True
