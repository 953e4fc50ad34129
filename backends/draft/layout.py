"""Where figures stand and how large they are: the camera's choice, in room units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

from backends.draft.figures.bodies import hips_of
from backends.draft.figures.outfits import PANEL
from backends.draft.figures.poses import Pose, reach, seat

_STATURE = {
    "mouse": 0.82,
    "rabbit": 0.86,
    "cat": 0.88,
    "raccoon": 0.9,
    "fox": 0.9,
    "dog": 0.92,
    "bear": 1.04,
    "robot": 0.96,
}
_EARS = {"rabbit": 42.0, "fox": 36.0, "wolf": 36.0, "cat": 36.0, "person": 25.0, "robot": 31.0}
_AGES = {"child": 0.68, "teen": 0.88, "old": 0.95}
_HEADS = {"child": 1.24, "teen": 1.07}
_SHOULDERS, _CHIN = 35.0, 16.0
_CLOSER = {3: 0.92, 4: 0.84}
"""How close figures stand together, by their number: arms may cross."""
_WHOLE = ("run", "bike", "jump", "sit")
PANEL_SHARE = 0.187
"""The least share of the picture's width that the chest panel of a single figure takes."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure's place: the floor under it in room units, and room units for one body unit."""

    x: float
    y: float
    scale: float
    room_for: float


class Member(NamedTuple):
    """Who has to stand somewhere: `head` is how large the head is over a grown-up's."""

    species: str
    pose: Pose
    lettered: bool
    features: frozenset[str] = frozenset()
    head: float = 1.0


def head_of(features: frozenset[str]) -> float:
    """How large a head is over a grown-up's, by the age that the features say."""
    return next((large for age, large in _HEADS.items() if age in features), 1.0)


def near(width: float, height: float, member: Member, framing: str) -> Spot:
    """The spot of a single figure of which the face, or head and shoulders (bust), fill the picture; in room units."""
    above = (_CHIN + _EARS.get(member.species, 29.0)) * member.head
    below, wide = (9.0, 52.0 * member.head) if framing == "face" else (40.0, 62.0)
    scale = min(0.9 * height / (above + below), 0.92 * width / wide)
    top = max(0.05 * height, (height - (above + below) * scale) / 2 if framing == "face" else 0.0)
    return Spot(width / 2, top + tall(member) * scale, scale, width / scale)


def places(width: float, height: float, cast: Sequence[Member], chance: Random, whole: bool = False) -> list[Spot]:
    """A spot for each figure from left to right, sizes in room units; with `whole`, from head to foot."""
    if not cast:
        return []
    count = len(cast)
    statures = [_stature(member, count) for member in cast]
    # Of somebody who is alone the height is told by the room around.
    tallest = max((s if count > 1 else 1.0) * tall(member) for s, member in zip(statures, cast, strict=True))
    close = _CLOSER.get(count, 1.0)
    sides = [(left * close, right * close) for left, right in (reach(member.pose) for member in cast)]
    wide = sum((left + right) * s for (left, right), s in zip(sides, statures, strict=True))
    lettered = any(member.lettered for member in cast)
    scale = 0.87 * height / tallest
    legs_matter = whole or any(member.pose.legs in _WHOLE for member in cast)
    if not legs_matter:
        # A medium shot cuts below the belt; letters and company ask for it, else the seed chooses.
        near = 1.0 if lettered or count > 1 or chance.random() < 0.5 else 0.0
        scale += near * (0.92 * height / (tallest - 15) - scale)
    scale = min(scale, 0.97 * width / wide)
    if lettered and count == 1 and not whole:
        scale = max(scale, (PANEL_SHARE - (0.003 if legs_matter else 0)) * width / PANEL[0])
    top = 0.03 if lettered and count == 1 else 0.06
    ground = height * top + tallest * scale
    if ground < height * 1.02:
        # A cut through the shins looks like a mistake: show the feet too.
        scale = min(scale, (0.8 if whole else 0.88) * height / tallest)
        ground = height * (chance.uniform(0.94, 0.965) - (0.06 if whole else 0))
    else:
        ground = max(ground, min(height + 12 * scale, height * 0.14 + tallest * scale))
    gap = max(0.0, width - wide * scale) / (count + 1)
    spots, x = [], 0.0
    for (left, right), stature in zip(sides, statures, strict=True):
        x += gap + left * scale * stature
        sway = chance.uniform(-0.7, 0.7) * gap if count == 1 else chance.uniform(-0.25, 0.25) * gap
        free = (gap + (left + right) * scale * stature) / (scale * stature)
        spots.append(Spot(x + sway, ground + (chance.uniform(-0.6, 0.6) if count > 1 else 0.0), scale * stature, free))
        x += right * scale * stature
    if wide * scale > width:
        # Wider than the picture: the chest, not the elbows, is what must be seen.
        return [replace(spot, x=(k + 0.5) * width / count) for k, spot in enumerate(spots)]
    return spots


def _stature(member: Member, count: int) -> float:
    """How tall a figure is, over a grown-up person beside it; alone, the camera comes nearer to the small."""
    age = next((share for age, share in _AGES.items() if age in member.features), 1.0)
    if count == 1:
        return 1.0 if member.lettered else (1 + age) / 2
    return age * (1.0 if member.species == "person" else _STATURE.get(member.species, 0.92))


def tall(member: Member) -> float:
    """From the floor to the tips of the ears, in body units."""
    above = (_CHIN + _EARS.get(member.species, 29.0)) * member.head
    return hips_of(member.species) + seat(member.pose) + _SHOULDERS + above
