"""What all faces share: moods, eyes, brows, mouths, glasses. Origin and units are those of the head."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from backends.draft.canvas import Pen, Point, bend, box, oval, polygon, ribbon, smooth
from backends.draft.palette import INK, PAPER, Colour, Colours, brightness, darker


@dataclass(frozen=True, slots=True)
class Mood:
    """A face's expression. `brow`: inner ends down (positive, angry) or up; `open_` is how far the eyes are open."""

    eyes: str = "open"
    mouth: str = "smile"
    brow: float = 0.0
    open_: float = 1.0
    lift: float = 0.0


MOODS = {
    "content": Mood(),
    "asleep": Mood("closed", "dot", -0.1),
    "angry": Mood("open", "grit", 0.9, 0.8),
    "sad": Mood("open", "frown", -0.8, 0.85),
    "confused": Mood("open", "wave", -0.35, 1.0, 1.6),
    "surprised": Mood("open", "o", -0.4, 1.18, 1.5),
    "scared": Mood("open", "wobble", -0.8, 1.15, 1.0),
    "joyful": Mood("happy", "laugh", -0.2, 1.0, 1.0),
    "tired": Mood("open", "flat", -0.35, 0.55),
    "smug": Mood("open", "smirk", 0.45, 0.66),
    "focused": Mood("open", "flat", 0.35, 0.85),
    "grin": Mood("open", "grin"),
    "bright": Mood("open", "laugh", -0.15, 1.05, 0.6),
}


@dataclass(frozen=True, slots=True)
class Look:
    """All that a head needs: species, colours, features, mood, and where the eyes look (−1 to 1 each way).

    `turn` is how far the head is turned: 1 looks to the right of the picture, −1 to the left, halfway is between that
    and the front. Of who is turned `away` the back is seen.
    """

    species: str
    colours: Colours
    features: frozenset[str]
    mood: Mood
    gaze: Point = (0.0, 0.0)
    turn: float = 0.0
    away: bool = False

    @property
    def is_profile(self) -> bool:
        """Whether one half of the face alone is seen."""
        return abs(self.turn) >= 1.0

    @property
    def sides(self) -> tuple[float, ...]:
        """The sides of the face that are seen, −1 left and 1 right."""
        return (-self.turn,) if self.is_profile else (-1.0, 1.0)

    def facing(self, pen: Pen) -> Pen:
        """The pen for what is on the face: moved, and narrower, to where the head is turned."""
        if not self.turn:
            return pen
        return pen.squeezed(0.62, 10.5 * self.turn) if self.is_profile else pen.squeezed(0.9, 7.6 * self.turn)

    @property
    def bare(self) -> Colour:
        """What one sees of arms and legs without clothes: skin, fur, or a robot's shell."""
        return self.colours.get("skin" if self.species == "person" else "fur")


def eye(pen: Pen, x: float, y: float, rx: float, ry: float, look: Look, lid: Colour) -> None:
    mood = look.mood
    if "woman" in look.features:
        _lashes(pen, x, y, rx, ry, look)
    if mood.eyes == "closed":
        pen.line(bend((x - rx, y + 0.2), (x, y + ry * 0.55), (x + rx, y + 0.2)), _line_on(lid), 1.15)
        return
    if mood.eyes == "happy":
        pen.line(bend((x - rx, y + ry * 0.3), (x, y - ry * 0.62), (x + rx, y + ry * 0.3)), _line_on(lid), 1.35)
        return
    tall = ry * min(mood.open_, 1.0) + ry * max(0.0, mood.open_ - 1.0)
    white = oval(x, y, rx * max(1.0, mood.open_ * 0.97), max(tall, ry))
    with pen.inside(white) as within:
        within.fill(white, (250, 248, 242))
        px, py = x + look.gaze[0] * rx * 0.33, y + look.gaze[1] * ry * 0.3 + ry * 0.06
        iris = 0.6 if look.species == "person" else 0.7
        within.fill(oval(px, py, rx * iris, ry * iris * 1.03), look.colours.get("eyes"))
        within.fill(oval(px, py, rx * iris * 0.62, ry * iris * 0.64), (26, 20, 30))
        within.fill(oval(px + rx * 0.27, py - ry * 0.3, rx * 0.23, ry * 0.22), PAPER)
        within.fill(oval(px - rx * 0.25, py + ry * 0.3, rx * 0.12, ry * 0.11), (235, 235, 240))
        if mood.open_ < 1.0:
            drop = ry * 2 * (1.0 - mood.open_)
            within.fill(box(x - rx * 2, y - ry * 2, rx * 4, ry + drop), lid)
            within.line(polygon((x - rx * 2, y - ry + drop), (x + rx * 2, y - ry + drop)), INK, 0.9)
    pen.line(white, INK, 0.75, closed=True)


def _lashes(pen: Pen, x: float, y: float, rx: float, ry: float, look: Look) -> None:
    """Lashes on the outer side of an eye: upwards, or downwards where it is closed."""
    side = 1.0 if x > 0 else -1.0
    if look.mood.eyes == "happy":
        # The eye is an arch: its outer foot goes on outwards.
        pen.fill(
            ribbon(polygon((x + side * rx * 0.9, y + ry * 0.16), (x + side * rx * 1.7, y + ry * 0.2)), 1.5, 0.7), INK
        )
        return
    lid = 1.0 if look.mood.eyes == "closed" else -1.0
    near, far = (0.5, 1.05) if lid > 0 else (0.86, 1.5)
    for turn in (30.0, 54.0, 80.0):
        dx, dy = side * math.sin(math.radians(turn)) * rx, lid * math.cos(math.radians(turn)) * ry
        pen.fill(ribbon(polygon((x + dx * near, y + dy * near), (x + dx * far, y + dy * far)), 1.5, 0.7), INK)


def _line_on(ground: Colour) -> Colour:
    return INK if brightness(ground) > 95 else (238, 234, 228)


def brows(pen: Pen, y: float, inner: float, outer: float, look: Look, colour: Colour, thick: float) -> None:
    mood = look.mood
    for side in look.sides:
        lift = mood.lift * (1.6 if side > 0 and mood.mouth in ("wave", "smirk") else 1.0)
        inside = (side * inner, y - lift + mood.brow * 2.4)
        outside = (side * outer, y - lift - mood.brow * 1.3 + 0.8)
        middle = (side * (inner + outer) / 2, (inside[1] + outside[1]) / 2 - 1.1)
        pen.fill(ribbon(bend(inside, middle, outside), thick, thick * 0.55), colour)


def mouth(pen: Pen, x: float, y: float, wide: float, look: Look) -> None:
    shapes: dict[str, Callable[[], None]] = {
        "smile": lambda: pen.line(bend((x - wide, y), (x, y + wide * 0.42), (x + wide, y - wide * 0.1)), INK, 0.9),
        "flat": lambda: pen.line(bend((x - wide * 0.6, y + 0.6), (x, y + 0.3), (x + wide * 0.6, y + 0.6)), INK, 0.9),
        "dot": lambda: pen.inked(oval(x, y + 1.2, wide * 0.22, wide * 0.27), (92, 40, 52), 0.7),
        "frown": lambda: pen.line(bend((x - wide * 0.7, y + 2), (x, y), (x + wide * 0.7, y + 2)), INK, 0.95),
        "o": lambda: pen.inked(oval(x, y + 1.8, wide * 0.42, wide * 0.55), (92, 36, 50), 0.8),
        "wave": lambda: pen.line(
            smooth(
                [(x - wide * 0.8, y + 1), (x - wide * 0.3, y), (x + wide * 0.2, y + 1.6), (x + wide * 0.8, y)], False
            ),
            INK,
            0.95,
        ),
        "smirk": lambda: pen.line(
            smooth([(x - wide * 0.7, y + 0.8), (x, y + 1.5), (x + wide * 0.7, y), (x + wide, y - 1.4)], False),
            INK,
            0.95,
        ),
        "grit": lambda: _teeth(pen, x, y, wide * 0.85, 2.6),
        "wobble": lambda: _teeth(pen, x, y, wide * 0.7, 2.2),
        "grin": lambda: _open_mouth(pen, x, y, wide * 0.95, 0.62, tongue=False),
        "laugh": lambda: _open_mouth(pen, x, y, wide, 0.95, tongue=True),
    }
    shapes[look.mood.mouth]()


def _teeth(pen: Pen, x: float, y: float, wide: float, tall: float) -> None:
    pen.inked(box(x - wide, y - 0.2, wide * 2, tall, tall * 0.45), (240, 236, 226), 0.8)
    pen.line(polygon((x - wide + 0.4, y + tall / 2), (x + wide - 0.4, y + tall / 2)), INK, 0.5)
    for share in (-0.5, 0.0, 0.5):
        pen.line(polygon((x + share * wide, y), (x + share * wide, y + tall - 0.2)), INK, 0.5)


def _open_mouth(pen: Pen, x: float, y: float, wide: float, deep: float, tongue: bool) -> None:
    low = y + wide * deep * 1.15
    shape = smooth(
        [
            (x - wide, y - 0.4),
            (x, y + 0.5),
            (x + wide, y - 0.4),
            (x + wide * 0.62, low - 0.9),
            (x, low),
            (x - wide * 0.62, low - 0.9),
        ]
    )
    with pen.inside(shape) as within:
        within.fill(shape, (96, 32, 48))
        within.fill(box(x - wide, y - 1.5, wide * 2, 1.5 + wide * 0.28), (246, 242, 234))
        if tongue:
            within.fill(oval(x, low + 0.2, wide * 0.55, wide * 0.42), (226, 106, 110))
    pen.line(shape, INK, 0.85, closed=True)


def cheeks(pen: Pen, x: float, y: float, strength: float = 0.35, sides: tuple[float, ...] = (-1.0, 1.0)) -> None:
    for side in sides:
        pen.tint(oval(side * x, y, 3.6, 2.3), (232, 112, 106), strength)


def extras(pen: Pen, look: Look, eye_x: float, eye_y: float, rx: float, ry: float) -> None:
    if look.mood is MOODS["joyful"]:
        cheeks(pen, eye_x + 4.6, eye_y + 7.6, sides=look.sides)
    if look.mood is MOODS["sad"]:
        pen.inked(
            smooth(
                [
                    (eye_x + 2, eye_y + 4.6),
                    (eye_x + 3.6, eye_y + 8.6),
                    (eye_x + 2, eye_y + 10.2),
                    (eye_x + 0.4, eye_y + 8.6),
                ]
            ),
            (120, 200, 240),
            0.6,
        )
    if look.features & {"glasses", "spectacles", "sunglasses"}:
        _glasses(pen, look, eye_x, eye_y, rx, ry)
    if "cap" in look.features:
        _cap(pen, look)


def _glasses(pen: Pen, look: Look, eye_x: float, eye_y: float, rx: float, ry: float) -> None:
    frame = look.colours.get("glasses")
    for side in look.sides:
        lens = box(side * eye_x - rx, eye_y - ry + 0.3, rx * 2, ry * 2, ry * 0.55)
        pen.tint(
            lens,
            (40, 40, 60) if "sunglasses" in look.features else (214, 236, 246),
            0.85 if "sunglasses" in look.features else 0.2,
        )
        left, top = side * eye_x - rx * 0.78, eye_y - ry * 0.52
        pen.tint(polygon((left, top), (left + rx * 0.34, top - ry * 0.1), (left, top + ry * 0.5)), (255, 255, 255), 0.5)
        pen.line(lens, frame, 1.15, closed=True)
        pen.line(polygon((side * (eye_x + rx), eye_y - 1), (side * (eye_x + rx + 4.2), eye_y - 1.6)), frame, 1.1)
    pen.line(bend((-(eye_x - rx), eye_y - 0.6), (0, eye_y - 1.7), (eye_x - rx, eye_y - 0.6)), frame, 1.15)


def _cap(pen: Pen, look: Look) -> None:
    colour = look.colours.get("cap")
    pen.inked(smooth([(-18, -8), (-17, -19), (-8, -25.5), (4, -26), (15, -20), (18, -8), (0, -11)]), colour)
    pen.inked(
        smooth([(-19, -8), (-6, -12), (10, -11.4), (22, -7.4), (27, -3.6), (16, -4.6), (0, -6.6), (-14, -5)]),
        darker(colour, 0.22),
    )
    pen.inked(oval(-1, -26, 2, 1.2), colour, 0.7)
