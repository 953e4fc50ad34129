"""How bodies stand and what their arms do: plain records in body units, hips at the origin, y downwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Literal

from backends.draft.canvas import Point
from backends.draft.reading.script import Part

Grip = Literal["fist", "open", "point", "none"]
Legs = Literal["stand", "run", "sit", "bike", "jump", "hidden"]


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm from its shoulder through a bend to a hand; `late` arms are painted over the head."""

    through: Point
    hand: Point
    grip: Grip = "fist"
    late: bool = False
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Pose:
    """A whole body. Angles in degrees clockwise; `desk` puts a table with that name's
    things in front of the hips; `seat` is what is sat on (armchair, couch), and `lap`
    says that a laptop lies on the knees; `flip` mirrors legs and what the figure sits on;
    `book` is held open in both hands."""

    left: Arm
    right: Arm
    legs: Legs = "stand"
    lean: float = 0.0
    tilt: float = 0.0
    nod: float = 0.0
    desk: str = ""
    rise: float = 0.0
    flip: bool = False
    book: bool = False
    seat: str = "armchair"
    lap: bool = False


_REST_L, _REST_R = Arm((-22.5, -17), (-20.5, 0)), Arm((22.5, -17), (20.5, 0))
_HIP_L, _HIP_R = Arm((-30, -13), (-17, -4)), Arm((30, -13), (17, -4))

_POSES = {
    "stand": Pose(_REST_L, _HIP_R, lean=1.0),
    "type": Pose(
        Arm((-24, -14), (-13, 0), "none"), Arm((24, -14), (13, 0), "none"), "hidden", tilt=-3, nod=1, desk="laptop"
    ),
    "celebrate": Pose(
        Arm((-29, -40), (-33, -63), "open"), Arm((29, -40), (34, -61), "fist"), "jump", lean=-2, tilt=4, rise=5
    ),
    "bike": Pose(Arm((-25, -22), (-31, -8), "fist"), Arm((28, -14), (17, -3)), "bike", lean=-4, tilt=-2),
    "run": Pose(Arm((-29, -15), (-23, -24)), Arm((29, -20), (31, -35)), "run", lean=7, tilt=2, rise=3),
    "solder": Pose(
        Arm((-25, -14), (-14, -1), "none"),
        Arm((25, -14), (15, -5), "fist", holds="iron"),
        "hidden",
        tilt=3,
        nod=2,
        desk="board",
    ),
    "sit": Pose(Arm((-24, -14), (-13, 3)), Arm((24, -14), (13, 3)), "sit", tilt=-3),
    "point": Pose(_HIP_L, Arm((26, -33), (37, -45), "point"), lean=2, tilt=-3),
    "wave": Pose(_REST_L, Arm((31, -34), (32, -57), "open"), lean=-1, tilt=5),
    "think": Pose(_HIP_L, Arm((33, -15), (21.5, -37), "point", True), tilt=5),
    "shrug": Pose(Arm((-26, -16), (-34, -31), "open"), Arm((26, -16), (34, -31), "open"), tilt=8),
    "akimbo": Pose(_HIP_L, _HIP_R, lean=-1, tilt=-2),
    "cheeks": Pose(Arm((-31, -20), (-21.5, -41), "open", True), Arm((31, -20), (21.5, -41), "open", True), tilt=-2),
}

_HELD = {
    "mug": Arm((29, -11), (27.5, -27), "fist", holds="mug"),
    "phone": Arm((31, -20), (22.5, -43), "fist", True, "phone"),
    "screen": Arm((30, -11), (27, -27), "fist", holds="screen"),
    "pizza": Arm((29, -12), (28, -29), "fist", holds="pizza"),
    "extinguisher": Arm((31, -11), (29, -24), "fist", holds="extinguisher"),
    "cable": Arm((29, -14), (29, -31), "fist", holds="cable"),
    "wrench": Arm((29, -14), (30, -30), "fist", holds="wrench"),
    "cake": Arm((29, -10), (29, -22), "open", holds="cake"),
    "trophy": Arm((28, -38), (32, -57), "fist", holds="trophy"),
    "cane": Arm((27, -15), (24.5, -4), "fist", holds="cane"),
}
_AT_DESKS = ("phone", "screen")
"""What is held at a desk too; all else stands on it."""


def pose_for(part: Part, chance: Random, crowded: bool) -> Pose:
    """The pose of a part; `chance` picks among the ways to stand, and `crowded` keeps arms near the body."""
    asleep = part.mood == "asleep"
    name = _name_of(part, asleep)
    if name == "" and not part.items:
        name = chance.choice(("stand", "akimbo", "wave", "stand")) if not part.mood else "stand"
    pose = _POSES.get(name or "stand", _POSES["stand"])
    if name == "book" or ("book" in part.items and name in ("sit", "stand")):
        pose = replace(pose, left=Arm((-25, -12), (-12.5, 1)), right=Arm((25, -12), (12.5, 1)), nod=1, book=True)
    if part.seat in ("couch", "armchair") and pose.legs in ("stand", "jump", "hidden", "sit"):
        pose = replace(pose, legs="sit", rise=0.0, seat=part.seat, desk="", lap=pose.desk == "laptop")
    pose = _holding(pose, part, asleep)
    if asleep:
        side = chance.choice((-1, 1)) if pose.legs != "bike" else -1
        slumped = 8.0 if pose.legs == "sit" and pose.seat == "couch" else 1.5
        pose = replace(pose, tilt=side * 13.0, nod=3.0, lean=pose.lean + side * slumped, rise=0.0)
    if crowded and name == "point":
        pose = replace(pose, right=replace(pose.right, through=(27, -30), hand=(29, -48)))
    return pose


def _name_of(part: Part, asleep: bool) -> str:
    """The pose that a part asks for; empty where it leaves it open."""
    name = part.pose or ("book" if "book" in part.items else "")
    if name == "solder" and "wrench" in part.items:
        # Repaired with a tool, not with an iron.
        name = ""
    if part.seat == "desk" and (name in ("", "sit") or asleep):
        return "type"
    if name == "" and (asleep or part.seat in ("couch", "armchair")):
        return "sit"
    return name


def _holding(pose: Pose, part: Part, asleep: bool) -> Pose:
    """The pose with what its part holds, as far as hands are free."""
    if asleep and pose.legs != "stand":
        return pose
    for item in part.items:
        if pose.desk and item in _AT_DESKS:
            return (
                replace(pose, right=_HELD[item]) if not pose.right.holds else replace(pose, left=_flipped(_HELD[item]))
            )
        if item == "book" or pose.desk or (item == "cane" and pose.legs != "stand"):
            continue
        if not pose.right.holds and pose.right.grip == "fist" and not pose.book:
            pose = replace(pose, right=_HELD[item])
        elif not pose.left.holds and pose.left.grip == "fist" and pose.legs != "bike" and not pose.book:
            pose = replace(pose, left=_flipped(_HELD[item]))
    return pose


def seat(pose: Pose) -> float:
    """How much higher than standing the hips are, in body units."""
    return {"bike": 7.0, "sit": -3.0}.get(pose.legs, 0.0) + pose.rise


def turned(pose: Pose) -> Pose:
    """The mirror image of a pose."""
    return replace(
        pose, left=_flipped(pose.right), right=_flipped(pose.left), lean=-pose.lean, tilt=-pose.tilt, flip=not pose.flip
    )


def reach(pose: Pose) -> tuple[float, float]:
    """How far a body reaches to its left and to its right of its middle, in body units."""
    arms = [(arm, 9.0 if arm.holds else 5.0) for arm in (pose.left, pose.right)]
    left = max(27.0, *(-min(arm.hand[0], arm.through[0]) + room for arm, room in arms))
    right = max(27.0, *(max(arm.hand[0], arm.through[0]) + room for arm, room in arms))
    ahead, behind = {"bike": (42.0, 24.0), "run": (36.0, 36.0), "sit": (34.0, 34.0)}.get(pose.legs, (0.0, 0.0))
    if pose.desk:
        ahead = behind = 33.0
    if pose.legs == "sit" and pose.seat == "couch":
        ahead = behind = 40.0
    if pose.flip:
        ahead, behind = behind, ahead
    return max(left, ahead), max(right, behind)


def _flipped(arm: Arm) -> Arm:
    return replace(arm, through=(-arm.through[0], arm.through[1]), hand=(-arm.hand[0], arm.hand[1]))
