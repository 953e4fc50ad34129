"""The app: its rooms, the workspace behind them, and the one place that shows what a person should know."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Event, InputEvent, Key
from textual.screen import Screen
from textual.worker import Worker

from screens import rooms
from screens.base.host import Listener
from screens.base.messages import Changed
from screens.base.screen import StudioScreen
from screens.drawing.garbage import Garbage
from screens.keymap import KeyLine, check, lines_of, shown_key
from screens.terminal.line import hung_up
from screens.terminal.signals import heed
from screens.terminal_app import TerminalApp
from screens.theme import MILO, theme_for
from studio.errors import Notice, StudioError
from studio.jobs.states import State
from studio.terminal.judging import UNHEARD, Heard

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.command import Provider

    from studio.jobs.views import Change, JobView
    from studio.terminal.asking import Exchange
    from studio.workspace import Workspace


def _commands() -> type[Provider]:
    from screens.palette import StudioCommands

    return StudioCommands


AHEAD_AFTER = 0.5
"""Seconds after the screen is first drawn until what is wanted next is imported."""

OPENING = "open the workspace"
"""The work without which the studio is not open."""

LOOKED_EVERY = 2.0
"""Seconds between two looks at whether the terminal is still there and at garbage."""


class StudioApp(TerminalApp, inherit_bindings=False):
    """The studio on the screen. `folder` is the settings folder, None: the usual.

    When the app has ended, `farewell` says, a line each, what goes on elsewhere, and `failure` is the mistake that
    ended it.
    """

    TITLE = "milo studio"
    CSS_PATH = "app.tcss"
    MODES = {"compose": rooms.compose_room, "progress": rooms.progress_room, "gallery": rooms.gallery_room}
    DEFAULT_MODE = "compose"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {*App.COMMANDS, _commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", tooltip="The keys of this room", id="studio.help"),
        Binding("f2", "room('compose')", "Compose", tooltip="Go to Compose", id="studio.compose", show=False),
        Binding("f3", "room('progress')", "Progress", tooltip="Go to Progress", id="studio.progress", show=False),
        Binding("f4", "room('gallery')", "Gallery", tooltip="Go to the Gallery", id="studio.gallery", show=False),
        Binding("ctrl+p", "command_palette", "Menu", tooltip="Everything that can be done", id="studio.commands"),
        Binding("ctrl+q", "quit", "Quit", tooltip="Leave the studio", id="studio.quit", priority=True),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(
        self,
        folder: Path | None = None,
        heard: Heard = UNHEARD,
        exchange: Exchange | None = None,
    ) -> None:
        super().__init__(heard, exchange)
        self.farewell: tuple[str, ...] = ()
        self.failure: BaseException | None = None
        self._folder = folder
        self._audience: list[Listener] = []
        self._unfinished: set[str] = set()
        self._coming: asyncio.Task[Workspace] | None = None
        self._garbage = Garbage()
        self.register_theme(theme_for(self.terminal.colours))
        # Nothing has been styled by another theme yet.
        self.set_reactive(App.theme, MILO.name)
        self.add_class(f"-theme-{MILO.name}", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    # The workspace: opened after the first paint, closed after the last.

    def on_mount(self) -> None:
        """At a signal to end, end as at Ctrl+Q: the terminal is left as it was, and the jobs are in order."""
        if not self.is_headless:
            for number in (signal.SIGTERM, signal.SIGHUP):
                heed(number, self.exit, None, 128 + number)
        asyncio.get_running_loop().set_exception_handler(self._heed_loop)

    def on_ready(self) -> None:
        """The first frame is on the screen: now the costly parts may come."""
        if not self.is_headless:
            self.unhandled.ends_at_once = False
            self._garbage.begin(time.monotonic())
            self.set_interval(LOOKED_EVERY, self._look_after, name="look after what is around")
            self.set_timer(AHEAD_AFTER, self._import_ahead, name="import ahead")
        self._open()

    @work(thread=True, group="import ahead")
    def _import_ahead(self) -> None:
        from screens.import_ahead import import_ahead

        import_ahead()

    def _look_after(self) -> None:
        """What is looked at now and then. A terminal that has gone without SIGHUP would be read from for ever."""
        self._garbage.look(time.monotonic())
        self.outside.look(time.monotonic())
        self.tell_of_sidecars()
        if hung_up():
            self.exit(return_code=1)
        else:
            self._at.look_whether_left()

    def tell_of_sidecars(self) -> None:
        """Say which files beside pictures could not be written: that was tried in the background."""
        if self.workspace is not None and (troubles := self.workspace.library.annotations.sidecar_troubles()):
            from studio.notices import about_sidecars

            self.show_notice(about_sidecars(troubles))

    @work(name=OPENING, exit_on_error=False)
    async def _open(self) -> None:
        from screens.base.windows import NoticeWindow
        from studio.notices import KNOWN_ERRORS, notice_of

        while True:
            self._coming = asyncio.create_task(asyncio.to_thread(_open_workspace, self._folder))
            try:
                workspace = await asyncio.shield(self._coming)
                break
            except KNOWN_ERRORS as error:
                self._coming = None
                if not await self.push_screen_wait(NoticeWindow(notice_of(error), again=True)):
                    self.exit()
                    return
        await self._at.take_settings(workspace)
        self._apply_settings(workspace)
        workspace.desk.subscribe(self.tell)
        with self.reporting():
            await workspace.start()
        workspace.watch_folders()
        workspace.watch_settings()
        self._count(view.id for view in workspace.desk.views() if not view.ended)
        self.outside.rings = workspace.settings.notify
        self.outside.begin(workspace.desk.views(), time.monotonic())
        self.workspace = workspace
        self.opening = False
        for screen in self._audience:
            if screen in self.screen_stack:
                screen.hear_of_workspace()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Without a workspace there is nothing to go on with."""
        if event.worker.name == OPENING and isinstance(event.worker.error, Exception):
            self.end_by(event.worker.error)

    def _apply_settings(self, workspace: Workspace) -> None:
        theme = workspace.settings.theme
        if theme in self.available_themes:
            self.theme = theme
        else:
            known = ", ".join(sorted(self.available_themes))
            self.show_notice(Notice("The settings name an unknown theme", repr(theme), f"Known: {known}"))
        if workspace.settings.keys:
            everywhere = lines_of(type(self))
            self.keys, notices = check(workspace.settings.keys, everywhere, map(_room_lines, rooms.every_room()))
            self.set_keymap(self.keys)
            for notice in notices:
                self.show_notice(notice)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave the screen. A terminal frees pictures only from the screen that they stand on, so here."""
        self.leave_glass()
        super().exit(result, return_code, message)

    async def on_unmount(self) -> None:
        """The screen is left, however that came: let go of the workspace, also of one that is still opening."""
        from studio.notices import KNOWN_ERRORS

        coming, self._coming, self.workspace = self._coming, None, None
        if coming is None:
            return
        with suppress(*KNOWN_ERRORS):
            self.farewell = await (await coming).close()
        here = len(self._unfinished) - len(self.farewell)
        if here > 0:
            jobs, them = ("1 job is", "it") if here == 1 else (f"{here} jobs are", "them")
            self.farewell += (f"{jobs} unfinished here; the next studio goes on with {them}",)

    async def on_event(self, event: Event) -> None:
        """A burst of keys is sent out before the first is heeded: what that gave the word to gets the others.

        So a search that is pasted, or comes late over a slow line, loses no letter after its slash.
        """
        if isinstance(event, InputEvent):
            self.unhandled.key()
        if isinstance(event, Key):
            self._garbage.key(time.monotonic())
            self.outside.key(time.monotonic())
            known = vars(event)
            if known.setdefault("sent_to", self.focused) is not self.focused and self.focused is not None:
                known["sent_to"] = self.focused
                self.focused.post_message(event)
                return
        await super().on_event(event)

    # The audience: screens that hear of every change.

    def join(self, screen: Listener) -> None:
        """Let a screen hear of every change."""
        self._audience.append(screen)

    def leave(self, screen: Listener) -> None:
        """Tell a screen no more."""
        if screen in self._audience:
            self._audience.remove(screen)

    def tell(self, change: Change) -> None:
        """Pass a change at the desk on to every screen; a notice of the desk is shown."""
        from studio.jobs.views import JobChanged, Noticed

        if isinstance(change, Noticed):
            self.show_notice(change.notice)
        if isinstance(change, JobChanged):
            self.outside.hear(change.job, time.monotonic())
            known = self._unfinished - {change.job.id}
            if change.job.ended and change.job.id in self._unfinished:
                self._tell_of_the_end(change.job)
            self._count(known if change.job.ended else known | {change.job.id})
        for screen in self._audience:
            screen.post_message(Changed(change))

    def _tell_of_the_end(self, job: JobView) -> None:
        """Say in passing that a job ended, where nobody is watching the jobs."""
        if isinstance(self.screen, StudioScreen) and self.screen.WATCHES_JOBS:
            return
        severity: Literal["information", "warning"] = (
            "information" if job.state is State.DONE and not job.notice else "warning"
        )
        words = job.scene if job.notice is None else f"{job.scene}\n{job.notice.line()}"
        self.notify(words, title=job.words.capitalize(), severity=severity, markup=False, timeout=5)

    def _count(self, unfinished: Iterable[str]) -> None:
        self._unfinished = set(unfinished)
        self.on_the_way = len(self._unfinished)

    # What a person should know.

    def show_notice(self, notice: Notice, *, error: bool = False) -> None:
        """Show a notice: an error in a window of its own with text to copy, anything else in passing."""
        if error:
            from screens.base.windows import NoticeWindow

            self.push_screen(NoticeWindow(notice))
            return
        words = "\n".join(filter(None, (notice.reason, notice.remedy))) or notice.title
        title = notice.title if words != notice.title else ""
        self.notify(words, title=title, severity="warning", markup=False, timeout=8)

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Show the studio's own errors as a notice; the block ends there, and its caller goes on."""
        from studio.notices import KNOWN_ERRORS, notice_of

        try:
            yield
        except KNOWN_ERRORS as error:
            self.show_notice(notice_of(error), error=not isinstance(error, StudioError))

    def tell_of(self, error: Exception) -> None:
        """Show in passing what went wrong."""
        from screens.base.failures import passing

        self.call_later(self.show_notice, passing(error))

    def _heed_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A task that nobody waits for has failed; it may say so in any thread."""
        error = context.get("exception")
        if isinstance(error, Exception):
            loop.call_soon_threadsafe(self.unhandled.take, error)
        else:
            loop.default_exception_handler(context)

    def end_by(self, error: Exception) -> None:
        """A mistake of the program: into the log, not over the terminal."""
        self.failure = error
        logging.getLogger(__name__).critical("the studio ended by a mistake of its own", exc_info=error)
        super().end_by(error)

    # Ways from one room to another.

    async def action_room(self, room: str) -> None:
        """Go to a room."""
        await self.switch_mode(room)

    def show_help(self) -> None:
        """Show the keys of the present screen."""
        from screens.help import HelpWindow

        if not isinstance(self.screen, HelpWindow):
            self.push_screen(HelpWindow(self.screen if isinstance(self.screen, StudioScreen) else None, self.keys))

    def action_help(self) -> None:
        """Show the keys of the present screen."""
        self.show_help()

    def get_key_display(self, binding: Binding) -> str:
        """A key as the footer shows it."""
        return binding.key_display or shown_key(binding.key)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What Textual offers in the palette and the studio has not bound: themes."""
        yield SystemCommand("Theme", "Change the colours until you leave", self.action_change_theme)


def _open_workspace(folder: Path | None) -> Workspace:
    from studio.workspace import Workspace

    return Workspace.open(folder)


def _room_lines(room: type[StudioScreen]) -> list[KeyLine]:
    return [line for owner in (room, *room.PARTS) for line in lines_of(owner)]


def run(exchange: Exchange | None = None, folder: Path | None = None) -> int:
    """Open the studio until the person leaves; says then what goes on elsewhere. Gives the exit status.

    `exchange` is the question that the terminal was asked.
    """
    from studio.cli.failure import keep_log

    keep_log()
    heard = exchange.hear() if exchange is not None else UNHEARD
    app = StudioApp(folder, heard=heard, exchange=exchange)
    # While it reports the mouse, GNU screen (4.09) holds Escape back until the next key.
    app.run(mouse=app.terminal.within != "GNU screen")
    for line in app.farewell:
        sys.stdout.write(f"{line}\n")
    if app.failure is not None:
        from screens.base.failures import sentence

        sys.stderr.write(f"{sentence(app.failure)}\n")
    return app.return_code or 0
