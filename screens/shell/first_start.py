"""The card of a first start: the keys that matter, and three ways on. It takes no key: each does what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text
from textual.widgets import Static

from screens.base.host import host_of
from screens.keymap import key_of
from screens.theme import ink

if TYPE_CHECKING:
    from textual.screen import Screen

Keys = Callable[[str], str]
"""The key of a binding, by its id, as a person reads it."""
Inks = Callable[[str], str]
"""The colour of one of the theme's inks, by its name."""


class Line(NamedTuple):
    """What a key does; the key by its binding's id, or as it is written where none has it."""

    key: str
    words: str


ENOUGH = 24
"""Lines of a screen on which the whole card leaves the scene to be seen."""

KEYS = (
    Line("compose.draw", "draws the scene; the painter that is built in needs no server"),
    Line("studio.gallery", "the Gallery: all pictures, to judge, find, letter and export"),
    Line("studio.help", "what the keys do where you are"),
    Line("studio.commands", "everything that can be done, found by its name"),
    Line("studio.quit", "leaves; what was begun goes on with the next start"),
)
WAYS = (
    Line("", "write a scene: begin, and it stands above"),
    Line("studio.demo", "look at a demo library: it touches nothing of yours"),
    Line("studio.settings", "connect a ComfyUI of yours, by its address"),
)


class FirstStart(Static):
    """The card, over the lower part of Compose: the scene stays to be seen."""

    DEFAULT_CSS = """
    FirstStart {
        layer: card;
        dock: bottom;
        height: auto;
        width: 100%;
        margin: 0 0 1 0;
        padding: 0 2;
        background: $panel;
        border-top: heavy $primary;
        content-align: center middle;
        text-wrap: nowrap;
        text-overflow: ellipsis;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="first-start", markup=False)
        self.can_focus = False

    def on_mount(self) -> None:
        """Say it, in the keys that are in use."""
        is_low = self.app.size.height < ENOUGH
        self.update(card(partial(_shown_key, self.screen), partial(ink, self.app), is_low=is_low))


def card(key: Keys, ink_of: Inks, *, is_low: bool = False) -> Text:
    """What stands on the card; on a low one the ways alone."""
    wide = max(len(key(line.key)) for line in (*KEYS, *WAYS))
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append("◢◤  Milo Studio draws what you write\n", f"bold {ink_of('primary')}")
    if not is_low:
        text.append("\n")
        _append(text, KEYS, key, wide, ink_of)
        text.append("\nThree ways on\n", ink_of("muted"))
    _append(text, WAYS, key, wide, ink_of)
    text.append(("" if is_low else "\n") + "Any key goes on; Esc closes this.", ink_of("muted"))
    return text


def _append(text: Text, lines: Sequence[Line], key: Keys, wide: int, ink_of: Inks) -> None:
    for line in lines:
        shown = key(line.key) if line.key else "…"
        text.append(shown.rjust(wide), f"bold {ink_of('accent')}")
        text.append(f"  {line.words}\n")


def _shown_key(screen: Screen[object], name: str) -> str:
    return key_of(name, (type(screen), type(screen.app)), host_of(screen).keys)
