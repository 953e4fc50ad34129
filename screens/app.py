"""The studio on the screen: Textual's app, whose parts are put together in `screens.shell`."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.events import Event

from screens import rooms
from screens.base.screen import TO_SHELL, WIDTHS
from screens.base.topics import offer
from screens.drawing.drawn_once import DrawnOnceApp
from screens.shell.shell import Shell
from screens.theme import MILO, theme_for
from studio.terminal.judging import UNHEARD, Heard

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.command import Provider
    from textual.filter import LineFilter

    from screens.terminal.driver import Answered
    from screens.terminal.frames.frame_store import PictureStore
    from studio.terminal.asking import Exchange


def _commands() -> type[Provider]:
    from screens.guidance.palette import StudioCommands

    return StudioCommands


class StudioApp(DrawnOnceApp, inherit_bindings=False):
    """The studio on the screen. `folder` is the settings folder, None: the usual.

    `exchange` is the question that the terminal was asked, and `heard` what it answered. `studio` is what rooms may ask
    of the app, `shell` its parts.
    """

    CSS_PATH = "app.tcss"
    DEFAULT_MODE = "compose"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "Help", tooltip="The keys of this room", id="studio.help"),
        Binding("f2", "room('compose')", "Compose", tooltip="Go to Compose", id="studio.compose", show=False),
        Binding("f3", "room('progress')", "Progress", tooltip="Go to Progress", id="studio.progress", show=False),
        Binding("f4", "room('gallery')", "Gallery", tooltip="Go to the Gallery", id="studio.gallery", show=False),
        Binding("f7", "cast", "Cast", tooltip="Go to the Cast", id="studio.cast", show=False),
        # Most terminals send for Shift+F7 what a few send for F19, and for Shift+F8 F20.
        Binding("shift+f7,f19", "plates", "Plates", tooltip="The backgrounds", id="studio.plates", show=False),
        Binding("shift+f8,f20", "datasets", "Datasets", tooltip="What is trained", id="studio.datasets", show=False),
        Binding("f12", "settings", "Settings", tooltip="Every setting", id="studio.settings", show=False),
        Binding("f10", "demo", "Demo", tooltip="Look at a demo library", id="studio.demo", show=False),
        Binding("ctrl+p", "command_palette", "Menu", tooltip="Everything that can be done", id="studio.commands"),
        Binding(
            "ctrl+t", "jump", "Jump", tooltip="Jump to a field or a list", id="studio.jump", show=False, priority=True
        ),
        Binding("ctrl+q", "quit", "Quit", tooltip="Leave the studio", id="studio.quit", priority=True),
        TO_SHELL,
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(
        self,
        folder: Path | None = None,
        heard: Heard = UNHEARD,
        exchange: Exchange | None = None,
    ) -> None:
        super().__init__()
        self.shell = Shell(self, folder, heard, exchange)
        self.studio = self.shell.host
        offer(self, self.shell.everywhere)
        for name, room in rooms.BY_NAME.items():
            self.add_mode(name, room)
        self.register_theme(theme_for(self.shell.terminal.now.colours))
        # Nothing has been styled by another theme yet.
        self.set_reactive(App.theme, MILO.name)
        self.add_class(f"-theme-{MILO.name}", update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    async def run_async(self, **named: Any) -> Any:
        """Run until the person leaves; what `exit` was given.

        Ctrl-C at a line that was given back, or SIGINT, asks to leave. Textual would cut its end off, tell nobody, and
        leave behind what had not been closed by then: screens, jobs, the library.
        """
        running = asyncio.create_task(super().run_async(**named))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            if self.return_code is None:
                self.exit()
            return await running

    async def on_event(self, event: Event) -> None:
        """The parts of the app hear of it too."""
        await self.shell.hear(event, super().on_event)

    def on_answered(self, message: Answered) -> None:
        """The terminal answered late, or was asked again."""
        self.shell.terminal.hear_answers(message)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave the screen. A terminal frees pictures only from the screen that they stand on, so here."""
        self.over_cells.leave()
        super().exit(result, return_code, message)

    # Its terminal.

    @cached_property
    def pictures(self) -> PictureStore:
        """What has been made ready for the terminal; made with the first picture."""
        return self.shell.terminal.new_store()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to each line of words: Textual's own, and then what gives it the terminal's colours."""
        filters = self.shell.terminal.filters
        return [*super().get_line_filters(), *filters] if filters else super().get_line_filters()

    @property
    def clipboard(self) -> str:
        """What was copied last."""
        return self.shell.terminal.copier.text

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what is marked in a field."""
        self.shell.terminal.copier.send(text)

    # Mistakes.

    def tell_of(self, error: Exception) -> None:
        """Show in passing what went wrong."""
        from screens.base.failures import passing

        self.call_later(self.studio.show_notice, passing(error))

    def end_by(self, error: Exception) -> None:
        """A mistake of the program: into the log, not over the terminal."""
        self.shell.failure = error
        logging.getLogger(__name__).critical("the studio ended by a mistake of its own", exc_info=error)
        super().end_by(error)


class DemoApp(StudioApp):
    """The studio on a library to look at: it opens in the Gallery, and says that all of it goes at the end."""

    DEFAULT_MODE = "gallery"

    def __init__(self, folder: Path | None = None, heard: Heard = UNHEARD, exchange: Exchange | None = None) -> None:
        super().__init__(folder, heard, exchange)
        self.studio.status.is_demo = True


def run(exchange: Exchange | None = None, demo: Path | None = None) -> tuple[int, bool]:
    """Open the studio until the person leaves; says then what goes on elsewhere.

    `exchange` is the question that the terminal was asked; `demo` the settings folder of a demo, None: the person's
    own. Gives the exit status, and whether the person left for the demo.
    """
    from studio.cli.failure import keep_log

    keep_log()
    heard = exchange.hear() if exchange is not None else UNHEARD
    app = (StudioApp if demo is None else DemoApp)(demo, heard, exchange)
    # While it reports the mouse, GNU screen (4.09) holds Escape back until the next key.
    app.run(mouse=app.shell.terminal.now.within != "GNU screen")
    for line in app.shell.workspace.farewell:
        sys.stdout.write(f"{line}\n")
    if app.shell.failure is not None:
        from screens.base.failures import sentence

        sys.stderr.write(f"{sentence(app.shell.failure)}\n")
    return app.return_code or 0, app.shell.everywhere.wants_demo
