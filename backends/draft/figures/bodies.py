"""A whole figure: tail, legs, torso with its outfit and chest panel, arms, head. The pen's origin is the floor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from backends.draft.canvas import Pen, Shape, across, bend, box, mirrored, oval, polygon, ribbon, smooth
from backends.draft.figures import furniture, props
from backends.draft.figures.arms import paint_arm
from backends.draft.figures.face import Look
from backends.draft.figures.heads import paint_head
from backends.draft.figures.outfits import behind_neck, cloth, collar, details, panel, panel_place
from backends.draft.figures.poses import Pose, seat
from backends.draft.palette import INK, Colour, brightness, darker, lighter

_TORSO = smooth(
    mirrored([(0, -36.5), (9, -36), (15.4, -32.6), (18.2, -24), (17.6, -12), (16, -1), (9.5, 3), (0, 3.4)]), steps=6
)
_SLENDER = smooth(
    mirrored([(0, -36.5), (8.4, -36), (14.2, -32.8), (16.9, -24.5), (15.9, -12), (16.4, -2.5), (9.5, 3), (0, 3.4)]),
    steps=6,
)


@dataclass(frozen=True, slots=True)
class Body:
    """What a figure is painted from; `hips` is their height above the floor in body units, `perch` how much higher what
    it sits on is than its own legs, and `head` how large its head is, over that of a grown-up."""

    look: Look
    pose: Pose
    lettered: bool
    outfit: str
    hips: float
    extras: tuple[str, ...] = ()
    tail_side: float = 1.0
    panel_turn: float = 0.0
    perch: float = 0.0
    head: float = 1.0

    @property
    def lift(self) -> float:
        """How high the hips are in this pose."""
        return self.hips + seat(self.pose) + self.perch


def hips_of(species: str) -> float:
    """How high the hips are: people have longer legs than animals."""
    return 31.0 if species == "person" else 23.0


def paint_body(pen: Pen, body: Body) -> Iterator[str]:
    """Paint the figure part by part, back to front; yields the name of each part when it is done."""
    pose = body.pose
    hips = body.lift - pose.rise
    if pose.legs in ("stand", "run", "jump"):
        pen.tint(oval(0, 0.6, 25, 3.6), (14, 10, 30), 0.3)
    standing = pen.at(0, -pose.rise, flip=pose.flip)
    straight = _upper(pen, body)
    upper = _aside(straight, body)
    _seat(pen, standing, body, hips)
    away = body.look.away
    if not away:
        _tail(upper, body)
    _legs(_aside(standing, body), body, hips)
    yield "legs"
    if not away:
        behind_neck(upper, body.look, body.outfit)
    _far_arm(upper, body)
    _torso(upper, body)
    yield "outfit"
    _before_the_body(pen, standing, upper, body, hips)
    _arms(upper, body, late=False)
    if away:
        behind_neck(upper, body.look, body.outfit)
        _tail(upper, body)
    else:
        collar(upper, body.look, body.outfit, body.lettered)
    yield "arms"
    head = straight.at(0, -35 + pose.nod, pose.tilt).at(0, -16 * body.head, scale=body.head)
    paint_head(head, body.look)
    yield "face"
    _arms(upper, body, late=True)
    if body.lettered:
        # Last, so that no sleeve takes a corner of it.
        panel(upper, body.panel_turn)


def _before_the_body(floor: Pen, standing: Pen, upper: Pen, body: Body, hips: float) -> None:
    """What is in front of the torso, but for the arms: handlebars, knees, a laptop, a book, canes."""
    pose, accent = body.pose, body.look.colours.get("accent")
    if pose.legs == "bike":
        furniture.bike_front(standing, hips)
    if pose.legs == "sit":
        _knees(upper, body)
    if pose.lap:
        furniture.laptop(upper.at(0, 6.6))
    if pose.book:
        props.hold(upper.at(0, -1), "book", accent)
    for side, arm in ((-1.0, pose.left), (1.0, pose.right)):
        if arm.holds == "cane":
            furniture.cane(floor, arm.hand[0], arm.hand[1] - hips, side)


def chest_place(pen: Pen, body: Body) -> Shape:
    """Where the figure's panel is, or would be, in pixels of the canvas: (4, 2), from top left clockwise."""
    return panel_place(_aside(_upper(pen, body), body), body.panel_turn)


def _upper(pen: Pen, body: Body) -> Pen:
    """The frame of what is above the hips."""
    return pen.at(0, -body.pose.rise).at(0, body.pose.rise - body.lift, body.pose.lean)


def _aside(pen: Pen, body: Body) -> Pen:
    """The pen for a body: who is turned is seen narrower."""
    turn = body.look.turn
    return pen.squeezed(1.0 - 0.26 * turn * turn) if turn else pen


def _arms(pen: Pen, body: Body, late: bool) -> None:
    for side, arm in ((-1.0, body.pose.left), (1.0, body.pose.right)):
        if body.look.is_profile and side == body.look.turn:
            continue
        if arm.late == late:
            # Of who is seen from the side the near shoulder is in the middle.
            near = pen.at(8.0 * body.look.turn) if body.look.is_profile else pen
            paint_arm(near, body.look, body.outfit, side, arm)


def _far_arm(pen: Pen, body: Body) -> None:
    """The arm on the other side of who is seen from the side: before the body covers it."""
    side = body.look.turn
    if not body.look.is_profile:
        return
    paint_arm(pen, body.look, body.outfit, side, body.pose.right if side > 0 else body.pose.left)


def _seat(floor: Pen, standing: Pen, body: Body, hips: float) -> None:
    if body.pose.legs == "bike":
        furniture.bike_behind(standing, body.look.colours.get("accent"), hips)
    if body.pose.legs == "sit" and body.pose.seat == "armchair":
        furniture.chair(floor, (92, 74, 128), hips)


def _tail(pen: Pen, body: Body) -> None:
    species, colours = body.look.species, body.look.colours
    fur, mask, belly = colours.get("fur"), colours.get("mask"), colours.get("belly")
    s = body.tail_side
    if species in ("person", "robot"):
        return
    if species in ("bear", "panda", "rabbit"):
        pen.inked(oval(s * 17, -1, 5, 5), belly if species == "rabbit" else fur)
        return
    path = smooth([(s * 8, -2), (s * 20, 4), (s * 31, -3), (s * 34.5, -17), (s * 30, -30)], False, 10)
    if species in ("cat", "mouse", "dog"):
        wide = 3.2 if species == "mouse" else 5.6
        pen.inked(ribbon(path, wide, wide * 0.8), colours.get("inner") if species == "mouse" else fur)
        return
    outline = ribbon(path, 8.5, 7.0, 9.0)
    with pen.inside(outline) as within:
        within.fill(outline, fur)
        if species == "raccoon":
            for at in (9, 17, 25, 33):
                within.line(across(path, at, 11.0), mask, 4.4)
            within.line(path[37:], mask, 16)
        else:
            within.line(path[31:], belly if species == "fox" else mask, 17)
        shade = path + np.array([2.4 * s, 4.6])
        within.tint(ribbon(shade, 5, 4, 3), darker(fur, 0.7), 0.22)
    pen.line(outline, INK, 0.95, closed=True)


def _legs(pen: Pen, body: Body, hips: float) -> None:
    kind, boots = body.pose.legs, body.look.colours.get("boots")
    tone = _leg_tone(body)
    if kind in ("stand", "jump"):
        spread = 1.5 if kind == "stand" else 4.0
        for side in (-1, 1):
            foot = (side * (8 + spread), -5.0 + (0 if kind == "stand" or side < 0 else -4))
            leg = bend((side * 7.5, -hips), (side * (8.2 + spread), -hips * 0.5), foot)
            _leg(pen, body, leg, (13.5, 10.6), tone)
            _boot(pen, foot[0], foot[1] + 5, body.look.turn if body.look.is_profile else side, boots)
        crotch = [(-9.0, -hips), (9.0, -hips), (5.2, -hips + 8), (0, -hips + 9.4), (-5.2, -hips + 8)]
        pen.fill(polygon(*crotch), _shorts(body) or tone)
        pen.line(bend((-3.4, -hips + 9), (0, -hips + 9.6), (3.4, -hips + 9)), INK, 0.95)
        _skirt(pen, body, hips)
    elif kind == "run":
        behind = bend((-6, -hips), (-14, -hips * 0.62), (-27, -hips * 0.52))
        _leg(pen, body, behind, (13, 10), darker(tone, 0.2))
        _boot(pen.at(-30, -hips * 0.5, 62), 0, 0, 1, boots)
        _leg(pen, body, bend((6, -hips), (17, -hips * 0.66), (15, -6)), (13.5, 10.4), tone)
        _boot(pen, 16.5, 0, 1, boots)
        _skirt(pen, body, hips)
    elif kind == "bike":
        far = bend((6, -hips + 2), (13, -hips * 0.62), (4, -hips * 0.2))
        _leg(pen, body, far, (12.5, 9.6), darker(tone, 0.2))
        _boot(pen, 3, -hips * 0.12, -1, boots)
        furniture.crank(pen.at(-6, -hips * 0.3))
        _leg(pen, body, bend((-5, -hips + 2), (-19, -hips * 0.74), (-11, -hips * 0.34)), (13, 10), tone)
        _boot(pen, -12.5, -hips * 0.26, -1, boots)
        _skirt(pen, body, hips)


def _leg_tone(body: Body) -> Colour:
    """The colour of the legs: bare below skirts and shorts."""
    bare = body.look.features & {"skirt", "dress", "shorts"}
    return body.look.bare if bare else cloth(body.look, body.outfit)[1]


def _shorts(body: Body) -> Colour | None:
    """The colour of the shorts, of who wears some."""
    if "shorts" not in body.look.features:
        return None
    return body.look.colours.get("shorts" if body.look.colours.given("shorts") else "trousers")


def _leg(pen: Pen, body: Body, path: Shape, wide: tuple[float, float], tone: Colour) -> None:
    pen.inked(ribbon(path, *wide), tone)
    shorts = _shorts(body)
    if shorts is not None:
        pen.inked(ribbon(path[: len(path) // 3 + 1], wide[0] + 0.8, wide[1] + 2.4), shorts)


def _skirt(pen: Pen, body: Body, hips: float, lap: bool = False) -> None:
    """The skirt of who wears one, or a dress, hips at y = −`hips`; over the knees of who sits."""
    features, colours = body.look.features, body.look.colours
    if not features & {"skirt", "dress"}:
        return
    dress = "dress" in features
    tone = colours.get("suit") if dress else colours.get("skirt") if colours.given("skirt") else colours.get("trousers")
    hem = (body.hips - 7 if "long skirt" in features else 14.0) - hips if lap else -hips * 0.48
    if "long skirt" in features and not lap and body.pose.legs != "bike":
        hem = -7.0
    if body.pose.legs == "bike":
        hem = -hips * 0.7
    out = 19.0 if lap else 22.0 if hem < -10 else 23.5
    shape = smooth(
        mirrored([(0, -hips - 3), (15.2, -hips - 3), (out - 2.4, (hem - hips) / 2), (out, hem - 0.6), (0, hem + 1.6)]),
        steps=6,
    )
    with pen.inside(shape) as within:
        within.fill(shape, tone)
        within.tint(polygon((7, -hips), (12, hem + 3), (30, hem + 3), (20, -hips - 4)), darker(tone, 0.7), 0.24)
        for x in (-0.62, -0.22, 0.2, 0.6):
            within.line(
                bend((x * 13, -hips + 2), (x * 17, (hem - hips) / 2), (x * out * 1.05, hem + 2)), darker(tone, 0.3), 0.7
            )
        within.line(bend((-out, hem - 2.6), (0, hem - 0.6), (out, hem - 2.6)), darker(tone, 0.16), 1.2)
    pen.line(shape, INK, 0.95, closed=True)


def _knees(pen: Pen, body: Body) -> None:
    tone = _leg_tone(body)
    for side in (-1, 1):
        knee = polygon((side * 9, 5), (side * 10, 12), (side * 9.5, body.hips - 8))
        pen.inked(ribbon(knee, 14, 10.5), tone)
        shorts = _shorts(body)
        if shorts is not None:
            pen.inked(ribbon(knee[:2], 14.8, 14), shorts)
        pen.tint(oval(side * 9.4, 5, 5, 3.6), (255, 255, 255), 0.07)
        _boot(pen, side * 10, body.hips - 3, side, body.look.colours.get("boots"))
    _skirt(pen, body, 0.0, lap=True)


def _boot(pen: Pen, x: float, y: float, side: float, colour: Colour) -> None:
    shape = [(x - side * 5.6, y - 9), (x + side * 4.6, y - 9), (x + side * 6, y - 5.4), (x + side * 10.4, y - 3.4)]
    shape += [(x + side * 11, y), (x - side * 6.2, y), (x - side * 6.6, y - 4)]
    outline, pale = smooth(shape, steps=5), brightness(colour) > 150
    with pen.inside(outline) as within:
        within.fill(outline, colour)
        within.fill(box(x - 14, y - 2.4, 28, 4), darker(colour, 0.34) if pale else lighter(colour, 0.32))
        within.fill(oval(x + side * 9.4, y - 2.2, 4.2, 3.0), darker(colour, 0.18) if pale else lighter(colour, 0.12))
        for k in range(3):
            lace = polygon(
                (x + side * (1.2 + k * 1.5), y - 7.2 + k * 1.1), (x + side * (4.4 + k * 1.4), y - 7.9 + k * 1.3)
            )
            within.line(lace, darker(colour, 0.45) if pale else lighter(colour, 0.3), 0.7)
    pen.line(outline, INK, 0.95, closed=True)


def _torso(pen: Pen, body: Body) -> None:
    look, colours = body.look, body.look.colours
    suit, _ = cloth(look, body.outfit)
    shape = _SLENDER if look.species == "person" and look.features & {"woman", "child", "teen"} else _TORSO
    if look.species == "person":
        skin = colours.get("skin")
        pen.inked(box(-5.4, -41, 10.8, 11, 3), darker(skin, 0.14))
    with pen.inside(shape) as within:
        within.fill(shape, suit)
        within.tint(smooth([(9, -38), (12, -24), (11.4, -8), (7, 6), (26, 6), (26, -38)]), darker(suit, 0.7), 0.38)
        within.tint(smooth([(-20, -38), (-10, -36), (-13.4, -24), (-14, -6), (-22, 4)]), (255, 255, 255), 0.07)
        if look.away:
            within.line(polygon((0, -34), (0, 4)), darker(suit, 0.3), 0.8)
        else:
            details(within, look, body.outfit, body.lettered)
        within.tint(oval(0, -36.5, 17, 5.6), (12, 8, 26), 0.3)
    pen.line(shape, INK, 0.95, closed=True)
