"""How soon the live draft of Compose follows the words, and whether a key waits for it.

    python -m tests.benchmarks.live [--keys 40]

A real studio on a pseudo-terminal of 120 × 40 cells. `draft` is the time from the last key to the last byte of the
picture that it brings, with the rest of 150 ms after which the scene is painted. `echo` is the time from a key to the
byte that shows its letter: once with the draft and once without it, in turn, a key every `BEAT` seconds, so that the
scene is being painted while most of them come. `first` is the first draft of a studio, which waits for its process.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from studio.scenes.kept_scene import keep
from studio.scenes.scene import Scene
from studio.settings import live_choice
from tests.benchmarks.progress import PROTOCOLS
from tests.benchmarks.studio_terminal import StudioTerminal, p95

COLUMNS, ROWS = 120, 40
TEXT = "Milo debugging at 2 AM while James brings a cak"
"""With one letter more there is a cake in the picture."""

LETTERS = "абвгдежзиклмнопрстуфхцчшщыэюя"
"""Keys whose echo is told from all else that is written."""

REST = 0.4
"""Seconds without a byte after which a key has done all it does; the cursor blinks after half a second."""

BEAT = 0.19
"""Seconds between two keys: the painter begins after 150 ms, and a key comes while it paints."""

ROUNDS = 3
TARGET_MS = 250.0
NOISE_MS = 4.0


def opened(settings: Path, choice: live_choice.LiveChoice) -> StudioTerminal:
    """A studio whose Compose shows the scene, and its draft where it is chosen, at rest."""
    live_choice.keep(settings, choice)
    keep(settings, Scene(text=TEXT, sayings=("It works on my machine",)))
    studio = StudioTerminal(settings, COLUMNS, ROWS)
    studio.until(lambda seen: b"2 AM while" in seen)
    studio.quiet(1.0)
    return studio


def drafts(settings: Path, protocol: str, keys: int) -> tuple[float, list[float]]:
    """Milliseconds to the first draft, from when the scene stood; and to the draft that each key brings."""
    is_picture = PROTOCOLS[protocol]
    live_choice.keep(settings, "auto")
    keep(settings, Scene(text=TEXT))
    with StudioTerminal(settings, COLUMNS, ROWS) as studio:
        shown = studio.until(lambda seen: b"2 AM while" in seen)
        first = studio.until(lambda seen: b"hides it" in seen and is_picture(seen)) - shown
        studio.quiet(1.0)
        taken = []
        for number in range(keys + 2):
            mark = studio.mark()
            pressed = studio.press(b"\x7f" if number % 2 else b"e")
            studio.until(is_picture, mark)
            last = studio.quiet(REST, mark)
            # The first of either kind is made ready anew, the others may be kept.
            taken.append(1000 * (last - pressed))
        return 1000 * first, taken[2:]


def echoes(settings: Path, choice: live_choice.LiveChoice, keys: int) -> list[float]:
    """Milliseconds from each key to its letter."""
    with opened(settings, choice) as studio:
        taken = []
        began = time.perf_counter()
        for number in range(keys):
            time.sleep(max(0.0, began + number * BEAT - time.perf_counter()))
            letter = LETTERS[number % len(LETTERS)].encode()
            mark = studio.mark()
            pressed = studio.press(letter)
            taken.append(1000 * (studio.until(lambda seen, letter=letter: letter in seen, mark) - pressed))  # type: ignore[misc]
        return taken


def shown(name: str, values: list[float]) -> str:
    """The median of values and the one that 95 of 100 do not pass."""
    return f"{name:24}{statistics.median(values):>10.1f}{p95(values):>8.1f}"


def main() -> int:
    """Print the figures; the exit status is 1 where a draft comes too late, or keys wait for it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=40)
    keys = parser.parse_args().keys
    print(f"{COLUMNS}×{ROWS}, {keys} keys; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'':24}{'median ms':>10}{'p95':>8}")
    good = True
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder) / "settings"
        settings.mkdir()
        for protocol in PROTOCOLS:
            (settings / "settings.toml").write_text(f'library = "{folder}/library"\npictures = "{protocol}"\n')
            first, taken = drafts(settings, protocol, keys)
            good = good and p95(taken) <= TARGET_MS
            print(shown(f"{protocol} draft", taken), f"  first {first:.0f}", flush=True)
            without: list[float] = []
            with_it: list[float] = []
            for _ in range(ROUNDS):
                without += echoes(settings, "off", keys)
                with_it += echoes(settings, "auto", keys)
            good = good and statistics.median(with_it) - statistics.median(without) <= NOISE_MS
            print(shown(f"{protocol} echo without", without))
            print(shown(f"{protocol} echo", with_it), flush=True)
    print(f"targets: draft p95 under {TARGET_MS:.0f} ms, echo within {NOISE_MS:.0f} ms")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
