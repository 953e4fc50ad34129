"""What all screens of the studio share: the header, the footer, the help, and word from the app."""

from __future__ import annotations

from typing import ClassVar, NamedTuple, Protocol, runtime_checkable

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import ScreenResume
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget

from screens.base.host import Host, host_of
from screens.drawing.drawn_once import DrawnOnce
from screens.widgets.footer import StudioFooter
from screens.widgets.header import StudioHeader

WIDTHS = [(0, "-narrow"), (100, "-wide")]
HEIGHTS = [(0, "-low"), (32, "-high")]
"""Cells from which a screen has a class, so that its style sheet can lay it out for its size."""


class HelpTable(NamedTuple):
    """A part of a room's help besides its keys: each line's first text is explained by its second."""

    title: str
    lines: tuple[tuple[str, str], ...]


@runtime_checkable
class ExplainsMore(Protocol):
    """A room whose help has tables after the keys."""

    @classmethod
    def help_tables(cls) -> tuple[HelpTable, ...]:
        """What the help explains after the keys."""


@runtime_checkable
class BeginsHelp(Protocol):
    """A room, or a part of one for as long as it has the focus, that says where the help is opened."""

    @property
    def help_begins_at(self) -> str:
        """The title of the table at which the help is opened; empty: at its top."""


TO_SHELL = Binding(
    "ctrl+z",
    "app.to_shell",
    "Shell",
    tooltip="Go to the shell (where the key is not undo); fg comes back",
    id="studio.shell",
    show=False,
)
"""Of the app, and of windows, under which Textual looks for no keys of the app."""


class StudioWindow(DrawnOnce[ScreenResultType], ModalScreen[ScreenResultType]):
    """A window over a room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        TO_SHELL,
        Binding("ctrl+c", "screen.copy_text", show=False, system=True),
        Binding("ctrl+c", "app.help_quit", show=False, system=True),
    ]


class StudioScreen(DrawnOnce[None]):
    """A room of the studio. A subclass names itself (ROOM), says what it is for (HELP), and yields its body.

    PARTS are the widgets of the screen that have keys of their own: the help and the command palette list them, and
    the settings may remap them, so each of their bindings needs an id ("gallery.open") and a description.
    A handler `on_opened` gets the workspace; a handler `on_changed` gets each change at the desk.
    """

    ROOM: ClassVar[str] = ""
    HELP: ClassVar[str] = ""
    PARTS: ClassVar[tuple[type[Widget], ...]] = ()
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(self) -> None:
        super().__init__()
        # Textual finds the breakpoints at the first resize, and styles the whole screen again where they are news.
        size = self.app.size
        for side, points in ((size.width, WIDTHS), (size.height, HEIGHTS)):
            self.add_class(max(point for point in points if side >= point[0])[1], update=False)

    @property
    def studio(self) -> Host:
        """The app, as rooms see it."""
        return host_of(self)

    def compose(self) -> ComposeResult:
        """The header, the body, the footer."""
        yield StudioHeader(self.ROOM)
        yield from self.compose_room()
        yield StudioFooter()

    def compose_room(self) -> ComposeResult:
        """What stands between the header and the footer."""
        yield from ()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Be one of those who hear of the workspace, and of every change at the desk."""
        self.studio.meet(self)
