"""The parts of the app, and what happens in which order: its first frame, the workspace, settings, events, the end."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from textual.app import ScreenStackError
from textual.events import DescendantFocus, Event, InputEvent, Key, Mount, MouseDown, Paste, Ready, Unmount
from textual.widgets import Input

from screens import rooms
from screens.base.host import Host, Status
from screens.base.screen import TO_SHELL, StudioScreen
from screens.drawing.drawn_once import DrawnOnceApp
from screens.navigation import AppWays, Everywhere, Leaving
from screens.shell.audience import AppAudience, EndedJobs, UnfinishedJobs
from screens.shell.notices import AppNotices
from screens.shell.terminal import AppTerminal
from screens.terminal.line import hung_up
from screens.terminal.notifications import NAME
from screens.terminal.signals import heed
from studio.terminal.judging import Heard

if TYPE_CHECKING:
    from textual.widget import Widget

    from screens.drawing.garbage import Garbage
    from screens.shell.settings import AppSettings
    from screens.shell.workspace import AppWorkspace
    from studio.jobs.views import JobView
    from studio.terminal.asking import Exchange
    from studio.workspace import Workspace

AHEAD_AFTER = 0.5
"""Seconds after the screen is first drawn until what is wanted next is imported."""

LOOKED_EVERY = 2.0
"""Seconds between two looks at whether the terminal is still there and at garbage."""


class Shell:
    """Puts the app together from its parts. `folder` is the settings folder, None: the usual.

    When the app has ended, `failure` is the mistake that ended it, None where there was none.
    """

    def __init__(self, app: DrawnOnceApp, folder: Path | None, heard: Heard, exchange: Exchange | None) -> None:
        self.failure: BaseException | None = None
        self._app = app
        app.title = NAME
        self._is_untouched = True
        self._card: Widget | None = None
        self._status = Status(app)
        self._unfinished = UnfinishedJobs(self._status)
        self._ended = EndedJobs(self._tell_of_the_end)
        self._folder = folder
        self._notices = AppNotices(app)
        self._audience = AppAudience(self._notices, self._hear_job)
        self.terminal = AppTerminal(app, lambda: self.host, heard, exchange)
        self.host = Host(self._status, self._notices, AppWays(app), self._audience, self.terminal)
        self.everywhere = Everywhere(app, self.host, rooms.every_key)

    @cached_property
    def _garbage(self) -> Garbage:
        """Made with the first key, or the first frame."""
        from screens.drawing.garbage import Garbage

        return Garbage()

    @cached_property
    def workspace(self) -> AppWorkspace:
        """Opens the workspace and closes it."""
        from screens.shell.workspace import AppWorkspace

        return AppWorkspace(self._app, self._folder, self._notices, prepare=self._prepare, ready=self._ready)

    @cached_property
    def settings(self) -> AppSettings:
        """Does as the settings say; made when they are known."""
        from screens.shell.settings import AppSettings

        return AppSettings(self._app, lambda: self.host, self.terminal)

    async def hear(self, event: Event, handle: Callable[[Event], Any]) -> None:
        """An event of the app, which `handle` is to handle as Textual does, with what the parts do before and after."""
        if isinstance(event, InputEvent):
            self._app.unhandled.key()
        if isinstance(event, Key | Paste | MouseDown):
            self._is_untouched = False
            self._take_card_away()
        if isinstance(event, Key):
            self._garbage.key(time.monotonic())
            self.terminal.outside.key(time.monotonic())
            if self._is_for_another(event) or self._is_undo_in_line(event):
                return
        await handle(event)
        self.terminal.hear(event)
        if isinstance(event, Mount):
            self._mounted()
        elif isinstance(event, Ready):
            self._first_frame()
        elif isinstance(event, DescendantFocus) and "settings" in vars(self):
            self.settings.focus(event.widget)
        elif isinstance(event, Leaving):
            await self.everywhere.leave()
        elif isinstance(event, Unmount):
            self._note_window()
            self.host.workspace = None
            await self.workspace.close(len(self._unfinished))

    def _is_for_another(self, event: Key) -> bool:
        """A burst of keys is sent out before the first is heeded: what that gave the focus to gets the others.

        So a search that is pasted, or comes late over a slow line, loses no letter after its slash.
        """
        focused = self._app.focused
        known = vars(event)
        if known.setdefault("sent_to", focused) is focused or focused is None:
            return False
        known["sent_to"] = focused
        focused.post_message(event)
        return True

    def _is_undo_in_line(self, event: Key) -> bool:
        """Ctrl+Z in a field of one line, which knows no undo: who wants one does not want the shell."""
        if event.key != "ctrl+z" or not isinstance(self._app.focused, Input):
            return False
        bound = self._app.screen.active_bindings.get(event.key)
        return bound is not None and bound.binding.id == TO_SHELL.id

    # From the first frame on.

    def _mounted(self) -> None:
        """At a signal to end, end as at Ctrl+Q: the terminal is left as it was, and the jobs are in order."""
        if not self._app.is_headless:
            for number in (signal.SIGTERM, signal.SIGHUP):
                heed(number, self._app.exit, None, 128 + number)
        asyncio.get_running_loop().set_exception_handler(self._heed_loop)

    def _first_frame(self) -> None:
        """The first frame is on the screen: now the costly parts may come."""
        if not self._app.is_headless:
            self._app.unhandled.ends_at_once = False
            self._garbage.begin(time.monotonic())
            self._app.set_interval(LOOKED_EVERY, self._look, name="look after what is around")
            self._app.set_timer(AHEAD_AFTER, self._import_ahead, name="import ahead")
        self.workspace.begin()

    def _import_ahead(self) -> None:
        from screens.drawing.workers import begin_work

        begin_work(self._app, partial(asyncio.to_thread, _import_ahead), group="import ahead")

    def _look(self) -> None:
        """What is looked at now and then. A terminal that has gone without SIGHUP would be read from for ever."""
        self._garbage.look(time.monotonic())
        self.workspace.tell_of_sidecars()
        if hung_up():
            self._app.exit(return_code=1)
        else:
            self.terminal.look()

    def _heed_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A task that nobody waits for has failed; it may say so in any thread."""
        error = context.get("exception")
        if isinstance(error, Exception):
            loop.call_soon_threadsafe(self._app.unhandled.take, error)
        else:
            loop.default_exception_handler(context)

    # The workspace is there.

    async def _prepare(self, workspace: Workspace) -> None:
        await self.settings.begin(workspace)
        workspace.desk.subscribe(partial(self._app.unhandled.hear, self._audience.tell))

    def _ready(self, workspace: Workspace) -> None:
        views = workspace.desk.views()
        self._unfinished.begin(views)
        self._ended.begin(job for job in views if not workspace.desk.is_foreign(job.id))
        self.terminal.begin(workspace, views)
        self.host.workspace = workspace
        self._status.opened()
        self._audience.open(workspace, self._app.screen_stack)
        if workspace.is_first_start:
            self._show_card()
        if workspace.window.room in rooms.BY_NAME and workspace.window.room != self._app.current_mode:
            from screens.drawing.workers import begin_work

            begin_work(self._app, partial(self._go_on_in, workspace.window.room), group="room")

    async def _go_on_in(self, room: str) -> None:
        """Go to the room that was left, unless the person has begun to do something here."""
        await asyncio.to_thread(_import_ahead)
        if self._is_untouched and len(self._app.screen_stack) == 1:
            await self.everywhere.action_room(room)

    def _note_window(self) -> None:
        """What the next studio is to show again."""
        workspace = self.host.workspace
        if workspace is not None:
            workspace.window = msgspec.structs.replace(workspace.window, room=self._app.current_mode)
            for note in self.host.as_left:
                workspace.window = note(workspace.window)

    # A first start.

    def _show_card(self) -> None:
        """Show the card of a first start, unless somebody began before it could come."""
        if self._is_untouched and isinstance(self._app.screen, StudioScreen):
            from screens.shell.first_start import FirstStart

            self._card = FirstStart()
            self._app.screen.mount(self._card)

    def _take_card_away(self) -> None:
        """Somebody begins: the card goes, and what they do goes its way."""
        if self._card is not None:
            self._card.remove()
            self._card = None

    # Jobs.

    def _hear_job(self, job: JobView) -> None:
        now, workspace = time.monotonic(), self.host.workspace
        # Another process tells its own person how its jobs end.
        is_own = workspace is not None and not workspace.desk.is_foreign(job.id)
        self.terminal.outside.hear(job, now, is_own=is_own)
        self._unfinished.hear(job)
        if is_own:
            self._ended.hear(job, now)
        else:
            self._ended.let_go(job)

    def _tell_of_the_end(self, words: str, is_well: bool) -> None:
        """Say in passing how jobs ended, where nobody is watching them."""
        try:
            screen = self._app.screen
        except ScreenStackError:
            # The studio is being left: nobody reads it any more.
            return
        if not (isinstance(screen, StudioScreen) and self._app.current_mode == rooms.WATCHES_JOBS):
            self._notices.endings.say(words, severity="information" if is_well else "warning")


def _import_ahead() -> None:
    """Import what is wanted next, and take away what demos left that were killed; blocks, also for its own imports."""
    from screens.import_ahead import import_ahead
    from studio.demo.opening import sweep_demos

    import_ahead()
    sweep_demos()
