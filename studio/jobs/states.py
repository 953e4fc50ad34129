"""Jobs: the states of a recipe on its way through an engine, and the one function that moves a job."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a job is. The values stand in the index, so they never change their meaning."""

    DRAFT = "draft"
    WAITING = "waiting"
    SUBMITTING = "submitting"
    QUEUED = "queued"
    RUNNING = "running"
    FETCHING = "fetching"
    LETTERING = "lettering"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"


class Move(StrEnum):
    """What happens to a job."""

    RELEASE = "release"
    HOLD = "hold"
    SUBMIT = "submit"
    RETURN = "return"
    REDRAW = "redraw"
    ACCEPTED = "accepted"
    BEGUN = "begun"
    DRAWN = "drawn"
    SAVED = "saved"
    COMPLETE = "complete"
    FAIL = "fail"
    CANCEL = "cancel"
    LOSE = "lose"
    RETRY = "retry"


ENDED = frozenset({State.DONE, State.FAILED, State.CANCELLED, State.LOST})
"""States that a job leaves only by a retry."""

HERE = frozenset({State.DRAFT, State.WAITING})
"""States in which no engine has heard of the job."""

ON_ENGINE = frozenset({State.SUBMITTING, State.QUEUED, State.RUNNING, State.FETCHING})
"""States in which the engine may know the job."""

WORDS: dict[State, str] = {
    State.DRAFT: "held here",
    State.WAITING: "queued here",
    State.SUBMITTING: "sending",
    State.QUEUED: "waiting on the engine",
    State.RUNNING: "drawing",
    State.FETCHING: "fetching",
    State.LETTERING: "lettering",
    State.DONE: "done",
    State.FAILED: "failed",
    State.CANCELLED: "cancelled",
    State.LOST: "lost",
}
"""How a person reads each state."""


class MoveImpossible(ValueError):
    """This move cannot happen to a job in this state; a mistake of the program, not of a person."""


_UNSENT_OR_SENT = frozenset({State.SUBMITTING, State.QUEUED, State.RUNNING})

_MOVES: dict[Move, tuple[frozenset[State], State]] = {
    Move.RELEASE: (frozenset({State.DRAFT}), State.WAITING),
    Move.HOLD: (frozenset({State.WAITING}), State.DRAFT),
    Move.SUBMIT: (frozenset({State.WAITING, State.SUBMITTING}), State.SUBMITTING),
    Move.RETURN: (frozenset({State.SUBMITTING}), State.WAITING),
    Move.REDRAW: (ON_ENGINE, State.WAITING),
    Move.ACCEPTED: (_UNSENT_OR_SENT, State.QUEUED),
    Move.BEGUN: (_UNSENT_OR_SENT, State.RUNNING),
    Move.DRAWN: (ON_ENGINE, State.FETCHING),
    Move.SAVED: (frozenset({State.FETCHING, State.LETTERING}), State.LETTERING),
    Move.COMPLETE: (frozenset({State.FETCHING, State.LETTERING}), State.DONE),
    Move.FAIL: (frozenset(State) - ENDED, State.FAILED),
    Move.CANCEL: (HERE | ON_ENGINE, State.CANCELLED),
    Move.LOSE: (ON_ENGINE, State.LOST),
    Move.RETRY: (frozenset({State.FAILED, State.CANCELLED, State.LOST}), State.WAITING),
}


def move(state: State, happened: Move) -> State:
    """The state after something happened to a job. Raises MoveImpossible where it cannot happen in this state."""
    sources, target = _MOVES[happened]
    if state not in sources:
        raise MoveImpossible(f"a job that is {state} cannot {happened}")
    return target


def possible(state: State, happened: Move) -> bool:
    """Whether a move can happen to a job in this state."""
    return state in _MOVES[happened][0]
