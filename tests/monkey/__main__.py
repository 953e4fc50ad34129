"""`python -m tests.monkey --seeds 1,2,3,4 --minutes 15`: random keys for the studio, and what they broke."""

from __future__ import annotations

import argparse
import itertools
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Final

from tests.monkey.drawing import SIZES, Monkey, bound
from tests.monkey.home import PROTOCOLS, draw, standin
from tests.monkey.runs import Place, run
from tests.monkey.shrinking import shrunk
from tests.monkey.steps import Step, written

AT_ONCE: Final = 60.0
"""Seconds of steps for each studio that is opened."""
SHRINKS: Final = 200.0
"""Seconds to find the fewest steps of a fault."""
TRIES: Final = 2
"""How often steps are done that are thought to lead to a fault: some faults are a matter of time."""


def main() -> int:
    """Let the monkey at it; 1 where anything was found."""
    options = _options().parse_args()
    # So that nothing of its own is left where it is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    keys, seen = bound(), Counter[str]()
    studios = ends = 0
    with tempfile.TemporaryDirectory(prefix="monkey-") as made, standin() as server:
        drawn = draw(Path(made) / "drawn")
        for seed in options.seeds:
            end = time.monotonic() + 60 * options.minutes
            for number in itertools.count():
                left = end - time.monotonic()
                if left <= 0:
                    break
                chance = Random(f"{seed} {number}")
                size, protocol = chance.choice(options.sizes), chance.choice(options.protocols)
                place = Place(drawn, Path(made) / "home", size, protocol, chance.choice((server, "")))
                steps = Monkey(f"{seed} {number}", size, keys)
                came = run(place, _for(min(left, AT_ONCE), steps))
                studios, ends = studios + 1, ends + came.has_ended
                where = f"seed {seed}, studio {number}, {size[0]}x{size[1]}, {protocol}"
                print(f"{where}: {len(came.steps)} steps, {len(came.findings)} findings", flush=True)
                for at, finding in came.findings:
                    seen[finding.name] += 1
                    if seen[finding.name] == 1:
                        print(f"\n{finding.name}\n{where}{', which ended it' * came.has_ended}\n{finding.story}\n")
                        if options.shrink:
                            print(_fewest(place, came.steps[:at], finding.name), flush=True)
    print(f"{studios} studios in {len(options.seeds) * options.minutes:g} minutes; {ends} were ended by a mistake")
    for name, count in seen.most_common():
        print(f"{count:>5}  {name}")
    return 1 if seen else 0


def _for(seconds: float, steps: Monkey) -> Iterator[Step]:
    end = time.monotonic() + seconds
    return itertools.takewhile(lambda _: time.monotonic() < end, steps)


def _fewest(place: Place, steps: Sequence[Step], name: str) -> str:
    """The fewest steps that lead to a finding, as they are written."""
    end = time.monotonic() + SHRINKS

    def breaks(fewer: Sequence[Step]) -> bool:
        for _ in range(TRIES):
            if time.monotonic() > end:
                return False
            came = run(place, fewer, lambda finding: finding.name == name, is_judged=False)
            if any(finding.name == name for _, finding in came.findings):
                return True
        return False

    fewest = shrunk(steps, breaks)
    if len(fewest) == len(steps):
        return f"not seen again in a studio of its own; the last of {len(steps)} steps:\n{written(steps[-12:])}"
    return f"{len(fewest)} of {len(steps)} steps lead there:\n{written(fewest)}"


def _size(text: str) -> tuple[int, int]:
    columns, _, rows = text.partition("x")
    return int(columns), int(rows)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make monkey", description="Random keys for the whole studio")
    parser.add_argument("--seeds", type=lambda text: text.split(","), default=["1", "2", "3", "4"])
    parser.add_argument("--minutes", type=float, default=2.0, help="for each seed")
    parser.add_argument("--sizes", type=lambda text: [*map(_size, text.split(","))], default=[*SIZES])
    parser.add_argument("--protocols", type=lambda text: text.split(","), default=[*PROTOCOLS])
    parser.add_argument("--no-shrink", dest="shrink", action="store_false", help="only say what was found")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
