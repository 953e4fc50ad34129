"""The part of the app that stands at a terminal: its colours and pictures, what it is told, and what is copied."""

from __future__ import annotations

import sys
import time
from functools import cached_property
from typing import TYPE_CHECKING

from textual.events import AppBlur, AppFocus, Event, Resize

from screens.capabilities import AtTerminal
from screens.terminal.driver import StudioDriver
from screens.terminal.notifications import Outside
from screens.textual_workarounds import driver_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.filter import LineFilter

    from screens.base.host import Host
    from screens.drawing.drawn_once import DrawnOnceApp
    from screens.terminal.clipboard import Copier
    from screens.terminal.driver import Answered
    from screens.terminal.frames.frame_store import PictureStore
    from studio.jobs.views import JobView
    from studio.terminal.asking import Exchange
    from studio.terminal.judging import Heard
    from studio.terminal.records import Terminal
    from studio.workspace import Workspace


class AppTerminal:
    """The terminal of `app`, of which this was `heard`; `exchange` is the question that it was asked."""

    def __init__(self, app: DrawnOnceApp, host: Callable[[], Host], heard: Heard, exchange: Exchange | None) -> None:
        self.exchange = exchange
        self._app = app
        if sys.__stdin__ is not None and sys.__stdin__.isatty():
            app.driver_class = StudioDriver
        self._at = AtTerminal(app, host, heard)
        self.outside = Outside(lambda: self.now, self._send)
        """Tells the person who looks elsewhere."""

    @property
    def now(self) -> Terminal:
        """The terminal that the person sits at, which may become another one."""
        return self._at.terminal

    @property
    def filters(self) -> Sequence[LineFilter]:
        """What gives words the colours that the terminal has."""
        return self._at.filters

    def new_store(self) -> PictureStore:
        """Knows what has been made ready for the terminal."""
        from screens.terminal.frames.frame_store import PictureStore

        return PictureStore(lambda: self.now.picture, self._at.cell)

    def hear(self, event: Event) -> None:
        """The person looks elsewhere, or is back, perhaps at another terminal; so is one of another size."""
        if isinstance(event, AppBlur):
            self.outside.focus(False)
        elif isinstance(event, AppFocus):
            self.outside.focus(True)
            self._at.look_for_another()
        elif isinstance(event, Resize):
            self._at.look_for_another()

    def hear_answers(self, message: Answered) -> None:
        """The terminal answered late, or was asked again."""
        self._at.hear_answers(message)
        if "copier" in vars(self):
            self.copier.hear(message.answers)

    async def take_settings(self, workspace: Workspace) -> None:
        """The settings are known, and what the person said of terminals before."""
        await self._at.take_settings(workspace)

    def begin(self, workspace: Workspace, jobs: Sequence[JobView]) -> None:
        """Tell from now on of jobs: these are there."""
        self.outside.rings = workspace.settings.notify
        self.outside.begin(jobs, time.monotonic())

    def look(self) -> None:
        """What is due now and then, every few seconds."""
        self.outside.look(time.monotonic())
        self._at.look_whether_left()

    def ask_about_pictures(self) -> None:
        """Where nobody knows how the terminal shows pictures, let the person say, once."""
        self._at.ask_about_pictures()

    def name_picture(self, words: str, by: object) -> None:
        """The window's title names the picture that fills the screen `by`; "" where it does no more."""
        self.outside.name_picture(words, by)

    def file_link(self, path: str) -> str:
        """The address that opens a file where it is clicked on; "" where the terminal has no such links."""
        from studio.file_links import file_link, may_be_linked

        return file_link(path) if may_be_linked(self.now.name, self.now.within) else ""

    # What is copied.

    @cached_property
    def copier(self) -> Copier:
        """Sends text to the clipboard; made with the first text."""
        from screens.terminal.clipboard import Copier

        return Copier(lambda: self.now, self._send, self._ask)

    async def copy(self, text: str) -> str:
        """Copy text; gives what may truly be said of it."""
        return await self.copier.copy(text)

    @property
    def takes_pictures(self) -> bool:
        """Whether the person's clipboard takes pictures too."""
        return self.now.clipboard.takes_pictures

    async def copy_picture(self, path: str) -> str:
        """Copy a picture's file; gives what may truly be said of it. Raises PictureUnreadable, NotToBeCopied."""
        return await self.copier.copy_picture(path)

    def _ask(self) -> None:
        driver = driver_of(self._app)
        if isinstance(driver, StudioDriver):
            driver.ask()

    def _send(self, sequences: str) -> None:
        driver = driver_of(self._app)
        if driver is not None:
            driver.write(sequences)
