"""Heads. A head's origin is its middle; it is about 40 units wide and 38 high, chin at y = 18."""

from __future__ import annotations

from backends.draft.canvas import Pen, Point, bend, box, oval, polygon, smooth
from backends.draft.figures.beasts import animal
from backends.draft.figures.face import Look
from backends.draft.figures.people import person
from backends.draft.palette import INK, darker


def paint_head(pen: Pen, look: Look) -> None:
    """The whole head with ears, hair and what is worn on it."""
    if look.species == "person":
        person(pen, look)
    elif look.species == "robot":
        _robot(pen, look)
    else:
        animal(pen, look)
    if "headset" in look.features:
        _headset(pen, look)


def _robot(pen: Pen, look: Look) -> None:
    front = look.facing(pen)
    shell, glass, glow, light = (look.colours.get(p) for p in ("fur", "mask", "eyes", "inner"))
    pen.line(polygon((0, -17), (0, -25)), INK, 1.8)
    pen.inked(oval(0, -27, 3.0, 3.0), light)
    for flip in (False, True):
        pen.at(flip=flip).inked(box(17, -6, 6.5, 13, 2.4), darker(shell, 0.3))
    pen.inked(box(-20, -19, 40, 36, 9), shell)
    pen.tint(box(9, -18, 10.4, 34, 7), darker(shell, 0.5), 0.2)
    if look.away:
        for y in (-9.0, -3.0, 3.0):
            pen.line(polygon((-8, y), (8, y)), darker(shell, 0.4), 1.2)
        return
    pen = front
    pen.inked(box(-16, -13.5, 32, 24, 6), glass)
    pen.tint(polygon((-12, -13), (-4, -13), (-12, 9.6), (-15.4, 9.6), (-15.4, -6)), (255, 255, 255), 0.1)
    mood = look.mood
    gx, gy = look.gaze[0] * 1.4, look.gaze[1] * 1.2
    for side in look.sides:
        x = side * 7.2 + gx
        if mood.eyes == "closed":
            pen.line(bend((x - 3, -2), (x, -0.4), (x + 3, -2)), glow, 1.5)
        elif mood.eyes == "happy":
            pen.line(bend((x - 3.2, -1), (x, -4.6), (x + 3.2, -1)), glow, 1.6)
        else:
            pen.fill(box(x - 2.4, -2.6 + gy - 3.6 * mood.open_, 4.8, 7.2 * mood.open_, 2.3), glow)
            pen.line(polygon((x - 3 * side, -8.4 + mood.brow * 2.2), (x + 3 * side, -8.4 - mood.brow * 1.4)), glow, 1.0)
    lines: dict[str, list[Point]] = {
        "frown": [(-4, 6.4), (0, 4.4), (4, 6.4)],
        "flat": [(-3.4, 5.4), (0, 5.4), (3.4, 5.4)],
        "wave": [(-4, 5.8), (-1.4, 4.6), (1.4, 6.2), (4, 5)],
        "grit": [(-5, 5.6), (-3, 4.2), (-1, 5.6), (1, 4.2), (3, 5.6), (5, 4.2)],
        "wobble": [(-5, 5.6), (-3, 4.2), (-1, 5.6), (1, 4.2), (3, 5.6), (5, 4.2)],
    }
    if mood.mouth in ("o", "laugh", "dot"):
        pen.fill(oval(0, 5.6, 3.6 if mood.mouth == "laugh" else 1.8, 2.2), glow)
    else:
        pen.line(smooth(lines.get(mood.mouth, [(-4.6, 4.4), (0, 6.8), (4.6, 4.4)]), False), glow, 1.3)


def _headset(pen: Pen, look: Look) -> None:
    accent, wide = look.colours.get("accent"), 18.0 if look.species == "person" else 21.5
    top = -24.0 if look.species == "person" else -20.5
    band = oval(0, -3, wide, -3 - top, 0, 180, 360)
    pen.line(band, INK, 3.0)
    pen.line(band, (74, 78, 94), 1.5)
    for side in (-1, 1):
        pen.inked(box(side * wide - 3, -5, 6, 12, 2.8), (58, 61, 76))
        pen.fill(box(side * wide - 1.2, -2.4, 2.4, 6.6, 1.2), accent)
    pen.line(bend((wide, 6), (wide - 2, 13.6), (wide - 9, 14.6)), INK, 1.3)
    pen.inked(oval(wide - 10, 14.6, 1.9, 1.4), (58, 61, 76), 0.7)
