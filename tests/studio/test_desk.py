"""The desk against a scripted engine: what is written, what is told, and what another studio takes up."""

from __future__ import annotations

import asyncio
import io
import random
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from backends.base import (
    Cancelled,
    DrawnPicture,
    DrawRequest,
    EngineBroke,
    EngineUnreachable,
    Event,
    Failed,
    Finished,
    Health,
    Preview,
    Queued,
    ResultLost,
    Stage,
    Started,
    Step,
    Ticket,
)
from library.errors import DiskFull
from library.records import JobRecord
from library.store import Library
from studio import plan, stock
from studio.desk import Desk
from studio.engines import EngineBook
from studio.errors import Notice
from studio.jobs import State
from studio.lettering.records import Look
from studio.recipe import Recipe
from studio.scene import Scene, understand
from studio.settings import ServerSettings, Settings
from studio.views import Change, JobChanged, LetteringSaved, Noticed, PictureSaved

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

    async def health(self) -> Health:
        return Health(True, "ready")

    async def submit(self, request: DrawRequest) -> Ticket:
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

    def __init__(self, folder: Path, script: Script = whole_run) -> None:
        self.library = Library.open(folder)
        self.engine = ScriptedEngine(script)
        self.book = EngineBook(Settings(servers=(ServerSettings("spark", "http://spark"),)))
        self.book._made["spark"] = self.engine
        self.desk = Desk(self.library, self.book, look=Look(), pose_model=None)
        self.changes: list[Change] = []
        self.desk.subscribe(self.changes.append)

    def recipes(self, saying: str = "", count: int = 1) -> tuple[Recipe, ...]:
        scene = Scene(text="Milo at the rack", sayings=(saying,) if saying else (), seed=5, count=count)
        return plan.recipes(
            understand(scene, STOCK),
            engine="spark",
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


@pytest.mark.parametrize(
    ("script_error", "state"),
    [
        (EngineBroke("CUDA out of memory", "Draw it smaller", "KSampler"), State.FAILED),
        (ResultLost("gone"), State.LOST),
    ],
)
async def test_an_engine_error_ends_the_job_with_its_reason(
    tmp_path: Path, script_error: EngineBroke, state: State
) -> None:
    async def broken(ticket: Ticket) -> AsyncIterator[Event]:
        yield Started()
        yield Failed(script_error)

    bench = Bench(tmp_path, broken)
    await bench.desk.start()
    (view,) = await bench.desk.wait(await bench.desk.submit(bench.recipes()))
    assert view.state is state
    assert view.notice is not None
    assert view.notice.reason == script_error.reason
    assert bench.library.job(view.id).notice
    (again,) = await bench.desk.retry(view.id)
    assert again != view.id
    await bench.desk.wait([again])
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
    written = bench.library.put_job

    def full_once_submitted(record: JobRecord) -> None:
        if record.state != State.WAITING:
            raise DiskFull("no room for the index", "Free some room")
        written(record)

    monkeypatch.setattr(bench.library, "put_job", full_once_submitted)
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
    assert second.desk.views() == (), "a living studio keeps its jobs"
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
