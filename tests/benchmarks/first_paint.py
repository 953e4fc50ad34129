"""How long the studio takes to its first paint: a whole process on a pseudo-terminal, until Compose is on the screen.

    python -m tests.benchmarks.first_paint [--runs 11] [--json]

The time runs from starting the process to the byte that completes the word that is looked for. A bare Textual app is
started before each studio, as the yardstick. `ready` is when the library is open too (the studio then shows the first
character's name). `far` is over a line on which an answer takes ROUND_TRIP. The exit status is 1 where the first paint
takes more than LIMIT times the bare app's, or over that line more than this and ROUND_TRIP.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from screens.shell.shell import LOOKED_EVERY
from tests.benchmarks.studio_terminal import StudioTerminal
from tests.screens.first_modules import modules_in

PAINTED, READY = b"Scene", b"Name "
BARE = "tests.benchmarks.gallery.bare"
COLUMNS, ROWS = 80, 24
LIMIT = 1.4
ROUND_TRIP = 0.2
"""Seconds that a question and its answer take across an ocean."""


class Run(NamedTuple):
    """Milliseconds of one round: the bare app's first paint, the studio's, the studio's open library, and the studio's
    first paint over a line of ROUND_TRIP."""

    bare: float
    painted: float
    ready: float
    far: float


def measure(settings: Path) -> Run:
    """Start a bare app, and a studio after it."""
    with StudioTerminal(settings, COLUMNS, ROWS, cell=(0, 0), module=BARE) as app:
        bare = app.until(lambda seen: PAINTED in seen) - app.began
    with StudioTerminal(settings, COLUMNS, ROWS, cell=(0, 0)) as studio:
        painted = studio.until(lambda seen: PAINTED in seen) - studio.began
        ready = studio.until(lambda seen: READY in seen) - studio.began
    with StudioTerminal(settings, COLUMNS, ROWS, cell=(0, 0), round_trip=ROUND_TRIP) as studio:
        far = studio.until(lambda seen: PAINTED in seen) - studio.began
    return Run(1000 * bare, 1000 * painted, 1000 * ready, 1000 * far)


def warm(settings: Path) -> None:
    """Starts that are not counted: in the very first one what Python compiles is kept."""
    measure(settings)
    with StudioTerminal(settings, COLUMNS, ROWS, cell=(0, 0)) as studio:
        studio.until(lambda seen: READY in seen)
        time.sleep(2 * LOOKED_EVERY)


def modules(settings: Path, which: str) -> int:
    """How many modules stand at the first paint of "studio" or "bare"."""
    with StudioTerminal(settings, COLUMNS, ROWS, module="tests.screens.first_modules", arguments=(which,)) as app:
        app.until(lambda seen: bool(modules_in(seen)))
        return len(modules_in(app.since(0)))


def main() -> int:
    """Start both several times in turn and print the medians in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings"
        settings.mkdir()
        (settings / "settings.toml").write_text(f'library = "{folder}/library"\n', encoding="utf-8")
        warm(settings)
        runs = [measure(settings) for _ in range(chosen.runs)]
        standing = {which: modules(settings, which) for which in ("bare", "studio")}
    bare, painted, ready, far = (statistics.median(column) for column in zip(*runs, strict=True))
    figures = {
        "python": platform.python_version(),
        "bare_ms": round(bare),
        "first_paint_ms": round(painted),
        "ratio": round(painted / bare, 2),
        "ratio_of_the_quickest": round(min(run.painted for run in runs) / min(run.bare for run in runs), 2),
        "ready_ms": round(ready),
        "far_first_paint_ms": round(far),
        "far_is_later_by_ms": round(far - painted),
        "bare_modules": standing["bare"],
        "modules": standing["studio"],
        "runs": chosen.runs,
    }
    if chosen.json:
        print(json.dumps(figures))
    else:
        print("\n".join(f"{name.replace('_', ' '):<24}{value:>8}" for name, value in figures.items()))
    return 0 if painted <= LIMIT * bare and far <= LIMIT * bare + 1000 * ROUND_TRIP else 1


if __name__ == "__main__":
    sys.exit(main())
