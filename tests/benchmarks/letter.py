"""How long lettering takes, by stage, on pictures that are drawn here: median ms of one thread's own time, so
that others on the machine count little, and how it grows.

python tests/benchmarks/letter.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import cv2
import numpy as np

from studio.lettering.places.panel import panels_in
from studio.lettering.places.placement import find_placements, letter
from studio.lettering.places.shirt import shirts_in
from studio.lettering.records import LetteringRecord, Setting
from studio.lettering.seeing.views import views_of
from studio.lettering.setting import layout
from studio.lettering.setting.ink import set_words
from tests.studio.lettering.drawing import Array, Scene, drawn

PAIR = Scene(seed=2)
SCENES = {
    "piping": Scene(),
    "no piping": Scene(piping=None),
    "turned, shaded": Scene(turn=22, lean=0.12, shade=0.4),
    "hand": Scene(hand=True),
    "papers": Scene(papers=6),
    "bare shirt": Scene(panel=False),
    "two": PAIR,
}
STAGES = ("copies", "panel", "shirt", "find", "layout", "set", "all")
"""`find` is all of finding; shirts are only looked for where panels lack. `all` is find, layout and set."""

TEXT = "HAVE YOU TRIED TURNING IT OFF AND ON"
SIDES = (1024, 2048, 4096)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    cv2.setNumThreads(1)
    print(f"{'picture':<16}{'side':>6}" + "".join(f"{name:>9}" for name in STAGES) + f"   ms, median of {rounds}")
    for name, scene in SCENES.items():
        base = _base(scene)
        whole: list[float] = []
        for side in SIDES:
            picture = cv2.resize(base, (side, side), interpolation=cv2.INTER_CUBIC)
            times = _stages(picture, 2 if scene is PAIR else 1, rounds)
            whole.append(times[STAGES.index("all")])
            print(f"{name:<16}{side:>6}" + "".join(f"{ms:>9.1f}" for ms in times))
        more = SIDES[-1] ** 2 // SIDES[0] ** 2
        print(f"{'':<16}{more:>6} times the pixels take {whole[-1] / whole[0]:.1f} times as long")
    _over_cores()


def _base(scene: Scene) -> Array:
    """One who stands in the middle, or two side by side."""
    if scene is not PAIR:
        return drawn(scene)[0]
    return np.hstack([drawn(scene)[0][:, 160:480], drawn(Scene(size=0.26, shirt=(90, 30, 40), seed=5))[0][:, 160:480]])


def _stages(picture: Array, count: int, rounds: int) -> list[float]:
    """Median ms of STAGES."""
    places = find_placements(picture, count)
    record = LetteringRecord(settings=tuple(Setting(TEXT, place) for place in places))
    set_words(picture, record)
    views = views_of(picture)

    # Breaks of a text are kept for the next time, so each round takes a text that was not seen before.
    fresh = iter(range(1000))
    return [
        _median(lambda: views_of(picture), rounds),
        _median(lambda: panels_in(views, count), rounds),
        _median(lambda: shirts_in(views, count), rounds),
        _median(lambda: find_placements(picture, count), rounds),
        _median(lambda: layout.blocks(f"{TEXT} {next(fresh)} {picture.shape[0]}"), rounds),
        _median(lambda: set_words(picture, record), rounds),
        _median(lambda: letter(picture, [TEXT] * count), rounds),
    ]


def _median(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        started = time.thread_time()
        work()
        taken.append(1000 * (time.thread_time() - started))
    return statistics.median(taken)


def _over_cores() -> None:
    """Pictures a second at 1024², over one core and over all."""
    for workers in sorted({1, os.cpu_count() or 1}):
        with ProcessPoolExecutor(workers, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
            list(pool.map(_some, [1] * workers))
            started = time.perf_counter()
            done = sum(pool.map(_some, [20] * workers))
            print(
                f"{done / (time.perf_counter() - started):.0f} pictures a second at 1024² over {workers} of the cores"
            )


def _some(count: int) -> int:
    base = drawn(Scene(side=1024))[0]
    for n in range(count):
        letter(np.roll(base, n, 1), [TEXT])
    return count


if __name__ == "__main__":
    main()
