"""How fast the preview follows the typing in Lettering: from a key to the last byte that it brings to the terminal.

    python -m tests.benchmarks.letter_typing

A real studio on a pseudo-terminal letters a picture that the draft painter drew. A saying is typed key by key, each
when what the one before brought has come to rest. CPU is the whole studio's for a key, user and system.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from studio.settings.settings import FOLDER_VARIABLE
from tests.benchmarks.studio_terminal import StudioTerminal, p95

SCENE = "Milo in the server room at night"
SAYING = "Have you tried turning it off and on again?"
TO_GALLERY = b"\x1bOS"
PROTOCOLS = ("half-cells", "kitty")
SIZES = ((80, 24), (120, 40))
TARGET_MS = 100.0
REST = 0.3
"""Seconds without a byte after which a key has done all it does; the cursor blinks after half a second."""


def measure(settings: Path, columns: int, rows: int) -> tuple[list[float], float, float]:
    """Milliseconds of each key; the CPU's for a key; bytes for a key."""
    with StudioTerminal(settings, columns, rows) as studio:
        studio.until(lambda seen: b"Name " in seen)
        studio.press(TO_GALLERY)
        studio.until(lambda seen: b"Again" in seen)
        studio.quiet(REST)
        studio.press(b"e")
        studio.until(lambda seen: b"% sure" in seen or b"middle" in seen)
        for key in b"warm\x7f\x7f\x7f\x7f":
            studio.press(bytes([key]))
            studio.quiet(REST)
        taken: list[float] = []
        first, spent = studio.mark(), studio.cpu()
        for key in SAYING.encode():
            mark = studio.mark()
            pressed = studio.press(bytes([key]))
            studio.until(bool, mark)
            taken.append(1000 * (studio.quiet(REST, mark) - pressed))
        spent = studio.cpu() - spent
        return taken, 1000 * spent / len(taken), len(studio.since(first)) / len(taken)


def main() -> int:
    """Print the figures; the exit status is 1 where a median is over the target."""
    print(f"{len(SAYING)} keys; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'':22}{'median ms':>10}{'p95':>8}{'CPU ms':>9}{'bytes':>9}   a key")
    good = True
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings"
        settings.mkdir()
        library = f'library = "{folder}/library"\n'
        (settings / "settings.toml").write_text(library)
        draw = [sys.executable, "-m", "studio", "draw", SCENE, "--engine", "draft"]
        subprocess.run(draw, env={**os.environ, FOLDER_VARIABLE: str(settings)}, check=True, capture_output=True)
        for protocol in PROTOCOLS:
            (settings / "settings.toml").write_text(f'{library}pictures = "{protocol}"\n')
            for columns, rows in SIZES:
                taken, cpu, count = measure(settings, columns, rows)
                middle = statistics.median(taken)
                good = good and middle <= TARGET_MS
                room = f"{protocol} {columns}×{rows}"
                print(f"{room:22}{middle:>10.1f}{p95(taken):>8.1f}{cpu:>9.1f}{count:>9.0f}", flush=True)
    print(f"target: median under {TARGET_MS:.0f} ms")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
