"""How many figures of made sheets are cut out, and how long a sheet takes on one core: with --words with OCR.

python tests/benchmarks/sheets.py [--seed 2000] [--count 100] [--processes 1] [--labels|--words] [--contact FOLDER]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import cv2

from studio.datasets.records import Box, Sheet
from studio.datasets.sheets.labels import finding
from studio.datasets.sheets.understanding import understand
from tests.studio.datasets.sheets.making.sheets import sheet
from tests.studio.datasets.sheets.making.truth import TrueSheet, turned

GOOD = 0.95
"""The overlap, over the union of both boxes, from which a figure counts as cut out."""


class Judged(NamedTuple):
    seed: int
    figures: int
    cut: int
    split: int
    merged: int
    beyond: int
    """Found, and none: boxes that hold no figure."""
    off: float
    """Degrees by which the angle is wrong."""
    seconds: float
    words: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=2000)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--labels", action="store_true", help="labels are found first, by shape, and handed in")
    parser.add_argument("--words", action="store_true", help="labels are found first, by OCR, and handed in")
    parser.add_argument("--contact", type=Path, help="a folder for pictures of the sheets where something is wrong")
    given = parser.parse_args()
    seeds = range(given.seed, given.seed + given.count)
    with ProcessPoolExecutor(given.processes, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        judged = list(pool.map(partial(_judge, labels=given.labels, is_read=given.words, contact=given.contact), seeds))
    for one in judged:
        if one.cut < one.figures or one.beyond or one.split or one.merged:
            print(
                f"{one.words}: {one.cut} of {one.figures}, {one.split} split, {one.merged} merged, {one.beyond} beyond"
            )
    figures, times = sum(one.figures for one in judged), sorted(one.seconds for one in judged)
    cut = sum(one.cut for one in judged)
    print(
        f"{len(judged)} sheets: {cut} of {figures} figures cut out ({cut / figures:.1%}, overlap ≥ {GOOD}), "
        f"{sum(one.split for one in judged)} split, {sum(one.merged for one in judged)} merged, "
        f"{sum(one.beyond for one in judged)} boxes without a figure"
    )
    print(
        f"seconds a sheet: median {statistics.median(times):.2f}, p95 {times[int(0.95 * (len(times) - 1))]:.2f}, "
        f"most {times[-1]:.2f}; angle wrong by more than 0.2°: {sum(one.off > 0.2 for one in judged)}"
    )


def _judge(seed: int, *, labels: bool, is_read: bool, contact: Path | None) -> Judged:
    made = sheet(seed)
    reader = finding.engine() if is_read else None
    started = time.process_time()
    found = understand(made.pixels, finding.found(made.pixels, reader) if labels or is_read else None)
    seconds = time.process_time() - started
    boxes, truths = [figure.box for figure in found.figures], made.boxes(found.degrees)
    cut = sum(any(_overlap(truth, box) >= GOOD for box in boxes) for truth in truths)
    split = sum(sum(_within(box, truth) > 0.6 and _within(truth, box) < 0.9 for box in boxes) > 1 for truth in truths)
    merged = sum(sum(_within(truth, box) > 0.5 for truth in truths) > 1 for box in boxes)
    beyond = sum(not any(_within(truth, box) > 0.3 or _within(box, truth) > 0.3 for truth in truths) for box in boxes)
    words = (
        f"{seed} {made.figures} on {made.ground}, {made.rows} x {made.columns}, rules {made.rules}, "
        f"{'crowded, ' if made.crowded else ''}{made.degrees:.1f}°"
    )
    judged = Judged(seed, len(truths), cut, split, merged, beyond, abs(found.degrees - made.degrees), seconds, words)
    if contact is not None and (cut < len(truths) or beyond):
        _draw(contact / f"{seed}.png", made, found, truths)
    return judged


def _overlap(one: Box, other: Box) -> float:
    shared = _shared(one, other)
    return shared / max(1, one.width * one.height + other.width * other.height - shared)


def _within(one: Box, other: Box) -> float:
    """How much of the one lies in the other."""
    return _shared(one, other) / max(1, one.width * one.height)


def _shared(one: Box, other: Box) -> int:
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return max(0, width) * max(0, height)


def _draw(path: Path, made: TrueSheet, found: Sheet, truths: Sequence[Box]) -> None:
    """The sheet with what is true in green and what was found in red, 900 px at most."""
    picture = cv2.cvtColor(turned(made.pixels, found.degrees), cv2.COLOR_RGB2BGR)
    thick = max(2, max(picture.shape) // 500)
    boxes = [(box, (60, 170, 0)) for box in truths] + [(figure.box, (30, 30, 230)) for figure in found.figures]
    for box, colour in [*boxes, *((box, (230, 130, 0)) for box in found.banners)]:
        cv2.rectangle(picture, (box.x, box.y), (box.x + box.width, box.y + box.height), colour, thick)
    scale = min(1.0, 900 / max(picture.shape))
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


if __name__ == "__main__":
    main()
