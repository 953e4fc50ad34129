"""The app: its rooms, the workspace behind them, and the one place that shows what a person should know."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from screens.base import StudioScreen
from screens.messages import Changed, Opened
from screens.theme import MILO
from studio.errors import Notice

if TYPE_CHECKING:
    from studio.recipe import Recipe
    from studio.views import Change
    from studio.workspace import Workspace


def _compose() -> Screen[None]:
    from screens.compose.screen import ComposeScreen

    return ComposeScreen()


def _progress() -> Screen[None]:
    from screens.progress.screen import ProgressScreen

    return ProgressScreen()


def _gallery() -> Screen[None]:
    from screens.gallery.screen import GalleryScreen

    return GalleryScreen()


class StudioApp(App[None]):
    """The studio on the screen. `workspace` is None until it is open; `folder` is the settings folder, None: the usual."""

    TITLE = "milo studio"
    CSS_PATH = "app.tcss"
    MODES: ClassVar[dict[str, Callable[[], Screen[None]]]] = {  # type: ignore[assignment]
        "compose": _compose,
        "progress": _progress,
        "gallery": _gallery,
    }
    DEFAULT_MODE = "compose"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="studio.help"),
        Binding("f2", "room('compose')", "Compose", id="studio.compose"),
        Binding("f3", "room('progress')", "Progress", id="studio.progress"),
        Binding("f4", "room('gallery')", "Gallery", id="studio.gallery"),
        Binding("ctrl+p", "command_palette", "Commands", id="studio.commands"),
        Binding("ctrl+q", "quit", "Quit", id="studio.quit", priority=True),
    ]

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.workspace: Workspace | None = None
        self._folder = folder
        self._audience: list[StudioScreen] = []
        self.register_theme(MILO)
        self.theme = MILO.name

    # The audience: screens that hear of every change.

    def join(self, screen: StudioScreen) -> None:
        """Let a screen hear of every change."""
        self._audience.append(screen)

    def leave(self, screen: StudioScreen) -> None:
        """Tell a screen no more."""
        if screen in self._audience:
            self._audience.remove(screen)

    def tell(self, change: Change) -> None:
        """Pass a change at the desk on to every screen."""
        for screen in self._audience:
            screen.post_message(Changed(change))

    # What a person should know.

    def show_notice(self, notice: Notice, *, error: bool = False) -> None:
        """Show a notice: an error in a window of its own, anything else in passing."""
        raise NotImplementedError

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Show the studio's own errors as a notice; the block ends there, and its caller goes on."""
        from studio.notices import KNOWN_ERRORS, notice_of

        try:
            yield
        except KNOWN_ERRORS as error:
            self.show_notice(notice_of(error), error=True)

    # Ways from one room to another.

    async def action_room(self, room: str) -> None:
        """Go to a room."""
        await self.switch_mode(room)

    async def open_picture(self, picture_id: int) -> None:
        """Show a picture in the Gallery."""
        from screens.gallery.screen import GalleryScreen

        await self.switch_mode("gallery")
        screen = self.screen
        if isinstance(screen, GalleryScreen):
            screen.show_picture(picture_id)

    async def letter_picture(self, picture_id: int) -> None:
        """Open a picture in Lettering."""
        from screens.lettering.screen import LetteringScreen

        await self.push_screen(LetteringScreen(picture_id))

    async def run_again(self, recipe: Recipe) -> None:
        """Open a recipe in Compose as it was."""
        from screens.compose.screen import ComposeScreen

        await self.switch_mode("compose")
        screen = self.screen
        if isinstance(screen, ComposeScreen):
            screen.load_recipe(recipe)

    def show_help(self) -> None:
        """Show the keys of the present screen."""
        raise NotImplementedError

    def action_help(self) -> None:
        """Show the keys of the present screen."""
        self.show_help()
