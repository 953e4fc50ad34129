"""What others do to the library while a Gallery is open: other studios, imports, the command line."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from textual import on, work
from textual.events import ScreenResume

from library.errors import LibraryError
from screens.gallery.keys.picture_screen import PictureScreen
from screens.gallery.model import queries

LOOKED_EVERY = 2.0
"""Seconds between two looks at whether anybody has written."""
LOOKED_AT = 100
"""Pictures on either side of the cursor that are compared with the library."""


class Minding(PictureScreen):
    """A screen that shows what is new in the library by itself; the cursor stays on its picture."""

    _version: int | None = None
    """That of the library when it was looked at last."""

    def on_mount(self) -> None:
        """Look now and then."""
        self.set_interval(LOOKED_EVERY, self._look_around, name="mind what others do")

    @on(ScreenResume)
    def _look_around(self) -> None:
        """Look, if the screen is seen and no key is being heeded.

        A worker of a screen that lies under another one would have that other one drawn anew.
        """
        shelf = self.shelf
        is_at_rest = shelf.loaded and not (shelf.jumping or shelf.marking or shelf.changes.is_writing)
        if self.is_current and not self.comes_into_sight and is_at_rest:
            self._mind()

    @work(exclusive=True, group="mind")
    async def _mind(self) -> None:
        """Show what others changed."""
        library, shelf = self.library, self.shelf
        if library is None:
            return
        # Where the index cannot be read, the next key will tell.
        with suppress(LibraryError):
            version = await asyncio.to_thread(library.version)
            if version == self._version:
                return
            async with shelf.changes.turn():
                await self._take_over()
            # Only now: a look that another one cuts short has shown nothing yet.
            self._version = version

    async def _take_over(self) -> None:
        library, shelf, search = self.library, self.shelf, self.shelf.search
        if library is None:
            return
        if not shelf.pictures:
            shelf.changes.touch(())
            await self.fill(search, queries.newest)
            return
        near = shelf.pictures[max(0, shelf.cursor - LOOKED_AT) : shelf.cursor + LOOKED_AT]
        is_newest = shelf.after is None and near[0] is shelf.pictures[0]
        changed, new = await asyncio.to_thread(queries.differences, library, search, near, is_newest=is_newest)
        # Changes that were made while this waited for its turn have left their pictures to it.
        changed += shelf.changes.touch(())
        if search != shelf.search or not (changed or new):
            return
        if len(new) > queries.MOST_PLACED and shelf.current is not None:
            await self.fill_around(shelf.current.id)
            return
        for picture_id in reversed(new):
            self.stand(picture_id, await asyncio.to_thread(queries.standing, library, search, picture_id))
        if changed:
            await self.show_again(changed)
        else:
            self.shelf_changed()
