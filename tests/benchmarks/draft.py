"""How long the draft painter takes for one picture, PNG and all, on one core: median seconds by size and style.

Run from the repository root: python -m tests.benchmarks.draft
"""

from __future__ import annotations

import statistics
import time

import cv2

from backends.base import DrawRequest, Figure
from backends.draft.work import draw

SCENES = (
    ("Milo debugging at 2 AM", "north"),
    ("James asleep on the exercise bike while Milo celebrates", "west"),
    ("Milo and James drink coffee at sunset", "east"),
    ("James typing while Milo explains", "south"),
)
CAST = (
    Figure("Milo", "raccoon", {}, (), True),
    Figure("James", "person", {"hair": "#8c8a88"}, ("glasses", "beard")),
)


STYLES = ("flat cartoon", "painterly", "figurine")


def median_seconds(width: int, height: int, rounds: int = 3, style: str = "") -> float:
    """The median over all scenes, `rounds` seeds each, with two figures."""
    taken = []
    for seed in range(rounds):
        for scene, plate in SCENES:
            request = DrawRequest(
                "job", "client", "", seed, width, height, scene=scene, plate=plate, style=style, figures=CAST
            )
            start = time.perf_counter()
            draw(request, lambda event: None, lambda: False)
            taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Print a line for each size."""
    cv2.setNumThreads(1)
    median_seconds(256, 256, 1)
    for width, height in ((512, 384), (1024, 1024), (1344, 768), (2048, 2048)):
        seconds = (f"{style} {median_seconds(width, height, style=style):.3f} s" for style in STYLES)
        print(f"{width}x{height}: {', '.join(seconds)}")


if __name__ == "__main__":
    main()
