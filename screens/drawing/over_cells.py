"""Pictures that lie over the cells of an app's screen: drawn with what is written there, and freed when it is left."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from screens.textual_workarounds import Compositor, Update, driver_of

if TYPE_CHECKING:
    from screens.drawing.drawn_once import DrawnOnceApp
    from screens.drawing.rest import Rest


class PicturesOverCells:
    """Knows whether pictures may lie over the cells of an app, and keeps the terminal in step with them."""

    def __init__(self, app: DrawnOnceApp) -> None:
        self._app = app

    @cached_property
    def _rest(self) -> Rest:
        from screens.drawing.rest import Rest

        return Rest(self._app, self._draw_put_off)

    def begin(self) -> None:
        """A terminal that was lent to others holds nothing of ours any more."""
        self._app.app_suspend_signal.subscribe(self._app, lambda _: self.leave(), immediate=True)
        self._app.app_resume_signal.subscribe(self._app, lambda _: self._come_back())

    def leave(self) -> None:
        """Free what the terminal holds of pictures. It does so only while it shows the screen on which they stand."""
        driver = driver_of(self._app)
        if driver is not None and self._app.has_pictures:
            driver.write(self._app.pictures.to_leave())

    def _come_back(self) -> None:
        # Whoever was stopped by a signal from outside was not told before.
        self.leave()
        if self._app.has_pictures:
            self._app.pictures.come_back()
        self._app.screen.refresh()

    def with_pictures(self, screen: Screen[Any], update: Update, compositor: Compositor) -> Update:
        """An update with the pictures over its cells."""
        is_asked = getattr(screen, "SHOWS_EVERY_WAY", False)
        if not is_asked and not (self._app.has_pictures and self._app.pictures.is_overlaid):
            return update
        from screens.drawing.overlaid_update import OverlaidUpdate

        return OverlaidUpdate(update, compositor, self._app.pictures, self._rest)

    def _draw_put_off(self) -> None:
        """The screen rests, if there still is one: draw the pictures that waited for it."""
        from screens.drawing.narrow_update import NarrowUpdate

        if not self._app.screen_stack:
            return
        self._app.write_update(self._app.screen, NarrowUpdate([], [], []))
