"""The cuts of a sheet as a person corrects them: boxes moved, pulled, split, joined; labels read anew. Pure."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.datasets.records import Box, Figure, Label, Quad, Sheet

Side = Literal["whole", "left", "right", "top", "bottom"]
SIDES: tuple[Side, ...] = ("whole", "left", "top", "right", "bottom")
"""What the arrows pull, in the order in which a key goes through them."""

LEAST = 8
"""Px of a box's side at least."""

KINDS = ("text", "arrow", "ruler", "swatch")


def moved(box: Box, x: int, y: int, size: tuple[int, int]) -> Box:
    """A box moved by so many px, within a sheet of this size."""
    left = max(0, min(box.x + x, size[0] - box.width))
    top = max(0, min(box.y + y, size[1] - box.height))
    return box._replace(x=left, y=top)


def pulled(box: Box, side: Side, x: int, y: int, size: tuple[int, int]) -> Box:
    """A box with one of its sides moved by so many px, within a sheet of this size; never smaller than LEAST."""
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    match side:
        case "whole":
            return moved(box, x, y, size)
        case "left":
            left = max(0, min(left + x, right - LEAST))
        case "right":
            right = min(size[0], max(right + x, left + LEAST))
        case "top":
            top = max(0, min(top + y, bottom - LEAST))
        case "bottom":
            bottom = min(size[1], max(bottom + y, top + LEAST))
    return Box(left, top, right - left, bottom - top)


def around(quad: Quad) -> Box:
    """The upright box around a quad."""
    across, down = [round(x) for x, _ in quad], [round(y) for _, y in quad]
    return Box(min(across), min(down), max(across) - min(across), max(down) - min(down))


def quad_of(box: Box) -> Quad:
    """A box as a quad."""
    x, y, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    return ((x, y), (right, y), (right, bottom), (x, bottom))


def moved_quad(quad: Quad, before: Box, after: Box) -> Quad:
    """A quad that goes with the box around it, stretched as that is."""
    wide, high = after.width / max(1, before.width), after.height / max(1, before.height)

    def point(x: float, y: float) -> tuple[float, float]:
        return (after.x + (x - before.x) * wide, after.y + (y - before.y) * high)

    one, two, three, four = quad
    return (point(*one), point(*two), point(*three), point(*four))


def halves(box: Box) -> tuple[Box, Box]:
    """A box cut in two through the middle of its longer side."""
    if box.width >= box.height:
        half = box.width // 2
        return box._replace(width=half), box._replace(x=box.x + half, width=box.width - half)
    half = box.height // 2
    return box._replace(height=half), box._replace(y=box.y + half, height=box.height - half)


def joined(one: Box, other: Box) -> Box:
    """The box around two."""
    x, y = min(one.x, other.x), min(one.y, other.y)
    right, bottom = max(one.x + one.width, other.x + other.width), max(one.y + one.height, other.y + other.height)
    return Box(x, y, right - x, bottom - y)


def nearest(box: Box, others: tuple[Box, ...]) -> int | None:
    """The number of the box whose edge is nearest to a box's; None where there is no other."""

    def gap(other: Box) -> int:
        across = max(0, max(box.x, other.x) - min(box.x + box.width, other.x + other.width))
        down = max(0, max(box.y, other.y) - min(box.y + box.height, other.y + other.height))
        return across * across + down * down

    return min(range(len(others)), key=lambda at: gap(others[at]), default=None)


# A sheet with other cuts. What is changed by hand is no doubt any more.


def with_figure(sheet: Sheet, at: int, *figures: Figure) -> Sheet:
    """A sheet with other figures in place of one: none takes it out."""
    return msgspec.structs.replace(sheet, figures=(*sheet.figures[:at], *figures, *sheet.figures[at + 1 :]))


def with_label(sheet: Sheet, at: int, *labels: Label) -> Sheet:
    """A sheet with other labels in place of one, also where it is said of figures: none takes it out."""
    before = sheet.labels[at]

    def said(figure: Figure) -> Figure:
        if before not in figure.labels:
            return figure
        where = figure.labels.index(before)
        return msgspec.structs.replace(figure, labels=(*figure.labels[:where], *labels, *figure.labels[where + 1 :]))

    figures = tuple(said(figure) for figure in sheet.figures)
    return msgspec.structs.replace(
        sheet, labels=(*sheet.labels[:at], *labels, *sheet.labels[at + 1 :]), figures=figures
    )


def owner_of(sheet: Sheet, at: int) -> int | None:
    """The number of the figure of which a label is said; None where it is of the whole sheet."""
    label = sheet.labels[at]
    return next((number for number, figure in enumerate(sheet.figures) if label in figure.labels), None)


def with_owner(sheet: Sheet, at: int, owner: int | None) -> Sheet:
    """A sheet whose label is said of this figure, or of none."""
    label = sheet.labels[at]
    figures = []
    for number, figure in enumerate(sheet.figures):
        kept = tuple(one for one in figure.labels if one != label)
        figures.append(msgspec.structs.replace(figure, labels=(*kept, label) if number == owner else kept))
    return msgspec.structs.replace(sheet, figures=tuple(figures))
