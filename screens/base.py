"""What all screens of the studio share: the header, the footer, the help, and word from the app."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer

from screens.messages import Opened
from screens.widgets.header import StudioHeader

if TYPE_CHECKING:
    from screens.app import StudioApp


class StudioScreen(Screen[None]):
    """A room of the studio. A subclass names itself (ROOM), says what it is for (HELP), and yields its body.

    PARTS are the widgets of the screen that have keys of their own: the help and the command palette list them, and
    the settings may remap them, so each of their bindings needs an id ("gallery.open") and a description.
    WATCHES_JOBS is for a room that shows the end of a job by itself, so that no toast has to.
    A handler `on_opened` gets the workspace; a handler `on_changed` gets each change at the desk.
    """

    ROOM: ClassVar[str] = ""
    HELP: ClassVar[str] = ""
    WATCHES_JOBS: ClassVar[bool] = False
    PARTS: ClassVar[tuple[type[Widget], ...]] = ()
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]

    @property
    def studio(self) -> StudioApp:
        """The app, by its own type."""
        return cast("StudioApp", self.app)

    def compose(self) -> ComposeResult:
        """The header, the body, the footer."""
        yield StudioHeader(self.ROOM)
        yield from self.compose_room()
        yield Footer(compact=True, show_command_palette=False)

    def compose_room(self) -> ComposeResult:
        """What stands between the header and the footer."""
        yield from ()

    def on_mount(self) -> None:
        """Join the app's audience; a screen that is made late hears at once that the workspace is open."""
        self.studio.join(self)
        if self.studio.workspace is not None:
            self.post_message(Opened(self.studio.workspace))

    def on_unmount(self) -> None:
        """Leave the audience."""
        self.studio.leave(self)
