"""Whether every saying stands on its own panel in drafts of one, two and three, whose panels the painter knows.

Once lettering is told of the panels, as in the studio, and once it has to find them in the pixels. It prints a line for
each number of figures and each way: the share of panels met with an overlap over 0.85, the median overlap, and the
median ms; then a line for each draft that went wrong. The exit status says whether all went right.

Run from the repository root: python -m tests.benchmarks.drafts_lettered [--drafts 200] [--keep DIR]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from backends.base import DrawRequest, Figure
from backends.draft.painter import chests, paint
from studio.lettering.geometry.quads import overlap
from studio.lettering.places.placement import find_placements
from studio.lettering.places.recipe_places import NOTHING, Told
from studio.lettering.records import Placement
from studio.scenes.recipe import ChestPlace

MET = 0.85

CAST = (
    Figure("Milo", "raccoon", {"fur": "#8a8178", "suit": "#2a3240", "accent": "#21e6f0"}, (), True),
    Figure("James", "person", {"skin": "#e6b48e", "hair": "#8c8a88", "suit": "#454b57"}, ("glasses", "beard"), True),
    Figure("Ada", "cat", {"fur": "#d9a05b", "suit": "#7a2f45"}, ("labcoat",), True),
    Figure("Rex", "robot", {"fur": "#b9c4cc"}, (), True),
    Figure("Ines", "person", {"skin": "#8a5a3c", "hair": "#2a1d18", "suit": "#e8e6e0"}, ("long hair", "labcoat"), True),
)
SCENES = (
    "{} celebrate at the rack", "{} debug at 2 AM", "{} wave", "{} drink coffee at sunset", "{} at the whiteboard",
    "{} asleep at noon", "{} typing during an outage", "{} in the snow", "{} run from a fire", "{} read a book",
)  # fmt: skip
PLATES = ("north", "east", "south", "west")
SIZES = ((1024, 1024), (1344, 768), (832, 1216), (768, 768))


def requests(count: int) -> Iterator[DrawRequest]:
    """Drafts of one, two and three in turn, with other scenes, plates, sizes and seeds."""
    for number in range(count):
        many = number % 3 + 1
        figures = tuple(CAST[(number // 3 + n) % len(CAST)] for n in range(many))
        names = " and ".join(figure.name for figure in figures)
        width, height = SIZES[number // 7 % len(SIZES)]
        yield DrawRequest(
            f"job {number}", "client", "", 100 + number, width, height,
            scene=SCENES[number % len(SCENES)].format(names), plate=PLATES[number // 2 % len(PLATES)], figures=figures,
        )  # fmt: skip


def main() -> int:
    """Letter the drafts both ways and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drafts", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="keep the drafts that went wrong in this folder")
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    overlaps: dict[tuple[int, str], list[float]] = {}
    taken: dict[tuple[int, str], list[float]] = {}
    wrong = []
    for number, request in enumerate(requests(asked.drafts)):
        picture = paint(request)
        places = tuple(ChestPlace(one.who, one.kind, one.quad) for one in chests(request))
        for way in ("told", "found"):
            began = time.thread_time()
            told = Told(places, len(places)) if way == "told" else NOTHING
            placed = find_placements(picture, len(places), told=told)
            key = (len(places), way)
            taken.setdefault(key, []).append(1000 * (time.thread_time() - began))
            met = [_met(truth.quad, one) for truth, one in zip(places, placed, strict=True)]
            overlaps.setdefault(key, []).extend(met)
            if min(met) <= MET:
                wrong.append(f"draft {number}, {way}: {request.scene}, {request.plate}, seed {request.seed}: {met}")
                if asked.keep:
                    asked.keep.mkdir(parents=True, exist_ok=True)
                    cv2.imwrite(str(asked.keep / f"{number:03}.png"), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    print(f"{'figures':<9}{'way':<7}{'panels':>7}{'met':>8}{'overlap':>9}{'ms':>7}")
    for (many, way), values in sorted(overlaps.items()):
        share = np.mean([value > MET for value in values])
        ms = statistics.median(taken[many, way])
        print(f"{many:<9}{way:<7}{len(values):>7}{share:>8.3f}{statistics.median(values):>9.3f}{ms:>7.1f}")
    print("\n".join(wrong))
    return 1 if wrong else 0


def _met(truth: tuple[tuple[float, float], ...], place: Placement) -> float:
    """The overlap of a panel with the place of its saying."""
    return round(overlap(np.array(truth), np.array(place.quad)), 3)


if __name__ == "__main__":
    raise SystemExit(main())
