"""Places on a picture, as they are found: two panels, a shirt, the middle."""

from __future__ import annotations

from studio.lettering.records import Placement


def place(x: float, method: str = "panel", sure: float = 0.97) -> Placement:
    return Placement(method, ((x, 10), (x + 40, 10), (x + 40, 50), (x, 50)), sure)  # type: ignore[arg-type]


PLACES = (place(100), place(20), place(60, "shirt", 0.6), place(50, "centre", 0.05))
