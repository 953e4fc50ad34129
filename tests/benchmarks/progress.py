"""What watching a job costs: from a frame on the socket to the bytes on the terminal, and the studio's CPU meanwhile.

    python -m tests.benchmarks.progress [--seconds 20] [--step 1.0]

A real studio runs on a pseudo-terminal, in Progress, against the stand-in server in this process, which sends a step
and a preview every `--step` seconds. `words` is the time from a step's message to the next bytes on the terminal,
`picture` that from a preview to the next bytes that draw a picture. CPU is the studio's own, user and system.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Final

from library.records import JobRecord
from library.store import Library
from studio.scenes import plan, stock
from studio.scenes.recipe import to_json
from studio.scenes.scene import Scene
from studio.scenes.understanding import understand
from tests.benchmarks.studio_terminal import StudioTerminal, p95
from tests.standin.server import StandIn

COLUMNS, ROWS = 120, 40
CELL = (8, 16)
PROTOCOLS: Final[dict[str, Callable[[bytes], bool]]] = {
    "half-cells": lambda data: data.count("▀".encode()) + data.count("▄".encode()) >= 8,
    "kitty": lambda data: b"\x1b_G" in data,
}
"""How pictures are drawn → whether bytes on the terminal draw one."""
TO_PROGRESS = b"\x1bOR"
"""F3."""
LATENCY_MS, CPU_PERCENT = 50.0, 3.0
WARM_UP = 4
"""Steps that do not count: the first picture brings its imports with it."""


class Sending(StandIn):
    """A stand-in that notes when each step and each preview went out."""

    def __init__(self, seconds_per_step: float) -> None:
        super().__init__(seconds_per_step=seconds_per_step)
        self.steps: list[float] = []
        self.previews: list[float] = []

    async def send(self, client_id: str | None, frame: str | bytes) -> None:
        if isinstance(frame, bytes):
            self.previews.append(time.perf_counter())
        elif '"progress"' in frame:
            self.steps.append(time.perf_counter())
        await super().send(client_id, frame)


async def measure(protocol: str, seconds: float, step: float) -> dict[str, float]:
    """Milliseconds and percent for one way of drawing pictures."""
    sending = Sending(step)
    async with sending as server:
        with tempfile.TemporaryDirectory() as folder:
            settings = Path(folder)
            text = f'library = "{folder}/library"\npictures = "{protocol}"\n'
            text += f'[[servers]]\nname = "lab"\nurl = "{server.url}"\n'
            (settings / "settings.toml").write_text(text)
            await asyncio.to_thread(put_job, settings / "library", round(seconds / step) + 3 * WARM_UP)
            terminal = StudioTerminal(settings, COLUMNS, ROWS, CELL)
            try:
                await server.until(lambda: len(sending.previews) > 1, 30.0)
                terminal.press(TO_PROGRESS)
                await server.until(lambda: len(sending.previews) > WARM_UP + 1, 30.0)
                began, cpu, steps, previews = (
                    time.perf_counter(),
                    terminal.cpu(),
                    len(sending.steps),
                    len(sending.previews),
                )
                await asyncio.sleep(seconds)
                spent = 100 * (terminal.cpu() - cpu) / (time.perf_counter() - began)
                written = list(terminal.written)
            finally:
                await asyncio.to_thread(terminal.close)
            words = latencies(sending.steps[steps:-1], written, lambda _: True, step)
            pictures = latencies(sending.previews[previews:-1], written, PROTOCOLS[protocol], step)
    if not words or not pictures:
        raise SystemExit(
            f"{protocol}: {len(words)} of the steps and {len(pictures)} of the previews came to the screen"
        )
    return {
        "words": statistics.median(words),
        "words p95": p95(words),
        "picture": statistics.median(pictures),
        "picture p95": p95(pictures),
        "pictures": len(pictures),
        "cpu": spent,
    }


def put_job(folder: Path, steps: int) -> None:
    """A job that a studio left, for the next to take up."""
    library = Library.open(folder)
    scene = Scene(text="a rack at night", seed=5, steps=steps)
    goods = stock.load(Path("/nonexistent"))
    (recipe,) = plan.recipes(
        understand(scene, goods),
        engine="lab",
        engine_kind="comfyui",
        references=(),
        models={},
        chooser=random.Random(1),
    )
    job_id = str(uuid.uuid4())
    now = time.time()
    library.jobs.put(
        [
            JobRecord(
                id=job_id,
                prompt_id=job_id,
                client_id=str(uuid.uuid4()),
                engine="lab",
                state="waiting",
                recipe=to_json(recipe),
                created=now,
                changed=now,
            )
        ]
    )
    library.close()


def latencies(
    sent: list[float], written: list[tuple[float, bytes]], meant: Callable[[bytes], bool], longest: float
) -> list[float]:
    """Milliseconds from each sending to the first bytes after it that are meant, of those that came in time."""
    found = []
    for moment in sent:
        arrived = next((when for when, data in written if when > moment and meant(data)), None)
        if arrived is not None and arrived - moment < longest:
            found.append(1000 * (arrived - moment))
    return found


def main() -> int:
    """Print the figures; the exit status is 1 where a median or the CPU is over its target."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--step", type=float, default=1.0)
    chosen = parser.parse_args()
    os.environ["NO_PROXY"] = "*"
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    print(f"a step and a preview every {chosen.step:g} s, for {chosen.seconds:.0f} s; {load}")
    print(f"{'':12}{'words ms':>10}{'p95':>8}{'picture ms':>12}{'p95':>8}{'pictures':>10}{'CPU %':>8}")
    good = True
    for protocol in PROTOCOLS:
        figures = asyncio.run(measure(protocol, chosen.seconds, chosen.step))
        good = good and max(figures["words"], figures["picture"]) < LATENCY_MS and figures["cpu"] < CPU_PERCENT
        print(
            f"{protocol:12}{figures['words']:>10.1f}{figures['words p95']:>8.1f}{figures['picture']:>12.1f}"
            f"{figures['picture p95']:>8.1f}{figures['pictures']:>10.0f}{figures['cpu']:>8.2f}"
        )
    print(f"targets: median under {LATENCY_MS:.0f} ms, under {CPU_PERCENT:.0f} % of one core")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
