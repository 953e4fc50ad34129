"""The window that finds and replaces in many captions, with what would change before it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static

from screens.base.screen import StudioWindow
from screens.base.topics import Topic, bindings_of, offer
from screens.stock.datasets.model import changing
from screens.theme import ink
from screens.widgets.checkbox import Tick
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.plain_text import plain

MOST_SHOWN = 40
"""Captions of which it is shown how they would be."""


class ReplaceForm(Vertical):
    """The fields over what would change; `give` gets the captions that change."""

    def __init__(self, captions: Mapping[str, str], give: Callable[[dict[str, str] | None], object]) -> None:
        super().__init__(classes="window -wide")
        self._captions, self._give = dict(captions), give
        self._find = Input(id="replace-find", compact=True, placeholder="words")
        self._put = Input(id="replace-put", compact=True, placeholder="nothing: they are taken out")
        self.whole = Tick("whole words only", True, id="replace-whole", compact=True)
        self._preview, self._said = Static(id="replace-preview", markup=False), Static(id="replace-said", markup=False)

    def compose(self) -> ComposeResult:
        """One under the other."""
        count = len(self._captions)
        title = "Replace in 1 caption" if count == 1 else f"Replace in {count:,} captions"
        yield Static(Text(title), classes="window-title")
        yield Field("Find", self._find)
        yield Field("Put in its place", self._put)
        yield self.whole
        yield VerticalScroll(self._preview, id="replace-scroll", can_focus=False)
        yield self._said

    def _changed_captions(self) -> dict[str, str]:
        found = self._find.value
        if not found:
            return {}
        return changing.replaced(self._captions, found, self._put.value, whole_words=self.whole.value)

    @on(Input.Changed)
    @on(Tick.Changed)
    def look(self) -> None:
        """Show what would change."""
        changed = self._changed_captions()
        lines = Text(no_wrap=True, overflow="ellipsis")
        for name, caption in list(changed.items())[:MOST_SHOWN]:
            lines.append(f"{plain(name)}\n", f"bold {ink(self.app, 'foreground')}")
            lines.append(f"− {plain(self._captions[name])}\n", ink(self.app, "muted"))
            lines.append(f"+ {plain(caption)}\n", ink(self.app, "success"))
        self._preview.update(lines)
        count, more = len(changed), len(changed) - MOST_SHOWN
        words = f"{count:,} would change" + (f", {more:,} more than are shown" if more > 0 else "")
        self._say(words if self._find.value else "What is found is shown here as it would be.", "muted")

    def _say(self, words: str, colour: str) -> None:
        self._said.update(Text(words, ink(self.app, colour)))

    @on(Input.Submitted)
    def take(self) -> None:
        """Give what changes."""
        changed = self._changed_captions()
        if changed:
            self._give(changed)
        else:
            self._say("Nothing would change: these words are in none of the captions", "warning")


class ReplaceKeys(Topic):
    """The keys of the window."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5", "take", "Replace", id="dataset-replace.take", priority=True),
        Binding("f6", "whole", "Whole words", id="dataset-replace.whole", priority=True),
        Binding("escape", "close", "Close", id="dataset-replace.close"),
    ]

    def __init__(self, form: ReplaceForm, give: Callable[[dict[str, str] | None], object]) -> None:
        self._form, self._give = form, give

    def action_take(self) -> None:
        """Replace."""
        self._form.take()

    def action_whole(self) -> None:
        """Only whole words, or anywhere."""
        self._form.whole.toggle()

    def action_close(self) -> None:
        """Change nothing."""
        self._give(None)


class ReplaceWindow(StudioWindow["dict[str, str] | None"]):
    """Gives the captions that change, as they are to be; None where the person thinks better of it."""

    TITLE = "Find and replace"
    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#replace-find"
    BINDINGS = bindings_of(ReplaceKeys)

    def __init__(self, captions: Mapping[str, str]) -> None:
        super().__init__()
        self._form = ReplaceForm(captions, self.dismiss)
        offer(self, ReplaceKeys(self._form, self.dismiss))

    def compose(self) -> ComposeResult:
        """The form, and the keys."""
        yield self._form
        yield StudioFooter()
