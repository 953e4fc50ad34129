"""What every engine keeps, whoever draws behind it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator

import pytest

from backends.base import (
    AnswerLost,
    Cancelled,
    DrawRequest,
    EngineUnreachable,
    Event,
    Failed,
    Finished,
    MayBeCharged,
    ResultLost,
    Ticket,
)
from backends.picture_files import is_whole
from tests.backends.contract.subjects import SUBJECTS, Subject
from tests.backends.hosting import all_events, end_of

on_a_line = pytest.mark.parametrize("subject", [name for name in SUBJECTS if name != "draft"], indirect=True)


@pytest.fixture(params=SUBJECTS)
async def subject(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Subject]:
    monkeypatch.setenv("NO_PROXY", "*")
    async with SUBJECTS[request.param](monkeypatch) as made:
        yield made


@pytest.fixture
def asked(subject: Subject) -> DrawRequest:
    width, height = subject.size
    return request_of("Milo debugs at 2 AM", width, height)


def request_of(prompt: str, width: int, height: int) -> DrawRequest:
    job_id, client_id = str(uuid.uuid4()), str(uuid.uuid4())
    return DrawRequest(job_id, client_id, prompt, seed=11, width=width, height=height, steps=4)


def ends(events: list[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, Finished | Failed | Cancelled)]


def tasks_of_engines() -> Iterator[str]:
    for task in asyncio.all_tasks():
        code = getattr(task.get_coro(), "cr_code", None)
        if code is not None and "/backends/" in code.co_filename and "/tests/" not in code.co_filename:
            yield f"{code.co_qualname} in {code.co_filename}"


async def test_a_stream_ends_with_one_end_and_a_whole_picture(subject: Subject, asked: DrawRequest) -> None:
    outlook = await subject.engine.health()
    assert outlook.ready
    assert subject.drawings() == 0
    events = await all_events(subject.engine, await subject.engine.submit(asked))
    assert ends(events) == [events[-1]]
    assert isinstance(events[-1], Finished)
    assert all(is_whole(picture.data) for picture in events[-1].pictures)
    assert subject.drawings() == 1


async def test_what_was_prepared_is_what_is_drawn(subject: Subject, asked: DrawRequest) -> None:
    prepared = await subject.engine.prepare(asked)
    assert subject.drawings() == 0
    assert asked.prompt in prepared or not prepared
    ticket = await subject.engine.submit(asked, prepared)
    assert isinstance((await all_events(subject.engine, ticket))[-1], Finished)


async def test_a_job_that_is_submitted_twice_is_drawn_once(subject: Subject, asked: DrawRequest) -> None:
    subject.hold()
    first = await subject.engine.submit(asked)
    await subject.held()
    second = await subject.engine.submit(asked)
    assert first == second
    subject.release()
    assert isinstance((await all_events(subject.engine, second))[-1], Finished)
    assert subject.drawings() == 1


async def test_a_cancelled_job_ends_so_and_others_go_on(subject: Subject, asked: DrawRequest) -> None:
    subject.hold()
    ticket = await subject.engine.submit(asked)
    await subject.held()
    following = asyncio.create_task(all_events(subject.engine, ticket))
    await subject.engine.cancel(ticket)
    subject.release()
    assert [type(event) for event in ends(await following)] == [Cancelled]
    other = request_of("James naps", *subject.size)
    end = await end_of(subject.engine, other)
    assert isinstance(end, Finished)
    await subject.engine.cancel(Ticket(other.job_id, other.client_id))
    assert subject.drawings() == 2


async def test_nothing_is_left_of_an_engine_that_is_closed(subject: Subject, asked: DrawRequest) -> None:
    subject.hold()
    ticket = await subject.engine.submit(asked)
    following = asyncio.create_task(all_events(subject.engine, ticket))
    await subject.held()
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)
    subject.release()
    await subject.engine.close()
    assert list(tasks_of_engines()) == []


@on_a_line
async def test_what_was_never_sent_may_be_sent_again(subject: Subject, asked: DrawRequest) -> None:
    await subject.vanish()
    with pytest.raises(EngineUnreachable) as caught:
        await subject.engine.submit(asked)
    assert not isinstance(caught.value, AnswerLost)
    assert caught.value.reason
    assert caught.value.remedy
    assert not (await subject.engine.health()).ready
    assert subject.drawings() == 0
    await subject.come_back()
    assert isinstance(await end_of(subject.engine, asked), Finished)
    assert subject.drawings() == 1


@on_a_line
async def test_what_arrived_and_was_not_answered_is_drawn_once(subject: Subject, asked: DrawRequest) -> None:
    subject.cut_answers()
    end = await end_of(subject.engine, asked)
    # Replicate lists what it was given, and the job is found there.
    if subject.engine.sends_once and subject.engine.kind != "replicate":
        assert isinstance(end, Failed)
        assert isinstance(end.error, MayBeCharged)
        again = await end_of(subject.engine, asked)
        assert isinstance(again, Failed)
        assert isinstance(again.error, MayBeCharged)
    else:
        assert isinstance(end, Finished)
    assert subject.drawings() == 1


async def test_a_job_that_nobody_knows_ends_without_being_drawn(subject: Subject, asked: DrawRequest) -> None:
    (end,) = await all_events(subject.engine, Ticket(asked.job_id, asked.client_id))
    assert isinstance(end, Failed)
    assert isinstance(end.error, MayBeCharged if subject.engine.sends_once else ResultLost)
    assert subject.drawings() == 0
