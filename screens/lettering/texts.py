"""The pane beside the picture: the line of words, the list of sayings under it, and what is said of them."""

from __future__ import annotations

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from screens.lettering.arrangement import Arrangement
from screens.lettering.key_order import WordsLine
from screens.lettering.layout import Arranged
from screens.lettering.remarks import Remarks
from screens.widgets.options import Options


def matching(sayings: tuple[str, ...], typed: str) -> tuple[str, ...]:
    """The sayings that hold what is typed, all of them where none does."""
    wanted = typed.strip().casefold()
    return tuple(one for one in sayings if wanted in one.casefold()) or sayings


class TextsPane(Vertical):
    """Words are typed, or tried on from the list of sayings. Its actions are those of the screen."""

    def __init__(self, arrangement: Arrangement) -> None:
        super().__init__(id="lettering-side")
        self._arrangement = arrangement
        self._sayings: tuple[str, ...] = ()
        self._listed: tuple[str, ...] = ()
        self.remarks = Remarks(id="lettering-said")

    def compose(self) -> ComposeResult:
        """The words, what is said of them, the sayings or the keys by hand, the look, and the button."""
        with Vertical(classes="field", id="lettering-field") as field:
            field.border_title = "Words"
            yield WordsLine("type, or ↓ for a saying", id="lettering-words")
        yield self.remarks
        yield Static(id="lettering-texts", markup=False)
        yield Options(id="lettering-sayings", compact=True, markup=False)
        with VerticalScroll(id="lettering-keys", can_focus=False) as keys:
            keys.border_title = "By hand"
            yield Static(id="lettering-legend", markup=False)
        yield Static(id="lettering-look", markup=False)
        yield Button(
            "Save as a new version", id="lettering-save", variant="primary", compact=True, action="screen.save"
        )

    def offer(self, sayings: tuple[str, ...]) -> None:
        """These can be chosen from."""
        self._sayings = sayings
        self._filter("")

    def begin(self) -> None:
        """The picture has been read: what was typed meanwhile is its text, where something was."""
        arranged, typed = self._arrangement.now, self._line.value
        if typed and arranged is not None:
            self._arrangement.now = arranged.with_text(typed)
        else:
            self.take_text()

    # The line.

    @on(Input.Changed)
    def take_typed(self) -> None:
        """The current text is what stands in the line now: what a message says of it may be of before."""
        arranged, typed = self._arrangement.now, self._line.value
        if arranged is None or typed == arranged.current.text:
            return
        self._arrangement.change(arranged.with_text(typed), "typing")
        self._filter(typed)

    @on(Input.Submitted)
    def _entered(self) -> None:
        arranged = self._arrangement.now
        if self._list.highlighted is None and arranged is not None and arranged.record().settings:
            self.query_one(Button).focus()

    def take_text(self) -> None:
        """Put the current text into the line, without hearing of it as if it were typed."""
        arranged = self._arrangement.now
        if arranged is None:
            return
        with self.prevent(Input.Changed):
            self._line.value = arranged.current.text
        self._line.select_all()

    # The list.

    def _filter(self, typed: str) -> None:
        shown = matching(self._sayings, typed)
        if shown != self._listed:
            self._listed = shown
            self._list.set_options([Option(Text(one, no_wrap=True, overflow="ellipsis"), one) for one in shown])
        self._list.highlighted = None

    def action_list(self, step: int) -> None:
        """Go through the sayings without leaving the words; each one is tried on at once."""
        shown = self._list
        count = shown.option_count
        if not count:
            return
        before = shown.highlighted
        shown.highlighted = (0 if step > 0 else count - 1) if before is None else (before + step) % count
        self._try_on(shown.get_option_at_index(shown.highlighted).id)

    @on(OptionList.OptionHighlighted)
    def _tried(self, event: OptionList.OptionHighlighted) -> None:
        # While the line is typed into, this would come late.
        if event.option_list.has_focus:
            self._try_on(event.option_id)

    def _try_on(self, saying: str | None) -> None:
        arranged = self._arrangement.now
        if arranged is not None and saying is not None:
            self._arrangement.change(arranged.with_text(saying), "typing")
            self.take_text()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._try_on(event.option_id)
        self.screen.set_focus(self._line)

    # Several texts, back and forth.

    def action_text(self) -> None:
        """Work on the next text; where there is only one, on a second."""
        self._go_on(self._arrangement.now.to_next_text() if self._arrangement.now else None)

    def action_another(self) -> None:
        """Add a text."""
        self._go_on(self._arrangement.now.with_another_text() if self._arrangement.now else None)

    def _go_on(self, arranged: Arranged | None) -> None:
        self._arrangement.change(arranged)
        self.take_text()
        self._filter("")

    def action_undo(self) -> None:
        """Take the last change back."""
        self._arrangement.undo()
        self.take_text()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self._arrangement.redo()
        self.take_text()

    @property
    def _line(self) -> WordsLine:
        return self.query_one(WordsLine)

    @property
    def _list(self) -> OptionList:
        return self.query_one(OptionList)
