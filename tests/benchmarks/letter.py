"""How long lettering takes, by stage, on pictures that are drawn here: median ms on one thread, and how it grows.

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

from studio.lettering import layout
from studio.lettering.ink import set_words
from studio.lettering.place import find_placements, letter
from studio.lettering.records import LetteringRecord, Setting
from tests.studio.lettering.drawing import Array, Scene, drawn

SCENES = {
    "piping": Scene(),
    "no piping": Scene(piping=None),
    "turned, shaded": Scene(turn=22, lean=0.12, shade=0.4),
    "hand": Scene(hand=True),
    "papers": Scene(papers=6),
    "bare shirt": Scene(panel=False),
}
TEXT = "HAVE YOU TRIED TURNING IT OFF AND ON"
SIDES = (1024, 2048, 4096)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    cv2.setNumThreads(1)
    print(f"{'picture':<18}{'side':>6}{'find':>8}{'layout':>8}{'set':>8}{'find + set':>12}   ms, median of {rounds}")
    for name, scene in SCENES.items():
        base = drawn(scene)[0]
        for side in SIDES:
            picture = cv2.resize(base, (side, side), interpolation=cv2.INTER_CUBIC)
            times = _stages(picture, rounds)
            print(f"{name:<18}{side:>6}" + "".join(f"{ms:>8.1f}" for ms in times) + f"{times[0] + times[2]:>12.1f}")
    _over_cores()


def _stages(picture: Array, rounds: int) -> tuple[float, float, float]:
    places = find_placements(picture)
    record = LetteringRecord(settings=(Setting(TEXT, places[0]),))
    set_words(picture, record)

    # Breaks of a text are kept for the next time, so each round takes a text that was not seen before.
    fresh = iter(range(1000))
    return (
        _median(lambda: find_placements(picture), rounds),
        _median(lambda: layout.blocks(f"{TEXT} {next(fresh)} {picture.shape[0]}"), rounds),
        _median(lambda: set_words(picture, record), rounds),
    )


def _median(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - started))
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
