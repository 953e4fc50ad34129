"""What is printed on sheets: words, arrows, rulers, swatches."""

from __future__ import annotations

import io
import math
from functools import cache
from random import Random
from typing import Final, NamedTuple

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

import data
from studio.datasets.records import Quad
from tests.studio.datasets.sheets.making.truth import Array, Colour, TrueLabel, quad_of

WORKING: Final = ("RobotoCondensed-Bold.ttf", "RobotoSlab-Bold.otf", "plain")
JUDGED: Final = ("ComicNeue-Bold.otf", "plotter", "plain thin")
"""Shipped fonts; Pillow's own; and OpenCV's, which is drawn in strokes."""


class Hand(NamedTuple):
    """How a sheet is lettered."""

    font: str
    ink: Colour
    plate: Colour | None
    """What is laid below words."""
    halo: bool


@cache
def _face(font: str, size: int) -> ImageFont.FreeTypeFont:
    if font.startswith("plain"):
        face = ImageFont.load_default(size)
        assert isinstance(face, ImageFont.FreeTypeFont)
        return face
    return ImageFont.truetype(io.BytesIO(data.blob(f"fonts/{font}")), size)


def words_mask(text: str, font: str, size: int) -> Array:
    """(H, W) uint8: how much of each pixel the words cover, cut to them; `size` px is an em."""
    if font == "plotter":
        thick = max(1, round(size / 16))
        (width, height), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, size / 30, thick)
        mask = np.zeros((height + below + 2 * thick, width + 2 * thick), np.uint8)
        cv2.putText(mask, text, (thick, height + thick), cv2.FONT_HERSHEY_DUPLEX, size / 30, (255,), thick, cv2.LINE_AA)
    else:
        face = _face(font, size)
        left, top, right, bottom = face.getbbox(text)
        picture = Image.new("L", (math.ceil(right - left) + 4, math.ceil(bottom - top) + 4))
        ImageDraw.Draw(picture).text((2 - left, 2 - top), text, fill=255, font=face, stroke_width="bold" in font)
        mask = np.asarray(picture)
    ys, xs = np.nonzero(mask > 20)
    return mask[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]


def stamp(picture: Array, mask: Array, x: int, y: int, colour: Colour) -> None:
    """Lay a colour through a mask; what is beyond the picture is left out."""
    height, width = picture.shape[:2]
    left, top = max(0, x), max(0, y)
    right, bottom = min(width, x + mask.shape[1]), min(height, y + mask.shape[0])
    if right <= left or bottom <= top:
        return
    share = mask[top - y : bottom - y, left - x : right - x, None].astype(np.float32) / 255
    part = picture[top:bottom, left:right]
    picture[top:bottom, left:right] = np.rint(part + (np.asarray(colour, np.float32) - part) * share)


def write(picture: Array, text: str, x: float, y: float, size: int, hand: Hand, widest: float = 1e9) -> TrueLabel:
    """Words whose top left corner is (x, y), in place; smaller where they are wider than `widest`."""
    mask = words_mask(text, hand.font, size)
    while mask.shape[1] > widest and size > 10:
        size -= 2
        mask = words_mask(text, hand.font, size)
    # So far from the edges that no turn cuts words off.
    height, width = mask.shape
    off = round(max(picture.shape) * 0.02)
    left = max(off, min(round(x), picture.shape[1] - width - off))
    top = max(off, min(round(y), picture.shape[0] - height - off))
    quad = quad_of(left, top, width, height)
    if hand.plate is not None:
        pad = max(3, size // 4)
        cv2.rectangle(picture, (left - pad, top - pad), (left + width + pad, top + height + pad), hand.plate, -1)
        quad = quad_of(left - pad, top - pad, width + 2 * pad, height + 2 * pad)
    elif hand.halo:
        wide = max(2, size // 10)
        around = cv2.copyMakeBorder(mask, wide, wide, wide, wide, cv2.BORDER_CONSTANT, value=0)
        grown = cv2.dilate(around, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * wide + 1, 2 * wide + 1)))
        stamp(picture, grown, left - wide, top - wide, (255, 255, 255))
        quad = quad_of(left - wide, top - wide, width + 2 * wide, height + 2 * wide)
    stamp(picture, mask, left, top, _readable(picture[top : top + height, left : left + width], hand.ink))
    return TrueLabel("text", quad, text)


def _readable(below: Array, ink: Colour) -> Colour:
    """The ink, or black or white where it would be lost on what is below."""
    luma = np.array((0.299, 0.587, 0.114))
    tone = float(np.median(below.reshape(-1, 3) @ luma))
    if abs(tone - float(np.asarray(ink) @ luma)) >= 80:
        return ink
    return (255, 255, 255) if tone < 128 else (20, 18, 24)


def arrow(picture: Array, start: tuple[float, float], end: tuple[float, float], ink: Colour, thick: int) -> TrueLabel:
    """A straight arrow, in place."""
    length = math.dist(start, end)
    first, last = (round(start[0]), round(start[1])), (round(end[0]), round(end[1]))
    cv2.arrowedLine(picture, first, last, ink, thick, cv2.LINE_AA, tipLength=min(0.4, 5.0 * thick / max(length, 1)))
    ux, uy = (end[0] - start[0]) / max(length, 1), (end[1] - start[1]) / max(length, 1)
    half = 4.0 * thick
    nx, ny = -uy * half, ux * half
    (ax, ay), (bx, by) = start, end
    return TrueLabel("arrow", ((ax - nx, ay - ny), (bx - nx, by - ny), (bx + nx, by + ny), (ax + nx, ay + ny)))


def ruler(
    picture: Array, x: int, top: int, bottom: int, hand: Hand, thick: int, taken: list[Quad], chance: Random
) -> list[TrueLabel]:
    """An upright ruler with its measure beside it, in place; where all stands full, without the measure."""
    tick = 5 * thick
    cv2.line(picture, (x, top), (x, bottom), hand.ink, thick, cv2.LINE_AA)
    marks = (
        [top, bottom] if chance.random() < 0.5 else [round(y) for y in np.linspace(top, bottom, chance.randint(4, 9))]
    )
    for y in marks:
        cv2.line(picture, (x - tick, y), (x + tick, y), hand.ink, thick, cv2.LINE_AA)
    label = TrueLabel("ruler", quad_of(x - tick, top - thick, 2 * tick, bottom - top + 2 * thick))
    size = max(14, round((bottom - top) * 0.05))
    text = f"{chance.randint(4, 30)} cm" if chance.random() < 0.7 else f"{chance.randint(40, 190)} mm"
    y = next((y for y in np.linspace((top + bottom) / 2, top, 9) if _is_free(y, size, taken)), None)
    if y is None:
        return [label]
    return [label, write(picture, text, x + tick + 4, float(y), size, hand._replace(plate=None, halo=False))]


def _is_free(y: float, size: int, taken: list[Quad]) -> bool:
    return all(y + 1.3 * size < quad[0][1] or y > quad[2][1] + 0.3 * size for quad in taken)


def swatches(
    picture: Array, x: float, y: float, side: int, colours: list[Colour], upright: bool, chance: Random, hand: Hand
) -> list[TrueLabel]:
    """Patches of colour in a row or a column from (x, y), in place, sometimes with their hex below."""
    gap, round_ones = round(side * chance.uniform(0.15, 0.4)), chance.random() < 0.3
    outlined, said = chance.random() < 0.5, chance.random() < 0.4 and side >= 56
    found = []
    for number, colour in enumerate(colours):
        step = number * (side + gap + (round(side * 0.35) if said and upright else 0))
        left, top = (round(x), round(y + step)) if upright else (round(x + step), round(y))
        if left + side > picture.shape[1] - 2 or top + side * 1.4 > picture.shape[0] - 2:
            break
        edge = (90, 90, 96) if outlined else colour
        if round_ones:
            middle, r = (left + side // 2, top + side // 2), side // 2
            cv2.circle(picture, middle, r, colour, -1, cv2.LINE_AA)
            cv2.circle(picture, middle, r, edge, max(1, side // 30), cv2.LINE_AA)
        else:
            cv2.rectangle(picture, (left, top), (left + side, top + side), colour, -1)
            cv2.rectangle(picture, (left, top), (left + side, top + side), edge, max(1, side // 30))
        written = "#{:02x}{:02x}{:02x}".format(*colour)
        found.append(TrueLabel("swatch", quad_of(left, top, side, side), colour=written))
        if said:
            plain = hand._replace(plate=None, halo=False)
            found.append(write(picture, written.upper(), left, top + side * 1.1, max(12, side // 4), plain, side * 1.1))
    return found
