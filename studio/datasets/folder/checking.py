"""What cannot be in a dataset although TOML can say it: names that are no files, numbers without sense."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from studio.datasets.folder import layout
from studio.datasets.records import Box, Cut, Dataset, Erase, Picture, Source, Square, Step, Turn
from studio.settings.tables import Slip

LEAST_SIDE, MOST_SIDE = 64, 4096
"""Px of a picture's side."""
MOST_STEPS = 1_000_000
_SHA = re.compile(r"[0-9a-f]{64}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def slips_of(value: Any) -> Iterator[Slip]:
    """What is wrong with a Dataset's own fields, a Source or a Picture."""
    if isinstance(value, Dataset):
        yield from _of_dataset(value)
    elif isinstance(value, Source):
        if not _SHA.fullmatch(value.sha256):
            yield Slip(["sha256"], "a hash has 64 digits and letters from a to f", "Correct this line")
    elif isinstance(value, Picture):
        yield from _of_picture(value)


def _of_dataset(dataset: Dataset) -> Iterator[Slip]:
    if not LEAST_SIDE <= dataset.side <= MOST_SIDE:
        yield Slip(["side"], f"a picture's side has from {LEAST_SIDE} to {MOST_SIDE} px", "Correct this line")
    if not 1 <= dataset.steps <= MOST_STEPS:
        yield Slip(["steps"], f"a training has from 1 to {MOST_STEPS:,} steps", "Correct this line")
    if trouble := layout.name_trouble(dataset.stem):
        yield Slip(["stem"], trouble, "Pictures are called by it: write letters, digits and _")


def _of_picture(picture: Picture) -> Iterator[Slip]:
    if trouble := layout.name_trouble(picture.name):
        yield Slip(["name"], trouble, "Write the name of its file without the ending")
    if picture.ending.lower() not in layout.ENDINGS:
        yield Slip(["ending"], f"a picture is {', '.join(layout.ENDINGS)}", "Correct this line")
    if picture.source and not _SHA.fullmatch(picture.source):
        yield Slip(["source"], "a hash has 64 digits and letters from a to f", "Correct this line")
    for number, step in enumerate(picture.steps):
        if trouble := step_trouble(step):
            yield Slip(["steps", str(number)], f"step {number + 1}: {trouble}", "Correct this step")


def step_trouble(step: Step) -> str:
    """Why a step cannot be done on any picture, in words; empty: it can."""
    match step:
        case Turn():
            return "" if math.isfinite(step.degrees) else "it is turned by a number of degrees"
        case Erase():
            finite = all(math.isfinite(number) for quad in step.quads for point in quad for number in point)
            return "" if finite else "corners are numbers"
        case Cut():
            return _box_trouble(step.box, *step.others)
        case Square():
            if not LEAST_SIDE <= step.side <= MOST_SIDE:
                return f"a picture's side has from {LEAST_SIDE} to {MOST_SIDE} px"
            if step.ground != "edges" and not _COLOUR.fullmatch(step.ground):
                return 'its ground is "edges", or a colour such as "#ffffff"'
            return _box_trouble(*filter(None, [step.box]))


def _box_trouble(*boxes: Box) -> str:
    return "" if all(box.width > 0 and box.height > 0 for box in boxes) else "a box has a width and a height"
