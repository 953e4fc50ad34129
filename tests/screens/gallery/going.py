"""Ways into the Gallery, for the tests of its topics."""

from __future__ import annotations

from textual.pilot import Pilot

from library.store import Library
from screens.gallery.parts.browser import Browser
from screens.gallery.screen import GalleryScreen
from tests.screens.conftest import slots, studio_of, until


async def to_gallery(pilot: Pilot[None], count: int) -> GalleryScreen:
    """The Gallery, with so many pictures on its shelf."""
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, GalleryScreen))
    screen = pilot.app.screen
    assert isinstance(screen, GalleryScreen)
    await until(pilot, lambda: screen.parts.shelf.loaded and len(screen.parts.shelf) >= count)
    await pilot.pause()
    return screen


def library_of(pilot: Pilot[None]) -> Library:
    """The library that the studio has open."""
    workspace = studio_of(pilot).workspace
    assert workspace is not None
    return workspace.library


WIDE, NARROW = (120, 40), (80, 24)


def focus_is(screen: GalleryScreen, browser: type[Browser]) -> bool:
    return isinstance(screen.focused, browser)


async def drawn_whole(pilot: Pilot[None]) -> None:
    """Until every picture that is seen stands."""
    await until(pilot, lambda: not any(slot.waits for slot in slots(pilot.app.screen)))
    await pilot.pause()
