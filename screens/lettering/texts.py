"""What is said and how: words typed, or tried on from the list of sayings; several texts; case, ink and face."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.widgets import Button, Input, OptionList
from textual.widgets.option_list import Option

from screens.lettering.arrangement import Arrangement
from screens.lettering.key_order import WordsLine
from screens.lettering.layout import Arranged


class Texts(Arrangement):
    """The line, the list of sayings under it, and the look of the words."""

    _listed: tuple[str, ...] = ()

    @on(Input.Changed, "#lettering-words")
    def take_typed(self) -> None:
        """The current text is what stands in the line now: what a message says of it may be of before."""
        typed = self.query_one(WordsLine).value
        if self.arranged is None or typed == self.arranged.current.text:
            return
        self.change(self.arranged.with_text(typed), "typing")
        self.filter(typed)

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
        self._try_on(shown.get_option_at_index(shown.highlighted).id)

    @on(OptionList.OptionHighlighted)
    def _tried(self, event: OptionList.OptionHighlighted) -> None:
        # While the line is typed into, this would come late.
        if self.focused is event.option_list:
            self._try_on(event.option_id)

    def _try_on(self, saying: str | None) -> None:
        if self.arranged is not None and saying is not None:
            self.change(self.arranged.with_text(saying), "typing")
            self.take_text()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._try_on(event.option_id)
        self.set_focus(self.query_one(WordsLine))

    def action_text(self) -> None:
        """Work on the next text; where there is only one, on a second."""
        self._go_on(self.arranged.to_next_text() if self.arranged else None)

    def action_another(self) -> None:
        """Add a text."""
        self._go_on(self.arranged.with_another_text() if self.arranged else None)

    def _go_on(self, arranged: Arranged | None) -> None:
        self.change(arranged)
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
