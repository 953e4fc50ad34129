"""Jobs of paid engines: whatever happens, a request goes out once, and again only by a person's word."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from backends.base import (
    AnswerLost,
    BadAnswer,
    DrawRequest,
    EngineBroke,
    EngineUnreachable,
    Event,
    Failed,
    MayBeCharged,
    ResultLost,
    Started,
    Ticket,
)
from backends.errors import ContentRefused, RateLimited
from library.records import JobRecord
from studio.jobs.states import State
from studio.pictures.facts import facts_of
from studio.scenes.recipe import to_json
from tests.studio.jobs.bench import panel_png, until, whole_run
from tests.studio.jobs.paid_bench import PaidBench, ending


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


async def test_what_the_service_calls_the_job_is_in_the_index_with_the_news_that_it_has_it(folder: Path) -> None:
    seen: list[JobRecord] = []

    async def script(ticket: Ticket) -> AsyncIterator[Event]:
        seen.append(bench.library.jobs.get(job_id))
        async for event in whole_run(ticket):
            yield event

    bench = PaidBench(folder, script)
    await bench.desk.start()
    (job_id,) = await bench.desk.submit([bench.recipe()])
    (view,) = await bench.desk.wait([job_id])
    assert (view.state, len(bench.paid.asked)) == (State.DONE, 1)
    assert [(record.state, record.remote) for record in seen] == [("queued", "remote-1")]
    await bench.close()


@pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING, State.FETCHING])
async def test_a_job_that_the_service_named_is_asked_for_by_that_name(folder: Path, state: State) -> None:
    bench = PaidBench(folder)
    record = bench.left(state, graph="{}", remote="theirs-7")
    await bench.desk.start()
    await bench.desk.take_up()
    (view,) = await bench.desk.wait([record.id])
    assert (view.state, bench.paid.asked, bench.paid.followed) == (State.DONE, [], ["theirs-7"])
    await bench.close()


async def test_a_job_that_was_being_sent_is_not_sent_again(folder: Path) -> None:
    bench = PaidBench(folder)
    record = bench.left(State.SUBMITTING, graph="{}")
    await bench.desk.start()
    await bench.desk.take_up()
    (view,) = await bench.desk.wait([record.id])
    assert view.state is State.FAILED
    assert view.notice is not None
    assert view.notice.may_be_charged
    assert bench.paid.asked == []
    assert await bench.desk.retry(record.id) == ()
    assert bench.paid.asked == []
    assert await bench.desk.retry(record.id, pay_again=True) == (record.id,)
    (view,) = await bench.desk.wait([record.id])
    assert (view.state, len(bench.paid.asked)) == (State.DONE, 1)
    assert bench.paid.asked[0].job_id != record.prompt_id
    await bench.close()


async def test_a_job_that_was_about_to_be_sent_is_sent(folder: Path) -> None:
    bench = PaidBench(folder)
    record = bench.left(State.SUBMITTING)
    await bench.desk.start()
    await bench.desk.take_up()
    (view,) = await bench.desk.wait([record.id])
    assert (view.state, len(bench.paid.asked)) == (State.DONE, 1)
    await bench.close()


@pytest.mark.parametrize(
    "error",
    [MayBeCharged("cut"), BadAnswer("half of a JSON"), AnswerLost("cut")],
    ids=lambda error: type(error).__name__,
)
async def test_a_request_whose_answer_is_lost_waits_for_a_persons_word(folder: Path, error: Exception) -> None:
    bench = PaidBench(folder)
    calls = 0

    async def submit(request: DrawRequest, prepared: str = "") -> Ticket:
        nonlocal calls
        calls += 1
        raise error

    bench.paid.submit = submit  # type: ignore[method-assign]
    await bench.desk.start()
    (job_id,) = await bench.desk.submit([bench.recipe()])
    (view,) = await bench.desk.wait([job_id])
    assert view.state is State.FAILED
    assert view.notice is not None
    assert view.notice.may_be_charged
    assert await bench.desk.retry(job_id) == ()
    assert calls == 1
    await bench.close()


@pytest.mark.parametrize("error", [MayBeCharged("cut"), BadAnswer("no picture"), EngineUnreachable("gone")])
@pytest.mark.parametrize("names", [True, False], ids=["named", "nameless"])
async def test_what_a_service_may_still_have_is_asked_for_where_it_has_a_name(
    folder: Path, error: MayBeCharged | BadAnswer | EngineUnreachable, names: bool
) -> None:
    bench = PaidBench(folder, ending(Started(), Failed(error)), names=names)
    await bench.desk.start()
    (job_id,) = await bench.desk.submit([bench.recipe()])
    (view,) = await bench.desk.wait([job_id])
    assert view.notice is not None
    assert (view.state, view.notice.may_be_charged) == (State.FAILED, not names)
    bench.paid.script = whole_run
    again = await bench.desk.retry(job_id)
    assert again == ((job_id,) if names else ())
    if again:
        (view,) = await bench.desk.wait([job_id])
        assert (view.state, bench.paid.followed) == (State.DONE, ["remote-1", "remote-1"])
    assert len(bench.paid.asked) == 1
    await bench.close()


@pytest.mark.parametrize("error", [EngineBroke("no"), ContentRefused("no", ""), ResultLost("expired")])
async def test_a_picture_that_the_service_will_not_give_is_not_drawn_again_by_itself(
    folder: Path, error: EngineBroke | ContentRefused | ResultLost
) -> None:
    was_drawn = isinstance(error, ResultLost)
    bench = PaidBench(folder, ending(Started(), Failed(error)))
    await bench.desk.start()
    (job_id,) = await bench.desk.submit([bench.recipe()])
    (view,) = await bench.desk.wait([job_id])
    assert view.state in (State.FAILED, State.LOST)
    assert len(bench.paid.asked) == 1
    bench.paid.script = whole_run
    assert await bench.desk.retry(job_id) == (() if was_drawn else (job_id,))
    if was_drawn:
        assert await bench.desk.retry(job_id, pay_again=True) == (job_id,)
    (view,) = await bench.desk.wait([job_id])
    assert (view.state, [ask.job_id == job_id for ask in bench.paid.asked]) == (State.DONE, [True, False])
    await bench.close()


@pytest.mark.parametrize("when", ["sending", "drawing"])
async def test_a_quota_of_the_minute_is_waited_for(folder: Path, when: str) -> None:
    limit = RateLimited("10 a minute are used up", "", 0.01, "minute")
    bench = PaidBench(folder, ending(Failed(limit)) if when == "drawing" else whole_run)
    bench.paid.refusal = limit if when == "sending" else None
    await bench.desk.start()
    (job_id,) = await bench.desk.submit([bench.recipe()])
    await until(bench, lambda: bench.states(job_id).count(State.WAITING) > 1)
    bench.paid.refusal, bench.paid.script = None, whole_run
    (view,) = await bench.desk.wait([job_id])
    assert view.state is State.DONE
    assert len({ask.job_id for ask in bench.paid.asked}) == len(bench.paid.asked)
    await bench.close()


async def test_a_quota_of_the_day_ends_the_job(folder: Path) -> None:
    bench = PaidBench(folder)
    bench.paid.refusal = RateLimited("all of today's are used up", "", None, "day")
    await bench.desk.start()
    (job_id,) = await bench.desk.submit([bench.recipe()])
    (view,) = await bench.desk.wait([job_id])
    assert view.notice is not None
    assert (view.state, view.notice.pause is not None) == (State.FAILED, True)
    await bench.close()


async def test_nothing_that_is_for_any_server_goes_to_a_paid_one(folder: Path) -> None:
    bench = PaidBench(folder)
    recipe = msgspec.structs.replace(bench.recipe(), engine="auto", engine_kind="comfyui")
    record = JobRecord(
        id=str(uuid.uuid4()), client_id="", engine="", state="waiting", recipe=to_json(recipe), created=1.0, changed=1.0
    )
    assert record.engine == ""
    await bench.desk.start()
    (job_id,) = await bench.desk.submit([recipe])
    await until(bench, lambda: bool(bench.desk.view(job_id).trouble))
    assert "waits for a server" in bench.desk.view(job_id).trouble
    assert bench.paid.asked == []
    await bench.close()


async def test_a_picture_that_was_kept_before_a_kill_is_not_told_as_charged_for_nothing(folder: Path) -> None:
    bench = PaidBench(folder, ending(Failed(MayBeCharged("nobody can ask for it again"))), names=False)
    record = bench.left(State.FETCHING, graph="{}")
    picture = bench.library.save_picture(
        panel_png(), facts_of(bench.recipe(), "spark", {}, record.id), key=f"{record.id}/0"
    )
    await bench.desk.start()
    await bench.desk.take_up()
    (view,) = await bench.desk.wait([record.id])
    assert (view.state, view.picture_ids) == (State.DONE, (picture.id,))
    await bench.close()


async def test_a_service_that_refuses_what_has_left_is_asked_less_and_less(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.jobs.lanes.ASIDE", (0.0, 0.0, 0.0))
    waits: list[int] = []
    bench = PaidBench(folder, ending(Started(), Failed(RateLimited("overloaded", "", None, "minute"))))
    set_aside = bench.desk._lanes.set_aside

    def counted(name: str, seconds: float | None = None) -> float:
        asked = set_aside(name, seconds)
        waits.append(bench.desk._lanes._failures[name])
        return asked

    monkeypatch.setattr(bench.desk._lanes, "set_aside", counted)
    await bench.desk.start()
    (job_id,) = await bench.desk.submit([bench.recipe()])
    await until(bench, lambda: len(waits) >= 3)
    assert waits[:3] == [1, 2, 3]
    await bench.desk.cancel(job_id)
    await bench.close()


async def test_a_job_that_another_studio_set_going_anew_is_not_sent_by_who_prepared_it_before(folder: Path) -> None:
    bench = PaidBench(folder)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def prepare(request: DrawRequest) -> str:
        begun.set()
        await go_on.wait()
        return "{}"

    bench.paid.prepare = prepare  # type: ignore[method-assign]
    await bench.desk.start()
    (job_id,) = await bench.desk.submit([bench.recipe()])
    await begun.wait()
    before = bench.library.jobs.get(job_id)
    other = msgspec.structs.replace(before, client_id=str(uuid.uuid4()), prompt_id=str(uuid.uuid4()))
    assert bench.library.jobs.change(other, before)
    (sending,) = bench.desk._sending.tasks.values()
    go_on.set()
    await sending
    assert bench.paid.asked == []
    assert bench.library.jobs.get(job_id) == other
    await bench.close()
