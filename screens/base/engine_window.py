"""Who is to draw instead of an engine that is not ready: each with what is lost there, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from screens.base.screen import StudioWindow
from screens.theme import ink
from screens.widgets.footer import StudioFooter
from screens.widgets.options import Options
from studio.plain_text import plain

if TYPE_CHECKING:
    from studio.engines.fallback import Offer


class Way(NamedTuple):
    """A way on: the engine that draws, and in words what that is like."""

    engine: str
    words: str

    @property
    def called(self) -> str:
        """The engine as a person calls it."""
        return CALLED.get(self.engine, self.engine)


CALLED = {"draft": "the draft painter", "auto": "whichever server is done first"}
"""What is called otherwise than it is written in the settings."""


def ways_of(offers: Sequence[Offer]) -> tuple[Way, ...]:
    """What is offered, as ways on."""
    return tuple(Way(offer.engine, offer.words or "draws it as it stands") for offer in offers)


class EngineWindow(StudioWindow[str]):
    """Lists who could draw. Gives the engine that was chosen, None where nothing was."""

    CSS_PATH = ["windows.tcss", "engine_window.tcss"]
    AUTO_FOCUS = "#ways"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Close", key_display="Esc", id="engines.close"),
    ]

    def __init__(self, title: str, ways: Sequence[Way], reason: str = "") -> None:
        """`reason` is why anybody is asked, in one line."""
        super().__init__()
        self._title, self._ways, self._reason = title, tuple(ways), reason

    def compose(self) -> ComposeResult:
        """Two lines for each: who, and what that is like."""
        with Vertical(classes="window"):
            yield Static(Text(self._title), classes="window-title")
            if self._reason:
                yield Static(Text(plain(self._reason), ink(self.app, "muted")), id="engine-reason")
            yield Options(
                *(Option(self._row(way), str(number)) for number, way in enumerate(self._ways)),
                id="ways",
                classes="coloured",
                compact=True,
                markup=False,
            )
        yield StudioFooter()

    def _row(self, way: Way) -> Text:
        return Text.assemble((plain(way.called), f"bold {ink(self.app, 'primary')}"), f"\n  {plain(way.words)}")

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._ways[int(event.option_id or 0)].engine)
