"""How fast the preview follows the typing in Lettering: from a key to the last byte that it brings to the terminal.

    python -m tests.benchmarks.typing

A real studio on a pseudo-terminal letters a picture that the draft painter drew. A saying is typed key by key, each
after the one before has come to rest.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from studio.settings import FOLDER_VARIABLE
from tests.benchmarks.studio_terminal import StudioTerminal, p95

SCENE = "Milo in the server room at night"
SAYING = b"Have you tried turning it off and on again?"
TO_GALLERY = b"\x1bOS"
PROTOCOLS = ("half-cells", "kitty")
SIZES = ((80, 24), (120, 40))
TARGET_MS = 100.0
REST = 0.3
"""Seconds without a byte after which a key has done all it does; the cursor blinks after half a second."""


def measure(settings: Path, columns: int, rows: int) -> list[float]:
    """Milliseconds of each key."""
    with StudioTerminal(settings, columns, rows) as studio:
        studio.until(lambda seen: b"Name " in seen)
        studio.press(TO_GALLERY)
        studio.until(lambda seen: b"Milo in the" in seen)
        studio.quiet(REST)
        studio.press(b"e")
        studio.until(lambda seen: b"Save as" in seen)
        studio.quiet(REST)
        # The first words bring the imports and the face with them; Ctrl-U empties the line.
        studio.press(b"x")
        studio.quiet(REST)
        studio.press(b"\x15")
        studio.quiet(REST)
        taken = []
        for key in SAYING:
            mark = studio.mark()
            pressed = studio.press(bytes([key]))
            last = studio.quiet(REST, mark)
            if last:
                taken.append(1000 * (last - pressed))
        return taken


def main() -> None:
    """Print a line for each protocol and size."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings"
        settings.mkdir()
        file = settings / "settings.toml"
        file.write_text(f'library = "{folder}/library"\n', encoding="utf-8")
        draw = [sys.executable, "-m", "studio", "draw", SCENE, "--engine", "draft", "--shirt", "RTFM"]
        environment = {**os.environ, FOLDER_VARIABLE: str(settings)}
        subprocess.run(draw, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for protocol in PROTOCOLS:
            file.write_text(f'library = "{folder}/library"\npictures = "{protocol}"\n', encoding="utf-8")
            for columns, rows in SIZES:
                taken = measure(settings, columns, rows)
                median, late = statistics.median(taken), p95(taken)
                verdict = "ok" if late <= TARGET_MS else "MISS"
                sys.stdout.write(
                    f"{protocol:<11} {columns}×{rows}  key to last byte {median:6.1f} ms, p95 {late:6.1f} {verdict}\n"
                )


if __name__ == "__main__":
    main()
