"""The desk against a scripted engine: what is written, what is told, and what another studio takes up."""

from __future__ import annotations

import asyncio
import io
import random
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec
import pytest
from PIL import Image, ImageDraw

from backends.base import (
    AnswerLost,
    Cancelled,
    DrawnPicture,
    DrawRequest,
    EngineBroke,
    EngineUnreachable,
    Event,
    Failed,
    Finished,
    Health,
    ModelMissing,
    Preview,
    Queued,
    ResultLost,
    Stage,
    Started,
    Step,
    Ticket,
)
from library.errors import DiskFull
from library.records import JobRecord, RunRecord
from library.store import Library
from studio import plan, runner, stock
from studio.desk import Desk
from studio.engines import EngineBook
from studio.errors import Notice
from studio.jobs import ENDED, State
from studio.lettering.records import Look
from studio.recipe import Recipe, to_json
from studio.scene import Scene, understand
from studio.settings import ServerSettings, Settings
from studio.views import Change, JobChanged, LaneChanged, LaneView, LetteringSaved, Noticed, PictureSaved

STOCK = stock.load(Path("/nonexistent"))
Script = Callable[[Ticket], AsyncIterator[Event]]


def panel_png(colour: str = "#2a3240") -> bytes:
    """A dark shirt with a white panel, as PNG bytes."""
    image = Image.new("RGB", (320, 320), colour)
    drawing = ImageDraw.Draw(image)
    drawing.rectangle((80, 120, 240, 220), fill="#21e6f0")
    drawing.rectangle((85, 125, 235, 215), fill="#fbfbfb")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


class ScriptedEngine:
    """An engine that plays a script for each job; `asked` are the requests it took."""

    name = "spark"
    kind = "comfyui"

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[DrawRequest] = []
        self.cancelled: list[str] = []
        self.refusal: Exception | None = None
        self.freed = 0

    async def health(self) -> Health:
        return Health(True, "ready")

    async def prepare(self, request: DrawRequest) -> str:
        return '{"1": {}}'

    async def free_memory(self) -> None:
        self.freed += 1

    async def submit(self, request: DrawRequest, prepared: str = "") -> Ticket:
        if self.refusal:
            raise self.refusal
        self.asked.append(request)
        return Ticket(request.job_id, request.client_id)

    def follow(self, ticket: Ticket) -> AsyncIterator[Event]:
        return self.script(ticket)

    async def cancel(self, ticket: Ticket) -> None:
        self.cancelled.append(ticket.job_id)

    async def close(self) -> None:
        return


async def whole_run(ticket: Ticket) -> AsyncIterator[Event]:
    for event in (Queued(1), Queued(0), Started(), Stage("sampling"), Step(1, 2), Preview(b"jpeg"), Step(2, 2)):
        yield event
    yield Finished((DrawnPicture(panel_png()),), {"unet": "flux1-dev-kontext.safetensors"})


class Bench:
    """A desk over a real library, with one scripted engine named `spark`."""

    def __init__(self, folder: Path, script: Script = whole_run, second: str = "") -> None:
        self.library = Library.open(folder)
        names = ["spark", *([second] if second else [])]
        self.engines = {name: ScriptedEngine(script) for name in names}
        self.engine = self.engines["spark"]
        self.book = EngineBook(Settings(servers=tuple(ServerSettings(name, f"http://{name}") for name in names)))
        self.book._made.update(self.engines)
        self.desk = Desk(self.library, self.book, look=Look(), pose_model=None)
        self.changes: list[Change] = []
        self.desk.subscribe(self.changes.append)

    def recipes(self, saying: str = "", count: int = 1, engine: str = "spark") -> tuple[Recipe, ...]:
        scene = Scene(text="Milo at the rack", sayings=(saying,) if saying else (), seed=5, count=count)
        return plan.recipes(
            understand(scene, STOCK),
            engine=engine,
            engine_kind="comfyui",
            references=(),
            models={},
            chooser=random.Random(1),
        )

    def states(self, job_id: str) -> list[State]:
        """The states of a job as they were told, each once."""
        told = [
            change.job.state for change in self.changes if isinstance(change, JobChanged) and change.job.id == job_id
        ]
        return [state for number, state in enumerate(told) if number == 0 or told[number - 1] is not state]

    async def close(self) -> None:
        await self.desk.close()
        self.library.close()


async def test_a_job_goes_all_the_way_and_every_state_is_in_the_index_before_it_is_told(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    seen: list[tuple[str, str]] = []

    def compare(change: Change) -> None:
        if isinstance(change, JobChanged):
            seen.append((change.job.state.value, bench.library.job(change.job.id).state))

    bench.desk.subscribe(compare)
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes("PEBKAC"))
    (view,) = await bench.desk.wait([job_id])
    assert view.state is State.DONE, view.notice
    assert bench.states(job_id) == [
        State.WAITING,
        State.SUBMITTING,
        State.QUEUED,
        State.RUNNING,
        State.FETCHING,
        State.LETTERING,
        State.DONE,
    ]
    assert all(shown == kept for shown, kept in seen)
    (picture_id,) = view.picture_ids
    picture = bench.library.picture(picture_id)
    assert picture.facts.model == "flux1-dev-kontext.safetensors"
    assert Path(picture.path).exists()
    (lettering,) = bench.library.letterings(picture_id)
    assert lettering.sayings == ("PEBKAC",)
    assert any(isinstance(change, PictureSaved) for change in bench.changes)
    assert any(isinstance(change, LetteringSaved) for change in bench.changes)
    await bench.close()


async def test_a_batch_is_drawn_each_picture_once(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    ids = await bench.desk.submit(bench.recipes(count=5))
    views = await bench.desk.wait(ids)
    assert {view.state for view in views} == {State.DONE}
    assert len(bench.library.page().pictures) == 5
    assert sorted(request.seed for request in bench.engine.asked) == [5, 6, 7, 8, 9]
    await bench.close()


async def test_what_breaks_on_the_engine_ends_the_job_with_its_reason_and_a_retry_has_another_id(
    tmp_path: Path,
) -> None:
    async def broken_once(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        if ticket.job_id == first_id[0]:
            yield Failed(EngineBroke("CUDA out of memory", "Draw it smaller", "KSampler", out_of_memory=True))
            return
        async for event in whole_run(ticket):
            yield event

    bench = Bench(tmp_path, broken_once)
    await bench.desk.start()
    first_id = await bench.desk.submit(bench.recipes())
    (view,) = await bench.desk.wait(first_id)
    assert view.state is State.FAILED
    assert view.notice is not None
    assert (view.notice.title, view.notice.reason) == ("Drawing failed (spark)", "CUDA out of memory")
    assert "768×768" in view.notice.remedy
    assert bench.library.job(view.id).notice
    assert bench.engine.freed == 0
    assert await bench.desk.retry(view.id) == (view.id,)
    (view,) = await bench.desk.wait([view.id])
    assert view.state is State.DONE
    assert bench.engine.freed == 1, "a server that ran out of memory is asked to free some before the job comes again"
    assert len({request.job_id for request in bench.engine.asked}) == 2
    assert len(bench.library.page().pictures) == 1
    await bench.close()


async def test_a_job_that_its_server_lost_is_drawn_again_but_not_for_ever(tmp_path: Path) -> None:
    async def lost(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        yield Failed(ResultLost("the server was started again"))

    bench = Bench(tmp_path, lost)
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.state is State.LOST
    assert view.notice is not None
    assert view.notice.reason == "the server was started again"
    assert len(bench.engine.asked) == 3
    await bench.close()


async def test_a_refused_job_fails_and_nothing_is_followed(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.engine.refusal = EngineUnreachable("nothing answers at http://spark", "Start ComfyUI")
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.state is State.FAILED
    assert view.notice == Notice(
        "The engine does not answer (spark)", "nothing answers at http://spark", "Start ComfyUI"
    )
    await bench.close()


async def test_a_full_disk_fails_the_job_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path)

    def full(*args: object, **named: object) -> None:
        raise DiskFull("no room for a picture of 1.4 MB", "Free some room")

    monkeypatch.setattr(bench.library, "save_picture", full)
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.state is State.FAILED
    assert view.notice is not None
    assert view.notice.title.startswith("The disk is full")
    await bench.close()


async def test_an_index_that_cannot_be_written_is_told_and_stops_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()

    def full(record: JobRecord, expected: str) -> bool:
        raise DiskFull("no room for the index", "Free some room")

    monkeypatch.setattr(bench.library, "change_job", full)
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.state is State.FAILED
    assert not bench.engine.asked, "a job must be in the index before it is on the wire"
    assert any(isinstance(change, Noticed) for change in bench.changes)
    await bench.close()


async def test_a_waiting_job_is_cancelled_here_and_a_running_one_on_its_engine(tmp_path: Path) -> None:
    release = asyncio.Event()
    running = asyncio.Semaphore(0)

    async def held(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        running.release()
        await release.wait()
        yield Cancelled()

    bench = Bench(tmp_path, held)
    await bench.desk.start()
    first, second, third = await bench.desk.submit(bench.recipes(count=3))
    await running.acquire()
    await running.acquire()
    assert bench.desk.view(third).state is State.WAITING
    await bench.desk.cancel(third)
    assert bench.desk.view(third).state is State.CANCELLED
    await bench.desk.cancel(first)
    assert bench.engine.cancelled == [first]
    release.set()
    views = await bench.desk.wait([first, second, third])
    assert {view.state for view in views} == {State.CANCELLED}
    assert [request.job_id for request in bench.engine.asked] == [first, second]
    await bench.close()


async def test_a_lettering_that_cannot_be_set_leaves_the_picture_and_says_why(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes("\U0001f98a")))
    assert view.state is State.DONE
    assert view.notice is not None
    assert len(view.picture_ids) == 1
    assert bench.library.letterings(view.picture_ids[0]) == ()
    await bench.close()


async def test_another_studio_takes_up_what_a_dead_one_left(tmp_path: Path) -> None:
    begun = asyncio.Event()

    async def never_ends(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        begun.set()
        await asyncio.Event().wait()

    first = Bench(tmp_path, never_ends)
    await first.desk.start()
    (job_id,) = await first.desk.submit(first.recipes("RTFM"))
    await begun.wait()

    second = Bench(tmp_path)
    await second.desk.start()
    await second.desk.take_up()
    assert [view.state for view in second.desk.views()] == [State.RUNNING], "a living studio's jobs are seen"
    assert second.engine.asked == [], "and left to it"
    await second.close()

    left = await first.desk.close()
    assert [view.id for view in left] == [job_id]
    first.library.close()

    third = Bench(tmp_path)
    await third.desk.start()
    await third.desk.take_up()
    (view,) = await third.desk.wait([job_id])
    assert view.state is State.DONE
    assert third.engine.asked == [], "a running job is followed, not sent again"
    assert len(third.library.page().pictures) == 1
    await third.close()


async def test_a_lost_answer_is_asked_after_and_never_sent_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.submitting.LOOK_AGAIN", (0.0,))
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
        record = bench.library.jobs()[0]
        seen.append((record.state, record.graph, record.prompt_id == request.job_id, record.engine))
        return await taken(request, prepared)

    monkeypatch.setattr(bench.engine, "submit", look_first)
    await bench.desk.start()
    await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert seen == [("submitting", '{"1": {}}', True, "spark")]
    await bench.close()


async def test_a_paused_desk_keeps_its_jobs_until_it_is_resumed(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    await bench.desk.pause()
    ids = await bench.desk.submit(bench.recipes(count=3))
    assert {bench.desk.view(job_id).state for job_id in ids} == {State.DRAFT}
    await bench.desk.release(ids[1])
    await bench.desk.wait([ids[1]])
    assert bench.desk.view(ids[0]).state is State.DRAFT
    await bench.desk.shift(ids[2], -1)
    await bench.desk.resume()
    await bench.desk.wait(ids)
    assert [request.seed for request in bench.engine.asked] == [6, 7, 5]
    await bench.close()


async def test_a_job_of_a_higher_priority_goes_first(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    await bench.desk.pause()
    ids = await bench.desk.submit(bench.recipes(count=3))
    await bench.desk.prioritise(ids[2], 1)
    await bench.desk.resume()
    await bench.desk.wait(ids)
    assert [request.seed for request in bench.engine.asked] == [7, 5, 6]
    await bench.close()


async def test_waiting_jobs_move_to_another_server_when_theirs_fails(tmp_path: Path) -> None:
    bench = Bench(tmp_path, second="nano")
    bench.engine.refusal = EngineUnreachable("nothing answers")
    await bench.desk.start()
    views = await bench.desk.wait(await bench.desk.submit(bench.recipes(count=4, engine="auto")))
    assert {view.state for view in views} == {State.DONE}
    assert {view.engine for view in views} == {"nano"}
    assert {bench.library.picture(view.picture_ids[0]).facts.engine for view in views} == {"nano"}
    await bench.close()


async def test_a_server_without_the_model_leaves_the_job_to_one_that_has_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path, second="nano")
    bench.engine.refusal = ModelMissing("no kontext", "Put it there", "kontext.safetensors", "diffusion_models")
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes(engine="auto")))
    assert (view.state, view.engine) == (State.DONE, "nano")
    await bench.close()


async def test_a_job_that_every_server_refuses_says_what_each_said(tmp_path: Path) -> None:
    bench = Bench(tmp_path, second="nano")
    for engine in bench.engines.values():
        engine.refusal = ModelMissing("no kontext", "Put it there", "kontext.safetensors", "diffusion_models")
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes(engine="auto")))
    assert view.state is State.FAILED
    assert view.notice is not None
    assert "nano: no kontext; spark: no kontext" in view.notice.reason
    await bench.close()


async def test_another_studios_cancel_is_heeded(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    await bench.desk.pause()
    (job_id,) = await bench.desk.submit(bench.recipes())
    record = bench.library.job(job_id)
    bench.library.put_job(msgspec.structs.replace(record, state=State.CANCELLED))
    await bench.desk.resume()
    assert bench.desk.view(job_id).state is State.CANCELLED
    assert bench.engine.asked == []
    await bench.close()


STATES_BEFORE_THE_END = [state for state in State if state not in ENDED]


@pytest.mark.parametrize("state", STATES_BEFORE_THE_END)
async def test_whatever_state_a_killed_studio_left_a_job_in_it_is_finished_once(tmp_path: Path, state: State) -> None:
    bench = Bench(tmp_path)
    (recipe,) = bench.recipes("RTFM")
    job_id = str(uuid.uuid4())
    picture_ids: tuple[int, ...] = ()
    if state is State.LETTERING:
        facts = runner.facts_of(recipe, "spark", {}, job_id)
        picture_ids = (bench.library.save_picture(panel_png(), facts, key=f"{job_id}/0").id,)
    record = JobRecord(
        id=job_id,
        prompt_id=job_id,
        client_id=str(uuid.uuid4()),
        engine="spark",
        state=state,
        recipe=to_json(recipe),
        graph='{"1": {}}' if state not in (State.DRAFT, State.WAITING) else "",
        created=1.0,
        changed=1.0,
        picture_ids=picture_ids,
    )
    bench.library.put_job(record)
    await bench.desk.start()
    await bench.desk.take_up()
    await bench.desk.resume()
    (view,) = await bench.desk.wait([job_id])
    assert view.state is State.DONE, view.notice
    assert len(bench.library.page().pictures) == 1
    assert len(bench.library.letterings(view.picture_ids[0])) == 1
    sent = 1 if state in (State.DRAFT, State.WAITING, State.SUBMITTING) else 0
    assert len(bench.engine.asked) == sent
    assert all(request.client_id == record.client_id for request in bench.engine.asked)
    await bench.close()


async def test_a_job_that_may_have_arrived_is_never_sent_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.submitting.LOOK_AGAIN", (0.0,))
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


async def test_a_job_that_was_being_sent_when_its_studio_died_waits_for_that_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.submitting.PATIENCE", 0.0)
    monkeypatch.setattr("studio.lanes.ASIDE", (0.0,))
    bench = Bench(tmp_path, second="nano")
    (recipe,) = bench.recipes(engine="auto")
    record = left(recipe, State.SUBMITTING, graph='{"1": {}}')
    bench.library.put_job(record)
    bench.engine.refusal = EngineUnreachable("nothing answers")
    await bench.desk.start()
    await bench.desk.take_up()
    (view,) = await bench.desk.wait([record.id])
    assert (view.state, view.engine) == (State.FAILED, "spark")
    assert bench.engines["nano"].asked == []
    bench.engine.refusal = None
    await bench.desk.retry(record.id)
    await bench.desk.wait([record.id])
    assert [request.job_id for request in bench.engine.asked] == [record.prompt_id], (
        "the server can tell it is the same"
    )
    await bench.close()


async def test_a_job_that_a_server_lost_goes_to_another(tmp_path: Path) -> None:
    async def lost(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        yield Failed(ResultLost("the server was started again"))

    bench = Bench(tmp_path, lost, second="nano")
    bench.engines["nano"].script = whole_run
    await bench.desk.start()
    views = await bench.desk.wait(await bench.desk.submit(bench.recipes(engine="auto", count=4)))
    assert {view.state for view in views} == {State.DONE}
    assert {view.engine for view in views} == {"nano"}
    await bench.close()


async def test_a_picture_that_is_here_is_not_drawn_again_when_its_server_forgot_it(tmp_path: Path) -> None:
    async def lost(ticket: Ticket) -> AsyncIterator[Event]:
        yield Failed(ResultLost("the server was started again"))

    bench = Bench(tmp_path, lost)
    (recipe,) = bench.recipes("RTFM")
    record = left(recipe, State.FETCHING, graph="{}")
    bench.library.put_job(record)
    picture = bench.library.save_picture(
        panel_png(), runner.facts_of(recipe, "spark", {}, record.id), key=f"{record.id}/0"
    )
    await bench.desk.start()
    await bench.desk.take_up()
    (view,) = await bench.desk.wait([record.id])
    assert (view.state, view.picture_ids) == (State.DONE, (picture.id,))
    assert bench.engine.asked == []
    assert len(bench.library.letterings(picture.id)) == 1
    await bench.close()


async def test_a_server_that_worked_and_went_away_keeps_the_jobs_that_were_meant_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.lanes.ASIDE", (0.01,))
    bench = Bench(tmp_path)
    await bench.desk.start()
    await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    bench.engine.refusal = EngineUnreachable("nothing answers")
    (job_id,) = await bench.desk.submit(bench.recipes())
    while not bench.desk.view(job_id).trouble:
        await asyncio.sleep(0)
    assert "trying again" in bench.desk.view(job_id).words
    bench.engine.refusal = None
    (view,) = await bench.desk.wait([job_id])
    assert view.state is State.DONE
    await bench.close()


async def test_a_studio_sees_what_another_does_and_each_can_cancel_the_others_jobs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.others.OTHERS_EVERY", 0.01)
    stop = asyncio.Event()

    async def held(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        await stop.wait()
        yield Cancelled()

    first, second = Bench(tmp_path, held), Bench(tmp_path)
    for bench in (first, second):
        bench.book._made["spark"] = first.engine
        await bench.desk.start()
        await bench.desk.take_up()
    ids = await first.desk.submit(first.recipes(count=3))
    await until(second, lambda: sorted(view.id for view in second.desk.views()) == sorted(ids))
    await until(second, lambda: second.desk.view(ids[1]).state is State.RUNNING)
    await second.desk.cancel(ids[2])
    await until(first, lambda: first.desk.view(ids[2]).state is State.CANCELLED)
    await second.desk.cancel(ids[0])
    assert first.engine.cancelled == [ids[0]]
    stop.set()
    await first.desk.wait(ids)
    await second.desk.wait(ids)
    assert [request.job_id for request in first.engine.asked] == list(ids[:2]), "only its own studio sends a job"
    await first.close()
    await second.close()


async def test_a_studio_goes_on_with_the_jobs_of_one_that_went_while_it_was_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.others.OTHERS_EVERY", 0.01)

    async def never_ends(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        await asyncio.Event().wait()

    first, second = Bench(tmp_path, never_ends), Bench(tmp_path)
    await first.desk.start()
    await second.desk.start()
    await second.desk.take_up()
    ids = await first.desk.submit(first.recipes(count=3))
    await until(first, lambda: first.desk.view(ids[1]).state is State.RUNNING)
    await first.close()
    await until(second, lambda: len(second.desk.views()) == 3)
    views = await second.desk.wait(ids)
    assert {view.state for view in views} == {State.DONE}
    assert [request.job_id for request in second.engine.asked] == [ids[2]], "what runs is followed and not sent again"
    await second.close()


async def test_what_is_being_sent_can_be_cancelled_and_its_server_is_asked_to_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path)
    sending = asyncio.Event()

    async def stuck(request: DrawRequest, prepared: str = "") -> Ticket:
        sending.set()
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(bench.engine, "submit", stuck)
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    await sending.wait()
    await bench.desk.cancel(job_id)
    assert bench.desk.view(job_id).state is State.CANCELLED
    assert bench.engine.cancelled == [job_id]
    await bench.close()


async def test_a_job_is_cancelled_here_also_where_its_server_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never_ends(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        await asyncio.Event().wait()

    async def away(ticket: Ticket) -> None:
        raise EngineUnreachable("nothing answers")

    bench = Bench(tmp_path, never_ends)
    monkeypatch.setattr(bench.engine, "cancel", away)
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    await until(bench, lambda: bench.desk.view(job_id).state is State.RUNNING)
    await bench.desk.cancel(job_id)
    (view,) = await bench.desk.wait([job_id])
    assert view.state is State.CANCELLED
    assert view.notice is not None
    assert "may still draw it" in view.notice.title
    await bench.close()


async def test_a_cancel_between_choosing_and_sending_does_not_stop_the_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = Bench(tmp_path)
    change = bench.library.change_job
    ids: list[str] = []
    loop = asyncio.get_running_loop()

    def cancel_the_second(record: JobRecord, expected: str) -> bool:
        if record.state == State.SUBMITTING and record.id == ids[0] and not record.graph:
            asyncio.run_coroutine_threadsafe(bench.desk.cancel(ids[1]), loop).result(5)
        return change(record, expected)

    await bench.desk.start()
    await bench.desk.pause()
    ids += await bench.desk.submit(bench.recipes(count=3))
    monkeypatch.setattr(bench.library, "change_job", cancel_the_second)
    await bench.desk.resume()
    views = await bench.desk.wait(ids)
    assert [view.state for view in views] == [State.DONE, State.CANCELLED, State.DONE]
    await bench.close()


async def test_paces_are_those_of_the_past_and_lanes_say_how_servers_are(tmp_path: Path) -> None:
    bench = Bench(tmp_path, second="nano")
    for seconds in (8.0, 12.0, 10.0):
        bench.library.add_run(
            RunRecord(
                engine="nano",
                family="kontext",
                width=1024,
                height=1024,
                steps=20,
                seconds=seconds,
                stages={"sampling": seconds},
                finished=1.0,
            )
        )

    async def health() -> Health:
        return Health(True, "ready", {"devices": "NVIDIA GB10 (98.1 of 119.6 GiB free)"}, 3)

    bench.engines["nano"].health = health  # type: ignore[method-assign]
    await bench.desk.start()
    told: list[LaneView] = []
    bench.desk.subscribe(lambda change: told.append(change.lane) if isinstance(change, LaneChanged) else None)
    bench.desk.watch_servers()
    await until(bench, lambda: len(told) == 2)
    nano = next(lane for lane in bench.desk.servers() if lane.name == "nano")
    assert (nano.ready, nano.waiting, nano.pace, nano.memory) == (True, 3, 10.0, "98.1 of 119.6 GiB free")
    await bench.close()


async def test_queue_time_is_told_apart_from_drawing_time(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.began is not None
    assert view.drawn is not None
    assert view.waited(0.0) == view.began - view.created
    assert view.drawing(0.0) == view.drawn - view.began
    waiting = msgspec.structs.replace(view, state=State.WAITING, began=None, drawn=None)
    assert (waiting.waited(view.created + 5), waiting.drawing(view.created + 5)) == (5.0, None)
    await bench.close()


async def until(bench: Bench, happened: Callable[[], bool]) -> None:
    """Wait until something is so; looked at with every change."""
    changed = asyncio.Event()
    end = bench.desk.subscribe(lambda _: changed.set())
    async with asyncio.timeout(10):
        while not happened():
            changed.clear()
            await changed.wait()
    end()


def left(recipe: Recipe, state: State, graph: str = "") -> JobRecord:
    """A job that a studio which is gone left in this state."""
    job_id = str(uuid.uuid4())
    return JobRecord(
        id=job_id,
        prompt_id=job_id,
        client_id=str(uuid.uuid4()),
        engine="spark",
        state=state,
        recipe=to_json(recipe),
        graph=graph,
        created=1.0,
        changed=1.0,
    )
