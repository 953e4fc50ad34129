"""The stand-in's queue and its one worker: runs graphs in order, and says on the wire what ComfyUI says."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.standin import drawing

if TYPE_CHECKING:
    from tests.standin.server import StandIn


SAMPLERS = ("KSampler", "SamplerCustomAdvanced")


class Interrupted(Exception):
    """Somebody stopped the running job."""


class NodeFailed(Exception):
    """A node raised: its type and message."""


@dataclass
class Job:
    """One accepted prompt."""

    number: float
    id: str
    graph: dict[str, Any]
    extra: dict[str, Any]
    outputs: list[str]
    client_id: str | None
    messages: list[Any] = field(default_factory=list)
    stopped: bool = False

    def listed(self) -> list[Any]:
        """The job as /queue and the history list it."""
        extra = {**self.extra, **({"client_id": self.client_id} if self.client_id else {})}
        return [self.number, self.id, self.graph, extra, self.outputs]


class Worker:
    """Runs one job of the server; made anew for each."""

    def __init__(self, server: StandIn, job: Job) -> None:
        self._server, self._job = server, job
        self._states: dict[str, Any] = {}
        self._outputs: dict[str, Any] = {}
        self._signatures = {name: _signature(job.graph, name) for name in job.graph}

    async def run(self) -> dict[str, Any]:
        """Run the job; its history entry."""
        server, job = self._server, self._job
        await self._tell("execution_start", keep=True)
        order = _order(job.graph, job.outputs)
        cached = [name for name in order if self._signatures[name] in server.cache]
        await self._tell("execution_cached", keep=True, nodes=cached, first=True)
        executed: list[str] = []
        status = {"status_str": "success", "completed": True}
        try:
            for name in order:
                if name in cached:
                    await self._repeat(name)
                else:
                    await self._execute(name)
                    executed.append(name)
            await self._tell("execution_success", keep=True)
        except Interrupted:
            status = {"status_str": "error", "completed": False}
            await self._trouble("execution_interrupted", executed)
        except NodeFailed as error:
            status = {"status_str": "error", "completed": False}
            kind, message = error.args
            await self._trouble(
                "execution_error",
                executed,
                exception_message=message,
                exception_type=kind,
                traceback=["…"],
                current_inputs={},
                current_outputs=list(executed),
            )
        meta = {
            name: {"node_id": name, "display_node": name, "parent_node": None, "real_node_id": name}
            for name in self._outputs
        }
        server.cache = {self._signatures[name]: server.cache.get(self._signatures[name]) for name in cached + executed}
        for name, output in self._outputs.items():
            server.cache[self._signatures[name]] = output
        return {
            "prompt": job.listed(),
            "outputs": self._outputs,
            "status": {**status, "messages": job.messages},
            "meta": meta,
        }

    async def _repeat(self, name: str) -> None:
        output = self._server.cache[self._signatures[name]]
        if output is None:
            return
        await self._tell("executed", node=name, display_node=name, output=output)
        await self._progress(name, 1, 1, "finished")
        self._outputs[name] = output

    async def _execute(self, name: str) -> None:
        server, kind = self._server, self._job.graph[name]["class_type"]
        server.current_node = name
        await self._progress(name, 0.0, 1.0, "running")
        await self._tell("executing", node=name, display_node=name)
        if kind in server.faults.errors:
            raise NodeFailed(*server.faults.errors[kind])
        await server.pass_node(kind)
        self._stop_here()
        if kind in SAMPLERS:
            await self._sample(name)
            return
        if kind == "SaveImage":
            self._outputs[name] = await self._save(name)
            await self._tell("executed", node=name, display_node=name, output=self._outputs[name])
        await self._progress(name, 1.0, 1.0, "finished")

    async def _sample(self, name: str) -> None:
        server = self._server
        steps, picture = int(self._setting("steps")), self._painted()
        described = server.wire.describes(self._job.client_id)
        for step in range(1, steps + 1):
            await server.pass_step(step)
            self._stop_here()
            for frame in server.faults.extra_frames:
                await server.send(self._job.client_id, frame)
            await self._progress(name, step, steps, "running")
            frame = drawing.preview(picture, step, steps)
            if described:
                await self._described_preview(name, frame)
            await self._tell("progress", first=True, value=step, max=steps, node=name, id_last=True)
            if not described:
                await server.send(self._job.client_id, b"\x00\x00\x00\x01\x00\x00\x00\x01" + frame)
        await self._progress(name, steps, steps, "finished")

    async def _described_preview(self, name: str, picture: bytes) -> None:
        metadata = {
            "node_id": name,
            "prompt_id": self._job.id,
            "display_node_id": name,
            "parent_node_id": None,
            "real_node_id": name,
            "image_type": "image/jpeg",
        }
        head = json.dumps(metadata).encode()
        frame = (4).to_bytes(4, "big") + len(head).to_bytes(4, "big") + head + picture
        await self._server.send(self._job.client_id, frame)

    def _setting(self, *names: str) -> Any:
        """What stands at the first input of these names that holds a value and no link; 1 where there is none."""
        for node in self._job.graph.values():
            for name in names:
                value = node["inputs"].get(name)
                if isinstance(value, int | float):
                    return value
        return 1

    def _painted(self) -> Any:
        size = self._setting("width"), self._setting("height")
        return drawing.paint(self._setting("seed", "noise_seed"), *size)

    async def _save(self, name: str) -> dict[str, Any]:
        graph = self._job.graph
        folder, _, prefix = graph[name]["inputs"]["filename_prefix"].rpartition("/")
        images = []
        for _ in range(self._setting("batch_size")):
            data = await asyncio.to_thread(drawing.png, self._painted(), graph, self._job.extra.get("extra_pnginfo"))
            images.append(self._server.keep(data, folder, prefix))
        return {"images": images}

    def _stop_here(self) -> None:
        if self._job.stopped:
            raise Interrupted

    async def _progress(self, name: str, value: float, most: float, state: str) -> None:
        self._states[name] = {
            "value": value,
            "max": most,
            "state": state,
            "node_id": name,
            "prompt_id": self._job.id,
            "display_node_id": name,
            "parent_node_id": None,
            "real_node_id": name,
        }
        if not self._server.faults.silent_progress:
            data = {"prompt_id": self._job.id, "nodes": dict(self._states)}
            await self._server.tell(self._job.client_id, "progress_state", data)

    async def _trouble(self, kind: str, executed: list[str], **data: Any) -> None:
        node = self._server.current_node
        about = {"node_id": node, "node_type": self._job.graph[node]["class_type"], "executed": executed}
        await self._tell(kind, keep=True, **about, **data)

    async def _tell(
        self, kind: str, keep: bool = False, first: bool = False, id_last: bool = False, **data: Any
    ) -> None:
        own = {"prompt_id": self._job.id}
        whole = {**data, **own} if first or not keep else {**own, **data}
        if id_last:
            whole = {"value": data["value"], "max": data["max"], **own, "node": data["node"]}
        if keep:
            whole["timestamp"] = int(time.time() * 1000)
            self._job.messages.append([kind, whole])
        await self._server.tell(self._job.client_id, kind, whole)


def _signature(graph: dict[str, Any], name: str) -> str:
    """What a node's result hangs on: its class, its values, and the same of all before it."""
    node = graph[name]
    inputs = {
        key: [_signature(graph, value[0]), value[1]] if isinstance(value, list) else value
        for key, value in sorted(node["inputs"].items())
    }
    return json.dumps([node["class_type"], inputs])


def _order(graph: dict[str, Any], outputs: list[str]) -> list[str]:
    """The nodes that the outputs need, each after those that it needs itself."""
    order: list[str] = []

    def visit(name: str) -> None:
        if name not in order:
            for value in graph[name]["inputs"].values():
                if isinstance(value, list):
                    visit(value[0])
            order.append(name)

    for output in outputs:
        visit(output)
    return order
