"""Where figures stand and how large they are: the camera's choice, in room units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from backends.draft.bodies import PANEL, hips_of
from backends.draft.poses import Pose

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
_NECK, _SPAN, _WHOLE = 51.0, 60.0, ("run", "bike", "jump", "sit")
PANEL_SHARE = 0.195
"""The least share of the picture's width that the chest panel of a single figure takes."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure's place: the floor under it in room units, and room units for one body unit."""

    x: float
    y: float
    scale: float
    room_for: float


def places(width: float, height: float, cast: Sequence[tuple[str, Pose, bool]], chance: Random) -> list[Spot]:
    """A spot for each figure, given as (species, pose, lettered), from left to right; sizes in room units."""
    if not cast:
        return []
    count = len(cast)
    statures = [_STATURE.get(species, 0.92) if count > 1 and species != "person" else 1.0 for species, _, _ in cast]
    heads = [hips_of(species) + _NECK + _EARS.get(species, 29.0) for species, _, _ in cast]
    tallest = max(s * t for s, t in zip(statures, heads, strict=True))
    slot = width / count
    whole = any(pose.legs in _WHOLE for _, pose, _ in cast)
    lettered = any(letters for _, _, letters in cast)
    scale = 0.9 * height / tallest
    if not whole:
        # A medium shot: down to below the belt, as wide as the slots allow.
        medium = 0.93 * height / (tallest - 16)
        scale = max(scale, min(medium, slot / (_SPAN if count == 1 else 50)))
    scale = min(scale, slot / (_SPAN + 8 if count == 1 else 47))
    if lettered and count == 1:
        scale = max(scale, PANEL_SHARE * width / PANEL[0])
    scale *= chance.uniform(0.97, 1.0) if count > 1 or not lettered else 1.0
    top = height * 0.055
    ground = max(min(height * 0.96, top + tallest * scale + height * 0.04), top + tallest * scale)
    ground = height * chance.uniform(0.945, 0.97) if ground < height * 0.97 else ground
    spots = []
    for index, stature in enumerate(statures):
        free = max(0.0, slot / 2 - 33 * scale)
        sway = chance.uniform(-1, 1) * (free * 0.75 if count == 1 else min(free, 3.0))
        x = (index + 0.5) * slot + sway
        depth = chance.uniform(-0.6, 0.6) if count > 1 else 0.0
        spots.append(Spot(x, ground + depth, scale * stature, slot / (scale * stature)))
    return spots
