"""What a file is, and which pictures would be made of it by which steps: a sheet, a photograph, a drawn picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec
import numpy as np

from library.errors import PictureUnreadable
from library.exchange import generation_data
from library.exchange.foreign.facts import ForeignUnreadable
from library.files.untrusted import untrusted
from library.formats.heads.exif_values import value
from library.formats.heads.parts import Head
from studio.datasets.captions import pattern, recipes, words
from studio.datasets.photographs.crop import squared
from studio.datasets.photographs.networks import NO_MODELS, Models
from studio.datasets.photographs.subject import find_subject
from studio.datasets.records import (
    Box,
    Cut,
    Dataset,
    Erase,
    Figure,
    Picture,
    Quad,
    Sheet,
    SourceKind,
    Square,
    Step,
    Turn,
)
from studio.datasets.sheets.labels import finding
from studio.datasets.sheets.labels.belonging import figures_of
from studio.datasets.sheets.understanding import understand
from studio.datasets.steps.geometry import mapped, to_result

if TYPE_CHECKING:
    from library.formats.pictures import Pixels

TAKEN = "DateTimeOriginal"
"""What cameras write, and programs that draw do not."""
ROOM = 0.04
"""Of a figure's longer side: the ground around it, where there is so much."""
_OF_GAP = 0.4
FEW_COLOURS, MOSTLY = 16, 0.6
"""A drawn picture has so few colours (of 4 bits a channel) on that share of it; a photograph has many."""


class Understood(NamedTuple):
    """What would be made of a file: pictures without names, each with its caption, empty where nothing is known."""

    kind: SourceKind
    pictures: tuple[Picture, ...]
    captions: tuple[str, ...]
    sheet: Sheet | None = None
    doubts: tuple[str, ...] = ()


def understood(
    dataset: Dataset, path: str, data: bytes, head: Head, pixels: Pixels, kind: str, models: Models = NO_MODELS
) -> Understood:
    """A file's pixels (H, W, 3) uint8 RGB as pictures; `kind` is a SourceKind, or "auto": as it looks.

    `models` find people in photographs. Raises FaceModelUnusable, PoseModelUnusable.
    """
    prompt, description = _drawn_from(dataset, path, data, head)
    if kind == "picture" or (kind == "auto" and prompt):
        return _picture(dataset, pixels, prompt, description)
    if kind == "photograph" or (kind == "auto" and value(head.texts, TAKEN)):
        return _photograph(dataset, pixels, models)
    # Reading words takes seconds, and finding figures a fraction of one.
    if kind == "sheet" or len(understand(pixels).figures) > 1:
        return of_sheet(dataset, sheet_of(pixels))
    return _picture(dataset, pixels, prompt, description) if _is_drawn(pixels) else _photograph(dataset, pixels, models)


def of_sheet(dataset: Dataset, sheet: Sheet, *, as_cut: bool = False) -> Understood:
    """The pictures of a sheet, one of each figure. A sheet without any has a doubt.

    `as_cut`: boxes are those that a person chose, and get no room around.
    """
    made, captions = [], []
    for figure in sheet.figures:
        texts = tuple(label.text for label in figure.labels if label.kind == "text" and label.text)
        picture = Picture(
            "",
            steps=sheet_steps(dataset, sheet, figure, as_cut=as_cut),
            view=figure.view,
            framing=figure.framing,
            expression=figure.expression,
            labels=texts,
        )
        made.append(picture)
        captions.append(_caption(dataset, words.from_labels(picture, _names(dataset))))
    doubts = sheet.doubts if sheet.figures else (*sheet.doubts, "no figure was found on it")
    return Understood("sheet", tuple(made), tuple(captions), sheet, doubts)


def sheet_steps(dataset: Dataset, sheet: Sheet, figure: Figure, *, as_cut: bool = False) -> tuple[Step, ...]:
    """What makes a picture of a figure: the sheet straight, without the labels in the box, cut, and squared.

    `as_cut`: boxes are those that a person chose, and get no room around.
    """
    boxes = [one.box for one in sheet.figures if one is not figure]
    box = figure.box if as_cut else with_room(figure.box, boxes, sheet.width, sheet.height)
    quads = tuple(label.quad for label in sheet.labels if _meet(around(label.quad), box))
    others = tuple(one for one in boxes if _meet(one, box))
    steps: list[Step] = [Turn(sheet.degrees)] if sheet.degrees else []
    if quads:
        steps.append(Erase(quads))
    return (*steps, Cut(box, others), Square(dataset.side))


def sheet_of(pixels: Pixels) -> Sheet:
    """A sheet, (H, W, 3) uint8 RGB, as it is understood: its labels too, read where an OCR engine is installed."""
    reader = finding.engine()
    labels = finding.found(pixels, reader)
    sheet = understand(pixels, labels)
    if labels and not sheet.labels:
        turn = to_result(sheet.width, sheet.height, (Turn(sheet.degrees),))
        straight = tuple(msgspec.structs.replace(label, quad=mapped(turn, label.quad)) for label in labels)
        figures = figures_of([figure.box for figure in sheet.figures], straight, (), sheet.banners)
        sheet = msgspec.structs.replace(sheet, labels=straight, figures=figures)
    if reader is None and any(label.kind == "text" for label in sheet.labels):
        sheet = msgspec.structs.replace(sheet, doubts=(*sheet.doubts, finding.UNREAD))
    return sheet


def with_room(box: Box, others: Sequence[Box], width: int, height: int) -> Box:
    """A figure's box with some ground around it, which reaches neither into other figures nor over the sheet's edge."""
    room = round(ROOM * max(box.width, box.height))
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    wide = Box(left - 2 * room, top, box.width + 4 * room, box.height)
    tall = Box(left, top - 2 * room, box.width, box.height + 4 * room)
    beside = [one for one in others if _meet(one, wide)]
    above = [one for one in others if _meet(one, tall)]
    # Half of a gap is where a rule between two figures is.
    to_left = min([room, left, *(int(_OF_GAP * max(0, left - one.x - one.width)) for one in beside if one.x < left)])
    to_right = min([room, width - right, *(int(_OF_GAP * max(0, one.x - right)) for one in beside if one.x >= left)])
    up = min([room, top, *(int(_OF_GAP * max(0, top - one.y - one.height)) for one in above if one.y < top)])
    down = min([room, height - bottom, *(int(_OF_GAP * max(0, one.y - bottom)) for one in above if one.y >= top)])
    return Box(left - to_left, top - up, box.width + to_left + to_right, box.height + up + down)


def around(quad: Quad) -> Box:
    """The box around a quad."""
    (left, top), (right, bottom) = np.floor(np.min(quad, axis=0)), np.ceil(np.max(quad, axis=0))
    return Box(int(left), int(top), int(right - left), int(bottom - top))


def _meet(one: Box, other: Box) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > 0 and down > 0


def _photograph(dataset: Dataset, pixels: Pixels, models: Models) -> Understood:
    height, width = pixels.shape[:2]
    steps = squared(width, height, find_subject(pixels, models), dataset.side)
    return Understood("photograph", (Picture("", steps=steps),), ("",))


def _picture(dataset: Dataset, pixels: Pixels, prompt: str, description: str) -> Understood:
    height, width = pixels.shape[:2]
    steps: tuple[Step, ...] = () if width == height == dataset.side else (Square(dataset.side),)
    return Understood("picture", (Picture("", steps=steps, prompt=prompt),), (_caption(dataset, description),))


def _drawn_from(dataset: Dataset, path: str, data: bytes, head: Head) -> tuple[str, str]:
    """The prompt that a picture was drawn from, and what a caption says of it; empty where the file says nothing."""
    if (recipe := recipes.recipe_in(data)) is not None:
        return recipe.prompt, recipes.from_recipe(recipe, dataset)
    try:
        with untrusted("the file"):
            facts = generation_data.read(path, head, len(data))
    except (PictureUnreadable, ForeignUnreadable):
        return "", ""
    if facts is None or not facts.prompt:
        return "", ""
    return facts.prompt, recipes.from_prompt(facts.prompt, dataset)


def _caption(dataset: Dataset, description: str) -> str:
    return pattern.caption_of(pattern.pattern_of(dataset), dataset.trigger, description) if description else ""


def _names(dataset: Dataset) -> tuple[str, ...]:
    return tuple(filter(None, (dataset.trigger, dataset.member)))


def _is_drawn(pixels: Pixels) -> bool:
    step = max(1, min(pixels.shape[:2]) // 256)
    colours = (pixels[::step, ::step] >> 4).astype(np.uint16)
    numbers = (colours[..., 0] << 8) | (colours[..., 1] << 4) | colours[..., 2]
    counts = np.sort(np.bincount(numbers.ravel(), minlength=4096))[::-1]
    return bool(counts[:FEW_COLOURS].sum() >= MOSTLY * numbers.size)
