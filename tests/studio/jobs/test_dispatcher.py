"""A job that may have arrived belongs to its server; what is sent is in the index first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backends.base import (
    AnswerLost,
    DrawRequest,
    EngineUnreachable,
    Event,
    Failed,
    ResultLost,
    Ticket,
)
from studio.jobs.states import State
from studio.jobs.views import JobChanged
from studio.pictures.facts import facts_of
from tests.studio.jobs.bench import (
    Bench,
    left,
    panel_png,
)


async def test_a_lost_answer_is_asked_after_and_never_sent_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.jobs.submission.LOOK_AGAIN", (0.0,))
    bench = Bench(tmp_path)
    answers = iter([AnswerLost("the tunnel broke"), AnswerLost("the tunnel broke"), None])
    taken = bench.engine.submit

    async def silent_twice(request: DrawRequest, prepared: str = "") -> Ticket:
        error = next(answers)
        if error:
            raise error
        return await taken(request, prepared)

    monkeypatch.setattr(bench.engine, "submit", silent_twice)
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.state is State.DONE
    assert any("the tunnel broke" in job.job.trouble for job in bench.changes if isinstance(job, JobChanged))
    await bench.close()


async def test_what_is_sent_is_in_the_index_before_it_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path)
    taken, seen = bench.engine.submit, []

    async def look_first(request: DrawRequest, prepared: str = "") -> Ticket:
        record = bench.library.jobs.latest()[0]
        seen.append((record.state, record.graph, record.prompt_id == request.job_id, record.engine))
        return await taken(request, prepared)

    monkeypatch.setattr(bench.engine, "submit", look_first)
    await bench.desk.start()
    await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert seen == [("submitting", '{"1": {}}', True, "spark")]
    await bench.close()


async def test_a_job_that_may_have_arrived_is_never_sent_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.jobs.submission.LOOK_AGAIN", (0.0,))
    bench = Bench(tmp_path, second="nano")
    answers: list[Exception | None] = [AnswerLost("the tunnel broke"), EngineUnreachable("nothing answers"), None]
    taken = bench.engine.submit

    async def silent(request: DrawRequest, prepared: str = "") -> Ticket:
        error = answers.pop(0)
        if error:
            raise error
        return await taken(request, prepared)

    monkeypatch.setattr(bench.engine, "submit", silent)
    monkeypatch.setattr(bench.engines["nano"], "submit", silent)
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes(engine="auto")))
    assert view.state is State.DONE
    assert not answers
    assert len({(request.job_id, request.client_id) for request in bench.engine.asked}) == 1
    assert view.engine == bench.library.picture(view.picture_ids[0]).facts.engine
    await bench.close()


async def test_a_picture_that_is_here_is_not_drawn_again_when_its_server_forgot_it(tmp_path: Path) -> None:
    async def lost(ticket: Ticket) -> AsyncIterator[Event]:
        yield Failed(ResultLost("the server was started again"))

    bench = Bench(tmp_path, lost)
    (recipe,) = bench.recipes("RTFM")
    record = left(recipe, State.FETCHING, graph="{}")
    bench.library.jobs.put([record])
    picture = bench.library.save_picture(panel_png(), facts_of(recipe, "spark", {}, record.id), key=f"{record.id}/0")
    await bench.desk.start()
    await bench.desk.take_up()
    (view,) = await bench.desk.wait([record.id])
    assert (view.state, view.picture_ids) == (State.DONE, (picture.id,))
    assert bench.engine.asked == []
    assert len(bench.library.letterings(picture.id)) == 1
    await bench.close()
