"""The app at its terminal: in how many colours it writes, which way pictures go, and what to do at another terminal."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.console import Console
from textual.app import App

from screens.terminal.driver import Answered, StudioDriver
from screens.terminal.terminal_watch import TerminalWatch
from screens.textual_workarounds import driver_of
from screens.theme import theme_for
from studio.errors import Notice
from studio.terminal.judging import Heard, Set

if TYPE_CHECKING:
    from textual.filter import LineFilter

    from screens.base.host import Host
    from screens.drawing.drawn_once import DrawnOnceApp
    from studio.terminal.records import CellSize, Colours, Terminal
    from studio.workspace import Workspace

SAMPLE = "references/milo.png"
"""The shipped picture by which a person sees how their terminal shows pictures."""


class AtTerminal:
    """Knows the terminal of `app` from what was `heard` of it, and has the app follow when it becomes another one."""

    def __init__(self, app: DrawnOnceApp, host: Callable[[], Host], heard: Heard) -> None:
        self._app, self._host = app, host
        self._watch = TerminalWatch(heard, self._follow)
        app.console = _console()
        self.filters = _filters(self.terminal.colours)
        """What gives words the colours that the terminal has."""

    @property
    def terminal(self) -> Terminal:
        """The terminal that the person sits at."""
        return self._watch.terminal

    def cell(self) -> CellSize:
        """The size of a cell by now."""
        return self._watch.cell()

    def hear_answers(self, message: Answered) -> None:
        """The terminal answered late, or was asked again."""
        self._watch.hear_answers(message.answers, message.seconds)

    async def take_settings(self, workspace: Workspace) -> None:
        """The settings are known, and what the person said of terminals before."""
        with self._host().reporting():
            await self._want(workspace)
        if self.terminal.colours == "16" or self._app.no_color:
            self._run(partial(self._tell_of_colours, workspace), "tell of colours")

    async def _want(self, workspace: Workspace) -> None:
        """Judge by the settings and by what is kept. Raises TableUnreadable."""
        from studio.terminal import remembered

        chosen = workspace.settings
        said = await asyncio.to_thread(remembered.ways, workspace.folder)
        self._watch.want(Set(chosen.pictures, chosen.colours, said))

    def look_for_another(self) -> None:
        """The person may have come back at another terminal, where a multiplexer lets them."""
        # The size that a studio begins with is no news, and the terminal was asked just before.
        if self._host().status.opening:
            return
        driver = driver_of(self._app)
        if self._watch.is_in_tmux:
            self._run(self._ask_tmux, "ask tmux")
        elif self._watch.may_be_another and isinstance(driver, StudioDriver):
            driver.ask()

    def look_whether_left(self) -> None:
        """Where the client that tmux told of has gone, see whether another one has come."""
        if self._watch.is_left():
            self._run(self._ask_tmux, "ask tmux")

    def ask_about_pictures(self) -> None:
        """Where nobody knows how the terminal shows pictures, let the person say, once."""
        workspace = self._host().workspace
        if workspace is not None and self.terminal.doubtful:
            self._run(partial(self._ask_about_pictures, workspace), "ask about pictures")

    def _run(self, work: Callable[[], Coroutine[Any, Any, None]], group: str) -> None:
        from screens.drawing.workers import begin_work

        begin_work(self._app, work, group=group, is_exclusive=True)

    async def _ask_tmux(self) -> None:
        from studio.terminal import tmux

        before = self._watch.client
        self._watch.hear_tmux(await asyncio.to_thread(lambda: tmux.end(tmux.begin())))
        if self._watch.client != before:
            self._show_pictures_anew()

    async def _ask_about_pictures(self, workspace: Workspace) -> None:
        import data
        from screens.picture_question import PictureQuestion
        from studio.terminal import remembered

        key = self.terminal.key
        sample = await asyncio.to_thread(data.blob, SAMPLE)
        way = await self._app.push_screen_wait(PictureQuestion(self.terminal, sample))
        with self._host().reporting():
            await asyncio.to_thread(remembered.keep_way, workspace.folder, key, way)
            await self._want(workspace)

    async def _tell_of_colours(self, workspace: Workspace) -> None:
        """Say once how to get more of them."""
        from studio.terminal import remembered
        from studio.terminal.facts import more_colours

        with self._host().reporting():
            if not await asyncio.to_thread(remembered.keep_told, workspace.folder, self.terminal.key):
                return
            if self._app.no_color:
                notice = Notice("NO_COLOR is set", "Words come without colours; pictures keep theirs", "Unset NO_COLOR")
            else:
                how = next(one.how for one in self.terminal.findings if one.topic == "colours")
                notice = Notice("This terminal shows 16 colours", f"Known by {how}", more_colours(self.terminal))
            self._host().show_notice(notice)

    def _follow(self, before: Terminal, now: Terminal) -> None:
        """The terminal is another one, or known better."""
        if now.colours != before.colours:
            self.filters = _filters(now.colours)
            self._app.register_theme(theme_for(now.colours))
            # The theme of this name is another one now.
            self._app.mutate_reactive(App.theme)
        if now.picture != before.picture:
            self._show_pictures_anew()

    def _show_pictures_anew(self) -> None:
        """Another terminal holds none of the pictures that were sent, and shows them in its own way."""
        if self._app.has_pictures:
            self._app.pictures.begin_anew()


def _filters(colours: Colours) -> Sequence[LineFilter]:
    if colours == "24-bit":
        return ()
    from screens.terminal.colour_filter import line_filters

    return line_filters(colours)


def _console() -> Console:
    """The console that words are rendered by, as Textual makes it, but that writes colours as they come to it.

    By COLORTERM Textual's would round them, channel by channel.
    """
    return Console(
        color_system="truecolor",
        file=io.StringIO(),
        markup=True,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        force_terminal=True,
        safe_box=False,
        soft_wrap=False,
    )
