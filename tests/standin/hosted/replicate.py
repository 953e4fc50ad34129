"""A stand-in for Replicate: predictions that go through their states as they are asked for, models with their schemas,
files, an account; as strict with inputs as its schema is."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from tests.standin.hosted.asked import AskedHosted
from tests.standin.hosted.delivery import Delivery
from tests.standin.hosted.server import KEY, Reply, Seen, encoded

PROBLEM = {"Content-Type": "application/problem+json"}
VERSION = "5c7d5dc6" * 8
BARS = "\r\n".join(
    f" {percent:3d}%|{'█' * (percent // 10):10}| {done}/28 [00:0{done // 9}<00:02,  9.1it/s]"
    for done, percent in ((0, 0), (6, 21), (12, 43))
)
LOG = (
    "Using seed: 7\nPrompt: a mila_style woman waving\ntxt2img mode\n"
    "Loading pipeline components...: 100%|██████████| 7/7 [00:01<00:00,  5.91it/s]\n"
)


def problem(status: int, detail: str, title: str = "", **more: Any) -> Reply:
    """A refusal as the service writes it."""
    body = {**({"title": title} if title else {}), "detail": detail, "status": status, **more}
    return Reply(status, body, PROBLEM)


REFUSALS = {
    "no money": problem(402, "You have insufficient credit to run this model.", "Insufficient credit"),
    "not allowed": problem(403, "This model is private", "Forbidden"),
    "no such model": problem(404, "The requested resource could not be found."),
    "no such version": problem(
        422,
        "The specified version does not exist (or perhaps you don't have permission to use it?)",
        "Invalid version or not permitted",
    ),
    "unknown input": problem(
        422,
        "- Additional property signal is not allowed\n",
        "Input validation failed",
        invalid_fields=[
            {
                "type": "additional_property_not_allowed",
                "field": "",
                "description": "Additional property signal is not allowed",
            }
        ],
    ),
    "too many": Reply(429, {"detail": "Request was throttled. Your rate limit resets in ~30s."}, PROBLEM),
    "broken": problem(500, "Internal server error"),
    "proxy's 502": Reply(502, b"<html>Bad gateway</html>", {"Content-Type": "text/html"}),
    "overloaded": Reply(503, b"", {}),
}
"""Each error of the service's table, and what stands before it may say."""
NSFW = "All generated images contained NSFW content. Try running it again with different prompt or a different seed."


def schema(properties: dict[str, Any], **enums: list[Any]) -> dict[str, Any]:
    """An `openapi_schema` as the service gives it, with choices standing apart."""
    schemas: dict[str, Any] = {
        name: {"enum": values, "type": "string", "title": name} for name, values in enums.items()
    }
    schemas["Input"] = {"type": "object", "title": "Input", "required": ["prompt"], "properties": properties}
    return {"openapi": "3.0.2", "components": {"schemas": schemas}}


def choice(name: str, default: str) -> dict[str, Any]:
    """An input that takes one of the choices that stand under its name."""
    return {"allOf": [{"$ref": f"#/components/schemas/{name}"}], "default": default, "x-order": 3}


TRAINED = schema(
    {
        "prompt": {"type": "string", "title": "Prompt"},
        "image": {"type": "string", "format": "uri"},
        "mask": {"type": "string", "format": "uri"},
        "seed": {"type": "integer"},
        "model": choice("model", "dev"),
        "width": {"type": "integer", "minimum": 256, "maximum": 1440},
        "height": {"type": "integer", "minimum": 256, "maximum": 1440},
        "aspect_ratio": choice("aspect_ratio", "1:1"),
        "num_outputs": {"type": "integer", "default": 1, "minimum": 1, "maximum": 4},
        "num_inference_steps": {"type": "integer", "default": 28, "minimum": 1, "maximum": 50},
        "guidance_scale": {"type": "number", "default": 3, "minimum": 0, "maximum": 10},
        "prompt_strength": {"type": "number", "default": 0.8, "minimum": 0, "maximum": 1},
        "lora_scale": {"type": "number", "default": 1, "minimum": -1, "maximum": 3},
        "extra_lora": {"type": "string"},
        "extra_lora_scale": {"type": "number", "default": 1, "minimum": -1, "maximum": 3},
        "replicate_weights": {"type": "string"},
        "output_format": choice("output_format", "webp"),
        "output_quality": {"type": "integer", "default": 80, "minimum": 0, "maximum": 100},
        "go_fast": {"type": "boolean", "default": False},
        "megapixels": choice("megapixels", "1"),
        "disable_safety_checker": {"type": "boolean", "default": False},
    },
    model=["dev", "schnell"],
    aspect_ratio=["1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21", "custom"],
    output_format=["webp", "jpg", "png"],
    megapixels=["1", "0.25"],
)
"""What a version takes that was trained there."""
WITHOUT_SEED = schema(
    {
        "prompt": {"type": "string"},
        "input_images": {"type": "array", "items": {"type": "string", "format": "uri"}, "maxItems": 2},
        "steps": {"type": "integer", "default": 30, "minimum": 10, "maximum": 40},
        "aspect_ratio": choice("aspect_ratio", "16:9"),
    },
    aspect_ratio=["match_input_image", "1:1", "16:9"],
)
"""What another public model takes: fewer things, and two references."""


@dataclass
class Script:
    """What predictions go through: each look at one takes the next of `states`, and stays at the last."""

    states: list[dict[str, Any]] = field(
        default_factory=lambda: [
            {"status": "starting", "logs": ""},
            {"status": "processing", "logs": LOG + BARS},
            {"status": "succeeded", "logs": LOG + BARS + "\r\n100%|██████████| 28/28 [00:03<00:00,  9.1it/s]\n"},
        ]
    )
    first: dict[str, Any] = field(default_factory=lambda: {"status": "starting", "logs": ""})
    """What the answer to POST says."""


class ReplicateStandIn(AskedHosted):
    """Its pictures lie at a `delivery`, or stand in the answer without one."""

    prefix = "/v1"

    def __init__(self, delivery: Delivery | None = None) -> None:
        super().__init__()
        self.script = Script()
        self.outputs = 1
        self.delivery = delivery
        self.predictions: dict[str, dict[str, Any]] = {}
        self.uploads: dict[str, bytes] = {}
        self.cancelled: list[str] = []
        self.models: dict[str, dict[str, Any]] = {
            "me/mila": {"latest_version": {"id": VERSION, "openapi_schema": TRAINED}},
            "them/other": {"latest_version": {"id": "ab" * 32, "openapi_schema": WITHOUT_SEED}},
            "me/untrained": {"latest_version": None},
        }

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """What was sent to be drawn, in order."""
        return [seen.json for seen in self.seen if self.costs(seen)]

    def costs(self, seen: Seen) -> bool:
        return seen.method == "POST" and seen.path == "/v1/predictions"

    def is_known(self, seen: Seen) -> bool:
        return seen.headers.get("authorization") == f"Bearer {KEY}"

    def unauthorized(self) -> Reply:
        return problem(401, "You did not pass a valid authentication token", "Unauthenticated")

    def asked(self, seen: Seen) -> Reply:
        parts = seen.path.removeprefix("/v1/").split("/")
        match [seen.method, *parts]:
            case ["GET", "account"]:
                return Reply(200, {"type": "user", "username": "mila", "name": "Mila"})
            case ["GET", "models", owner, name] if f"{owner}/{name}" in self.models:
                return Reply(200, {"owner": owner, "name": name, **self.models[f"{owner}/{name}"]})
            case ["GET", "models", owner, name, "versions", version] if f"{owner}/{name}" in self.models:
                latest = self.models[f"{owner}/{name}"]["latest_version"]
                if latest and latest["id"] == version:
                    return Reply(200, latest)
            case ["GET", "predictions"]:
                return Reply(200, {"next": None, "results": [self._shown(one) for one in reversed(self.predictions)]})
            case ["GET", "predictions", identity] if identity in self.predictions:
                return Reply(200, self._look(identity))
            case ["POST", "predictions", identity, "cancel"] if identity in self.predictions:
                self.cancelled.append(identity)
                self.predictions[identity] |= {"status": "canceled", "left": []}
                return Reply(200, self._shown(identity))
            case ["POST", "files"]:
                return self._keep(seen)
        return REFUSALS["no such model"]

    async def drawn(self, seen: Seen, request: web.Request) -> Reply:
        body = seen.json
        refused = self._checked(body)
        if refused is not None:
            return refused
        identity = f"y4pv{len(self.predictions):04d}"
        self.predictions[identity] = {
            "id": identity,
            "model": next((name for name, told in self.models.items() if _version(told) == body["version"]), "a/b"),
            "version": body["version"],
            "input": body["input"],
            "output": None,
            "error": None,
            "data_removed": False,
            "created_at": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
            "left": copy.deepcopy(self.script.states),
            **self.script.first,
        }
        return Reply(201, self._shown(identity))

    def _checked(self, body: dict[str, Any]) -> Reply | None:
        if set(body) != {"version", "input"}:
            return problem(422, "- input is required", "Input validation failed")
        version = body["version"]
        known = next((told["latest_version"] for told in self.models.values() if _version(told) == version), None)
        if known is None:
            return None if version.startswith("black-forest-labs/") else REFUSALS["no such version"]
        schemas = known["openapi_schema"]["components"]["schemas"]
        for name, value in body["input"].items():
            told = schemas["Input"]["properties"].get(name)
            if told is None:
                return problem(422, f"- Additional property {name} is not allowed\n", "Input validation failed")
            choices = schemas[name]["enum"] if name in schemas else None
            if choices is not None and value not in choices:
                return problem(422, f"- input.{name}: must be one of {choices}\n", "Input validation failed")
            if not told.get("minimum", value) <= value <= told.get("maximum", value):
                return problem(422, f"- input.{name}: is out of bounds\n", "Input validation failed")
        return None

    def _look(self, identity: str) -> dict[str, Any]:
        is_held = self.look()
        kept = self.predictions[identity]
        if kept["left"] and not is_held:
            kept |= kept["left"].pop(0)
        if kept["status"] == "succeeded" and kept["output"] is None and not kept["data_removed"]:
            kept["output"] = [self._picture(identity, number) for number in range(self.outputs)]
            kept["metrics"] = {"predict_time": 4.1, "total_time": 5.2}
        return self._shown(identity)

    def _picture(self, identity: str, number: int) -> str:
        data = self.faults.picture if self.faults.picture is not None else encoded(64, 64, "WEBP", number + 1)
        if self.delivery is None:
            import base64

            return f"data:image/webp;base64,{base64.b64encode(data).decode()}"
        return self.delivery.put(f"{identity}-{number}.webp", data)

    def _shown(self, identity: str) -> dict[str, Any]:
        kept = {name: value for name, value in self.predictions[identity].items() if name != "left"}
        where = f"{self.url}/v1/predictions/{identity}"
        return {**kept, "urls": {"get": where, "cancel": f"{where}/cancel"}}

    def _keep(self, seen: Seen) -> Reply:
        assert b'name="content"; filename="' in seen.body
        identity = f"file{len(self.uploads)}"
        self.uploads[identity] = seen.body
        return Reply(201, {"id": identity, "urls": {"get": f"{self.url}/v1/files/{identity}"}})


def _version(told: dict[str, Any]) -> str:
    return str((told["latest_version"] or {}).get("id", ""))


def half(body: dict[str, Any]) -> bytes:
    """An answer that ends in its middle."""
    text = json.dumps(body).encode()
    return text[: len(text) // 2]
