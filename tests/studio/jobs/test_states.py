from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.jobs.states import ENDED, WORDS, Move, MoveImpossible, State, move, possible

EXPECTED = {
    State.DRAFT: {Move.RELEASE: State.WAITING, Move.FAIL: State.FAILED, Move.CANCEL: State.CANCELLED},
    State.WAITING: {
        Move.HOLD: State.DRAFT,
        Move.SUBMIT: State.SUBMITTING,
        Move.FAIL: State.FAILED,
        Move.CANCEL: State.CANCELLED,
    },
    State.SUBMITTING: {
        Move.REDRAW: State.WAITING,
        Move.SUBMIT: State.SUBMITTING,
        Move.RETURN: State.WAITING,
        Move.ACCEPTED: State.QUEUED,
        Move.BEGUN: State.RUNNING,
        Move.DRAWN: State.FETCHING,
        Move.FAIL: State.FAILED,
        Move.CANCEL: State.CANCELLED,
        Move.LOSE: State.LOST,
    },
    State.QUEUED: {
        Move.REDRAW: State.WAITING,
        Move.ACCEPTED: State.QUEUED,
        Move.BEGUN: State.RUNNING,
        Move.DRAWN: State.FETCHING,
        Move.FAIL: State.FAILED,
        Move.CANCEL: State.CANCELLED,
        Move.LOSE: State.LOST,
    },
    State.RUNNING: {
        Move.REDRAW: State.WAITING,
        Move.ACCEPTED: State.QUEUED,
        Move.BEGUN: State.RUNNING,
        Move.DRAWN: State.FETCHING,
        Move.FAIL: State.FAILED,
        Move.CANCEL: State.CANCELLED,
        Move.LOSE: State.LOST,
    },
    State.FETCHING: {
        Move.REDRAW: State.WAITING,
        Move.DRAWN: State.FETCHING,
        Move.SAVED: State.LETTERING,
        Move.COMPLETE: State.DONE,
        Move.FAIL: State.FAILED,
        Move.CANCEL: State.CANCELLED,
        Move.LOSE: State.LOST,
    },
    State.LETTERING: {Move.SAVED: State.LETTERING, Move.COMPLETE: State.DONE, Move.FAIL: State.FAILED},
    State.DONE: {},
    State.FAILED: {Move.RETRY: State.WAITING},
    State.CANCELLED: {Move.RETRY: State.WAITING},
    State.LOST: {Move.RETRY: State.WAITING},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("happened", Move)
def test_every_move_in_every_state(state: State, happened: Move) -> None:
    if happened in EXPECTED[state]:
        assert possible(state, happened)
        assert move(state, happened) is EXPECTED[state][happened]
    else:
        assert not possible(state, happened)
        with pytest.raises(MoveImpossible):
            move(state, happened)


@given(st.lists(st.sampled_from(Move), max_size=30))
def test_whatever_happens_a_done_job_stays_done(moves: list[Move]) -> None:
    state = State.WAITING
    for happened in moves:
        before = state
        if possible(state, happened):
            state = move(state, happened)
        if before is State.DONE:
            assert state is State.DONE
        if before in ENDED and state not in ENDED:
            assert happened is Move.RETRY


def test_every_state_has_words() -> None:
    assert set(WORDS) == set(State)
