"""How long the studio takes to its first paint: a whole process on a pseudo-terminal, until Compose is on the screen.

    python tests/benchmarks/first_paint.py [--runs 9] [--json]

The time runs from starting the process to the byte that completes the word that is looked for. `ready` is when the
library is open too (the studio then shows the first character's name).
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

PAINTED, READY = b"Scene", b"Name "
PATIENCE = 20.0


def measure(settings: Path) -> tuple[float, float]:
    """Seconds to the first paint and to the open library, of one start."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "MILO_STUDIO_SETTINGS": str(settings), "TERM": "xterm-256color"}
    environment.pop("TMUX", None)
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "studio"], stdin=slave, stdout=slave, stderr=slave, env=environment, close_fds=True
    )
    os.close(slave)
    try:
        return _watch(master, began)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        os.close(master)


def _watch(master: int, began: float) -> tuple[float, float]:
    seen, painted = b"", 0.0
    while time.perf_counter() - began < PATIENCE:
        if not select.select([master], [], [], 1.0)[0]:
            continue
        seen += os.read(master, 65536)
        now = time.perf_counter() - began
        if not painted and PAINTED in seen:
            painted = now
        if painted and READY in seen:
            return painted, now
    raise SystemExit(f"nothing was painted in {PATIENCE:.0f} s: {seen[-400:]!r}")


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
        measure(settings)
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
