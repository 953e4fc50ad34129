"""`python -m tests.mutants --seed 2 --count 100`: small mistakes in the house, one at a time, and which its tests see.

The same seed and count choose the same mistakes while the modules stay the same. The status is 0 also where many
survive, for this is a measure: a survivor may mean the same as before, which only a person can say. It is 1 where
nothing could be measured.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from tests.mutants.copies import Copies
from tests.mutants.executing import Executing, digest, is_recorded, record
from tests.mutants.house import ROOMS, Module, files_of_tests, modules, nearest_tests
from tests.mutants.measuring import Measure, Verdict
from tests.mutants.mutations import mutants
from tests.mutants.sampling import Chosen, sample
from tests.mutants.unchanged import Unchanged


def main() -> int:
    """Choose, try, print, and give the status."""
    options = _options().parse_args()
    # So that nothing is left of it where it is told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    root = Path(__file__).parents[2]
    return measure(root, ROOMS, options.seed, options.count, options.workers, options.only, options.record)


def measure(
    root: Path,
    rooms: Iterable[str],
    seed: int,
    count: int,
    workers: int,
    only: Sequence[str] = (),
    record: Path | None = None,
) -> int:
    """Measure the tests of a tree; gives the status. `only`: of those chosen, those in these files or folders.

    `record`: a folder for what the tests execute, which is used again while the rooms stay as they are.
    """
    begun = time.monotonic()
    every = modules(root, rooms)
    tests = nearest_tests(root, every)
    untested = [module for module, its in tests.items() if not any(its)]
    if untested:
        print(f"left out, for nothing tests them: {', '.join(str(module.path) for module in untested)}")
    # The tree may be worked on meanwhile: what is tried and told is what stands there now.
    sources = {module: (root / module.path).read_bytes() for module, its in tests.items() if any(its)}
    found = {module: mutants(source) for module, source in sources.items()}
    places = sum(bool(every) for every in found.values())
    chosen = sample(found, seed, count)
    if only:
        chosen = [one for one in chosen if any(one.module.path.is_relative_to(path) for path in only)]
    print(f"{len(chosen)} of {sum(map(len, found.values())):,} mutants in {places} modules, seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies = Copies(root, Path(folder), workers)
        executing = partial(_executing, copies, every, record or Path(folder) / "record")
        came = _tried(Measure(copies, tests, Unchanged(copies, _say), executing), chosen)
    print(_report(sources, came))
    print(f"seed {seed}, {(time.monotonic() - begun) / 60:.0f} min")
    return 0 if any(verdict.tested for verdict in came) else 1


def _tried(measure: Measure, chosen: Sequence[Chosen]) -> list[Verdict]:
    came: list[Verdict] = []
    for verdict in measure.verdicts(chosen):
        came.append(verdict)
        _say(f"{len(came):>4}/{len(chosen)}  {_line(verdict)}")
    return came


def _executing(copies: Copies, every: Sequence[Module], folder: Path) -> Executing:
    """What all tests execute, from a record that is made where there is none."""
    begun = time.monotonic()
    with copies.one() as copy:
        root = copy.root
    house = digest(root, every)
    if not is_recorded(folder, house):
        tests = [path for path in files_of_tests(root) if path.name != "test_wheel.py"]
        _say(f"{len(tests)} files of tests, and which lines they execute …")
        record(copies, tests, folder, house)
        _say(f"that took {time.monotonic() - begun:.0f} s")
    return Executing(root, every, folder)


def _line(verdict: Verdict) -> str:
    """What became of a mutant, as a line."""
    path, mutant = verdict.chosen.module.path, verdict.chosen.mutant
    where = f"{path}:{mutant.line}, {mutant.kind}"
    if not verdict.tested:
        return f"left out   {where}: no test of the module passes without a mistake"
    if not verdict.killer:
        return f"SURVIVED   {where}, {verdict.seconds:.0f} s"
    return f"{'hung' if verdict.hung else 'killed':<10} {where}, {verdict.seconds:.0f} s, by {verdict.killer}"


def _report(sources: Mapping[Module, bytes], came: Sequence[Verdict]) -> str:
    """Each survivor with its lines before and after, and the share that was killed."""
    lines: list[str] = []
    measured = [verdict for verdict in came if verdict.tested]
    survivors = sorted(verdict for verdict in measured if not verdict.killer)
    for verdict in survivors:
        module, mutant = verdict.chosen
        source = sources[module]
        before, after = source.decode().split("\n"), mutant.of(source).decode().split("\n")
        changed = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        lines += ["", f"survived: {module.path}:{mutant.line}, {mutant.kind}"]
        lines += [f"  - {before[at].strip()}" for at in changed] + [f"  + {after[at].strip()}" for at in changed]
    killed, hung = len(measured) - len(survivors), sum(verdict.hung for verdict in measured)
    share = f" ({killed / len(measured):.0%})" if measured else ""
    return "\n".join([*lines, "", f"{killed} of {len(measured)} mutants killed{share}, {hung} of them by a hang"])


def _say(text: str) -> None:
    print(text, flush=True)


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make mutants", description="Small mistakes, and which of them tests see")
    parser.add_argument("--seed", type=int, default=1, help="which mistakes (1)")
    parser.add_argument("--count", type=int, default=100, help="how many (100)")
    parser.add_argument("--workers", type=int, default=2, help="how many are tried at once (2)")
    parser.add_argument("--record", type=Path, metavar="FOLDER", help="where to keep which lines the tests execute")
    parser.add_argument("--only", nargs="+", default=[], metavar="PATH", help="of these, those in a file or folder")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
