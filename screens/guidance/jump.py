"""Jumping: a letter on everything that can have the focus, and a press of it goes there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.errors import NoWidget
from textual.events import Key
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from screens.base.screen import StudioWindow
from screens.widgets.footer import StudioFooter

LETTERS = "asdfghjklqwertyuiopzxcvbnm"
"""The nearest first."""


class Target(NamedTuple):
    """What can be gone to, where it is seen, and what is typed for it."""

    letters: str
    widget: Widget
    region: Region


def labels(count: int) -> tuple[str, ...]:
    """So many labels, none the beginning of another: letters, or pairs of them where there are too few; 676 at most."""
    if count <= len(LETTERS):
        return tuple(LETTERS[:count])
    return tuple("".join(pair) for pair in product(LETTERS, repeat=2))[:count]


def targets(screen: Screen[Any]) -> tuple[Target, ...]:
    """What of a screen can have the focus and is seen, from the top to the bottom."""
    placed = [(_place(screen, one), one) for one in screen.focus_chain]
    seen = sorted(((region, one) for region, one in placed if region.area), key=lambda pair: (pair[0].y, pair[0].x))
    # Where one lies in another and begins at the same cell, one letter would hide the other.
    corners: set[tuple[int, int]] = set()
    for at, (region, one) in enumerate(seen):
        while region.offset in corners and region.width > 1:
            region = Region(region.x + 1, region.y, region.width - 1, region.height)
        corners.add(region.offset)
        seen[at] = (region, one)
    return tuple(Target(text, one, region) for text, (region, one) in zip(labels(len(seen)), seen, strict=False))


def _place(screen: Screen[Any], widget: Widget) -> Region:
    """Where a widget is seen; nowhere, while a screen that just opens is not laid out."""
    try:
        return screen.find_widget(widget).visible_region
    except NoWidget:
        return Region()


class JumpWindow(StudioWindow[Widget]):
    """Shows the letters over what is there. Gives what was chosen, None when the person stays."""

    CSS_PATH = "jump.tcss"
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Stay here", id="jump.close"),
        Binding("backspace", "back", "Letter back", show=False, id="jump.back"),
    ]

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        self._targets = tuple(targets)
        self._typed = ""

    def compose(self) -> ComposeResult:
        """A letter at the corner of each, and how it goes on."""
        for target in self._targets:
            label = Static(target.letters, classes="jump-label", markup=False)
            label.styles.offset = target.region.offset
            yield label
        yield StudioFooter()

    def on_key(self, event: Key) -> None:
        """Go where a letter stands."""
        letter = (event.character or "").casefold()
        if len(letter) != 1 or letter not in LETTERS:
            return
        event.stop()
        left = [one for one in self._targets if one.letters.startswith(self._typed + letter)]
        if not left:
            self.app.bell()
        elif left[0].letters == self._typed + letter:
            self.dismiss(left[0].widget)
        else:
            self._typed += letter
            self._dim()

    def action_back(self) -> None:
        """Take the first letter of a pair back."""
        self._typed = ""
        self._dim()

    def _dim(self) -> None:
        for target, label in zip(self._targets, self.query(".jump-label"), strict=True):
            label.set_class(not target.letters.startswith(self._typed), "-other")
