"""How often what goes wrong in drafts of two, three and four is seen, and how often it is seen where nothing is wrong.

Mistakes are made on purpose: somebody is painted twice, somebody is left out, sayings are set from left to right on
figures that stand the other way round. The recipe is that of a model's picture: it tells who was asked for, and not
where they are. It prints the share of each mistake that is seen with its right name, that of all pictures with nothing
wrong in which something is seen, the share of sayings on the right shirt, and the median ms; then what went wrong.

Run from the repository root: python -m tests.benchmarks.troubles [--drafts 200] [--seed 1] [--keep DIR]
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from pathlib import Path
from typing import Literal, NamedTuple

import cv2
import msgspec
import numpy as np

from backends.base import DrawRequest, Figure
from backends.draft.painter import chests, paint
from studio.lettering.geometry.quads import Array, overlap
from studio.lettering.places.placement import find_placements
from studio.lettering.records import LetteringRecord, Placement, Setting
from studio.pictures.troubles import troubles
from studio.scenes.recipe import Recipe
from tests.studio.lettering.drafts_of_several import lettered, recipe_of
from tests.studio.lettering.figures import CAST, SCENES

Mistake = Literal["none", "turned", "alike", "missing", "swapped"]
MISTAKES: tuple[Mistake, ...] = ("none", "turned", "alike", "missing", "swapped")
SIZES = ((1024, 1024), (1344, 768), (832, 1216), (768, 768))
STYLES = ("flat cartoon", "flat cartoon", "painterly", "figurine")


class Case(NamedTuple):
    """Who was asked for, from left to right, what is painted, and who the mistake is about."""

    mistake: Mistake
    asked: tuple[Figure, ...]
    request: DrawRequest
    about: frozenset[str]


def case(number: int, seed: int) -> Case:
    """A picture with a mistake, or without one; the same for the same numbers."""
    chance = random.Random(f"{seed}:{number}")
    mistake = MISTAKES[number % len(MISTAKES)]
    asked = chance.sample(CAST, chance.choice((2, 2, 3, 4)))
    shown, about = list(asked), frozenset[str]()
    if mistake in ("turned", "swapped"):
        while shown == asked:
            chance.shuffle(shown)
        about = frozenset(one.name for one, other in zip(asked, shown, strict=True) if one is not other)
    elif mistake == "alike":
        one, other = chance.sample(range(len(asked)), 2)
        shown[other] = msgspec.structs.replace(asked[one], name=f"{asked[one].name} again")
        about = frozenset({asked[one].name})
    elif mistake == "missing":
        about = frozenset({shown.pop(chance.randrange(len(shown))).name})
    size = chance.choice(SIZES)
    scene = chance.choice(SCENES).format(" and ".join(figure.name for figure in shown))
    plate = chance.choice(("north", "east", "south", "west"))
    request = DrawRequest(
        "job", "client", "", 5000 + number, *size, scene=scene, plate=plate, style=chance.choice(STYLES),
        figures=tuple(shown),
    )  # fmt: skip
    return Case(mistake, tuple(asked), request, about)


def set_on(picture: Array, recipe: Recipe, one: Case) -> LetteringRecord:
    """The sayings where they are set: from left to right where they are to be swapped, else on who is to wear them."""
    if one.mistake != "swapped":
        return lettered(picture, one.asked)
    places = find_placements(picture, len(recipe.sayings))
    return LetteringRecord(settings=tuple(map(Setting, recipe.sayings, places)))


def worn(one: Case, place: Placement) -> str:
    """Whose chest a place is on; nobody's where it is on none."""
    quad = np.array(place.quad)
    return next((chest.who for chest in chests(one.request) if overlap(np.array(chest.quad), quad) > 0.2), "")


def main() -> int:
    """Paint the drafts, look at them, and tell what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--drafts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="keep the drafts in which it went wrong in this folder")
    given = parser.parse_args()
    cv2.setNumThreads(1)
    seen: dict[Mistake, list[bool]] = {mistake: [] for mistake in MISTAKES}
    right: list[bool] = []
    taken, wrong = [], []
    for number in range(given.drafts):
        one = case(number, given.seed)
        picture, recipe = paint(one.request), recipe_of(one.asked)
        record = set_on(picture, recipe, one)
        began = time.thread_time()
        found = troubles(picture, recipe, record)
        taken.append(1000 * (time.thread_time() - began))
        if one.mistake in ("none", "turned"):
            fine = not found
            on = [worn(one, setting.placement) for setting in record.settings]
            right += [who == figure.name for who, figure in zip(on, one.asked, strict=True)]
        else:
            fine = any(trouble.kind == one.mistake and one.about & {*trouble.who} for trouble in found)
        seen[one.mistake].append(fine)
        if not fine:
            wrong.append(
                f"{number} {one.mistake} {', '.join(sorted(one.about))}: {one.request.scene}, {one.request.style}:"
                f" {[trouble.words for trouble in found]}"
            )
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                cv2.imwrite(str(given.keep / f"{number:03}.png"), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    for mistake, each in seen.items():
        word = "quiet" if mistake in ("none", "turned") else "seen"
        print(f"{mistake:<9}{len(each):>5} drafts  {word} {statistics.mean(each):.3f}")
    print(f"sayings on the right shirt {statistics.mean(right):.3f} of {len(right)}; {statistics.median(taken):.0f} ms")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
