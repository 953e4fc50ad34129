"""The stand-in itself: an aiohttp application with ComfyUI's routes, and hooks with which a test moves it."""

from __future__ import annotations

import asyncio
import contextlib
import heapq
import json
import ssl
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from aiohttp import web

from tests.standin.faults import Faults
from tests.standin.jobs import Job, Worker
from tests.standin.recorded import NEW, OLD, by_hand, features, object_info
from tests.standin.routes import Routes
from tests.standin.sockets import Sockets


class StandIn:
    """`async with StandIn() as server:` and then `server.url`. Everything it keeps is in memory."""

    def __init__(
        self,
        port: int = 0,
        seconds_per_step: float = 0.0,
        host: str = "127.0.0.1",
        prefix: str = "",
        certificate: Path | None = None,
        version: str = OLD,
    ) -> None:
        self.faults = Faults()
        self.version = version
        self.features = features(version)
        self.seconds_per_step = seconds_per_step
        self.object_info: dict[str, Any] = {**by_hand("every server"), **object_info(version)}
        self.requests: list[tuple[str, str]] = []
        """Method and path of every request so far."""
        self.bodies: list[Any] = []
        """The JSON bodies of POST /prompt so far."""
        self.ran: list[str] = []
        """The ids of the jobs that began to run, in order."""
        self.freed: list[Any] = []
        """The JSON bodies of POST /free so far."""
        self.metadata: dict[str, dict[str, Any]] = {}
        """LoRA file → what /view_metadata says of it."""
        self.folders: dict[str, list[str]] = {}
        """Kind of model → the folders that /internal/folder_paths names."""
        self.global_interrupts = 0
        self.headers_seen: list[dict[str, str]] = []
        self.files: dict[tuple[str, str, str], bytes] = {}
        self.cache: dict[str, Any] = {}
        self.current_node = ""
        self._host, self._port, self._prefix, self._certificate = host, port, prefix, certificate
        self.pending: list[tuple[float, int, Job]] = []
        self.job: Job | None = None
        self.history: dict[str, Any] = {}
        self.number = 0
        self._saved = 0
        self.wire = Sockets(self)
        """Its sockets: how many there are, and how a test cuts them."""
        self.held_at: tuple[str, int] | None = None
        self._go = asyncio.Event()
        self._changed = asyncio.Event()
        self.work = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The address, with the path prefix if there is one."""
        return f"http{'s' if self._certificate else ''}://{self._host}:{self._port}{self._prefix}"

    @property
    def looks(self) -> int:
        """How often somebody asked where a job is."""
        return self.asked("GET", self.route_of_a_look)

    @property
    def route_of_a_look(self) -> str:
        """The route by which a client of this version asks where a job is, as `asked` and the faults name it."""
        return "/jobs/{id}" if self.newer else "/queue"

    @property
    def newer(self) -> bool:
        """Whether it is ComfyUI 0.33.0, with /api/jobs."""
        return self.version == NEW

    # Running it.

    async def __aenter__(self) -> StandIn:
        self._runner = web.AppRunner(Routes(self).application(self._prefix), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        context = None
        if self._certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._certificate)
        site = web.TCPSite(self._runner, self._host, self._port, ssl_context=context)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._worker = asyncio.create_task(self._run_jobs())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stop_worker()
        self.wire.cut()
        if self._runner is not None:
            await self._runner.cleanup()

    async def restart(self) -> None:
        """As if the process had been started again: queue, history, cache and sockets are gone, uploads stay."""
        await self._stop_worker()
        self.pending.clear()
        self.history.clear()
        self.cache.clear()
        self.job = None
        self.held_at = None
        self.wire.cut()
        self._worker = asyncio.create_task(self._run_jobs())
        self.note()

    async def _stop_worker(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._worker

    # What a test does with it.

    def hold(self, node: str = "KSampler", step: int = 1) -> None:
        """Stop the next job that comes to this node; at a KSampler, before this step. See `held` and `release`."""
        self.held_at = (node, step)
        self._go.clear()

    async def held(self) -> None:
        """Wait until a job stands where `hold` said."""
        await self.until(lambda: self.held_at is not None and self.held_at[1] < 0)

    def release(self) -> None:
        """Let the job that is held go on."""
        self.held_at = None
        self._go.set()

    async def until(self, happened: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait until something is so; looked at whenever the server did anything. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not happened():
                self._changed.clear()
                await self._changed.wait()

    def set_choices(self, node: str, name: str, choices: list[str]) -> None:
        """Change the names that an input may take, such as the files of a model folder."""
        self.object_info[node]["input"]["required"][name][0] = choices

    def install(self, group: str) -> None:
        """Have a group of nodes that were written by hand: `flux2` or `gguf`."""
        self.object_info.update(by_hand(group))

    def asked(self, method: str, route: str) -> int:
        """How many requests there were for a route; a job's id in it is written `{id}`."""
        return sum(1 for entry in self.requests if entry == (method, route))

    @property
    def waiting(self) -> list[str]:
        """The ids of the jobs that wait, in order."""
        return [job.id for _, _, job in sorted(self.pending, key=lambda entry: entry[:2])]

    @property
    def running(self) -> str:
        """The id of the job that runs, empty if none does."""
        return self.job.id if self.job else ""

    def clear_history(self) -> None:
        """Forget what was drawn."""
        self.history.clear()

    # Jobs.

    async def _run_jobs(self) -> None:
        while True:
            while not self.pending:
                self.work.clear()
                await self.work.wait()
            job = heapq.heappop(self.pending)[2]
            self.job = job
            self.ran.append(job.id)
            await self.broadcast_status()
            entry = await Worker(self, job).run()
            self.job, self.current_node = None, ""
            self.history[job.id] = entry
            await self.broadcast_status()
            await self.tell(job.client_id, "executing", {"node": None, "prompt_id": job.id})

    async def pass_node(self, kind: str) -> None:
        """A worker comes to a node that is not a sampler."""
        if self.held_at == (kind, 1) and kind != "KSampler":
            await self._wait_here(kind)

    async def pass_step(self, step: int) -> None:
        """A worker comes to a sampling step."""
        await asyncio.sleep(self.seconds_per_step)
        if self.held_at == ("KSampler", step):
            await self._wait_here("KSampler")

    async def drop(self, gone: set[str]) -> bool:
        """Take jobs out of the queue; whether any of them waited."""
        kept = [entry for entry in self.pending if entry[2].id not in gone]
        dropped = len(kept) < len(self.pending)
        if dropped:
            self.pending = kept
            heapq.heapify(self.pending)
            await self.broadcast_status()
        return dropped

    def stop(self, job_id: str) -> bool:
        """Interrupt the running job if it is this one; whether it is. A job that is held goes on to its end."""
        if self.job is None or self.job.id != job_id:
            return False
        self.job.stopped = True
        if self.held_at is not None and self.held_at[1] < 0:
            self.release()
        return True

    async def _wait_here(self, kind: str) -> None:
        self.held_at = (kind, -1)
        self.note()
        await self._go.wait()

    def keep(self, data: bytes, folder: str, prefix: str) -> dict[str, str]:
        """Save a drawn picture; how the messages name it."""
        self._saved += 1
        name = f"{prefix}_{self._saved:05}_.png"
        if self.faults.rename is not None:
            name = self.faults.rename(name)
        self.files[("output", folder, name)] = data
        return {"filename": name, "subfolder": folder, "type": "output"}

    # What is said.

    async def tell(self, client_id: str | None, kind: str, data: dict[str, Any]) -> None:
        """Send a message to one client, or to all where a job has none."""
        await self.send(client_id, json.dumps({"type": kind, "data": data}))

    async def send(self, client_id: str | None, frame: str | bytes) -> None:
        """Send a frame to one client, or to all."""
        await self.wire.send(client_id, frame)

    async def broadcast_status(self) -> None:
        """Tell all sockets how long the queue is."""
        await self.tell(None, "status", {"status": self.status()})

    def status(self) -> dict[str, Any]:
        """How long the queue is, as messages say it."""
        return {"exec_info": {"queue_remaining": len(self.pending) + (self.job is not None)}}

    def note(self) -> None:
        """Something happened: whoever waits in `until` looks again."""
        self._changed.set()
