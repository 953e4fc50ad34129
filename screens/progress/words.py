"""How jobs read: their sign, their order, and time in words."""

from __future__ import annotations

from collections.abc import Iterable

from studio.jobs import HERE, State
from studio.views import JobView

SIGNS: dict[State, str] = {
    State.DRAFT: "‖",
    State.WAITING: "○",
    State.SUBMITTING: "◔",
    State.QUEUED: "◔",
    State.RUNNING: "●",
    State.FETCHING: "●",
    State.LETTERING: "●",
    State.DONE: "✓",
    State.FAILED: "✗",
    State.CANCELLED: "–",
    State.LOST: "?",
}
AT_WORK = frozenset({State.RUNNING, State.FETCHING, State.LETTERING})
WAITING = frozenset({State.DRAFT, State.WAITING, State.SUBMITTING, State.QUEUED})


def colour_name(state: State) -> str:
    """The theme's colour for a state."""
    if state in AT_WORK:
        return "primary"
    if state in WAITING:
        return "secondary"
    return {State.DONE: "success", State.CANCELLED: "muted"}.get(state, "error")


def in_order(jobs: Iterable[JobView]) -> list[JobView]:
    """At work first, then those that wait, the next one first; then those that have ended, the newest first."""

    def place(job: JobView) -> tuple[float, ...]:
        if job.ended:
            return 3, -job.created
        if job.state in AT_WORK:
            return 0, job.created
        if job.state in HERE:
            return 2, -job.priority, job.place, job.created
        return 1, job.created

    return sorted(jobs, key=place)


def span(seconds: float) -> str:
    """A span of time: "8 s", "2 min 5 s", "1 h 2 min"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def ago(seconds: float) -> str:
    """How long ago, roughly: "now", "5 min ago", "3 h ago", "2 days ago"."""
    if seconds < 60:
        return "now"
    for size, name in ((86400, "day"), (3600, "h"), (60, "min")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {name}{'s' if name == 'day' and count > 1 else ''} ago"
    return "now"


def time_line(job: JobView, now: float) -> str:
    """How long it has taken, and how long it will still take; nothing is guessed where nothing is known."""
    if job.ended:
        took = job.changed - job.began if job.began and job.state is State.DONE else 0
        return f"in {span(took)} · {ago(now - job.changed)}" if took > 0.5 else ago(now - job.changed)
    if job.began is None:
        return f"waiting for {span(now - job.created)}"
    elapsed = span(now - job.began)
    if job.seconds_left is None:
        return f"{elapsed} so far"
    left = job.seconds_left - (now - job.changed)
    return f"{elapsed} so far · {f'about {span(left)}' if left >= 1 else 'a moment'} left"
