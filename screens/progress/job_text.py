"""How jobs read: their sign, their order, and time in words."""

from __future__ import annotations

from collections.abc import Iterable

from studio.jobs.states import HERE, Move, State, possible
from studio.jobs.views import JobView, LaneView

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


def job_colour(job: JobView) -> str:
    """The theme's colour for a job: amber where it is done, and needs a look."""
    needs_look = job.notice is not None and not job.notice.is_praise
    return "warning" if job.state is State.DONE and needs_look else colour_name(job.state)


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
    """How long it waited, how long it has been drawn, how long that will take, what it costs; nothing is guessed."""
    waited, drawing = job.waited(now), job.drawing(now)
    if job.ended:
        took = f"drawn in {span(drawing)}" if job.state is State.DONE and drawing is not None else ""
        before = f"waited {span(waited)}" if took and waited is not None and waited >= 1 else ""
        return " · ".join(filter(None, (took, before, job.cost, ago(now - job.changed))))
    if drawing is None:
        return " · ".join(filter(None, (f"waiting for {span(now - job.created)}", job.cost)))
    parts = [f"drawing for {span(drawing)}"]
    if job.seconds_left is not None:
        left = job.seconds_left - (now - job.changed)
        parts.append(f"{f'about {span(left)}' if left >= 1 else 'a moment'} left")
    if waited is not None and waited >= 1:
        parts.append(f"waited {span(waited)} before")
    if job.cost:
        parts.append(job.cost)
    return " · ".join(parts)


def retry_line(job: JobView) -> str:
    """What a retry would do, in words; empty where there is nothing to retry."""
    if not possible(job.state, Move.RETRY):
        return ""
    if job.notice is not None and job.notice.short_of_memory:
        return f"asks {job.where} to free memory and draws it again, or opens it smaller in Compose"
    if job.state is State.LOST:
        return f"fetches it where {job.where} has it after all, and draws it again where not"
    return "sets it going again, with the same seed"


def lane_line(lane: LaneView) -> tuple[str, str]:
    """How a server stands: its state in a few words, and its queue, speed and memory."""
    well = "ready" if lane.ready else lane.detail or "not ready"
    state = f"set aside for {span(lane.aside_for)}" if lane.aside_for >= 1 else well
    facts = [
        well if state != well and not lane.ready else "",
        f"{lane.waiting} in its queue" if lane.waiting else "",
        f"{lane.ours} ours" if lane.ours else "",
    ]
    facts += [f"{span(lane.pace)} a picture" if lane.pace else "", lane.memory]
    return state, " · ".join(fact for fact in facts if fact)
