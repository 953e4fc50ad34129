"""A sample of the matrix that `python -m tests.faults` runs whole."""

from __future__ import annotations

import pytest

from tests.faults.__main__ import table
from tests.faults.engine_runs import Outcome, faults, record, run
from tests.standin.recorded import NEW, OLD, VERSIONS
from tests.standin.spoiling import Fault, Kind, Message, kinds_for

pytestmark = pytest.mark.long

TELLING = (
    (OLD, Message("up", "GET /queue", 1)),
    (OLD, Message("up", "POST /upload/image", 1)),
    (OLD, Message("up", "ws open", 1)),
    (OLD, Message("down", "ws executing", 14)),
    (OLD, Message("down", "ws executing", 16)),
    (OLD, Message("down", "GET /history/{id}", 2)),
    (NEW, Message("up", "GET /api/jobs/{id}", 1)),
    (NEW, Message("down", "GET /api/jobs/{id}", 1)),
    (NEW, Message("down", "GET /api/jobs/{id}", 3)),
    (NEW, Message("down", "HEAD /view", 1)),
    (NEW, Message("down", "ws executing", 16)),
)
"""The messages at which other clients lose pictures; at the two below, every fault is tried."""


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


def check(outcome: Outcome) -> None:
    assert outcome.end in ("picture", "failed"), outcome
    assert outcome.end == "picture" or outcome.reason, outcome


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("direction", ["up", "down"])
async def test_whatever_happens_to_the_prompt_it_is_drawn_once(direction: str, version: str) -> None:
    message = Message("up" if direction == "up" else "down", "POST /prompt", 1)
    for kind in kinds_for(message):
        outcome = await run(Fault(kind, message), version)
        check(outcome)
        assert outcome.struck


async def test_whatever_happens_to_the_picture_it_arrives_whole() -> None:
    message = Message("down", "GET /view", 1)
    for kind in kinds_for(message):
        assert (await run(Fault(kind, message))).end == "picture"


@pytest.mark.parametrize(("version", "message"), TELLING, ids=str)
async def test_a_message_may_be_cut_or_swallowed(version: str, message: Message) -> None:
    kinds: tuple[Kind, ...] = ("cut", "swallow")
    for kind in kinds:
        check(await run(Fault(kind, message), version))


@pytest.mark.parametrize("version", VERSIONS)
async def test_the_whole_matrix_is_of_every_fault_at_every_message(version: str) -> None:
    messages = await record(version)
    assert {message for of, message in TELLING if of == version} <= set(messages)
    assert len({str(message) for message in messages}) == len(messages)
    assert len(faults(messages)) == sum(len(kinds_for(message)) for message in messages)


def test_the_table_counts_and_names_what_was_lost() -> None:
    fault = Fault("cut", Message("down", "GET /view", 1))
    shown = table([Outcome(fault, "lost", "why", True, 1, 0.1), Outcome(fault, "picture", "", True, 2, 0.1)])
    assert "lost: cut at down GET /view #1 (0.3.64): why" in shown
    assert "1 jobs ran twice" in shown
