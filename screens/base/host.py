"""What rooms and windows may ask of the app; the app itself, which makes them, is `screens.app`."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING

from textual.reactive import reactive

from screens.drawing.drawn_once import DrawnOnce, DrawnOnceApp

if TYPE_CHECKING:
    from screens.base.toasts import Passing
    from studio.errors import Notice
    from studio.jobs.views import Change
    from studio.scenes.recipe import PictureUse, Recipe
    from studio.workspace import Workspace


class Listener(DrawnOnce[None]):
    """A screen that is posted every change at the desk."""

    def hear_of_workspace(self) -> None:
        """Hear, once, that the workspace is open, if it is."""
        raise NotImplementedError


class Host(DrawnOnceApp):
    """The app, as those see it that live in it.

    `workspace` is None until it is open, which is when `opening` ends; `on_the_way` counts the jobs that have not
    ended; `keys` are the person's own keys by binding id.
    """

    on_the_way = reactive(0, repaint=False)
    opening = reactive(True, repaint=False)

    def __init__(self) -> None:
        super().__init__()
        self.workspace: Workspace | None = None
        self.keys: dict[str, str] = {}

    @cached_property
    def passing(self) -> Passing:
        """What was done is said by it."""
        from screens.base.toasts import Passing

        return Passing(self)

    def join(self, screen: Listener) -> None:
        """Let a screen hear of every change."""
        raise NotImplementedError

    def leave(self, screen: Listener) -> None:
        """Tell a screen no more."""
        raise NotImplementedError

    def tell(self, change: Change) -> None:
        """Pass a change at the desk on to every listener; a notice of the desk is shown."""
        raise NotImplementedError

    def show_notice(self, notice: Notice, *, error: bool = False) -> None:
        """Show a notice: an error in a window of its own with text to copy, anything else in passing."""
        raise NotImplementedError

    def reporting(self) -> AbstractContextManager[None]:
        """Show the studio's own errors as a notice; the block ends there, and its caller goes on."""
        raise NotImplementedError

    def ask_about_pictures(self) -> None:
        """Where nobody knows how the terminal shows pictures, let the person say, once."""
        raise NotImplementedError

    async def copy(self, text: str) -> str:
        """Copy text to the person's clipboard; gives what may truly be said of it."""
        raise NotImplementedError

    def show_help(self) -> None:
        """Show the keys of the present screen."""
        raise NotImplementedError

    async def watch_job(self, job_id: str) -> None:
        """Show a job in Progress."""
        raise NotImplementedError

    async def open_picture(self, picture_id: int) -> None:
        """Show a picture in the Gallery."""
        raise NotImplementedError

    async def letter_picture(self, picture_id: int) -> None:
        """Open a picture in Lettering."""
        raise NotImplementedError

    async def run_again(self, recipe: Recipe) -> None:
        """Open a recipe in Compose as it was."""
        raise NotImplementedError

    async def paint_over(self, start: PictureUse, size: tuple[int, int], recipe: Recipe | None) -> None:
        """Open Compose with a picture to paint over."""
        raise NotImplementedError
