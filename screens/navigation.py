"""Ways from one room to another, each imported when somebody first goes there, and the way out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.app import App
from textual.dom import DOMNode
from textual.events import Event

from screens.base.screen import StudioScreen
from screens.keymap import lines_of, shown_key
from studio.errors import Notice

if TYPE_CHECKING:
    from textual.widget import Widget

    from screens.base.host import Host
    from studio.scenes.recipe import PictureUse, Recipe


MOST_WAITED = 3.0
"""Seconds that a person who leaves waits for what is being written."""
WRITES = frozenset({"changes", "mark", "draw", "save", "jobs"})
"""Groups of work that a person asked for and that keeps something. What waits for an answer in a window is no such."""


class Leaving(Event, bubble=True):
    """The person leaves. It goes the way that keys go, from each part of the screen to the next, and so behind them."""


@runtime_checkable
class LiesOver(Protocol):
    """A screen that lies over a room, and makes room for it when somebody goes there."""

    def make_room(self) -> None:
        """Leave."""


async def go_to_room(app: App[None], room: str) -> None:
    """Show a room; what was opened over it, and left by a way to another one, makes room."""
    await app.switch_mode(room)
    if isinstance(app.screen, LiesOver):
        app.screen.make_room()


class AppWays:
    """Leads an app from room to room with something in hand."""

    def __init__(self, app: App[None]) -> None:
        self._app = app
        self._came_from: dict[str, str] = {}
        """The rooms that were left for the Cast and for the datasets."""

    async def watch_job(self, job_id: str) -> None:
        """Show a job in Progress."""
        from screens.progress.job_list import JobList
        from screens.progress.screen import ProgressScreen

        await go_to_room(self._app, "progress")
        if isinstance(self._app.screen, ProgressScreen):
            self._app.screen.query_one(JobList).go_to(job_id)

    async def open_picture(self, picture_id: int) -> None:
        """Show a picture in the Gallery."""
        from screens.gallery.screen import GalleryScreen

        await go_to_room(self._app, "gallery")
        if isinstance(self._app.screen, GalleryScreen):
            self._app.screen.parts.shelves.seek(picture_id)

    async def letter_picture(self, picture_id: int) -> None:
        """Open a picture in Lettering."""
        from screens.lettering.screen import LetteringScreen

        await self._app.push_screen(LetteringScreen(picture_id))

    async def run_again(self, recipe: Recipe) -> None:
        """Open a recipe in Compose as it was."""
        from screens.compose.screen import ComposeScreen

        await go_to_room(self._app, "compose")
        if isinstance(self._app.screen, ComposeScreen):
            self._app.screen.parts.load_recipe(recipe)

    async def paint_over(self, start: PictureUse, size: tuple[int, int], recipe: Recipe | None) -> None:
        """Open Compose with a picture to paint over."""
        from screens.compose.screen import ComposeScreen

        await go_to_room(self._app, "compose")
        if isinstance(self._app.screen, ComposeScreen):
            self._app.screen.parts.paint_over(start, size, recipe)

    async def begin_scene(self, name: str) -> None:
        """Write somebody into the scene in Compose."""
        from screens.compose.screen import ComposeScreen

        await go_to_room(self._app, "compose")
        if isinstance(self._app.screen, ComposeScreen):
            self._app.screen.parts.write_name(name)

    async def search(self, query: str) -> None:
        """Show in the Gallery what a search finds."""
        from screens.gallery.screen import GalleryScreen

        await go_to_room(self._app, "gallery")
        if isinstance(self._app.screen, GalleryScreen):
            self._app.screen.parts.shelves.find(query)

    async def open_cast(self) -> None:
        """Go to the Cast; the plates that lie over it, with what is typed there kept, make room."""
        await self._go("cast")

    async def open_datasets(self) -> None:
        """Go to the datasets, as they were left."""
        await self._go("datasets")

    async def _go(self, room: str) -> None:
        if self._app.current_mode != room:
            self._came_from[room] = self._app.current_mode
        await go_to_room(self._app, room)

    async def go_back(self) -> None:
        """Go to the room that was left for this one; after a start that opened in it, to Compose."""
        await go_to_room(self._app, self._came_from.pop(self._app.current_mode, "compose"))


class Everywhere:
    """What the app's own keys do, in every room."""

    def __init__(self, app: App[None], host: Host, every_key: Callable[[type[DOMNode]], Any]) -> None:
        """`every_key` gives the keys of the app and of each room."""
        self._app = app
        self._host = host
        self._every_key = every_key
        self.wants_demo = False
        """Whether the person leaves for the demo."""

    async def action_room(self, room: str) -> None:
        """Go to a room."""
        await go_to_room(self._app, room)

    async def action_cast(self) -> None:
        """Go to the Cast."""
        await self._host.open_cast()

    def action_help(self) -> None:
        """Show the keys of the present screen."""
        from screens.guidance.help import HelpWindow

        screen = self._app.screen
        if not isinstance(screen, HelpWindow):
            room = screen if isinstance(screen, StudioScreen) else None
            self._app.push_screen(HelpWindow(room, self._host.keys))

    def action_settings(self) -> None:
        """Show the settings, over the present room."""
        from screens.settings.screen import SettingsScreen

        if not any(isinstance(screen, SettingsScreen) for screen in self._app.screen_stack):
            self._app.push_screen(SettingsScreen(self._every_key))

    def action_plates(self) -> None:
        """Show the plates, over the present room; a window stays until it has its answer."""
        from screens.stock.plates.screen import PlatesScreen

        screens = self._app.screen_stack
        if isinstance(screens[-1], StudioScreen) and not any(isinstance(one, PlatesScreen) for one in screens):
            self._app.push_screen(PlatesScreen())

    async def action_datasets(self) -> None:
        """Go to the datasets."""
        await self._host.open_datasets()

    def action_command_palette(self) -> None:
        """Show everything that can be done."""
        self._open_palette()

    def action_change_theme(self) -> None:
        """Show the themes."""
        from textual.theme import ThemeProvider

        self._open_palette(providers=[ThemeProvider], placeholder="Search for themes…")

    def _open_palette(self, **named: Any) -> None:
        from screens.guidance.palette import Palette

        if not isinstance(self._app.screen, Palette):
            self._app.push_screen(Palette(**named))

    def action_to_shell(self) -> None:
        """Stop, and give the terminal to the shell until it lets the studio go on."""
        from screens.terminal.driver import StudioDriver
        from screens.terminal.job_control import has_shell
        from screens.textual_workarounds import driver_of

        driver = driver_of(self._app)
        if isinstance(driver, StudioDriver) and has_shell():
            # While the screen is still there: a terminal frees pictures only from the screen that they stand on.
            self._app.app_suspend_signal.publish(self._app)
            driver.stop_with_group()
        else:
            why = "The studio was started by no shell that could let it go on"
            self._host.show_notice(Notice("There is no shell to go to", why, "Ctrl+Q leaves the studio"))

    def action_jump(self) -> None:
        """Show a letter on everything that can have the focus."""
        from textual.command import CommandPalette

        from screens.guidance.jump import JumpWindow, targets

        screen = self._app.screen
        if isinstance(screen, JumpWindow | CommandPalette):
            return
        found = targets(screen)
        if not found:
            self._host.passing.say("There is nothing to jump to here")
            return

        def go(chosen: Widget | None) -> None:
            if chosen is not None and chosen.is_attached:
                screen.set_focus(chosen)

        self._app.push_screen(JumpWindow(found), go)

    def action_help_quit(self) -> None:
        """Ctrl-C where nothing is marked: say what leaves. A person who means to copy does not want to leave."""
        quitting = next(line for line in lines_of(type(self._app), self._host.keys) if line.id == "studio.quit")
        key = " or ".join(map(shown_key, quitting.keys)).replace("^", "Ctrl-").replace("Ctrl-q", "Ctrl-Q")
        more = "Nothing is marked here that Ctrl-C could copy"
        waiting = self._host.status.on_the_way
        if waiting:
            jobs = "1 job is" if waiting == 1 else f"{waiting} jobs are"
            more = f"{jobs} on the way: the next studio goes on with what is unfinished"
        self._host.passing.say(f"{key} leaves the studio", more)

    def action_demo(self) -> None:
        """Leave for the demo, which the studio becomes; in the demo there is none.

        Who has something here is asked: what is drawn here stops until the studio is opened again.
        """
        from screens.base.windows import Confirm

        workspace = self._host.workspace
        if self._host.status.is_demo or isinstance(self._app.screen, Confirm):
            return
        if workspace is None or workspace.is_first_start:
            self._leave_for_demo(True)
            return
        detail = "The studio leaves your library, and opens the demo's. Your own is there again when you start anew."
        self._app.push_screen(Confirm("Look at the demo?", detail, yes="Demo", no="Stay"), self._leave_for_demo)

    def _leave_for_demo(self, wanted: bool | None) -> None:
        if wanted:
            self.wants_demo = True
            self.action_quit()

    def action_quit(self) -> None:
        """Leave, when all keys before this one are done and what they asked for is written; soon in any case.

        Where a paid picture would be lost by it, the person is asked.
        """
        from screens.base.windows import Confirm

        workspace = self._host.workspace
        awaited = workspace.desk.charging.awaited() if workspace is not None else ()
        if awaited and not isinstance(self._app.screen, Confirm):
            count = "A picture is" if len(awaited) == 1 else f"{len(awaited)} pictures are"
            who = " and ".join(sorted({job.engine for job in awaited}))
            lost = "it is" if len(awaited) == 1 else "they are"
            detail = f"{count} being drawn by {who}. If you leave now {lost} lost, and may be charged all the same"
            self._app.push_screen(Confirm("Leave now?", detail, yes="Leave", no="Stay"), self._leave_if)
            return
        self._leave()

    def _leave_if(self, wanted: bool | None) -> None:
        if wanted:
            self._leave()

    def _leave(self) -> None:
        self._app.set_timer(MOST_WAITED, self._app.exit, name="leave")
        (self._app.focused or self._app.screen).post_message(Leaving())

    async def leave(self) -> None:
        """Leave: the keys before are done."""
        under_windows = self._app.screen_stack[:-1]
        writing = [one.wait() for one in self._app.workers if one.group in WRITES and one.node not in under_windows]
        with suppress(TimeoutError):
            async with asyncio.timeout(MOST_WAITED):
                await asyncio.gather(*writing, return_exceptions=True)
        self._app.exit()
