"""Ways from one room to another, each imported when somebody first goes there."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.message import Message

from screens.base.host import Host

if TYPE_CHECKING:
    from studio.scenes.recipe import PictureUse, Recipe


MOST_WAITED = 3.0
"""Seconds that a person who leaves waits for what is being written."""
WRITES = frozenset({"changes", "mark", "draw", "save", "jobs"})
"""Groups of work that a person asked for and that keeps something. What waits for an answer in a window is no such."""


class Leaving(Message):
    """The person leaves. It goes the way that keys go, from each part of the screen to the next, and so behind them."""


class Ways(Host):
    """The part of the app that leads from room to room with something in hand."""

    async def watch_job(self, job_id: str) -> None:
        """Show a job in Progress."""
        from screens.progress.screen import ProgressScreen

        await self.switch_mode("progress")
        if isinstance(self.screen, ProgressScreen):
            self.screen.watch_job(job_id)

    async def open_picture(self, picture_id: int) -> None:
        """Show a picture in the Gallery."""
        from screens.gallery.screen import GalleryScreen

        await self.switch_mode("gallery")
        if isinstance(self.screen, GalleryScreen):
            self.screen.show_picture(picture_id)

    async def letter_picture(self, picture_id: int) -> None:
        """Open a picture in Lettering."""
        from screens.lettering.screen import LetteringScreen

        await self.push_screen(LetteringScreen(picture_id))

    async def run_again(self, recipe: Recipe) -> None:
        """Open a recipe in Compose as it was."""
        from screens.compose.screen import ComposeScreen

        await self.switch_mode("compose")
        if isinstance(self.screen, ComposeScreen):
            self.screen.load_recipe(recipe)

    async def paint_over(self, start: PictureUse, size: tuple[int, int], recipe: Recipe | None) -> None:
        """Open Compose with a picture to paint over."""
        from screens.compose.screen import ComposeScreen

        await self.switch_mode("compose")
        if isinstance(self.screen, ComposeScreen):
            self.screen.paint_over(start, size, recipe)

    async def action_quit(self) -> None:
        """Leave, when all keys before this one are done and what they asked for is written; soon in any case."""
        self.set_timer(MOST_WAITED, self.exit, name="leave")
        (self.focused or self.screen).post_message(Leaving())

    async def on_leaving(self) -> None:
        """The keys before are done."""
        under_windows = self.screen_stack[:-1]
        writing = [one.wait() for one in self.workers if one.group in WRITES and one.node not in under_windows]
        with suppress(TimeoutError):
            async with asyncio.timeout(MOST_WAITED):
                await asyncio.gather(*writing, return_exceptions=True)
        self.exit()

    def action_command_palette(self) -> None:
        """Show everything that can be done."""
        self._open_palette()

    def search_themes(self) -> None:
        """Show the themes."""
        from textual.theme import ThemeProvider

        self._open_palette(providers=[ThemeProvider], placeholder="Search for themes…")

    def _open_palette(self, **named: Any) -> None:
        from screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(**named))
