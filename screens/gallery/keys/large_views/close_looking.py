"""Looking closely by key: pixel for pixel, closer and farther, and moving about by the arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.binding import Binding

from screens.base.topics import Calls, Topic
from screens.gallery.model.magnifier import Magnifier
from screens.gallery.model.zoom import FIT, STEP

PAN, FAR = 0.1, 0.5
"""How far a key moves a picture that is closely looked at: parts of the room."""

PAN_KEYS = tuple(
    Binding(
        f"{way},{letter}",
        f"pan({across}, {down})",
        "Move",
        tooltip=f"Closely looked at: {side}",
        key_display="←↑↓→",
        show=way == "left",
        id=f"closely.{way}",
    )
    for way, letter, across, down, side in (
        ("left", "h", -1, 0, "to the left"),
        ("right", "l", 1, 0, "to the right"),
        ("up", "k", 0, -1, "up"),
        ("down", "j", 0, 1, "down"),
    )
)
"""To be bound beside what these keys do where all of a picture is seen."""


class CloseLooking(Topic):
    """Keys that look at pictures closely, all alike. Who offers this binds them, PAN_KEYS among them."""

    def __init__(self, calls: Calls, pictures: Callable[[], Sequence[Magnifier]], leave: Callable[[], object]) -> None:
        """`pictures` gives those of what is seen, at first the one that the keys move; `leave` goes back."""
        self._calls, self._pictures, self._leave = calls, pictures, leave
        self._was_close = False

    @property
    def is_close(self) -> bool:
        """Whether the pictures are looked at closely."""
        return any(picture.look.zoom != FIT for picture in self._pictures())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The arrows move the pictures where they are looked at closely; else they have other uses."""
        return self.is_close if action == "pan" else True

    def name_the_arrows(self) -> None:
        """Let the footer say what the arrows do now."""
        if self.is_close is not self._was_close:
            self._was_close = self.is_close
            self._calls.refresh_bindings()

    def action_zoom(self) -> None:
        """Pixel for pixel, or all of it."""
        self._pictures()[0].toggle()

    def action_closer(self, direction: int) -> None:
        """Closer, or farther."""
        self._pictures()[0].step(STEP**direction)

    def action_pan(self, across: int, down: int) -> None:
        """Move about in small steps."""
        self._pictures()[0].pan(across * PAN, down * PAN)

    def action_far(self, across: int, down: int) -> None:
        """Move about in large steps."""
        self._pictures()[0].pan(across * FAR, down * FAR)

    def action_close(self) -> None:
        """All of the pictures again, or back to where the person came from."""
        first = self._pictures()[0]
        if first.look.zoom != FIT:
            first.toggle()
        else:
            self._leave()
