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

from studio.scenes.kept_scene import Sketch, keep
from studio.scenes.scene import Scene
from studio.settings import window
from tests.benchmarks.progress import PROTOCOLS
from tests.benchmarks.studio_terminal import StudioTerminal, p95

COLUMNS, ROWS = 120, 40
TEXT = "Milo debugging at 2 AM while James brings coffee"

NOBODY = "an empty room at night"
"""A scene that brings no other picture than its draft."""

TO_SAYING = b"\t"
"""From the scene to the saying, where each letter changes the picture."""

TO_SEED = 7
"""Tabs from the scene to the field of the seed, where each key brings a picture that was not there before."""

LONGEST = 15
"""Digits of a seed; then it begins anew."""

LETTERS = "абвгдежзиклмнопрстуфхцчшщыэюя"
"""Keys whose echo is told from all else that is written."""

REST = 0.4
"""Seconds without a byte after which nothing more comes; the cursor blinks after half a second."""

GAP = 0.08
"""Seconds without a byte after which a picture that began to come is whole."""

WHOLE = 2.5
"""Seconds after which all that a start brings is there."""

BEAT = 0.19
"""Seconds between two keys: the painter begins after 150 ms, and a key comes while it paints."""

ROUNDS, WARM_UP = 3, 2
"""Of both kinds of studio, in turn; keys that do not count."""
TARGET_MS = 250.0
NOISE_MS = 4.0


def opened(settings: Path, choice: window.Live) -> StudioTerminal:
    """A studio whose Compose shows the scene, and its draft where it is chosen, at rest."""
    window.keep(settings, window.WindowLeft(live=choice))
    keep(settings, Sketch(Scene(text=TEXT)))
    studio = StudioTerminal(settings, COLUMNS, ROWS)
    studio.until(lambda seen: b"2 AM while" in seen)
    if choice != "off":
        studio.until(lambda seen: b"hides it" in seen)
    # The first draft waits for its process, and is shown between two blinks of the cursor.
    time.sleep(WHOLE)
    return studio


def first_draft(settings: Path, protocol: str) -> float:
    """Milliseconds to the first draft of a studio, from when its scene stands."""
    window.keep(settings, window.WindowLeft())
    keep(settings, Sketch(Scene(text=NOBODY)))
    with StudioTerminal(settings, COLUMNS, ROWS) as studio:
        shown = studio.until(lambda seen: NOBODY.encode() in seen)
        return 1000 * (studio.until(PROTOCOLS[protocol], studio.mark()) - shown)


def drafts(settings: Path, protocol: str, keys: int) -> list[float]:
    """Milliseconds to the draft that each key brings."""
    is_picture = PROTOCOLS[protocol]
    with opened(settings, "auto") as studio:
        for _ in range(TO_SEED):
            studio.press(b"\t")
            studio.quiet(GAP)
        taken = []
        for number in range(keys + WARM_UP):
            if number % LONGEST == 0:
                studio.press(b"\x15")
                studio.quiet(REST)
            mark = studio.mark()
            pressed = studio.press(b"%d" % (1 + number % 9))
            studio.until(is_picture, mark)
            taken.append(1000 * (studio.quiet(GAP, mark) - pressed))
            studio.quiet(REST, mark)
        return taken[WARM_UP:]


def echoes(settings: Path, choice: window.Live, keys: int) -> list[float]:
    """Milliseconds from each key to its letter."""
    with opened(settings, choice) as studio:
        studio.press(TO_SAYING)
        studio.quiet(REST)
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
            taken, first = drafts(settings, protocol, keys), first_draft(settings, protocol)
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
