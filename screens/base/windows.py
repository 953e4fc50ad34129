"""Small windows over a room: a notice whose text can be copied, and a question."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, Static

from screens.base.host import host_of
from screens.base.screen import StudioWindow
from screens.widgets.footer import StudioFooter
from studio.errors import Notice


class NoticeWindow(StudioWindow[bool]):
    """Shows an error in full. Gives True when the person asks to try again, where `again` offers it."""

    CSS_PATH = "windows.tcss"
    AUTO_FOCUS = "#close"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="notice.close"),
        Binding("c", "copy", "Copy the text", id="notice.copy"),
        Binding("r", "again", "Try again", id="notice.again"),
    ]

    def __init__(self, notice: Notice, *, again: bool = False) -> None:
        super().__init__()
        self.notice = notice
        self._again = again

    def compose(self) -> ComposeResult:
        """Title, reason, remedy, buttons."""
        with Vertical(classes="window -error"):
            yield Static(Text(self.notice.title), classes="window-title")
            with VerticalScroll(classes="window-body", can_focus=False):
                if self.notice.reason:
                    yield Static(Text(self.notice.reason), classes="reason")
                if self.notice.remedy:
                    yield Static(Text.assemble(("→ ", "bold"), self.notice.remedy), classes="remedy")
            with Horizontal(classes="window-buttons"):
                if self._again:
                    yield Button("Try again", id="again", variant="primary", compact=True)
                yield Button("Quit" if self._again else "Close", id="close", compact=True)
        yield StudioFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to try again only where that makes sense."""
        return self._again if action == "again" else True

    def action_close(self) -> None:
        """Let the notice go."""
        self.dismiss(False)

    def action_again(self) -> None:
        """Try again."""
        self.dismiss(True)

    async def action_copy(self) -> None:
        """Copy the notice, through the terminal, to the clipboard."""
        text = "\n".join(filter(None, (self.notice.title, self.notice.reason, self.notice.remedy)))
        self.notify(await host_of(self).copy(text), markup=False, timeout=3)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "again")


class Confirm(StudioWindow[bool]):
    """Asks before something is done that a person may not want; Escape is no."""

    CSS_PATH = "windows.tcss"
    AUTO_FOCUS = "#no"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes"),
        Binding("n,escape", "answer(False)", "No", id="confirm.no"),
        Binding("left,right", "app.focus_next", "Other button", show=False),
    ]

    def __init__(self, question: str, detail: str = "", *, yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self._question, self._detail, self._yes, self._no = question, detail, yes, no

    def compose(self) -> ComposeResult:
        """The question and its two answers."""
        with Vertical(classes="window"):
            yield Static(Text(self._question), classes="window-title")
            if self._detail:
                with VerticalScroll(classes="window-body", can_focus=False):
                    yield Static(Text(self._detail))
            with Horizontal(classes="window-buttons"):
                yield Button(Text(self._yes), id="yes", variant="warning", compact=True)
                yield Button(Text(self._no), id="no", compact=True)
        yield StudioFooter()

    def action_answer(self, answer: bool) -> None:
        """Give the answer."""
        self.dismiss(answer)

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "yes")
