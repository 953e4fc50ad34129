"""What is said and how: words typed, or tried on from the list of sayings; several texts; case, ink and face."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.widgets import Button, Input, OptionList
from textual.widgets.option_list import Option

from screens.lettering.arranging import Arranging


class Wording(Arranging):
    """The line, the list of sayings under it, and the look of the words."""

    _listed: tuple[str, ...] = ()

    @on(Input.Changed, "#lettering-words")
    def _typed(self, event: Input.Changed) -> None:
        if self.arranged is None or event.value == self.arranged.current.text:
            return
        self.change(self.arranged.with_text(event.value), "typing")
        self.filter(event.value)

    @on(Input.Submitted, "#lettering-words")
    def _entered(self) -> None:
        shown = self.query_one(OptionList)
        if shown.highlighted is None and self.arranged is not None and self.arranged.record().settings:
            self.query_one("#lettering-save", Button).focus()

    def filter(self, typed: str) -> None:
        """Show the sayings that hold what is typed, all of them where none does."""
        wanted = typed.strip().casefold()
        matching = tuple(one for one in self.sayings if wanted in one.casefold()) or self.sayings
        shown = self.query_one(OptionList)
        if matching != self._listed:
            self._listed = matching
            shown.set_options([Option(Text(one, no_wrap=True, overflow="ellipsis"), one) for one in matching])
        shown.highlighted = None

    def action_list(self, step: int) -> None:
        """Go through the sayings without leaving the words; each one is tried on at once."""
        shown = self.query_one(OptionList)
        count = shown.option_count
        if not count:
            return
        before = shown.highlighted
        shown.highlighted = (0 if step > 0 else count - 1) if before is None else (before + step) % count

    @on(OptionList.OptionHighlighted)
    def _tried(self, event: OptionList.OptionHighlighted) -> None:
        if self.arranged is not None and event.option_id is not None:
            self.change(self.arranged.with_text(event.option_id), "typing")
            self.take_text()

    @on(OptionList.OptionSelected)
    def _chosen(self) -> None:
        self.query_one("#lettering-words", Input).focus()

    def action_text(self) -> None:
        """Work on the next text."""
        self.change(self.arranged.to_next_text() if self.arranged else None)
        self.take_text()
        self.filter("")

    def action_case(self) -> None:
        """As written, upper, or small capitals."""
        self.change(self.arranged.with_next_case() if self.arranged else None)

    def action_ink(self) -> None:
        """Another ink."""
        self.change(self.arranged.with_next_ink() if self.arranged else None)

    def action_font(self) -> None:
        """Another face."""
        self.change(self.arranged.with_next_font() if self.arranged else None)
