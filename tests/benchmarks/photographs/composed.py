"""Photographs whose truth is known: somebody who was drawn alone, before something else, as a camera would see it."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

import cv2
import numpy as np

from backends.base import DrawRequest, Figure
from backends.draft.painter import empty_room, paint
from backends.draft.plates import GROUND
from tests.studio.datasets.photographs.pictures import Pixels, as_jpeg, blurred

POSES = (
    "stands, front view, full body",
    "stands, from behind, full body",
    "stands in profile, facing left, full body",
    "stands, three-quarter view, full body",
    "waves, full body",
    "celebrates, full body",
    "runs, full body",
    "thinks, a bust",
    "is happy, a bust",
    "is surprised, a close-up",
)
SIZES = ((1600, 1200), (1200, 1600), (1280, 1280), (2000, 1000), (1000, 1800), (4000, 3000))


class Photograph(NamedTuple):
    """A picture, the mask (H, W) bool of who is on it, and the box (left, top, right, bottom) around that, of which all
    has to be kept: of who is cut off below and fits into no square, the upper half."""

    pixels: Pixels
    mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    box: tuple[int, int, int, int]
    what: str


def alone(figure: Figure, pose: str, seed: int, side: int) -> tuple[Pixels, Pixels]:
    """Somebody on plain ground, and the mask (side, side) uint8 of them, 0 or 1: without the draft's tag."""
    scene = f"{figure.name} {pose}"
    picture = paint(DrawRequest("j", "c", "", seed, side, side, scene=scene, plate=GROUND, figures=(figure,)))
    ground = np.median(picture[0], 0)
    stands = (np.abs(picture.astype(int) - ground).max(2) > 6).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(stands, connectivity=8)
    mask = (labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())).astype(np.uint8)
    return picture, mask


def ground(chance: Random, width: int, height: int) -> Pixels:
    """What is behind them: a room, a texture, or light that grows."""
    kind = chance.choice(("room", "room", "texture", "gradient"))
    if kind == "room":
        request = DrawRequest("j", "c", "", chance.randrange(10**6), 1024, 768, plate=chance.choice(("north", "east")))
        room = empty_room(request)
        return np.asarray(cv2.resize(room, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)
    noise = np.random.default_rng(chance.randrange(10**6))
    made = np.zeros((height, width, 3), np.float32)
    for octave in (2, 5) if kind == "gradient" else (3, 8, 24, 90, 300):
        cells = noise.normal(0, 60 / octave**0.45, (octave, octave, 3)).astype(np.float32)
        made += cv2.resize(cells, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(made + noise.uniform(50, 200, 3), 0, 255).astype(np.uint8)


def photograph(figure: Figure, seed: int) -> Photograph:
    """Somebody before something, somewhere in a picture of any shape; the same for each seed."""
    chance = Random(f"photograph {seed}")
    pose, (width, height) = chance.choice(POSES), chance.choice(SIZES)
    side = min(1024, 2 * min(width, height) // 3)
    picture, mask = alone(figure, pose, seed, side)
    x, y, wide, high = cv2.boundingRect(mask)
    tall = min(height / high, width / wide) * chance.uniform(0.45, 0.97)
    size = max(1, round(wide * tall)), max(1, round(high * tall))
    part = np.s_[y : y + high, x : x + wide]
    who = cv2.resize(picture[part], size, interpolation=cv2.INTER_CUBIC)
    cover = cv2.resize(mask[part].astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    left = round((width - size[0]) * chance.uniform(0.1, 0.9))
    cut_off = "full body" not in pose
    top = height - size[1] if cut_off else round((height - size[1]) * chance.uniform(0.2, 0.9))
    made = blurred(ground(chance, width, height), chance.choice((0.6, 2.0, 6.0)) * width / 1600)
    place = np.s_[top : top + size[1], left : left + size[0]]
    made[place] = np.rint(cover[..., None] * who + (1 - cover[..., None]) * made[place]).astype(np.uint8)
    whole = np.zeros((height, width), bool)
    whole[place] = cover >= 0.5
    noise = np.random.default_rng(seed).normal(0, chance.uniform(0.5, 4), (height, width, 1))
    seen = as_jpeg(np.clip(made + noise, 0, 255).astype(np.uint8), chance.choice((82, 90, 95)))
    low = top + size[1] // 2 if cut_off and max(size) > min(width, height) else top + size[1]
    box = (left, top, left + size[0], low)
    return Photograph(seen, whole, box, f"{figure.name} {pose}, {width} × {height}")
