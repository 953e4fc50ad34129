"""What rooms and windows may ask of the app, which is made in `screens.app`. No room imports that."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol, cast

from textual.app import App
from textual.dom import DOMNode
from textual.signal import Signal

from screens.drawing.drawn_once import DrawnOnce

if TYPE_CHECKING:
    from screens.base.toasts import Passing
    from studio.errors import Notice
    from studio.jobs.views import Change
    from studio.scenes.recipe import PictureUse, Recipe
    from studio.settings.window import WindowLeft
    from studio.workspace import Workspace


class Notices(Protocol):
    """What a person should know."""

    @property
    def passing(self) -> Passing:
        """What was done is said by it."""

    def show_notice(self, notice: Notice, *, error: bool = False) -> None:
        """Show a notice: an error in a window of its own with text to copy, anything else in passing."""

    def reporting(self) -> AbstractContextManager[None]:
        """Show the studio's own errors as a notice; the block ends there, and its caller goes on."""


class Ways(Protocol):
    """Ways from one room to another with something in hand."""

    async def watch_job(self, job_id: str) -> None:
        """Show a job in Progress."""

    async def open_picture(self, picture_id: int) -> None:
        """Show a picture in the Gallery."""

    async def letter_picture(self, picture_id: int) -> None:
        """Open a picture in Lettering."""

    async def run_again(self, recipe: Recipe) -> None:
        """Open a recipe in Compose as it was."""

    async def paint_over(self, start: PictureUse, size: tuple[int, int], recipe: Recipe | None) -> None:
        """Open Compose with a picture to paint over."""


class CastWays(Protocol):
    """Ways to the Cast and the datasets, and from them."""

    async def open_cast(self) -> None:
        """Go to the Cast."""

    async def open_datasets(self) -> None:
        """Go to the datasets."""

    async def begin_scene(self, name: str) -> None:
        """Write somebody into the scene in Compose."""

    async def search(self, query: str) -> None:
        """Show in the Gallery what a search finds."""

    async def go_back(self) -> None:
        """Go to the room that was left for this one."""


class EveryWay(Ways, CastWays, Protocol):
    """All of them."""


class Audience(Protocol):
    """The screens that hear of the workspace, and of every change at the desk."""

    def meet(self, screen: DrawnOnce[Any]) -> None:
        """A screen is in sight: it is told that the workspace is open, once, and from now on of every change."""

    def tell(self, change: Change) -> None:
        """Pass a change at the desk on to every screen; a notice of the desk is shown."""


class Clipboard(Protocol):
    """The person's clipboard."""

    @property
    def takes_pictures(self) -> bool:
        """Whether it takes pictures too."""

    async def copy(self, text: str) -> str:
        """Copy text; gives what may truly be said of it."""

    async def copy_picture(self, path: str) -> str:
        """Copy a picture's file; gives what may truly be said of it. Raises PictureUnreadable, NotToBeCopied."""


class AtTerminal(Clipboard, Protocol):
    """The person's terminal."""

    def name_picture(self, words: str, by: object) -> None:
        """The window's title names the picture that fills the screen `by`; "" where it does no more."""

    def file_link(self, path: str) -> str:
        """The address that opens a file where it is clicked on; "" where the terminal has no such links."""

    def ask_about_pictures(self) -> None:
        """Where nobody knows how the terminal shows pictures, let the person say, once."""


class Status:
    """What every header shows: how many jobs have not ended, and whether the workspace is still being opened."""

    def __init__(self, app: App[None]) -> None:
        self.on_the_way = 0
        self.opening = True
        self.is_demo = False
        """Whether this is the demo, which is gone at the end."""
        self.changed: Signal[Status] = Signal(app, "status")

    def count(self, on_the_way: int) -> None:
        """So many jobs have not ended."""
        if on_the_way != self.on_the_way:
            self.on_the_way = on_the_way
            self.changed.publish(self)

    def opened(self) -> None:
        """The workspace is open."""
        self.opening = False
        self.changed.publish(self)


class Host:
    """The app, as those see it that live in it: what its parts can do for them.

    `workspace` is None until it is open; `keys` are the person's own keys by binding id; `as_left` are called when the
    person leaves, to say what the next studio is to show again: each adds to what it is given.
    """

    def __init__(
        self, status: Status, notices: Notices, ways: EveryWay, audience: Audience, at_terminal: AtTerminal
    ) -> None:
        self.workspace: Workspace | None = None
        self.keys: dict[str, str] = {}
        self.as_left: list[Callable[[WindowLeft], WindowLeft]] = []
        self.status = status
        self._notices = notices
        self.show_notice = notices.show_notice
        self.reporting = notices.reporting
        self.watch_job = ways.watch_job
        self.open_picture = ways.open_picture
        self.letter_picture = ways.letter_picture
        self.run_again = ways.run_again
        self.paint_over = ways.paint_over
        self.open_cast = ways.open_cast
        self.open_datasets = ways.open_datasets
        self.begin_scene = ways.begin_scene
        self.search = ways.search
        self.go_back = ways.go_back
        self.meet = audience.meet
        self.tell = audience.tell
        self._at_terminal = at_terminal
        self.copy = at_terminal.copy
        self.copy_picture = at_terminal.copy_picture
        self.name_picture = at_terminal.name_picture
        self.file_link = at_terminal.file_link
        self.ask_about_pictures = at_terminal.ask_about_pictures

    @property
    def takes_pictures(self) -> bool:
        """Whether the person's clipboard takes pictures too; the terminal may become another one."""
        return self._at_terminal.takes_pictures

    @property
    def passing(self) -> Passing:
        """What was done is said by it."""
        return self._notices.passing


class HasHost(Protocol):
    """The studio's app, as what lives in it knows it."""

    studio: Host


def host_of(node: DOMNode) -> Host:
    """The host of a screen, a window or a widget of the studio's app."""
    return cast(HasHost, node.app).studio
