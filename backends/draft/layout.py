"""Where figures stand and how large they are: the camera's choice, in room units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

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
_NECK = 51.0
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


def places(width: float, height: float, cast: Sequence[tuple[str, Pose, bool]], chance: Random) -> list[Spot]:
    """A spot for each figure, given as (species, pose, lettered), from left to right; sizes in room units."""
    if not cast:
        return []
    count = len(cast)
    statures = [_STATURE.get(species, 0.92) if count > 1 and species != "person" else 1.0 for species, _, _ in cast]
    heads = [hips_of(species) + seat(pose) + _NECK + _EARS.get(species, 29.0) for species, pose, _ in cast]
    tallest = max(s * t for s, t in zip(statures, heads, strict=True))
    sides = [reach(pose) for _, pose, _ in cast]
    wide = sum((left + right) * s for (left, right), s in zip(sides, statures, strict=True))
    lettered = any(letters for _, _, letters in cast)
    scale = 0.87 * height / tallest
    legs_matter = any(pose.legs in _WHOLE for _, pose, _ in cast)
    if not legs_matter:
        # A medium shot cuts below the belt; letters and company ask for it, else the seed chooses.
        near = 1.0 if lettered or count > 1 or chance.random() < 0.5 else 0.0
        scale += near * (0.92 * height / (tallest - 15) - scale)
    scale = min(scale, 0.97 * width / wide)
    if lettered and count == 1:
        scale = max(scale, (PANEL_SHARE - (0.003 if legs_matter else 0)) * width / PANEL[0])
    top = 0.03 if lettered and count == 1 else 0.06
    ground = height * top + tallest * scale
    if ground < height * 1.02:
        # A cut through the shins looks like a mistake: show the feet too.
        scale = min(scale, 0.88 * height / tallest)
        ground = height * chance.uniform(0.94, 0.965)
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
