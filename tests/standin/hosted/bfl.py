"""A stand-in for Black Forest Labs: tasks that go through their states as they are asked for, and credits."""

from __future__ import annotations

import base64
import io
from typing import Any

from aiohttp import web
from PIL import Image

from tests.standin.hosted.asked import AskedHosted
from tests.standin.hosted.delivery import Delivery
from tests.standin.hosted.server import KEY, Reply, Seen, png

FLUX2 = {"prompt", "width", "height", "seed", "safety_tolerance", "output_format", "prompt_upsampling"}
KONTEXT = {"prompt", "aspect_ratio", "seed", "safety_tolerance", "output_format", "prompt_upsampling"}
FILL = {"prompt", "image", "mask", "steps", "guidance", "seed", "safety_tolerance", "output_format"}


def _with_pictures(fields: set[str], number: int) -> set[str]:
    return fields | {"input_image"} | {f"input_image_{place}" for place in range(2, number + 1)}


FIELDS = {
    "flux-2-pro": _with_pictures(FLUX2, 8),
    "flux-2-max": _with_pictures(FLUX2, 8),
    "flux-2-flex": _with_pictures(FLUX2 | {"steps", "guidance"}, 8),
    "flux-2-klein-4b": _with_pictures(FLUX2, 4),
    "flux-kontext-pro": _with_pictures(KONTEXT, 4),
    "flux-pro-1.0-fill": FILL,
}
REFUSALS = {
    "no key": Reply(403, {"detail": "Not authenticated"}),
    "no credits": Reply(402, {"detail": "Insufficient credits. Please add credits to your account."}),
    "not allowed": Reply(403, {"detail": "This model is not available in your region"}),
    "no such model": Reply(404, {"detail": "Not Found"}),
    "wrong field": Reply(
        422,
        {
            "detail": [
                {"loc": ["body", "width"], "msg": "Input should be a multiple of 16", "type": "multiple_of"},
                {"loc": ["body", "seed"], "msg": "Input should be a valid integer", "type": "int_type"},
            ]
        },
    ),
    "too many": Reply(429, {"error": "Too many active tasks"}, {"Retry-After": "7"}),
    "broken": Reply(500, {"message": "Internal server error"}),
    "proxy's 502": Reply(502, b"<html>Bad gateway</html>", {"Content-Type": "text/html"}),
    "overloaded": Reply(503, b"", {}),
}
"""Each error of the service's table, and what stands before it may say."""


class FluxStandIn(AskedHosted):
    """Its pictures lie at a `delivery`, or at itself without one. Each look at a task takes the next of `states`, and
    stays at the last."""

    def __init__(self, delivery: Delivery | None = None) -> None:
        super().__init__()
        self.delivery = delivery
        self.states: list[dict[str, Any]] = [
            {"status": "Pending"},
            {"status": "Generating", "progress": 0.4, "result": None},
            {"status": "Ready"},
        ]
        self.cost: Any = 4.5
        self.polling_url = ""
        """What the answer names instead of its own address."""
        self.samples: dict[str, bytes] = {}
        self.tasks: dict[str, list[dict[str, Any]]] = {}

    @property
    def bodies(self) -> list[tuple[str, dict[str, Any]]]:
        """What was sent to be drawn: the model and the body, in order."""
        return [(seen.path.removeprefix("/v1/"), seen.json) for seen in self.seen if self.costs(seen)]

    def costs(self, seen: Seen) -> bool:
        return seen.method == "POST"

    def is_known(self, seen: Seen) -> bool:
        return seen.headers.get("x-key") == KEY

    def unauthorized(self) -> Reply:
        return REFUSALS["no key"]

    def asked(self, seen: Seen) -> Reply:
        if (name := seen.path.removeprefix("/samples/")) in self.samples:
            return Reply(200, self.samples[name], {"Content-Type": "image/png"})
        route, _, identity = seen.path.partition("?id=")
        if route == "/v1/credits":
            return Reply(200, {"credits": 1234.5})
        if route == "/v1/get_result" and identity in self.tasks:
            return Reply(200, self._look(identity))
        return Reply(404, {"detail": "Task not found"})

    async def drawn(self, seen: Seen, request: web.Request) -> Reply:
        model, body = seen.path.removeprefix("/v1/"), seen.json
        refused = checked(model, body)
        if refused is not None:
            return refused
        identity = f"3c1-{len(self.tasks)}"
        self.tasks[identity] = [dict(state) for state in self.states]
        where = self.polling_url or f"{self.url}/v1/get_result?id={identity}"
        return Reply(200, {"id": identity, "polling_url": where, "cost": self.cost})

    def _look(self, identity: str) -> dict[str, Any]:
        is_held = self.look()
        left = self.tasks[identity]
        told = left.pop(0) if len(left) > 1 and not is_held else left[0]
        if told["status"] == "Ready" and "result" not in told:
            data = self.faults.picture if self.faults.picture is not None else png(64, 64)
            name = f"{identity}.png"
            self.samples[name] = data
            sample = self.delivery.put(name, data) if self.delivery else f"{self.url}/samples/{name}"
            told["result"] = {"sample": sample, "prompt": "…", "seed": 7, "duration": 3.2}
        return {"id": identity, "result": None, **told}


def checked(model: str, body: dict[str, Any]) -> Reply | None:
    """What the service would refuse of a task."""
    if model not in FIELDS:
        return REFUSALS["no such model"]
    wrong = [name for name in body if name not in FIELDS[model]]
    for side in ("width", "height"):
        if side in body and (body[side] % 16 or body[side] < 64):
            wrong.append(side)
    if body.get("width", 1) * body.get("height", 1) > 4 * 2**20:
        wrong.append("width")
    if not 0 <= body.get("safety_tolerance", 2) <= 6:
        wrong.append("safety_tolerance")
    for name, value in body.items():
        if name.startswith("input_image") or name in ("image", "mask"):
            Image.open(io.BytesIO(base64.b64decode(value, validate=True))).verify()
    if not wrong:
        return None
    return Reply(422, {"detail": [{"loc": ["body", name], "msg": "Input is wrong", "type": "x"} for name in wrong]})
