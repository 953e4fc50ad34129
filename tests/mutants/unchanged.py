"""What the tests say of the house without a mistake: how long each file takes, and what fails all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from tests.mutants.copies import Copies, Run

_LONGEST: Final = 3600.0
"""Seconds in which all tests end."""


class Unchanged:
    """Runs each file of tests once without a mistake, when it is first asked for."""

    def __init__(self, copies: Copies, say: Callable[[str], None]) -> None:
        self._copies, self._say = copies, say
        self._seconds: dict[Path, float] = {}
        self._known: set[Path] = set()
        self.failing: set[str] = set()
        """Tests that fail without a mistake, and files that cannot be collected."""

    def know(self, files: Iterable[Path]) -> None:
        """Run those files that were not run yet."""
        new = sorted({*files} - self._known)
        if not new:
            return
        self._known |= {*new}
        self._say(f"{len(new)} files of tests, without a mistake …")
        shares = [share for first in range(self._copies.count) if (share := new[first :: self._copies.count])]
        with self._copies.threads() as pool:
            runs = [*pool.map(self._run, shares)]
        for run in runs:
            for name, took in run.seconds.items():
                file = Path(name.partition("::")[0])
                self._seconds[file] = self._seconds.get(file, 0.0) + took
            self.failing |= {name for name in run.failed if self._fails_again(name)}
            if not run.passed and not run.failed:
                self._say(f"{'it hangs' if run.hung else 'its process ends'} without a mistake: {run.last}")
        for file in new:
            if file not in self._seconds:
                self._say(f"not used, for none of its tests was run: {file}")

    def _run(self, files: Sequence[Path]) -> Run:
        with self._copies.one() as copy:
            return copy.run([*map(str, files)], (), _LONGEST, is_first_enough=False)

    def _fails_again(self, name: str) -> bool:
        """Whether a test fails also alone; otherwise it was a matter of the machine's other work."""
        with self._copies.one() as copy:
            has_failed = not copy.run([name], (), _LONGEST).passed
        if has_failed:
            self._say(f"not used, for it fails without a mistake: {name}")
        return has_failed

    def usable(self, parts: Iterable[Iterable[Path]]) -> list[Path]:
        """Files whose tests were run, in each part the quick ones first: terminals and screens are last."""
        return [
            file
            for part in parts
            for file in sorted({*part} & {*self._seconds}, key=lambda one: (self._seconds[one], one))
            if str(file) not in self.failing
        ]

    def seconds(self, files: Iterable[Path]) -> float:
        """How long these files take together."""
        return sum(self._seconds[file] for file in files)
