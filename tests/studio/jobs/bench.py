"""A desk over a real library, with engines that play a script."""

from __future__ import annotations

import asyncio
import io
import random
import uuid
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from PIL import Image, ImageDraw

from backends.base import (
    DrawnPicture,
    DrawRequest,
    Event,
    Finished,
    Health,
    Preview,
    Queued,
    Stage,
    Started,
    Step,
    Ticket,
)
from library.records import JobRecord
from library.store import Library
from studio.engines.book import EngineBook
from studio.jobs.desk import Desk
from studio.jobs.states import ENDED, State
from studio.jobs.views import Change, JobChanged
from studio.lettering.records import Look
from studio.scenes import plan, stock
from studio.scenes.recipe import Recipe, to_json
from studio.scenes.scene import Scene
from studio.scenes.understanding import understand
from studio.settings.engine_settings import ServerSettings
from studio.settings.settings import Settings

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
    sends_once = False

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


STATES_BEFORE_THE_END = [state for state in State if state not in ENDED]


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
