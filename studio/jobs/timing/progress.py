"""How far one job is: its stages and steps by this machine's clock, against what is expected of it."""

from __future__ import annotations

import time

from backends.base import Ahead, EngineError
from studio.jobs.timing import estimation


class Course:
    """One job from when it is followed to its end. Times are seconds by this machine's monotonic clock.

    `whole` says that it was seen from its beginning, undisturbed: only then does it tell what such a job takes. `took`
    is how long it drew, once it is done; `error` what ended it badly. `heard` says that its engine has told of it since
    it was followed, or since another job was lost there.
    """

    def __init__(self, expected: estimation.Pace, *, whole: bool) -> None:
        self.expected = expected
        self.whole = whole
        self.took: float | None = None
        self.error: EngineError | None = None
        self.heard = False
        self._done: dict[str, float] = {}
        self._ahead = Ahead(())
        self._stage = ""
        self._began = self._since = time.monotonic()
        self._step = self._steps = 0
        self._first_step, self._first, self._newest = 0, 0.0, 0.0

    def begin(self) -> None:
        """The engine begins to draw."""
        self._began = self._since = time.monotonic()

    def tell(self, ahead: Ahead) -> None:
        """The engine says which stages there are, and which of them need no work."""
        self._ahead = ahead

    def enter(self, stage: str) -> None:
        """A stage begins, and so the one before ends."""
        now = time.monotonic()
        if self._stage:
            self._done[self._stage] = self._done.get(self._stage, 0.0) + now - self._since
        self._stage, self._since, self._step, self._steps = stage, now, 0, 0

    def step(self, index: int, total: int) -> None:
        """A step of the present stage is done."""
        self._newest = time.monotonic() - self._since
        if index <= self._step or not self._step:
            self._first_step, self._first = index, self._newest
        self._step, self._steps = index, total

    def advance(self) -> estimation.Advance:
        """How far it is now."""
        now = time.monotonic()
        return estimation.Advance(
            done=self._done,
            ahead=self._ahead.stages,
            passed=self._ahead.passed,
            stage=self._stage,
            in_stage=now - self._since,
            step=self._step,
            steps=self._steps,
            per_step=self._per_step(),
            since_step=now - self._since - self._newest if self._step else 0.0,
            running=now - self._began,
        )

    def _per_step(self) -> float:
        """Seconds of one step; the first, which often takes longer, counts only while it is the only one."""
        if self._step > self._first_step:
            return (self._newest - self._first) / (self._step - self._first_step)
        return self._newest / self._step if self._step and self.whole else 0.0

    def estimates(self) -> tuple[float, float | None]:
        """How much of it is done, 0 to 1, and the seconds that it still takes."""
        now = self.advance()
        return estimation.fraction(self.expected, now), estimation.seconds_left(self.expected, now)

    def finish(self) -> dict[str, float]:
        """It is done: seconds by stage. Empty where it was not seen whole, or nothing was drawn for it."""
        self.enter("")
        drawn = not self._ahead.passed or set(self._ahead.stages) - self._ahead.passed - estimation.AFTER_DRAWING
        if not self.whole or not drawn:
            return {}
        self.took = time.monotonic() - self._began
        return self._done
