"""`python -m tests.benchmarks.startup`: how long the command takes before it does anything, above bare Python."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 21
BUDGET_MS = 150.0

CASES = {
    "bare Python": ["-c", "pass"],
    "studio --help": ["-m", "studio", "--help"],
    "studio draw --help": ["-m", "studio", "draw", "--help"],
    "studio cast list": ["-m", "studio", "cast", "list"],
    "studio gallery search": ["-m", "studio", "gallery", "search"],
}


def once(arguments: list[str], environment: dict[str, str]) -> float:
    """Seconds that one run takes, from start to exit."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, check=True)
    return time.perf_counter() - began


def main() -> int:
    """Print the medians; the exit status is 1 where `studio --help` is over its budget."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "settings.toml").write_text(f'library = "{folder}/library"\n')
        environment = {**os.environ, "MILO_STUDIO_SETTINGS": folder, "XDG_STATE_HOME": folder}
        # One round of every case after the other, so that a busy moment touches all alike.
        rounds = [{name: once(case, environment) for name, case in CASES.items()} for _ in range(ROUNDS + 1)][1:]
    medians = {name: 1000 * statistics.median(taken[name] for taken in rounds) for name in CASES}
    bare = medians["bare Python"]
    print(f"{'median of ' + str(ROUNDS):<24}{'ms':>8}{'above':>8}")
    for name, value in medians.items():
        print(f"{name:<24}{value:>8.1f}{value - bare:>8.1f}")
    above = medians["studio --help"] - bare
    print(f"studio --help: {above:.1f} ms above bare Python, of {BUDGET_MS:.0f} allowed")
    return 0 if above <= BUDGET_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
