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
from screens.stock.cast.portrait import PortraitPane
from screens.stock.cast.windows.colour_bars import ColourBars, swatch
from screens.stock.cast.windows.colour_steps import Mixed, Named, mixed, narrowed, number_of, said
from screens.theme import ink
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter

FIRST = "#8a8178"
"""What a part is at first that had no colour."""


class Chosen(NamedTuple):
    """A part and its colour, #rrggbb."""

    part: str
    number: str


class ColourForm(Vertical):
    """The part, the bars, and the line with its list; `tried` is called with each colour that is tried on."""

    def __init__(
        self, before: Chosen, free_parts: Collection[str], every: tuple[Named, ...], tried: Callable[[Chosen], None]
    ) -> None:
        """`free_parts` can be named where `before` names none."""
        super().__init__(id="colour-fields")
        self._before, self._every, self._tried = before, every, tried
        self._colour = mixed(number_of(before.number) or FIRST)
        self._part = Input(
            placeholder=", ".join(free_parts),
            suggester=SuggestFromList(list(free_parts), case_sensitive=False),
            id="colour-part",
            compact=True,
        )
        self._bars = ColourBars(self._colour, self._step, self._begin)
        self._picker = LineAndList("colour", "#2f5da8, or the name of a colour")
        # A letter that is typed on the bars stays when the line gets the focus.
        self._picker.line.select_on_focus = False
        self._swatch = Static(id="colour-swatch", markup=False)
        self._offered: tuple[Named, ...] = ()
        self._is_chosen = bool(before.part)
        """Whether the person has said a colour; until then it is that of the part that is named."""

    def compose(self) -> ComposeResult:
        """One under the other."""
        if not self._before.part:
            yield Field("Part", self._part)
        yield self._swatch
        yield self._bars
        yield from self._picker.compose()

    def on_mount(self) -> None:
        """Begin at the part where it has no name, else at the bars."""
        (self._bars if self._before.part else self._part).focus()
        self._offer(self._every)
        self._tell()

    @property
    def chosen(self) -> Chosen:
        """The part and its colour by now."""
        part = self._before.part or " ".join(self._part.value.split()).casefold()
        return Chosen(part, self._colour.number)

    @property
    def can_be_taken(self) -> bool:
        """Whether what is typed is a colour, and has a part; says why not."""
        typed = self._picker.typed.strip()
        if self._picker.line.has_focus and typed and not said(self._every, typed) and self._picker.chosen is None:
            self._picker.say(f"{typed!r} is no colour: type it as #2f5da8, or choose a name with ↓")
            return False
        if not self.chosen.part:
            self._part.focus()
            self._picker.say("Say which part has the colour: fur, hair, suit, …")
            return False
        return True

    def move(self, step: int) -> None:
        """Move in the list, from the line over it."""
        if self._picker.line.has_focus:
            self._picker.move(step)

    def _begin(self, typed: str) -> None:
        """A letter on the bars begins a name."""
        self._picker.line.focus()
        self._picker.line.insert_text_at_cursor(typed)

    def _step(self, colour: Mixed) -> None:
        self._colour, self._is_chosen = colour, True
        self._tell()

    def _put(self, number: str, *, is_chosen: bool = True) -> None:
        self._is_chosen = self._is_chosen or is_chosen
        if number != self._colour.number:
            self._colour = mixed(number)
            self._bars.show(self._colour)
            self._tell()

    def _tell(self) -> None:
        self._swatch.update(swatch(self._colour.number, self._before.number))
        self._picker.say("")
        self._tried(self.chosen)

    def _offer(self, found: tuple[Named, ...]) -> None:
        self._offered = found
        muted = ink(self.app, "muted")
        self._picker.show(
            [Text.assemble(("██ ", one.number), one.name, (f"  {one.number}", muted)) for one in found], None
        )

    @on(Input.Changed, "#colour-part")
    def _named(self, event: Input.Changed) -> None:
        event.stop()
        painted = {one.name: one.number for one in self._every if one.is_part}.get(self.chosen.part)
        if painted is not None and not self._is_chosen:
            self._put(painted, is_chosen=False)
        self._tell()

    @on(Input.Changed, "#colour-line")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._offer(narrowed(self._every, event.value))
        self._picker.say("")
        if number := said(self._every, event.value):
            self._put(number)

    @on(OptionList.OptionHighlighted)
    @on(OptionList.OptionSelected)
    def _tried_on(self, event: OptionList.OptionHighlighted | OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_index < len(self._offered):
            self._put(self._offered[event.option_index].number)


class ColourKeys(Topic):
    """The keys of the window; `give` ends it."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("enter", "take", "Take", tooltip="Take the colour", id="colour.take", priority=True),
        Binding("tab", "app.focus_next", "Bars, line", key_display="⇥", id="colour.tab"),
        Binding("down", "move(1)", "Next colour", show=False, id="colour.next"),
        Binding("up", "move(-1)", "Colour before", show=False, id="colour.before"),
        Binding("escape", "close", "Close", tooltip="Leave the colour as it was", id="colour.close"),
    ]

    def __init__(self, form: ColourForm, give: Callable[[Chosen | None], object]) -> None:
        self._form, self._give = form, give

    def action_take(self) -> None:
        """Take the colour."""
        if self._form.can_be_taken:
            self._give(self._form.chosen)

    def action_move(self, step: int) -> None:
        """Move in the list."""
        self._form.move(step)

    def action_close(self) -> None:
        """Leave the colour as it was."""
        self._give(None)


class ColourWindow(StudioWindow["Chosen | None"]):
    """Gives the part with its colour; None where the person thinks better of it."""

    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    BINDINGS = bindings_of(ColourKeys)

    def __init__(self, title: str, form: ColourForm) -> None:
        super().__init__()
        self._title, self._form = title, form
        self.portrait = PortraitPane("colour-portrait")
        offer(self, ColourKeys(form, self.dismiss))

    def compose(self) -> ComposeResult:
        """The fields, and the portrait beside them."""
        with Vertical(classes="window"):
            yield Static(Text(self._title), classes="window-title")
            yield Horizontal(self._form, self.portrait, id="colour-body")
        yield StudioFooter()
