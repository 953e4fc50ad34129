"""Words → pixels: laid out where the ground is free, drawn at twice the size, warped, and printed with the light kept.

The same picture and record give the same bytes. Pixels that no ink or halo reaches keep their values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image, ImageDraw

from studio.lettering import fonts, layout
from studio.lettering.ground import Ground, highest, look_at
from studio.lettering.quads import Array, checked, lengths, through, to_plane
from studio.lettering.records import InkUnknown, LetteringRecord, Look, Placement, Setting
from studio.lettering.room import boxes

MARGIN = 0.035
"""Room around the words, as a share of the free box's shorter side."""

DARK, LIGHT = (22, 22, 26), (247, 246, 242)
READABLE = 4.5
"""The contrast (WCAG 2.2, 1.4.3) under which the words get a halo."""

_OVER = 2
_LARGEST = 4096
_HALO = 0.07


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the plane in shares of it: left, top, right, bottom, 0 to 1."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A block of lines at an em of `size` px of the plane, in a box, its middle (x, y) in px of the plane."""

    block: layout.Block
    size: float
    box: Box
    middle: tuple[float, float]


def set_words(rgb: Array, record: LetteringRecord) -> Array:
    """A copy of the picture (H, W, 3) uint8 RGB with the record's words on it.

    Raises NothingToSet, GlyphsMissing, FontUnknown, PlaceUnusable.
    """
    lettered = rgb.copy()
    for setting in record.settings:
        _set_one(rgb, lettered, setting, record.look)
    return lettered


def _set_one(rgb: Array, lettered: Array, setting: Setting, look: Look) -> None:
    quad = checked(setting.placement.quad)
    choices = layout.blocks(setting.text, look.case, look.font)
    ground = look_at(rgb, quad, _white(setting.placement, rgb, quad))
    width, height = lengths(quad)
    _print(rgb, lettered, quad, ground, _roomiest(ground.free, choices, width, height), look)


def _white(placement: Placement, rgb: Array, quad: Array) -> bool:
    """Whether the ground is a white panel: found as one, or pointed at and bright in the middle."""
    if placement.method != "hand":
        return placement.method == "panel"
    x, y = np.clip(quad.mean(0).round().astype(int), 0, (rgb.shape[1] - 1, rgb.shape[0] - 1))
    near = rgb[max(y - 2, 0) : y + 3, max(x - 2, 0) : x + 3].reshape(-1, 3)
    return bool(near.min(1).mean() >= 150)


def _roomiest(free: Array, choices: tuple[layout.Block, ...], width: float, height: float) -> Fitted:
    """The free box in which the text is largest, how it is broken there, and its em in px."""
    rows, columns = free.shape
    found = boxes(free if free.any() else np.ones_like(free))
    wide, high = found.widths / columns * width, (found.bottoms - found.tops + 1) / rows * height
    margin = 2 * MARGIN * np.minimum(wide, height)
    wide, high = wide - margin, high - margin
    sizes = np.stack([np.minimum(wide / block.width, high / block.height) for block in choices])
    x, y = (found.lefts + found.widths / 2) / columns, (found.tops + found.bottoms + 1) / 2 / rows
    fitness = sizes * (1 - 0.25 * (np.abs(x - 0.5) + np.abs(y - 0.5)))
    kind, at = np.unravel_index(int(np.argmax(fitness)), sizes.shape)
    box = Box(
        float(found.lefts[at] / columns),
        float(found.tops[at] / rows),
        float((found.lefts[at] + found.widths[at]) / columns),
        float((found.bottoms[at] + 1) / rows),
    )
    block, size = choices[int(kind)], max(float(sizes[kind, at]), 1.0)
    keep = 0.4 * MARGIN * min(width * (box.right - box.left), height * (box.bottom - box.top))
    middle = (
        _centred(box.left * width + keep, box.right * width - keep, block.width * size, width),
        _centred(box.top * height + keep, box.bottom * height - keep, block.height * size, height),
    )
    return Fitted(block, size, box, middle)


def _centred(low: float, high: float, length: float, whole: float) -> float:
    """The middle of something `length` long between low and high, as near to the middle of the whole as it can be."""
    first, last = low + length / 2, high - length / 2
    return (first + last) / 2 if first > last else min(max(whole / 2, first), last)


def _drawn(block: layout.Block, size: float, font: str, halo: bool) -> tuple[Array, Array, float]:
    """The ink and the halo of a block as masks (h, w) uint8, and how many of their pixels make one of the plane."""
    over = min(_OVER, _LARGEST / (max(block.width, block.height) * size))
    size *= over
    face = fonts.face(font, size)
    around = max(1, round(_HALO * size))
    clear = around * 2 + 2 if halo else 2
    wide, high = (int(np.ceil(v * size)) + 2 * clear for v in (block.width, block.height))
    canvas = Image.new("L", (wide, high), 0)
    pen = ImageDraw.Draw(canvas)
    for number, line in enumerate(block.lines):
        baseline = clear + (block.ascent + number * block.pitch) * size
        left = (wide - block.widths[number] * size) / 2
        pen.text((left, baseline), line, font=face, fill=255, anchor="ls")
    ink = np.asarray(canvas)
    if not halo:
        return ink, np.zeros_like(ink), over
    round_brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * around + 1, 2 * around + 1))
    return ink, cv2.GaussianBlur(cv2.dilate(ink, round_brush), (0, 0), around / 3), over


def _print(rgb: Array, lettered: Array, quad: Array, ground: Ground, fitted: Fitted, look: Look) -> None:
    """Print one block into `lettered`, reading the picture as it was from `rgb`."""
    width, height = lengths(quad)
    colour, halo = _colours(ground, fitted.box, look)
    ink, ring, over = _drawn(fitted.block, fitted.size, look.font, halo is not None)
    # From a mask's pixels to the plane: its middle lies where it was fitted. A pixel's centre is whole.
    across, down = fitted.middle
    high, wide = ink.shape
    lay = np.array(
        [[1 / over, 0, across - (wide - 1) / 2 / over], [0, 1 / over, down - (high - 1) / 2 / over], [0, 0, 1]]
    )
    to_picture = np.linalg.inv(to_plane(quad, width, height)) @ lay
    reached = through(to_picture, np.array([[-1, -1], [wide, -1], [wide, high], [-1, high]], np.float64))
    x0, y0 = np.maximum(np.floor(reached.min(0)), 0).astype(int)
    x1, y1 = np.minimum(np.ceil(reached.max(0)).astype(int) + 1, (rgb.shape[1], rgb.shape[0]))
    if x1 <= x0 or y1 <= y0:
        return
    shape = (int(x1 - x0), int(y1 - y0))
    up = np.array([[_OVER, 0, _OVER * (0.5 - x0) - 0.5], [0, _OVER, _OVER * (0.5 - y0) - 0.5], [0, 0, 1]]) @ to_picture
    paints = [(ring, halo), (ink, colour)] if halo is not None else [(ink, colour)]
    matte = _warped_matte(ground.matte, quad, (int(x0), int(y0)), shape)
    shares = [_covered(mask, up, shape) * matte for mask, _ in paints]
    touched = np.flatnonzero(shares[0].ravel() > 0)
    region = rgb[y0:y1, x0:x1].reshape(-1, 3)[touched].astype(np.float32)
    # The ground as it is lit here over the ground as it is where it is lit in full: shade and folds show through.
    light = np.clip(highest(region) / max(ground.level, 1.0), 0.3, 1.2)[:, None]
    for share, (_, paint) in zip(shares, paints, strict=True):
        lit = np.minimum(np.array(paint, np.float32) * light, 255)
        region += share.ravel()[touched][:, None] * (lit - region)
    target = lettered[y0:y1, x0:x1]
    target[np.unravel_index(touched, target.shape[:2])] = (region + 0.5).astype(np.uint8)


def _covered(mask: Array, up: Array, shape: tuple[int, int]) -> Array:
    """The share of each pixel (h, w), 0 to 1, that a mask covers once it is warped."""
    large = cv2.warpPerspective(mask, up, (shape[0] * _OVER, shape[1] * _OVER), flags=cv2.INTER_LINEAR)
    return np.asarray(cv2.resize(large, shape, interpolation=cv2.INTER_AREA).astype(np.float32) / 255)


def _warped_matte(matte: Array, quad: Array, origin: tuple[int, int], shape: tuple[int, int]) -> Array:
    """The ground's matte over a region (h, w) of the picture."""
    rows, columns = matte.shape
    shift = np.array([[1, 0, -origin[0]], [0, 1, -origin[1]], [0, 0, 1]], np.float64)
    matrix = shift @ np.linalg.inv(to_plane(quad, columns, rows))
    return np.asarray(cv2.warpPerspective(matte, matrix, shape, borderMode=cv2.BORDER_REPLICATE))


def _colours(ground: Ground, box: Box, look: Look) -> tuple[tuple[int, int, int], tuple[int, int, int] | None]:
    """The ink's colour, and the halo's where there is to be one."""
    rows, columns = ground.matte.shape
    under = ground.colours[
        int(box.top * rows) : max(int(box.bottom * rows), int(box.top * rows) + 1),
        int(box.left * columns) : max(int(box.right * columns), int(box.left * columns) + 1),
    ]
    level = _luminance(under.reshape(-1, 3).mean(0))
    if look.ink == "auto":
        colour = (
            DARK
            if _contrast(_luminance(np.array(DARK)), level) >= _contrast(_luminance(np.array(LIGHT)), level)
            else LIGHT
        )
    else:
        colour = _parsed(look.ink)
    own = _luminance(np.array(colour))
    wanted = look.halo == "on" or (look.halo == "auto" and (not ground.plain or _contrast(own, level) < READABLE))
    return colour, (LIGHT if own < 0.18 else DARK) if wanted else None


def _parsed(ink: str) -> tuple[int, int, int]:
    """`#rrggbb` as numbers. Raises InkUnknown."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", ink):
        raise InkUnknown(
            "There is no such ink", f"{ink!r} is neither auto nor like #1a2b3c", "Write six digits after #"
        )
    return int(ink[1:3], 16), int(ink[3:5], 16), int(ink[5:7], 16)


def _luminance(colour: Array) -> float:
    """Relative luminance, 0 to 1, of an sRGB colour 0 to 255 (WCAG 2.2)."""
    part = np.asarray(colour, np.float64) / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
