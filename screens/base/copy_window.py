"""What of a picture can be copied, with its first words: a letter copies it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.base.screen import StudioWindow
from screens.theme import ink
from screens.widgets.footer import StudioFooter
from screens.widgets.options import Options
from studio.plain_text import plain

if TYPE_CHECKING:
    from screens.base.host import Clipboard
    from studio.scenes.recipe import Recipe
    from studio.scenes.stock import Stock


class Copy(NamedTuple):
    """What can be copied: by which letter, and what it is. `is_picture`: the picture whose path the text is."""

    letter: str
    name: str
    text: str
    is_picture: bool = False


async def copy(clipboard: Clipboard, chosen: Copy) -> str:
    """Copy what was chosen; gives what may truly be said of it. Raises PictureUnreadable, NotToBeCopied."""
    return await (clipboard.copy_picture if chosen.is_picture else clipboard.copy)(chosen.text)


def copies(
    clipboard: Clipboard, recipe: Recipe | None, stock: Stock | None, *, prompt: str, path: str = ""
) -> tuple[Copy, ...]:
    """What can be copied of a picture, or of a job that has no `path` yet; without a recipe its prompt alone."""
    itself = [Copy("i", "picture itself", path, is_picture=True)] if clipboard.takes_pictures else []
    return tuple(one for one in (*_copies(recipe, stock, prompt, path), *itself) if one.text)


def _copies(recipe: Recipe | None, stock: Stock | None, prompt: str, path: str) -> Iterator[Copy]:
    yield Copy("p", "prompt", prompt)
    if recipe is not None:
        yield Copy("s", "scene", recipe.scene)
        if stock is not None:
            from studio.scenes.again.draw_command import draw_command

            yield Copy("c", "command that draws it again", draw_command(recipe, stock))
    yield Copy("f", "file's path", path)


class CopyWindow(StudioWindow[Copy]):
    """Lists what can be copied. Gives what was chosen."""

    CSS_PATH = ["windows.tcss", "copy_window.tcss"]
    AUTO_FOCUS = "#copies"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Close", key_display="Esc", id="copy.close"),
    ]

    def __init__(self, offered: Sequence[Copy]) -> None:
        super().__init__()
        self._offered = tuple(offered)

    def compose(self) -> ComposeResult:
        """A row for each."""
        with Vertical(classes="window"):
            yield Static(Text("Copy"), classes="window-title")
            yield Options(
                *(Option(self._row(one), one.letter) for one in self._offered),
                id="copies",
                classes="coloured",
                compact=True,
                markup=False,
            )
        yield StudioFooter()

    def _row(self, one: Copy) -> Text:
        row = Text.assemble((one.letter, f"bold {ink(self.app, 'primary')}"), f"  the {one.name}  ", no_wrap=True)
        row.append("for a program that takes pictures" if one.is_picture else plain(one.text), "dim")
        row.overflow = "ellipsis"
        return row

    def on_key(self, event: Key) -> None:
        """Take what has this letter."""
        for one in self._offered:
            if event.character == one.letter:
                event.stop()
                self.dismiss(one)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(next(one for one in self._offered if one.letter == event.option_id))
