"""How long the studio takes to its first paint: a whole process on a pseudo-terminal, until Compose is on the screen.

    python -m tests.benchmarks.first_paint [--runs 9] [--json]

The time runs from starting the process to the byte that completes the word that is looked for. `ready` is when the
library is open too (the studio then shows the first character's name).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from screens.app import LOOKED_EVERY
from tests.benchmarks.studio_terminal import StudioTerminal

PAINTED, READY = b"Scene", b"Name "


def measure(settings: Path) -> tuple[float, float]:
    """Seconds to the first paint and to the open library, of one start."""
    with StudioTerminal(settings, 80, 24, cell=(0, 0)) as studio:
        painted = studio.until(lambda seen: PAINTED in seen)
        ready = studio.until(lambda seen: READY in seen)
        return painted - studio.began, ready - studio.began


def warm(settings: Path) -> None:
    """A start that is not counted: in the very first one what Python compiles is kept."""
    with StudioTerminal(settings, 80, 24, cell=(0, 0)) as studio:
        studio.until(lambda seen: READY in seen)
        time.sleep(2 * LOOKED_EVERY)


def main() -> None:
    """Start the studio several times and print the medians in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings"
        settings.mkdir()
        (settings / "settings.toml").write_text(f'library = "{folder}/library"\n', encoding="utf-8")
        warm(settings)
        runs = [measure(settings) for _ in range(chosen.runs)]
    painted = [1000 * run[0] for run in runs]
    ready = [1000 * run[1] for run in runs]
    figures = {
        "first_paint_ms": round(statistics.median(painted)),
        "first_paint_worst_ms": round(max(painted)),
        "ready_ms": round(statistics.median(ready)),
        "runs": chosen.runs,
    }
    sys.stdout.write(f"{json.dumps(figures) if chosen.json else figures}\n")


if __name__ == "__main__":
    main()
