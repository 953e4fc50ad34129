"""The picture of the Lettering screen, and the keys that change a place by hand while it has the focus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.message import Message

from screens.widgets.picture import PictureView
from studio.lettering import shaping
from studio.lettering.records import Placement

STEP, GROWTH, TURN = 0.008, 1.04, 2.0
"""A step, as a share of the picture's longer side; how many times as large; degrees."""

Grip = Literal["whole", "corner 1", "corner 2", "corner 3", "corner 4", "tail"]
GRIPS: tuple[Grip, ...] = ("whole", "corner 1", "corner 2", "corner 3", "corner 4", "tail")


class Hand(PictureView, can_focus=True):
    """Shows the picture; focused, it turns keys into changes of the place. `reach` is the picture's longer side."""

    DEFAULT_CSS = """
    Hand:focus { outline: round $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(0, -1)", "Move", key_display="←↑↓→", tooltip="Move up", id="hand.up"),
        Binding("down", "move(0, 1)", "Move down", show=False, id="hand.down"),
        Binding("left", "move(-1, 0)", "Move left", show=False, id="hand.left"),
        Binding("right", "move(1, 0)", "Move right", show=False, id="hand.right"),
        Binding("shift+up,plus", "grow(1, 1)", "Larger", show=False, id="hand.larger"),
        Binding("shift+down,minus", "grow(-1, -1)", "Smaller", show=False, id="hand.smaller"),
        Binding("shift+right,greater_than_sign", "grow(1, 0)", "Wider", show=False, id="hand.wider"),
        Binding("shift+left,less_than_sign", "grow(-1, 0)", "Narrower", show=False, id="hand.narrower"),
        Binding("ctrl+right,full_stop", "turn(1)", "Turn clockwise", show=False, id="hand.turn"),
        Binding("ctrl+left,comma", "turn(-1)", "Turn back", show=False, id="hand.turn-back"),
        Binding("c", "grip", "Corner", tooltip="What the arrows pull: all, a corner, the tail", id="hand.grip"),
        Binding("k", "screen.kind", "Kind", tooltip="Printed, in a bubble, on a bar", id="hand.kind"),
        Binding("s", "screen.sign", "Sign", tooltip="Take the sign under the middle", id="hand.sign"),
        Binding("f", "screen.font", "Face", tooltip="Another face", id="hand.font"),
        Binding("b", "screen.before", "Before", tooltip="Compare with the picture as it was", id="hand.before"),
        Binding("a", "screen.sayings", "All sayings", tooltip="Every saying on this place", id="hand.sayings"),
        Binding("escape,enter", "screen.hand", "Words", show=False, tooltip="Back to the words", id="hand.back"),
    ]

    @dataclass
    class Shaped(Message):
        """The place is to be changed in this way; or the tail's end is to go so many px across and down."""

        how: Callable[[Placement], Placement] | None
        tail: tuple[float, float] | None = None

    @dataclass
    class Gripped(Message):
        """The arrows pull this from now on."""

        grip: Grip

    def __init__(self, words: str = "", *, id: str | None = None) -> None:
        super().__init__(words, id=id)
        self.reach = 1024.0
        self.grip: Grip = "whole"

    def action_move(self, across: int, down: int) -> None:
        """Move the place, or pull what is gripped."""
        x, y = across * STEP * self.reach, down * STEP * self.reach
        if self.grip == "tail":
            self.post_message(self.Shaped(None, (x, y)))
        elif self.grip == "whole":
            self.post_message(self.Shaped(lambda place: shaping.moved(place, x, y)))
        else:
            corner = GRIPS.index(self.grip) - 1
            self.post_message(self.Shaped(lambda place: shaping.pulled(place, corner, x, y)))

    def action_grow(self, wide: int, high: int) -> None:
        """Make the place larger or smaller."""
        self.post_message(self.Shaped(lambda place: shaping.grown(place, GROWTH**wide, GROWTH**high)))

    def action_turn(self, way: int) -> None:
        """Turn the place."""
        self.post_message(self.Shaped(lambda place: shaping.turned(place, way * TURN)))

    def action_grip(self) -> None:
        """Grip the next thing."""
        self.grip = GRIPS[(GRIPS.index(self.grip) + 1) % len(GRIPS)]
        self.post_message(self.Gripped(self.grip))
