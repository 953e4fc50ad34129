"""Where one looks at a picture, and how closely: pure geometry."""

from __future__ import annotations

from typing import NamedTuple

FIT = 0.0
"""The zoom at which the whole picture is seen."""

STEP = 1.5
MOST = 8.0
"""Screen pixels for a pixel of the picture, at most."""

Size = tuple[float, float]
"""Width and height, in pixels."""


class Look(NamedTuple):
    """`x` and `y`, 0 to 1 of the picture's sides, are in the middle of the room; `zoom` is screen pixels for a pixel of
    the picture, FIT for all of it. As shares of the sides, it means the same place on pictures of any size."""

    zoom: float = FIT
    x: float = 0.5
    y: float = 0.5


class Box(NamedTuple):
    """A rectangle, in pixels of the picture; it may reach beyond it where the room is larger."""

    left: float
    top: float
    right: float
    bottom: float


def fitting(picture: Size, room: Size) -> float:
    """The zoom at which the picture just fills the room."""
    return min(room[0] / picture[0], room[1] / picture[1])


def held(look: Look, picture: Size, room: Size) -> Look:
    """The look with its middle moved so that no part of the room is empty that the picture could fill."""
    if look.zoom == FIT:
        return Look()
    return look._replace(
        x=_held(look.x, picture[0], room[0] / look.zoom), y=_held(look.y, picture[1], room[1] / look.zoom)
    )


def _held(middle: float, side: float, seen: float) -> float:
    if seen >= side:
        return 0.5
    half = seen / side / 2
    return max(half, min(middle, 1 - half))


def box(look: Look, picture: Size, room: Size) -> Box:
    """What is seen of the picture in the room; for FIT, the whole picture in the room's shape."""
    zoom = look.zoom or fitting(picture, room)
    look = held(look, picture, room)
    across, down = room[0] / zoom / 2, room[1] / zoom / 2
    x, y = look.x * picture[0], look.y * picture[1]
    return Box(x - across, y - down, x + across, y + down)


def zoomed(look: Look, factor: float, picture: Size, room: Size, at: Size | None = None) -> Look:
    """Closer or farther by a factor; what is `at` a place of the room (from its top left) stays there.

    Farther than the whole picture is FIT.
    """
    least = fitting(picture, room)
    before = look.zoom or least
    zoom = min(MOST, before * factor) if before < MOST or factor < 1 else before
    if zoom <= least * 1.001:
        return Look()
    seen = box(look, picture, room)
    across, down = (room[0] / 2, room[1] / 2) if at is None else at
    x = (seen.left + across / before + (room[0] / 2 - across) / zoom) / picture[0]
    y = (seen.top + down / before + (room[1] / 2 - down) / zoom) / picture[1]
    return held(Look(zoom, x, y), picture, room)


def panned(look: Look, across: float, down: float, picture: Size, room: Size) -> Look:
    """Moved by parts of the room: 1 is a whole room to the right, or down."""
    if look.zoom == FIT:
        return look
    x = look.x + across * room[0] / look.zoom / picture[0]
    y = look.y + down * room[1] / look.zoom / picture[1]
    return held(look._replace(x=x, y=y), picture, room)


def told(look: Look, picture: Size) -> str:
    """The zoom and the place, in words: "200 % at 512, 300"; empty for the whole picture."""
    if look.zoom == FIT:
        return ""
    return f"{look.zoom * 100:.0f} % at {look.x * picture[0]:.0f}, {look.y * picture[1]:.0f}"
