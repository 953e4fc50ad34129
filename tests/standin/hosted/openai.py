"""A stand-in for OpenAI's images: as strict with what it is sent as the service is said to be."""

from __future__ import annotations

import base64
import io
import json
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

from aiohttp import web
from PIL import Image

from tests.standin.hosted.server import KEY, Hosted, Reply, Seen, png

MODELS = (
    "gpt-image-2.5-flare",
    "gpt-image-2.5-sunburst",
    "gpt-image-2.6-flare",
    "gpt-image-2.6-sunburst",
    "gpt-image-2",
    "gpt-image-1.5",
    "gpt-image-1-mini",
    "gpt-5.2",
)
OLDER = ("gpt-image-1.5", "gpt-image-1-mini")
SCALARS = {"model", "prompt", "n", "size", "quality", "background", "output_format", "stream", "partial_images"}
FIELDS = {"/v1/images/generations": SCALARS | {"moderation"}, "/v1/images/edits": SCALARS | {"input_fidelity"}}


def error(status: int, message: str, code: str | None, kind: str = "invalid_request_error", **more: Any) -> Reply:
    """A refusal as the service writes it."""
    body = {"error": {"message": message, "type": kind, "param": None, "code": code, **more}}
    return Reply(status, body, {"x-request-id": "req_0123"})


REFUSALS = {
    "no organisation": error(401, "You must be a member of an organization to use the API", "no_organization"),
    "unverified": error(
        403,
        "Your organization must be verified to use the model `gpt-image-2.5-flare`. If you just verified, it can take "
        "up to 15 minutes for access to propagate.",
        None,
    ),
    "no such model": error(404, "The model `gpt-image-2.5-flare` does not exist", "model_not_found"),
    "no such model, as a 400": error(400, "Model not found gpt-image-2.5-flare", None, param="model"),
    "words refused": error(
        400,
        "Your request was rejected by the safety system. safety_violations=[violence].",
        "moderation_blocked",
        "image_generation_user_error",
    ),
    "picture refused": error(
        400,
        "Your request was rejected by the safety system.",
        "moderation_blocked",
        "image_generation_user_error",
        moderation_details={"moderation_stage": "output", "categories": ["sexual", "violence"]},
    ),
    "words refused, older": error(400, "Your request was rejected", "content_policy_violation"),
    "limit reached": error(400, "Billing hard limit has been reached", "billing_hard_limit_reached"),
    "no money": error(429, "You exceeded your current quota", "insufficient_quota", "insufficient_quota"),
    "minute's quota": error(429, "Rate limit reached. Please try again in 12s.", "rate_limit_exceeded", "requests"),
    "slow down": error(429, "Please slow down and try again after 51.815253 seconds.", None),
    "day's quota": error(
        429, "Rate limit reached on requests per day (RPD): Limit 50.", "rate_limit_exceeded", "requests"
    ),
    "unknown field": error(400, "Unknown parameter: 'size'.", "unknown_parameter", param="size"),
    "wrong value": error(400, "Transparent background is not supported", "invalid_value", param="background"),
    "overloaded": error(503, "The server is overloaded", None, "server_error"),
    "broken": error(500, "The server had an error while processing your request", "server_error", "server_error"),
    "proxy's 502": Reply(502, b"<html>Bad gateway</html>", {"Content-Type": "text/html"}),
    "proxy's 504": Reply(504, b"<html>Gateway time-out</html>", {"Content-Type": "text/html"}),
    "proxy's 503": Reply(503, b"upstream connect error or disconnect/reset before headers", {}),
}
"""Each error of the service's table, and what stands before it may say."""


class OpenAIStandIn(Hosted):
    """`previews` come before the picture, unless it `ignores_streams`, as some gateways do."""

    def __init__(self) -> None:
        super().__init__()
        self.ignores_streams = False
        self.lacks: set[str] = set()
        """Fields that it does not know."""
        self.events: list[Any] = []
        """What is streamed instead of the picture: objects, or (name, object)."""

    def costs(self, seen: Seen) -> bool:
        return seen.method == "POST" and seen.path in FIELDS

    def is_known(self, seen: Seen) -> bool:
        return seen.headers.get("authorization") == f"Bearer {KEY}"

    def unauthorized(self) -> Reply:
        return error(401, "Incorrect API key provided: sk-secre*****mnop.", "invalid_api_key")

    def asked(self, seen: Seen) -> Reply:
        if seen.path == "/v1/models":
            return Reply(200, {"object": "list", "data": [{"id": name, "object": "model"} for name in MODELS]})
        return error(404, "Invalid URL", None)

    async def drawn(self, seen: Seen, request: web.Request) -> Reply:
        is_edit = seen.path.endswith("/edits")
        fields, files = form_of(seen) if is_edit else (seen.json, {})
        refused = checked(fields, files, FIELDS[seen.path] - self.lacks, is_edit)
        if refused is not None:
            return refused
        width, height = map(int, fields["size"].split("x"))
        picture = png(width, height) if self.faults.picture is None else self.faults.picture
        said = {
            "size": fields["size"],
            "quality": fields.get("quality", "high"),
            "background": "opaque",
            "output_format": fields.get("output_format", "png"),
        }
        looked_at = 1_000 * len(files)
        usage = {
            "input_tokens": 14 + looked_at,
            "input_tokens_details": {"text_tokens": 14, "image_tokens": looked_at},
            "output_tokens": 1_320,
            "total_tokens": 1_334 + looked_at,
        }
        text = base64.b64encode(picture).decode()
        if str(fields.get("stream")).lower() != "true" or self.ignores_streams:
            return Reply(200, {"created": 1_790_000_000, **said, "data": [{"b64_json": text}], "usage": usage})
        kind = "image_edit" if is_edit else "image_generation"
        events: list[Any] = [
            {
                "type": f"{kind}.partial_image",
                "b64_json": base64.b64encode(png(64, 64, seed)).decode(),
                "partial_image_index": seed,
                **said,
            }
            for seed in range(int(fields.get("partial_images", 0)))
        ]
        events.append({"type": f"{kind}.completed", "b64_json": text, **said, "usage": usage})
        return Reply(200, streamed(self.events or events), {"Content-Type": "text/event-stream; charset=utf-8"})


def streamed(events: list[Any]) -> bytes:
    """Events as they stand in a stream."""
    named = [event if isinstance(event, tuple) else (event["type"], event) for event in events]
    return "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in named).encode()


def form_of(seen: Seen) -> tuple[dict[str, Any], dict[str, list[bytes]]]:
    """The fields of a form, and its files by the name of their part."""
    head = f"Content-Type: {seen.headers['content-type']}\r\n\r\n".encode()
    fields: dict[str, Any] = {}
    files: dict[str, list[bytes]] = {}
    for part in BytesParser(policy=HTTP).parsebytes(head + seen.body).iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        if part.get_filename():
            files.setdefault(name, []).append(data)
        else:
            fields[name] = data.decode()
    return fields, files


def checked(fields: dict[str, Any], files: dict[str, list[bytes]], known: set[str], is_edit: bool) -> Reply | None:
    """What the service would refuse of a request."""
    for name in fields:
        if name not in known:
            return error(400, f"Unknown parameter: '{name}'.", "unknown_parameter", param=name)
    model = str(fields.get("model"))
    if model not in MODELS:
        return error(404, f"The model `{model}` does not exist", "model_not_found")
    if not 0 < len(fields["prompt"]) <= 32_000:
        return error(400, "Invalid 'prompt': string too long.", "string_above_max_length", param="prompt")
    if not is_size(fields["size"], model):
        return error(400, f"Invalid size '{fields['size']}'", "invalid_value", param="size")
    if fields.get("quality") in ("xhigh", "max") and model in (*OLDER, "gpt-image-2"):
        return error(400, "Invalid value: 'max'", "invalid_value", param="quality")
    if not 0 <= int(fields.get("partial_images", 0)) <= 3:
        return error(400, "Invalid value", "invalid_value", param="partial_images")
    if is_edit and (found := checked_files(files)):
        return error(400, found, "invalid_value", param="image")
    return None


def is_size(size: str, model: str) -> bool:
    """Whether a model draws a size."""
    if model in OLDER:
        return size in ("1024x1024", "1536x1024", "1024x1536")
    width, height = map(int, size.split("x"))
    return (
        width % 16 == height % 16 == 0
        and max(width, height) <= min(3840, 3 * min(width, height))
        and 655_360 <= width * height <= 8_294_400
    )


def checked_files(files: dict[str, list[bytes]]) -> str:
    """What is wrong with the pictures of an edit; empty where they are right."""
    pictures = files.get("image[]", []) + files.get("image", [])
    if not 1 <= len(pictures) <= 16 or files.keys() - {"image", "image[]", "mask"} or len(files.get("image", [])) > 1:
        return "an edit takes 1 to 16 pictures"
    sizes = [Image.open(io.BytesIO(data)).size for data in pictures]
    for data in files.get("mask", []):
        mask = Image.open(io.BytesIO(data))
        if mask.format != "PNG" or "A" not in mask.getbands() or mask.size != sizes[0] or len(data) >= 4_000_000:
            return "the mask is none"
    return ""
