"""Tells the person, who may be looking elsewhere, through the terminal itself: it rings, its tab shows how far the jobs
are, and its title how many are on their way.

Times are seconds by the monotonic clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from studio.terminal import sequences
from studio.terminal.sequences import Progress

if TYPE_CHECKING:
    from studio.ended_jobs import End
    from studio.jobs.views import JobView
    from studio.terminal.records import Terminal

NAME = "milo studio"
GATHERED = 2.0
"""For so long what ends is gathered before it rings, so that several ends ring once."""

UNTOUCHED = 60.0
"""Without a key for so long nobody is taken to look, where the terminal does not tell of the focus."""

REPEATED = 8.0
"""So often a progress is told again: Ghostty takes it away 15 s after the last word
(https://ghostty.org/docs/vt/osc/conemu)."""

LONGEST_NAME = 32
"""Characters of a picture's name: what stands behind it is to be seen too."""

_UNTITLED = frozenset({"Linux console"})
"""Terminals without a title, which may print what sets it."""


class OnTheWay(NamedTuple):
    """A job that has not ended: how much of it is done, 0 to 1, and whether it is held back or in trouble."""

    fraction: float
    is_held: bool
    is_in_trouble: bool


class Outside:
    """Tells what is to be told of jobs. `terminal` gives the terminal of now, `write` sends to it; `rings` is a
    setting."""

    def __init__(self, terminal: Callable[[], Terminal], write: Callable[[str], object]) -> None:
        self.rings = True
        self._terminal, self._write = terminal, write
        self._jobs: dict[str, OnTheWay] = {}
        self._ended = 0
        self._ends: list[End] = []
        self._due: float | None = None
        self._is_focus_told = False
        self._has_focus = True
        self._touched = 0.0
        self._picture = ""
        self._named_by: object = None
        self._title = NAME
        self._progress = _progress_of((), 0)
        self._told_at = 0.0

    # The terminal's screen is taken and left.

    def to_arrive(self) -> str:
        """What is written when the screen is taken, also after it was left for a while."""
        is_shown = self._progress.state is not Progress.NONE
        keeping = sequences.PUSH_TITLE + sequences.title(self._title) if self._has_title() else ""
        return keeping + (self._progress_words() if is_shown else "")

    def to_leave(self) -> str:
        """What is written when the screen is left, however that comes."""
        clear = self._passed(sequences.progress(Progress.NONE)) if self._terminal().has_progress else ""
        return clear + (sequences.POP_TITLE if self._has_title() else "")

    def name_picture(self, words: str, by: object) -> None:
        """The title names the picture that fills a screen; "" where none does, if that screen `by` had named one.

        A screen that goes may say so after the next one is there.
        """
        if not words and by is not self._named_by:
            return
        self._picture, self._named_by = sequences.told(words, LONGEST_NAME), by
        self._show_title()

    # Whether the person looks.

    def focus(self, has_focus: bool) -> None:
        """The terminal tells that it has the focus, or has it no more."""
        self._is_focus_told, self._has_focus = True, has_focus
        if has_focus:
            self._ends.clear()
            # tmux drops what is for its terminal while another of its windows is shown.
            if self._terminal().passes:
                self._write(self._progress_words())

    def key(self, now: float) -> None:
        """A key is pressed: somebody is here."""
        self._touched, self._has_focus = now, True
        self._ends.clear()

    def is_away(self, now: float) -> bool:
        """Whether the person looks elsewhere, as far as is known."""
        if self._is_focus_told or not self._terminal().within:
            return not self._has_focus
        return now - self._touched >= UNTOUCHED

    # The jobs.

    def begin(self, jobs: Iterable[JobView], now: float) -> None:
        """These jobs are there when the workspace opens."""
        self._touched = max(self._touched, now)
        self._jobs = {job.id: _on_the_way(job) for job in jobs if not job.ended}
        self._show(now)

    def hear(self, job: JobView, now: float, *, is_own: bool = True) -> None:
        """A job is new, a step further, or has ended. It rings for those that this studio runs."""
        if not job.ended:
            self._jobs[job.id] = _on_the_way(job)
        elif self._jobs.pop(job.id, None) is not None:
            self._ended += 1
            if is_own:
                self._hear_end(job, now)
        if all(one.is_held for one in self._jobs.values()):
            self._ended = 0
        self._show(now)

    def look(self, now: float) -> None:
        """What is due now and then, every few seconds."""
        if self._due is not None and now >= self._due:
            from studio.ended_jobs import words

            ends, self._ends, self._due = self._ends, [], None
            if ends and self.is_away(now):
                self._ring(words(ends))
        if self._progress.state is not Progress.NONE and now - self._told_at >= REPEATED:
            self._tell_progress(now)

    def _hear_end(self, job: JobView, now: float) -> None:
        from studio.ended_jobs import FAILURES, end_of
        from studio.jobs.states import State

        # Whoever cancels a job knows that it ended.
        if job.state is State.CANCELLED or not self.rings or not self.is_away(now):
            return
        self._ends.append(end_of(job))
        if self._due is None and (job.state in FAILURES or all(one.is_held for one in self._jobs.values())):
            self._due = now + GATHERED

    def _ring(self, said: str) -> None:
        terminal = self._terminal()
        rung = self._passed(sequences.notification(terminal.notification, NAME, said))
        if terminal.notification == "bell":
            rung = sequences.BELL
        elif terminal.passes:
            # tmux drops words of a window that is not shown, and marks that window by the bell.
            rung += sequences.BELL
        self._write(rung)

    def _show(self, now: float) -> None:
        self._show_title()
        progress = _progress_of(self._jobs.values(), self._ended)
        if progress != self._progress:
            self._progress = progress
            self._tell_progress(now)

    def _show_title(self) -> None:
        jobs = f"{len(self._jobs):,} on their way" if self._jobs else ""
        title = " · ".join(filter(None, (self._picture, NAME, jobs)))
        if title != self._title:
            self._title = title
            if self._has_title():
                self._write(sequences.title(title))

    def _tell_progress(self, now: float) -> None:
        self._told_at = now
        if told := self._progress_words():
            self._write(told)

    def _progress_words(self) -> str:
        """The present progress; "" where the terminal knows none."""
        return self._passed(sequences.progress(*self._progress)) if self._terminal().has_progress else ""

    def _passed(self, sequence: str) -> str:
        """The sequence for the person's own terminal, also through tmux."""
        return sequences.through_tmux(sequence) if self._terminal().passes else sequence

    def _has_title(self) -> bool:
        return self._terminal().name not in _UNTITLED


class _Shown(NamedTuple):
    """A progress as the terminal's tab shows it; `percent` is 0 to 100."""

    state: Progress
    percent: int


def _on_the_way(job: JobView) -> OnTheWay:
    from studio.jobs.states import State

    return OnTheWay(job.fraction, job.state is State.DRAFT, bool(job.trouble))


def _progress_of(jobs: Iterable[OnTheWay], ended: int) -> _Shown:
    """How far all jobs are since there were none; held ones do not count, and nothing goes on in trouble."""
    going = [job for job in jobs if not job.is_held]
    if not going:
        return _Shown(Progress.NONE, 0)
    done = (ended + sum(job.fraction for job in going)) / (ended + len(going))
    percent = int(100 * done)
    if all(job.is_in_trouble for job in going):
        return _Shown(Progress.PAUSED, percent)
    return _Shown(Progress.VALUE if percent else Progress.UNKNOWN, percent)
