"""Small drawn scenes for the tests of lettering: somebody with a shirt, and on it, perhaps, a panel that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
Colour: TypeAlias = tuple[int, int, int]

CYAN: Colour = (20, 230, 250)


@dataclass(frozen=True)
class Scene:
    """How to draw: sizes are shares of the picture's side, `turn` is in degrees, clockwise; `fade` is what cloth
    loses of its light from left to right, and `light` what the light leaves of each channel. `sag` is how far the
    middles of the panel's upper and lower sides are below their ends, over its width; an `arm` hides its right side."""

    side: int = 640
    seed: int = 1
    panel: bool = True
    piping: Colour | None = CYAN
    shirt: Colour = (46, 52, 84)
    stripes: Colour | None = None
    dots: Colour | None = None
    wall: Colour = (150, 120, 96)
    papers: int = 0
    turn: float = 0.0
    lean: float = 0.0
    shade: float = 0.0
    middle: float = 0.5
    size: float = 0.3
    hand: bool = False
    strap: bool = False
    desk: bool = False
    bricks: bool = False
    pane: bool = False
    fade: float = 0.0
    sag: float = 0.0
    arm: bool = False
    light: tuple[float, float, float] = (1.0, 1.0, 1.0)


def drawn(scene: Scene) -> tuple[Array, Array]:
    """The picture (side, side, 3) uint8 RGB, and the panel's quad (4, 2), top-left first, clockwise."""
    rng = np.random.default_rng(scene.seed)
    side = scene.side
    ramp = np.linspace(0.85, 1.12, side)[:, None, None]
    canvas = np.clip(np.array(scene.wall) * np.broadcast_to(ramp, (side, side, 1)), 0, 255).astype(np.uint8)
    cv2.rectangle(canvas, (0, int(0.86 * side)), (side, side), (88, 70, 58), -1)
    if scene.bricks:
        _bricks(canvas, rng)
    if scene.pane:
        cv2.rectangle(canvas, _at(side * np.array([0.06, 0.1])), _at(side * np.array([0.3, 0.4])), (252, 252, 250), -1)
        for x, y in ((0.08, 0.12), (0.19, 0.12), (0.08, 0.26), (0.19, 0.26)):
            start, end = side * np.array([x, y]), side * np.array([x + 0.09, y + 0.12])
            cv2.rectangle(canvas, _at(start), _at(end), (205, 222, 236), -1)
    for _ in range(scene.papers):
        x, y, wide = rng.uniform(0, 0.85), rng.uniform(0.02, 0.5), rng.uniform(0.08, 0.24)
        box = [(int(v * side)) for v in (x, y, x + wide, y + 0.7 * wide)]
        cv2.rectangle(canvas, (box[0], box[1]), (box[2], box[3]), (248, 246, 240), -1, cv2.LINE_AA)
        cv2.rectangle(canvas, (box[0], box[1]), (box[2], box[3]), (60, 52, 48), 3, cv2.LINE_AA)
    quad = _quad(scene)
    _body(canvas, scene)
    if scene.panel:
        _panel(canvas, scene, quad)
    _in_front(canvas, scene, quad)
    canvas = (canvas * np.array(scene.light)).astype(np.uint8)
    soft = cv2.GaussianBlur(canvas, (0, 0), 0.7) + rng.normal(0, 2.0, canvas.shape)
    return np.clip(soft, 0, 255).astype(np.uint8), quad


def _bricks(canvas: Array, rng: np.random.Generator) -> None:
    side, mortar = len(canvas), (190, 120, 60)
    high = side // 16
    for row in range(17):
        for x in range(-high * (row % 2), side, 2 * high):
            grey = int(rng.integers(150, 190))
            cv2.rectangle(canvas, (x, row * high), (x + 2 * high, (row + 1) * high), (grey, grey, grey - 10), -1)
            cv2.rectangle(canvas, (x, row * high), (x + 2 * high, (row + 1) * high), mortar, 3)


def _at(point: Array) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def _quad(scene: Scene) -> Array:
    side, wide = scene.side, scene.size * scene.side
    high = wide / 1.4
    flat = np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]]) / 2
    flat[1:3] *= 1 - scene.lean
    angle = np.deg2rad(scene.turn)
    turned = flat @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.asarray(turned + np.array([scene.middle * side, 0.62 * side]))


def _body(canvas: Array, scene: Scene) -> None:
    side, x = scene.side, scene.middle * scene.side
    wide = 0.8 * scene.size * side
    top = 0.62 * side - 0.65 * scene.size * side
    torso = np.array([(x - wide, top), (x + wide, top), (x + 1.15 * wide, side), (x - 1.15 * wide, side)])
    mask = np.zeros(canvas.shape[:2], np.uint8)
    cv2.fillPoly(mask, [torso.astype(np.int32)], 255)
    cloth = np.empty_like(canvas)
    cloth[:] = np.array(scene.shirt) * (1 - scene.fade * np.linspace(0, 1, side)[None, :, None])
    if scene.stripes:
        for y in range(0, side, max(10, side // 32)):
            cv2.line(cloth, (0, y), (side, y), scene.stripes, max(3, side // 100))
    if scene.dots:
        for y in range(0, side, max(14, side // 24)):
            for at in range(0, side, max(14, side // 24)):
                cv2.circle(cloth, (at, y), max(2, side // 130), scene.dots, -1)
    canvas[mask > 0] = cloth[mask > 0]
    head = (int(x), int(top - 0.36 * scene.size * side))
    cv2.ellipse(
        canvas, head, (int(0.4 * scene.size * side), int(0.46 * scene.size * side)), 0, 0, 360, (226, 178, 150), -1
    )
    cv2.ellipse(
        canvas,
        (head[0], head[1] - int(0.25 * scene.size * side)),
        (int(0.42 * scene.size * side), int(0.26 * scene.size * side)),
        0,
        0,
        360,
        (64, 38, 22),
        -1,
    )
    for way in (-1, 1):
        eye = (head[0] + int(way * 0.16 * scene.size * side), head[1])
        cv2.circle(canvas, eye, int(0.07 * scene.size * side), (250, 250, 250), -1, cv2.LINE_AA)
        cv2.circle(canvas, eye, int(0.03 * scene.size * side), (20, 20, 20), -1, cv2.LINE_AA)


def _in_front(canvas: Array, scene: Scene, quad: Array) -> None:
    side = scene.side
    if scene.arm:
        _arm(canvas, scene, quad)
    if scene.hand:
        _hand(canvas, quad)
    if scene.strap:
        cv2.line(
            canvas, _at(quad[1] + (40, -60)), _at(quad[3] + (-40, 60)), (70, 44, 30), int(0.035 * side), cv2.LINE_AA
        )
    if scene.desk:
        low = int(quad[:, 1].max() + 0.04 * side)
        cv2.rectangle(canvas, (0, low), (side, side), (96, 112, 84), -1)
        for x in (0.2, 0.6):
            paper = np.array([[x, 0.9], [x + 0.15, 0.91], [x + 0.14, 0.97], [x - 0.01, 0.96]]) * side
            cv2.fillConvexPoly(canvas, paper.astype(np.int32), (248, 247, 242), cv2.LINE_AA)


def _hand(canvas: Array, quad: Array) -> None:
    side, skin = len(canvas), (205, 150, 120)
    cv2.circle(canvas, _at(quad[2] - (0.03 * side, 0.01 * side)), int(0.06 * side), skin, -1, cv2.LINE_AA)
    cv2.line(canvas, _at(quad[2]), _at(quad[2] + (0.3 * side, 0.2 * side)), skin, int(0.07 * side), cv2.LINE_AA)


def _arm(canvas: Array, scene: Scene, quad: Array) -> None:
    side, sleeve = scene.side, tuple(0.9 * part for part in scene.shirt)
    start, end = quad[1] + (0.06 * side, -0.1 * side), quad[2] + (-0.02 * side, 0.05 * side)
    cv2.line(canvas, _at(start), _at(end), sleeve, int(0.06 * side), cv2.LINE_AA)


def _panel(canvas: Array, scene: Scene, quad: Array) -> None:
    """Draw at four times the size so that edges fall where the quad says, to a part of a pixel."""
    side, large = scene.side, 4
    outer = np.zeros((side * large, side * large), np.uint8)
    corners = (quad + 0.5) * large - 0.5
    cv2.fillPoly(outer, [np.round(_sagging(corners, scene.sag) * 16).astype(np.int32)], 255, cv2.LINE_8, 4)
    whole = cv2.resize(outer, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255
    white = whole
    if scene.piping:
        inner = np.zeros_like(outer)
        shrunk = corners.mean(0) + (corners - corners.mean(0)) * 0.95
        cv2.fillPoly(inner, [np.round(_sagging(shrunk, scene.sag) * 16).astype(np.int32)], 255, cv2.LINE_8, 4)
        white = cv2.resize(inner, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255
        canvas[:] = (canvas * (1 - whole) + np.array(scene.piping) * whole).astype(np.uint8)
    light = 1 - scene.shade * np.linspace(0, 1, side)[None, :, None]
    canvas[:] = (canvas * (1 - white) + 247 * light * white).astype(np.uint8)


def _sagging(corners: Array, sag: float) -> Array:
    """The outline (n, 2) of a panel whose upper and lower sides are parabolas."""
    if not sag:
        return corners
    share = np.linspace(0, 1, 60)[:, None]
    down = (corners[3] - corners[0]) / np.hypot(*(corners[3] - corners[0]))
    low = 4 * share * (1 - share) * sag * np.hypot(*(corners[1] - corners[0])) * down
    top, bottom = (corners[a] + share * (corners[b] - corners[a]) + low for a, b in ((0, 1), (3, 2)))
    return np.concatenate([top, bottom[::-1]])
