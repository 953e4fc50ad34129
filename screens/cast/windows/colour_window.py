"""The window in which a part of somebody gets its colour, while the portrait beside it shows the colour at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList
from textual.widgets import Input, OptionList, Static

from screens.base.line_and_list import LineAndList
from screens.base.screen import StudioWindow
from screens.base.topics import Topic, bindings_of, offer
from screens.cast.portrait import PortraitPane
from screens.cast.windows.colour_bars import ColourBars, swatch
from screens.cast.windows.colour_steps import Mixed, Named, mixed, narrowed, number_of
from screens.theme import ink
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter

FIRST = "#8a8178"
"""What a part is at first that had no colour."""


class Chosen(NamedTuple):
    """A part and its colour, #rrggbb."""

    part: str
    number: str


class ColourKeys(Topic):
    """The keys of the window."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("enter", "take", "Take", tooltip="Take the colour", id="colour.take", priority=True),
        Binding("tab", "app.focus_next", "Bars, line", key_display="⇥", id="colour.tab"),
        Binding("escape", "close", "Close", tooltip="Leave the colour as it was", id="colour.close"),
    ]

    def __init__(self, window: ColourWindow) -> None:
        self._window = window

    def action_take(self) -> None:
        """Take the colour."""
        self._window.take()

    def action_close(self) -> None:
        """Leave the colour as it was."""
        self._window.dismiss(None)


class ColourWindow(StudioWindow["Chosen | None"]):
    """Gives the part with its colour; None where the person thinks better of it."""

    CSS_PATH = ["../../base/windows.tcss", "windows.tcss"]
    BINDINGS = bindings_of(ColourKeys)

    def __init__(
        self,
        chosen: Chosen,
        free_parts: Collection[str],
        every: tuple[Named, ...],
        tried: Callable[[Chosen], None],
    ) -> None:
        """`free_parts` can be named where `chosen` names none; `tried` is called with each colour that is tried on."""
        super().__init__()
        self._before, self._every, self._tried = chosen, every, tried
        self._colour = mixed(number_of(chosen.number) or FIRST)
        self._part = Input(
            placeholder=", ".join(free_parts),
            suggester=SuggestFromList(list(free_parts), case_sensitive=False),
            id="colour-part",
            compact=True,
        )
        self._bars = ColourBars(self._colour, self._step)
        self._picker = LineAndList("colour", "#2f5da8, or the name of a colour")
        self._swatch = Static(id="colour-swatch", markup=False)
        self._listed: tuple[Named, ...] = ()
        self.portrait = PortraitPane("colour-portrait")
        offer(self, ColourKeys(self))

    def compose(self) -> ComposeResult:
        """The part, the bars, the line with its list; the portrait beside them."""
        with Vertical(classes="window"):
            yield Static(Text(f"The colour of {self._before.part or '…'}"), classes="window-title")
            with Horizontal(id="colour-body"):
                with Vertical(id="colour-fields"):
                    if not self._before.part:
                        yield Field("Part", self._part)
                    yield self._swatch
                    yield self._bars
                    yield from self._picker.compose()
                yield self.portrait
        yield StudioFooter()

    def on_mount(self) -> None:
        """Begin at the part where it has no name, else at the bars."""
        (self._bars if self._before.part else self._part).focus()
        self._list(self._every)
        self._show()

    @property
    def chosen(self) -> Chosen:
        """The part and its colour by now."""
        part = self._before.part or " ".join(self._part.value.split()).casefold()
        return Chosen(part, self._colour.number)

    def take(self) -> None:
        """Take the colour, where it is one and has a part."""
        typed = self._picker.typed.strip()
        if self._picker.line.has_focus and typed and not number_of(typed) and self._picker.chosen is None:
            self._picker.say(f"{typed!r} is no colour: type it as #2f5da8, or choose a name with ↓")
        elif not self.chosen.part:
            self._part.focus()
            self._picker.say("Say which part has the colour: fur, hair, suit, …")
        else:
            self.dismiss(self.chosen)

    # What is tried on.

    def _step(self, colour: Mixed) -> None:
        self._colour = colour
        self._show()

    def _put(self, number: str) -> None:
        if number != self._colour.number:
            self._colour = mixed(number)
            self._bars.show(self._colour)
            self._show()

    def _show(self) -> None:
        self._swatch.update(swatch(self._colour.number, self._before.number))
        self._picker.say("")
        self._tried(self.chosen)

    @on(Input.Changed, "#colour-part")
    def _named(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @on(Input.Changed, "#colour-line")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._list(narrowed(self._every, event.value))
        if number := number_of(event.value):
            self._put(number)

    def _list(self, found: tuple[Named, ...]) -> None:
        self._listed = found
        rows = [
            Text.assemble(("██ ", one.number), one.name, (f"  {one.number}", ink(self.app, "muted"))) for one in found
        ]
        self._picker.show(rows, None)

    def key_down(self) -> None:
        """The next of the list."""
        self._move(1)

    def key_up(self) -> None:
        """The one before."""
        self._move(-1)

    def _move(self, step: int) -> None:
        if self._picker.line.has_focus:
            self._picker.move(step)

    @on(OptionList.OptionHighlighted)
    @on(OptionList.OptionSelected)
    def _tried_on(self, event: OptionList.OptionHighlighted | OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._listed):
            self._put(self._listed[event.option_index].number)
