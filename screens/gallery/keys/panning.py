"""Moving about by the arrows where a picture is closely looked at; else they have other uses."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding

from screens.gallery.keys.picture_screen import PictureScreen
from screens.gallery.model.zoom import FIT
from screens.gallery.parts.zoom_view import ZoomView

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
"""To be taken into a screen's own bindings, beside what these keys do where all of a picture is seen."""


class Panning(PictureScreen):
    """A screen of pictures that can be looked at closely, all alike."""

    WHOLE: ClassVar[frozenset[str]] = frozenset()
    """What the arrows do where all of a picture is seen."""

    _was_close = False

    @property
    def is_close(self) -> bool:
        """Whether the pictures are looked at closely."""
        return any(view.look.zoom != FIT for view in self.query(ZoomView))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The arrows do one thing or the other."""
        if action == "pan" or action in self.WHOLE:
            return self.is_close is (action == "pan")
        return super().check_action(action, parameters)

    def name_the_arrows(self) -> None:
        """Let the footer say what the arrows do now."""
        if self.is_close is not self._was_close:
            self._was_close = self.is_close
            self.refresh_bindings()

    def action_pan(self, across: int, down: int) -> None:
        """Move about in small steps."""
        self.move_about(across * PAN, down * PAN)

    def action_far(self, across: int, down: int) -> None:
        """Move about in large steps."""
        self.move_about(across * FAR, down * FAR)

    def move_about(self, across: float, down: float) -> None:
        """Move what is seen by parts of the room."""
        self.query(ZoomView).first().pan(across, down)
