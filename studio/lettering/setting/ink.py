"""Words → pixels: laid out where the ground is free, drawn at twice the size, warped, and printed with the light kept.

The same picture and record give the same bytes. Pixels that no ink, halo or paper reaches keep their values.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from studio.lettering.geometry.free_boxes import boxes
from studio.lettering.geometry.quads import Array, checked, lengths, through, to_plane
from studio.lettering.records import FORMAT, LetteringRecord, Look, Placement, Setting
from studio.lettering.seeing.ground import Box, Ground, look_at
from studio.lettering.setting import layout, paper
from studio.lettering.setting.print_style import Manner, manner_of
from studio.lettering.setting.word_masks import drawn

MARGIN = 0.035
"""Room around the words, as a share of the free box's shorter side."""

_OVER, _FINE_EM = 2, 160
"""Words smaller than so many px an em are drawn and warped at so many times the picture's size."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A block of lines at an em of `size` px of the plane, in a box, its middle (x, y) in px of the plane."""

    block: layout.Block
    size: float
    box: Box
    middle: tuple[float, float]


def set_words(rgb: Array, record: LetteringRecord) -> Array:
    """A copy of the picture (H, W, 3) uint8 RGB with the record's words on it.

    Raises NothingToSet, GlyphsMissing, FontUnknown, InkUnknown, PlaceUnusable.
    """
    lettered = rgb.copy()
    for setting in record.settings:
        quad = checked(setting.placement.quad)
        if setting.kind == "print":
            ground = ground_of(rgb, quad, setting.placement, record.format)
            print_words(rgb, lettered, quad, ground, setting, record.look, record.format)
        else:
            inner, ground = paper.lay(lettered, setting, record.look, record.format)
            print_words(lettered, lettered, inner, ground, setting, record.look, record.format)
    return lettered


def ground_of(rgb: Array, quad: Array, placement: Placement, format: int = FORMAT) -> Ground:
    """What a text is printed on at a placement whose quad (4, 2) is this, here, for a record of this format."""
    white = _white(placement, rgb, quad)
    # A panel that a person moved is still a panel: words keep clear of the hand before it.
    return look_at(rgb, quad, white, whole=format >= 3 and placement.method == "hand" and not white)


def print_words(
    rgb: Array, lettered: Array, quad: Array, ground: Ground, setting: Setting, look: Look, format: int = FORMAT
) -> None:
    """Print a text on its ground (`ground_of`) into `lettered`, reading the picture as it was from `rgb`.

    `format` is that of the record: those of older ones look as they did.
    """
    choices = layout.blocks(setting.text, look.case, look.font, format)
    width, height = lengths(quad)
    fitted = _roomiest(ground.free, choices, width, height)
    _print(rgb, lettered, quad, ground, fitted, look, manner_of(ground, fitted.box, look, fitted.size, format))


def _white(placement: Placement, rgb: Array, quad: Array) -> bool:
    """Whether the ground is a white panel: found as one, or pointed at and bright in the middle."""
    if placement.method not in ("hand", "sign"):
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
    worth = np.array([block.worth for block in choices])[:, None]
    fitness = sizes * worth * (1 - 0.25 * (np.abs(x - 0.5) + np.abs(y - 0.5)))
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


def _print(
    rgb: Array, lettered: Array, quad: Array, ground: Ground, fitted: Fitted, look: Look, manner: Manner
) -> None:
    """Print one block into `lettered`, reading the picture as it was from `rgb`."""
    width, height = lengths(quad)
    fine = _OVER if fitted.size < _FINE_EM else 1
    masks = drawn(fitted.block, fitted.size * fine, look.case, look.font, manner.reach if manner.halo else 0.0)
    over = masks.em / fitted.size
    # From a mask's pixels to the plane: its middle lies where it was fitted. A pixel's centre is whole.
    across, down = fitted.middle
    high, wide = masks.ink.shape
    lay = np.array(
        [[1 / over, 0, across - (wide - 1) / 2 / over], [0, 1 / over, down - (high - 1) / 2 / over], [0, 0, 1]]
    )
    to_picture = np.linalg.inv(to_plane(quad, width, height)) @ lay
    reached = through(to_picture, np.array([[-1, -1], [wide, -1], [wide, high], [-1, high]], np.float64))
    x0, y0 = np.maximum(np.floor(reached.min(0)), 0).astype(int).tolist()
    x1, y1 = np.minimum(np.ceil(reached.max(0)).astype(int) + 1, (rgb.shape[1], rgb.shape[0])).tolist()
    if x1 <= x0 or y1 <= y0:
        return
    shape = (x1 - x0, y1 - y0)
    up = np.array([[fine, 0, fine * (0.5 - x0) - 0.5], [0, fine, fine * (0.5 - y0) - 0.5], [0, 0, 1]]) @ to_picture
    matte = _warped_matte(ground.matte, quad, (x0, y0), shape)
    paints = [(masks.ink, manner.colour)]
    if manner.halo is not None and masks.halo is not None:
        paints.insert(0, (masks.halo, manner.halo))
    shares = [_covered(mask, up, shape, fine) * matte for mask, _ in paints]
    _blend(rgb[y0:y1, x0:x1], lettered[y0:y1, x0:x1], shares, [paint for _, paint in paints], manner.light)


def _blend(region: Array, target: Array, shares: list[Array], paints: list[tuple[int, int, int]], light: Array) -> None:
    """Lay paints over a region (h, w, 3) uint8 by their shares (h, w) float32, into `target`.

    `light` (256,) float32 dims each paint by the brightest channel of what it is laid on: shade and folds show.
    """
    parts = cv2.split(region)
    top = cv2.max(cv2.max(parts[0], parts[1]), parts[2])
    for channel, part in enumerate(parts):
        plane = part.astype(np.float32)
        for share, paint in zip(shares, paints, strict=True):
            plane += share * (cv2.LUT(top, np.minimum(paint[channel] * light, 255)) - plane)
        target[..., channel] = cv2.convertScaleAbs(plane)


def _covered(mask: Array, up: Array, shape: tuple[int, int], fine: int) -> Array:
    """The share of each pixel (h, w) float32, 0 to 1, that a mask covers once it is warped to `fine` times the size."""
    large = cv2.warpPerspective(mask, up, (shape[0] * fine, shape[1] * fine), flags=cv2.INTER_LINEAR)
    small = cv2.resize(large, shape, interpolation=cv2.INTER_AREA) if fine > 1 else large
    return np.asarray(small.astype(np.float32) / 255)


def _warped_matte(matte: Array, quad: Array, origin: tuple[int, int], shape: tuple[int, int]) -> Array:
    """The ground's matte over a region (h, w) of the picture."""
    rows, columns = matte.shape
    shift = np.array([[1, 0, -origin[0]], [0, 1, -origin[1]], [0, 0, 1]], np.float64)
    matrix = shift @ np.linalg.inv(to_plane(quad, columns, rows))
    return np.asarray(cv2.warpPerspective(matte, matrix, shape, borderMode=cv2.BORDER_REPLICATE))
