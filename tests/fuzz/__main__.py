"""`python -m tests.fuzz`: spoilt files for all readers, by processes that may be killed; what came up, as a table.

The same seed gives the same files. What made a reader raise inside the seam is printed, each place once, with a file
that is kept; so is what took long. The status is 1 where an exception left the seam, a process ended, hung, or took too
much memory.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import msgspec

from tests.fuzz.mutations import spoilt
from tests.fuzz.seeds import Seed, seeds
from tests.fuzz.trying import Trial, Trier

HUNG_SECONDS = 60.0
"""Without a word for this long a process has hung."""
SLOW_SECONDS = 5.0
LARGEST_RSS = 1 << 30
"""Bytes of memory that a process may have at its height."""
MOST_MEMORY = 4 << 30
"""Bytes of address space; beyond, an allocation fails."""


def made(every: list[Seed], seed: int, number: int) -> Seed:
    """File `number` of a run."""
    return spoilt(every, Random(f"{seed}:{number}"))


def work(seed: int, first: int, step: int, end: int) -> None:
    """Try every `step`-th file from `first` on; a line of JSON for each that is out of the ordinary, and each 100th."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    every = seeds()
    ends: Counter[str] = Counter()
    ram = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=ram) as folder, Trier(Path(folder)) as trier:
        for done, number in enumerate(range(first, end, step)):
            tell({"at": number})
            trial = trier.try_one(number, made(every, seed, number))
            ends[trial.end] += 1
            if trial.inside or trial.outside or trial.seconds > SLOW_SECONDS:
                tell({"trial": msgspec.to_builtins(trial)})
            if done % 100 == 99:
                tell({"ends": ends, "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024})
                ends.clear()
    tell({"ends": ends, "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "over": True})


def tell(news: object) -> None:
    """Tell the process that counts."""
    sys.stdout.write(f"{msgspec.json.encode(news).decode()}\n")
    sys.stdout.flush()


class Run:
    """The processes of one run, and what they told."""

    def __init__(self, seed: int, files: int, workers: int) -> None:
        self._seed, self._files, self._workers = seed, files, workers
        self.ends: Counter[str] = Counter()
        self.trials: list[Trial] = []
        self.ended: list[str] = []
        self.rss = 0

    def whole(self) -> None:
        """Run all processes to their ends, each again behind the file that ended it."""
        with ThreadPoolExecutor(self._workers) as pool:
            for done in [pool.submit(self.follow, self._started(first), first) for first in range(self._workers)]:
                done.result()

    def follow(self, process: subprocess.Popen[str], first: int) -> None:
        """Hear one process to its end."""
        at, is_over = first, False
        assert process.stdout is not None
        with _Watchdog(process) as watchdog, process.stdout as lines:
            for line in lines:
                watchdog.heard()
                news = msgspec.json.decode(line)
                at = news.get("at", at)
                if "trial" in news:
                    self.trials.append(msgspec.convert(news["trial"], Trial))
                self.ends.update(news.get("ends", {}))
                self.rss = max(self.rss, news.get("rss", 0))
                is_over = is_over or "over" in news
        status = process.wait()
        if not is_over:
            self.ended.append(f"file {at}: {'it hung' if watchdog.struck else f'its process ended with {status}'}")
            if at + self._workers < self._files:
                self.follow(self._started(at + self._workers), at + self._workers)

    def _started(self, first: int) -> subprocess.Popen[str]:
        given = [str(one) for one in (self._seed, first, self._workers, self._files)]
        command = [sys.executable, "-m", "tests.fuzz", "--work", *given]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


class _Watchdog:
    """Kills a process that says nothing for HUNG_SECONDS."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._heard = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.struck = False

    def __enter__(self) -> _Watchdog:
        self._thread.start()
        return self

    def __exit__(self, *given: object) -> None:
        self._over.set()
        self._thread.join()

    def heard(self) -> None:
        """It lives."""
        self._heard = time.monotonic()

    def _watch(self) -> None:
        while not self._over.wait(1.0):
            if time.monotonic() - self._heard > HUNG_SECONDS:
                self.struck = True
                self._process.kill()
                return


def report(run: Run, every: list[Seed], seed: int, kept: Path) -> str:
    """What was counted, and what has to be mended, each place once with one file that shows it."""
    total = sum(run.ends.values())
    lines = [", ".join(f"{count:,} {end}" for end, count in run.ends.most_common()) + f": {total:,} files"]
    lines.append(f"at most {run.rss >> 20:,} MiB a process")
    for what, faults in (
        ("LEFT THE SEAM", [(fault, one) for one in run.trials for fault in one.outside]),
        ("in the seam", [(fault, one) for one in run.trials for fault in one.inside]),
        ("slow", [("slow", one) for one in run.trials if one.seconds > SLOW_SECONDS]),
    ):
        counts = Counter(fault for fault, _ in faults)
        for fault, count in counts.most_common():
            one = next(trial for name, trial in faults if name == fault)
            lines.append(
                f"{what}: {count:,} times {fault}, as {_keep(made(every, seed, one.number), one.number, kept)}"
            )
    return "\n".join([*lines, *(f"ENDED: {one}" for one in run.ended)])


def _keep(one: Seed, number: int, kept: Path) -> Path:
    kept.mkdir(parents=True, exist_ok=True)
    path = kept / f"{number}-{one.name}"
    path.write_bytes(one.data)
    if one.sidecar:
        path.with_name(f"{path.name}.xmp").write_bytes(one.sidecar)
    return path


def main() -> int:
    """Run, print, and give the status."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--files", type=int, default=100_000, help="how many files (100,000)")
    parser.add_argument("--seed", type=int, default=1, help="which files (1)")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    parser.add_argument(
        "--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzzed", help="where files go that show a fault"
    )
    parser.add_argument("--work", type=int, nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        work(*given.work)
        return 0
    begun = time.monotonic()
    run = Run(given.seed, given.files, given.workers)
    run.whole()
    print(report(run, seeds(), given.seed, given.keep))
    seconds = time.monotonic() - begun
    print(f"{given.files / seconds:,.0f} files a second, {seconds:,.0f} s")
    return int(bool(run.ended or run.rss > LARGEST_RSS or any(one.outside for one in run.trials)))


if __name__ == "__main__":
    raise SystemExit(main())
