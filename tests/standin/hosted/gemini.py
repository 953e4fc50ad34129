"""A stand-in for Gemini's `generateContent` with pictures."""

from __future__ import annotations

import base64
import io
from typing import Any

from aiohttp import web
from PIL import Image

from tests.standin.hosted.server import KEY, Hosted, Reply, Seen, encoded

MODELS = ("gemini-nano-banana-2.1", "gemini-3-pro-image", "gemini-3.1-flash-lite-image", "gemini-3-flash")
PRO = ("gemini-3-pro-image",)
SIDES = {"1:1": (1024, 1024), "16:9": (1376, 768), "9:16": (768, 1376), "3:2": (1264, 848), "8:1": (2928, 352)}
TYPE = "type.googleapis.com/google.rpc."


def error(status: int, name: str, message: str, *details: dict[str, Any]) -> Reply:
    """A refusal as the service writes it."""
    return Reply(status, {"error": {"code": status, "message": message, "status": name, "details": list(details)}})


def quota(*ids: str, seconds: str = "", value: str = "") -> Reply:
    """A quota that is used up, by the ids of its violations."""
    violations = [{"quotaMetric": "generate_requests", "quotaId": one, "quotaValue": value or "10"} for one in ids]
    details: list[dict[str, Any]] = [{"@type": f"{TYPE}QuotaFailure", "violations": violations}]
    if seconds:
        details.append({"@type": f"{TYPE}RetryInfo", "retryDelay": seconds})
    return error(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota…", *details)


REFUSALS = {
    "region": error(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
    "not allowed": error(403, "PERMISSION_DENIED", "Generative Language API has not been used in project 12"),
    "no such model": error(
        404,
        "NOT_FOUND",
        "models/gemini-nano-banana-2.1 is not found for API version v1beta, or is not supported for generateContent. "
        "Call ListModels to see the list of available models",
    ),
    "minute's quota": quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", seconds="37s"),
    "day's quota": quota("GenerateRequestsPerMinutePerProject", "GenerateRequestsPerDayPerProject", seconds="3.29s"),
    "no free quota": quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier", value="0"),
    "bare quota": error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
    "in a list": Reply(429, [error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).").body]),
    "overloaded": error(503, "UNAVAILABLE", "The model is overloaded. Please try again later."),
    "broken": error(500, "INTERNAL", "An internal error has occurred."),
    "wrong field": error(400, "INVALID_ARGUMENT", "Unknown name \"imageSise\" at 'generation_config'"),
    "deadline": error(504, "DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
    "proxy's 502": Reply(502, b"<html>Bad gateway</html>", {"Content-Type": "text/html"}),
}
"""Each error of the service's table, and what stands before it may say."""


class GeminiStandIn(Hosted):
    """`candidate` or `answer`, where they are set, stand in its answers instead of a picture."""

    def __init__(self) -> None:
        super().__init__()
        self.candidate: dict[str, Any] | None = None
        self.answer: dict[str, Any] | None = None

    def costs(self, seen: Seen) -> bool:
        return seen.method == "POST" and seen.path.endswith(":generateContent")

    def is_known(self, seen: Seen) -> bool:
        return seen.headers.get("x-goog-api-key") == KEY

    def unauthorized(self) -> Reply:
        info = {"@type": f"{TYPE}ErrorInfo", "reason": "API_KEY_INVALID", "domain": "googleapis.com"}
        return error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", info)

    def asked(self, seen: Seen) -> Reply:
        if seen.path == "/v1beta/models?pageSize=1000":
            return Reply(200, {"models": [{"name": f"models/{MODELS[0]}"}], "nextPageToken": "a/b="})
        if seen.path == "/v1beta/models?pageSize=1000&pageToken=a%2Fb%3D":
            return Reply(200, {"models": [{"name": f"models/{name}"} for name in MODELS[1:]]})
        return error(404, "NOT_FOUND", "")

    async def drawn(self, seen: Seen, request: web.Request) -> Reply:
        model = seen.path.removeprefix("/v1beta/models/").removesuffix(":generateContent")
        if model not in MODELS:
            return REFUSALS["no such model"]
        body = seen.json
        if (wrong := checked(body, model)) or len(seen.body) > 20_000_000:
            return error(400, "INVALID_ARGUMENT", wrong or "Request payload size exceeds the limit: 20971520 bytes.")
        if self.answer is not None:
            return Reply(200, self.answer)
        config = body["generationConfig"]["imageConfig"]
        times = {"1K": 1, "2K": 2, "4K": 4}[config["imageSize"]]
        width, height = (side * times for side in SIDES[config["aspectRatio"]])
        picture = encoded(width, height, "JPEG") if self.faults.picture is None else self.faults.picture
        draft = {"mimeType": "image/jpeg", "data": base64.b64encode(encoded(64, 64, "JPEG")).decode()}
        parts = [
            {"thought": True, "inlineData": draft},
            {"text": "Here is Mila."},
            {"inlineData": draft},
            {
                "inlineData": {"mimeType": "image/jpeg", "data": base64.b64encode(picture).decode()},
                "thoughtSignature": "CpwB",
            },
        ]
        candidate = self.candidate or {"content": {"role": "model", "parts": parts}, "finishReason": "STOP"}
        usage = {
            "promptTokenCount": 272,
            "candidatesTokenCount": 1120,
            "totalTokenCount": 1492,
            "promptTokensDetails": [{"modality": "IMAGE", "tokenCount": 258}],
            "thoughtsTokenCount": 100,
        }
        return Reply(200, {"candidates": [{"index": 0, **candidate}], "usageMetadata": usage, "modelVersion": model})


def checked(body: dict[str, Any], model: str) -> str:
    """What is wrong with a request; empty where it is right."""
    config = body["generationConfig"]
    if body.keys() != {"contents", "generationConfig"}:
        return "Unknown name"
    if config.keys() - {"responseModalities", "imageConfig", "thinkingConfig"}:
        return "Unknown name at 'generation_config'"
    if config["imageConfig"].keys() != {"aspectRatio", "imageSize"}:
        return "Unknown name at 'generation_config.image_config'"
    if model in PRO and ("thinkingConfig" in config or config["imageConfig"]["aspectRatio"] == "8:1"):
        return "not for this model"
    pictures = [part["inlineData"] for part in body["contents"][0]["parts"] if "inlineData" in part]
    for picture in pictures:
        kind = Image.open(io.BytesIO(base64.b64decode(picture["data"], validate=True))).format
        if f"image/{str(kind).lower()}" != picture["mimeType"]:
            return "Unable to process input image"
    return "" if len(pictures) <= 14 else "too many pictures"
