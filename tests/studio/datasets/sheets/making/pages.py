"""Where everything of a sheet stands: banners, cells, rules between them."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

import cv2
import numpy as np

from studio.datasets.records import Box
from tests.studio.datasets.sheets.making import grounds
from tests.studio.datasets.sheets.making.brush import shaded
from tests.studio.datasets.sheets.making.truth import JUDGING, Array, Colour

GRIDS = ((1, 2), (2, 2), (1, 3), (2, 3), (3, 3), (2, 1), (3, 2), (3, 4), (4, 4), (1, 4), (2, 4), (4, 3))
"""Rows and columns."""
_RULES = ("none", "none", "none", "lines", "lines", "panels")
_JUDGED_RULES = ("none", "none", "none", "lines", "dashes", "double", "cards")
_INKS = ((60, 56, 64), (140, 136, 140), (200, 120, 110), (120, 140, 170))


class Page(NamedTuple):
    """An empty sheet: `cells` row by row, each the room for a figure and its labels."""

    picture: Array
    cells: tuple[tuple[int, int, Box], ...]
    banners: tuple[Box, ...]
    banner_colours: tuple[Colour | None, ...]
    ground: str
    rules: str
    rows: int
    columns: int
    margin: Box | None
    """Room at the side for swatches of the whole sheet."""


def page(seed: int, chance: Random) -> Page:
    judged = seed >= JUDGING
    rows, columns = chance.choice(GRIDS)
    longer = chance.choice((1200, 1400, 1600, 2000, 2400, 3000))
    ratio = min(1.9, max(0.55, columns / rows * chance.uniform(0.65, 1.0)))
    width, height = (longer, round(longer / ratio)) if ratio >= 1 else (round(longer * ratio), longer)
    kind = chance.choice(grounds.JUDGED if judged else grounds.WORKING)
    picture = grounds.ground(kind, width, height, chance)
    header = round(height * chance.uniform(0.06, 0.13)) if chance.random() < 0.7 else 0
    footer = round(height * chance.uniform(0.05, 0.12)) if chance.random() < 0.6 else 0
    banners, colours = [], []
    for top, tall in ((0, header), (height - footer, footer)):
        if tall:
            banners.append(Box(0, top, width, tall))
            colours.append(_banner(picture, banners[-1], chance))
    side = round(width * 0.09) if chance.random() < 0.2 else 0
    margin = Box(width - side, header, side, height - header - footer) if side else None
    inner = Box(0, header, width - side, height - header - footer)
    rules = chance.choice(_JUDGED_RULES if judged else _RULES)
    cells = _cells(inner, rows, columns, chance)
    _rule(picture, inner, cells, rules, chance)
    placed = tuple((row, column, box) for (row, column), box in cells.items())
    return Page(picture, placed, tuple(banners), tuple(colours), kind, rules, rows, columns, margin)


def _banner(picture: Array, box: Box, chance: Random) -> Colour | None:
    """A band of its own colour, or of the ground's; which colour."""
    how = chance.choice(("filled", "filled", "ground", "ruled"))
    if how == "filled":
        colour = chance.choice(((70, 66, 84), (196, 112, 108), (214, 226, 214), (240, 214, 190), (98, 134, 150)))
        picture[box.y : box.y + box.height] = colour
        return colour
    if how == "ruled":
        y = box.y if box.y else box.height - 1
        cv2.line(picture, (0, y), (box.width, y), chance.choice(_INKS), max(1, box.width // 600))
    return None


def _cells(inner: Box, rows: int, columns: int, chance: Random) -> dict[tuple[int, int], Box]:
    """Cells of uneven sizes with uneven gutters between them."""
    xs = _spans(inner.x, inner.width, columns, chance)
    ys = _spans(inner.y, inner.height, rows, chance)
    return {(r, c): Box(x0, y0, x1 - x0, y1 - y0) for r, (y0, y1) in enumerate(ys) for c, (x0, x1) in enumerate(xs)}


def _spans(start: int, length: int, count: int, chance: Random) -> list[tuple[int, int]]:
    gutters = [length * chance.uniform(0.008, 0.035) for _ in range(count + 1)]
    shares = [chance.uniform(0.85, 1.15) for _ in range(count)]
    room, at = length - sum(gutters), float(start)
    spans = []
    for gutter, share in zip(gutters, shares, strict=False):
        at += gutter
        spans.append((round(at), round(at + room * share / sum(shares))))
        at += room * share / sum(shares)
    return spans


def _rule(picture: Array, inner: Box, cells: dict[tuple[int, int], Box], rules: str, chance: Random) -> None:
    ink, thick = chance.choice(_INKS), max(1, round(inner.width * chance.uniform(0.0008, 0.003)))
    if rules in ("panels", "cards"):
        filled = chance.random() < 0.5
        for box in cells.values():
            _panel(picture, box, ink, thick, filled, rules == "cards")
        return
    if rules == "none":
        return
    rows, columns = max(r for r, _ in cells) + 1, max(c for _, c in cells) + 1
    for c in range(1, columns):
        x = (cells[0, c - 1].x + cells[0, c - 1].width + cells[0, c].x) // 2
        _line(picture, (x, inner.y), (x, inner.y + inner.height), ink, thick, rules)
    for r in range(1, rows):
        y = (cells[r - 1, 0].y + cells[r - 1, 0].height + cells[r, 0].y) // 2
        _line(picture, (inner.x, y), (inner.x + inner.width, y), ink, thick, rules)


def _line(picture: Array, start: tuple[int, int], end: tuple[int, int], ink: Colour, thick: int, rules: str) -> None:
    if rules == "lines":
        cv2.line(picture, start, end, ink, thick)
        return
    upright = start[0] == end[0]
    if rules == "double":
        shift = thick + 3
        for by in (-shift, shift):
            dx, dy = (by, 0) if upright else (0, by)
            cv2.line(picture, (start[0] + dx, start[1] + dy), (end[0] + dx, end[1] + dy), ink, thick)
        return
    length = abs(end[0] - start[0]) + abs(end[1] - start[1])
    for at in range(0, length, thick * 14):
        until = min(length, at + thick * 8)
        (x, y), (ex, ey) = ((start[0], start[1] + at), (start[0], start[1] + until)) if upright else (
            (start[0] + at, start[1]), (start[0] + until, start[1])
        )  # fmt: skip
        cv2.line(picture, (x, y), (ex, ey), ink, thick)


def _panel(picture: Array, box: Box, ink: Colour, thick: int, filled: bool, soft: bool) -> None:
    r = min(box.width, box.height) // 12 if soft else 0
    mask = np.zeros(picture.shape[:2], np.uint8)
    x0, y0, x1, y1 = box.x, box.y, box.x + box.width, box.y + box.height
    cv2.rectangle(mask, (x0 + r, y0), (x1 - r, y1), 255, -1)
    cv2.rectangle(mask, (x0, y0 + r), (x1, y1 - r), 255, -1)
    for x, y in ((x0 + r, y0 + r), (x1 - r, y0 + r), (x0 + r, y1 - r), (x1 - r, y1 - r)):
        cv2.circle(mask, (x, y), r, 255, -1)
    outline, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if filled:
        base = tuple(int(v) for v in picture[box.y + 2, box.x + 2])
        picture[mask > 0] = shaded((base[0], base[1], base[2]), 1.6) if min(base) < 245 else (244, 244, 246)
    if not filled or not soft:
        cv2.drawContours(picture, outline, -1, ink, thick, cv2.LINE_AA)
