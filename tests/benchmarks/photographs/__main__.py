"""How often each reason to set a picture aside is right, whether squares hold their subjects, and how long it takes.

Run from the repository root: python -m tests.benchmarks.photographs [--sets 12] [--photographs 60] [--tuning]
    [--face FILE] [--sheet FILE] [--pictures FOLDER]

A set is one member by chance in twelve views, poses and moods before different grounds, as JPEG with noise, and with
it pictures that are wrong on purpose. Of what is wrong the share that is told is printed, of the others the share for
which something is. Photographs are drawn figures before rooms and textures, whose place is known: of their squares the
share that has all of the figure in it, of their masks how they fit. Milliseconds are of one core. `--face` names a
YuNet model, `--sheet` keeps the squares as one picture, `--pictures` reviews a folder of your own and says what it
finds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.base import DrawRequest, Figure
from backends.draft.painter import paint
from backends.draft.plates import GROUND
from library.formats.pictures import read_with_alpha
from studio.datasets.photographs.crop import squared
from studio.datasets.photographs.masks import figure_mask
from studio.datasets.photographs.networks import Models
from studio.datasets.photographs.setting_aside import review
from studio.datasets.photographs.subject import find_subject
from studio.datasets.records import Box, Cut, Square, Step
from tests.benchmarks.drift.members import invented
from tests.benchmarks.photographs.composed import Photograph, alone, photograph
from tests.studio.datasets.photographs.pictures import Pixels, as_jpeg, blurred, lit, scaled, shaken

TUNING, JUDGING = 41, 90_417
"""Seeds: limits may be set by a look at what comes of the first, and not of the second."""

SCENES = (
    "stands, front view",
    "stands, from behind",
    "stands in profile, facing left",
    "stands in profile, facing right",
    "stands, three-quarter view",
    "is happy, a close-up",
    "is angry, a close-up",
    "sits on the couch",
    "runs",
    "waves, a bust",
    "thinks",
    "types on a laptop",
)
PLATES = (GROUND, "north", "", "east", "south", "west")
SIDE = 1024


def drawn(figure: Figure, scene: str, seed: int, size: tuple[int, int] = (1024, 1024)) -> Pixels:
    plate = PLATES[seed % len(PLATES)]
    scene = f"{figure.name} {scene}"
    picture = paint(DrawRequest("j", "c", "", seed, *size, scene=scene, plate=plate, figures=(figure,)))
    noise = np.random.default_rng(seed).normal(0, 1.5, picture.shape)
    return as_jpeg(np.clip(picture + noise, 0, 255).astype(np.uint8), 90)


def one_set(figure: Figure, stranger: Figure, seed: int) -> Iterator[tuple[str, Pixels]]:
    """Pictures by name: what is wrong with each stands before the stroke, `fine` where nothing is."""
    chance = Random(f"set {seed}")
    clean = [drawn(figure, scene, seed + n) for n, scene in enumerate(SCENES)]
    yield from ((f"fine/{scene}", picture) for scene, picture in zip(SCENES, clean, strict=True))
    other = drawn(figure, "drinks coffee", seed + 30)
    yield "blurred/out of focus", blurred(other, chance.uniform(2.2, 6))
    yield (
        "blurred/shaken",
        shaken(drawn(figure, "points", seed + 31), chance.randrange(11, 25, 2), chance.uniform(0, 180)),
    )
    yield "blurred/enlarged", scaled(scaled(drawn(figure, "reads a book", seed + 32), 0.125), 8)
    yield "small/", scaled(drawn(figure, "explains", seed + 33), chance.uniform(0.3, 0.8))
    yield "blocks/", as_jpeg(drawn(figure, "is sad, a bust", seed + 34), chance.randrange(6, 18))
    yield "odd/", drawn(stranger, "waves", seed + 35)
    flat = np.random.default_rng(seed).normal(chance.uniform(20, 235), 1.5, (1024, 1024, 3))
    yield "plain/", np.clip(flat, 0, 255).astype(np.uint8)
    yield from cut_out(figure, seed + 36)
    forms: dict[str, Callable[[Pixels], Pixels]] = {
        "JPEG": lambda picture: as_jpeg(picture, 35),
        "size": lambda picture: scaled(scaled(picture, 0.6), 1 / 0.6),
        "light": lambda picture: lit(picture, chance.uniform(0.7, 1.15), chance.uniform(0.8, 1.3)),
        "cropped": lambda picture: np.ascontiguousarray(picture[20:-10, 15:-25]),
        "burst": lambda picture: moved(picture, chance),
    }
    for name, form in forms.items():
        yield f"repeat/{name}", form(chance.choice(clean))


def cut_out(figure: Figure, seed: int) -> Iterator[tuple[str, Pixels]]:
    """Somebody on a transparent ground, with a clean edge, and with a rim of what was behind."""
    picture, mask = alone(figure, "dances, full body", seed, SIDE)
    for name, grow in (("fine/cut out", -5), ("fringe/", 5)):
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(grow), abs(grow)))
        part = (cv2.dilate if grow > 0 else cv2.erode)(mask, kernel).astype(np.float32)
        alpha = np.rint(255 * cv2.GaussianBlur(part, (0, 0), 0.8)).astype(np.uint8)
        yield name, np.dstack([picture, alpha])


def moved(picture: Pixels, chance: Random) -> Pixels:
    """The next of a burst: the camera moved a little, somebody breathed, the noise is another."""
    high, wide = picture.shape[:2]
    noise = np.random.default_rng(chance.randrange(10**6))
    rows, columns = np.mgrid[:high, :wide].astype(np.float32)
    bent = [
        cv2.resize(noise.normal(0, 3, (5, 5)).astype(np.float32), (wide, high), interpolation=cv2.INTER_CUBIC)
        for _ in "xy"
    ]
    shift = [chance.uniform(-0.02, 0.02) * wide for _ in "xy"]
    seen: NDArray[Any] = cv2.remap(
        picture,
        columns + bent[0] + shift[0],
        rows + bent[1] + shift[1],
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    seen = seen * chance.uniform(0.95, 1.05) + noise.normal(0, 3, seen.shape)
    return np.clip(seen, 0, 255).astype(np.uint8)


def sets(count: int, seed: int) -> None:
    """Print what is told of pictures that are wrong, and of those that are not."""
    figures = invented(seed, count + 1)
    told: dict[str, list[bool]] = {}
    alarms: Counter[str] = Counter()
    clean, others = 0, []
    for number, (figure, stranger) in enumerate(pairwise(figures)):
        pictures = list(one_set(figure, stranger, seed + 100 * number))
        start = time.thread_time()
        found = review(pictures, SIDE)
        others.append((time.thread_time() - start) / len(pictures))
        reasons: dict[str, set[str]] = {}
        for one in found:
            reasons.setdefault(one.name, set()).add(one.kind)
            if one.kind == "repeat" and not one.name.startswith("repeat/") and one.of.startswith("repeat/"):
                # The form is as good as what it was made of, and the one of the two that stays.
                reasons[one.of] = reasons.get(one.of, set()) | {"repeat"}
                reasons[one.name].discard("repeat")
        for name, _ in pictures:
            kind, _, how = name.partition("/")
            seen = reasons.get(name, set())
            if kind == "fine":
                clean += 1
                alarms.update(seen)
                if seen:
                    print(f"  false alarm: {figure.name} {how}: {', '.join(sorted(seen))}")
            else:
                told.setdefault(name, []).append(kind in seen)
    print(f"{count} sets, {clean} pictures with nothing wrong")
    for name, each in told.items():
        print(f"  told: {name:<24}{sum(each):>4} of {len(each)}")
    rates = ", ".join(
        f"{kind} {alarms[kind] / clean:.1%}" for kind in sorted({*(one.partition("/")[0] for one in told)})
    )
    print(f"  false alarms: {rates}")
    print(f"  {1000 * statistics.median(others):.0f} ms a picture of one megapixel, repeats and odd ones with it")


def photographs(count: int, seed: int, models: Models, sheet: Path | None) -> None:
    """Print how squares and masks fit, and how long it takes."""
    whole: list[tuple[str, bool]] = []
    hows: Counter[str] = Counter()
    fits, times, large, tiles, missing = [], [], [], [], 0
    for number, figure in enumerate(invented(seed + 1, count)):
        one = photograph(figure, seed + number)
        start = time.thread_time()
        subject = find_subject(one.pixels, models)
        times.append(time.thread_time() - start)
        steps = squared(one.pixels.shape[1], one.pixels.shape[0], subject, SIDE)
        how: str = subject.how if subject else "none"
        hows[how] += 1
        whole.append((how, inside(one, steps)))
        if not whole[-1][1]:
            print(f"  cut: {one.what} ({how})")
        tiles.append(tile(one, steps))
        mask = figure_mask(one.pixels, models)
        if mask is None:
            missing += 1
        else:
            seen = mask >= 128
            fits.append(float((seen & one.mask).sum() / max((seen | one.mask).sum(), 1)))
        if one.pixels.shape[0] * one.pixels.shape[1] >= 12_000_000:
            start = time.thread_time()
            review([("one", one.pixels)], SIDE)
            large.append(time.thread_time() - start)
    print(f"{count} photographs; who is on them is found by {dict(hows.most_common())}")
    for name in hows:
        each = [fine for how, fine in whole if how == name]
        print(f"  all of the figure in the square, by {name}: {sum(each)} of {len(each)}")
    print(f"  all: {sum(fine for _, fine in whole)} of {count}; {1000 * statistics.median(times):.0f} ms each")
    spread = np.round(np.quantile(fits, (0.1, 0.5, 0.9)), 2).tolist()
    print(f"  masks: {count - missing}, none for {missing}; overlap (IoU; a tenth, half, nine tenths): {spread}")
    print(f"  12 megapixels reviewed: {1000 * statistics.median(large):.0f} ms" if large else "  none of 12 megapixels")
    if sheet:
        tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % 10)
        rows = [np.hstack(tiles[at : at + 10]) for at in range(0, len(tiles), 10)]
        cv2.imwrite(str(sheet), np.vstack(rows)[..., ::-1])


def inside(one: Photograph, steps: Sequence[Step]) -> bool:
    """Whether all of the figure is in the square, but for a pixel or two at its edges."""
    left, top, right, low = one.box
    slack = 0.01 * max(right - left, low - top)
    return all(
        box.x - slack <= left
        and box.y - slack <= top
        and right <= box.x + box.width + slack
        and low <= box.y + box.height + slack
        for box in boxes(one.pixels, steps)
    )


def boxes(pixels: Pixels, steps: Sequence[Step]) -> Iterator[Box]:
    high, wide = pixels.shape[:2]
    for step in steps:
        if isinstance(step, Cut):
            yield step.box
        elif isinstance(step, Square) and step.how == "crop":
            side = min(high, wide)
            yield step.box or Box((wide - side) // 2, (high - side) // 2, side, side)


def tile(one: Photograph, steps: Sequence[Step], side: int = 180) -> Pixels:
    """The photograph with the part that is kept of it in green, and what is padded in grey."""
    shown = one.pixels.copy()
    thick = max(shown.shape) // 90
    for box in boxes(one.pixels, steps):
        cv2.rectangle(shown, (box.x, box.y), (box.x + box.width, box.y + box.height), (0, 255, 0), thick)
    times = side / max(shown.shape[:2])
    small = cv2.resize(shown, None, fx=times, fy=times, interpolation=cv2.INTER_AREA)
    padded = any(isinstance(step, Square) and step.how == "pad" for step in steps)
    made = np.full((side, side, 3), 128 if padded else 0, np.uint8)
    made[: small.shape[0], : small.shape[1]] = small[:side, :side]
    return made


def folder(place: Path) -> None:
    """Print what is found in a folder of pictures."""
    files = sorted(file for file in place.iterdir() if file.suffix.lower() in (".png", ".jpg", ".jpeg", ".webp"))
    for one in review((file.name, read_with_alpha(file)) for file in files):
        print(f"  {one.name}: {one.reason} ({one.strength:.2f})")


def main() -> None:
    """Print what was reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=12)
    parser.add_argument("--photographs", type=int, default=60)
    parser.add_argument("--tuning", action="store_true", help="those by which limits were set")
    parser.add_argument("--face", type=Path)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    seed = TUNING if asked.tuning else JUDGING
    if asked.pictures:
        folder(asked.pictures)
    if asked.sets:
        sets(asked.sets, seed)
    if asked.photographs:
        photographs(asked.photographs, seed, Models(face=asked.face), asked.sheet)


if __name__ == "__main__":
    main()
