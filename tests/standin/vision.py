"""A stand-in for a vision server, in the manner of llama.cpp, Ollama or one that says nothing of itself (vLLM).

`python -m tests.standin.vision ollama` runs it by hand; `--blind` has a model that sees no pictures, `--thinks` one
that thinks aloud, `--refuse "still loading"` answers with that refusal.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
from typing import Any, Final, Literal

from aiohttp import web
from PIL import Image

from tests.standin.hosted.server import KEY, Hosted, Reply, Seen

Flavour = Literal["llama.cpp", "ollama", "vllm"]
MODEL: Final = "qwen3-vl:8b"

REFUSALS: Final = {
    "blind llama.cpp": Reply(
        500,
        {
            "error": {
                "code": 500,
                "message": "image input is not supported - hint: if this is unexpected, you may need to provide the"
                " mmproj",
                "type": "server_error",
            }
        },
    ),
    "blind, older": Reply(400, {"error": {"message": "Only 'text' content type is supported.", "type": "invalid"}}),
    "blind vLLM": Reply(400, {"object": "error", "message": "google/gemma is not a multimodal model", "code": 400}),
    "still loading": Reply(503, {"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}),
    "no such model": Reply(404, {"error": {"message": 'model "qwen3-vl:8b" not found, try pulling it first'}}),
    "no such route": Reply(404, b"404 page not found", {"Content-Type": "text/plain"}),
    "no key": Reply(401, {"error": {"message": "Invalid API Key", "type": "authentication_error", "code": 401}}),
    "not allowed": Reply(403, {"error": {"message": "Your plan has no vision"}}),
    "too many": Reply(429, {"error": {"message": "Rate limit reached"}}, {"Retry-After": "3600"}),
    "too long": Reply(400, {"error": {"message": "the request exceeds the available context size", "code": 400}}),
    "no temperature": Reply(400, {"error": {"message": "Unsupported value: 'temperature' does not support 0.2"}}),
    "no max_tokens": Reply(400, {"error": {"message": "Unsupported parameter: 'max_tokens'"}}),
    "broken": Reply(500, {"error": {"message": "CUDA out of memory"}}),
    "proxy's 502": Reply(502, b"<html>Bad gateway</html>", {"Content-Type": "text/html"}),
}
"""Each error that such servers tell, in their own words."""


class VisionStandIn(Hosted):
    """It names the colours of stripes, and says of any other picture `text`; `blind` guesses."""

    def __init__(self, flavour: Flavour = "vllm", *, blind: bool = False, key: str = "") -> None:
        super().__init__()
        self.flavour = flavour
        self.blind = blind
        self.key = key
        self.text: Any = "A man with glasses holds a mug, in a kitchen."
        self.thoughts = ""
        self.finish = "stop"
        self.thinks_longer_than = 0
        """Tokens that it thinks before it says anything: with no more of them, nothing is said."""

    def costs(self, seen: Seen) -> bool:
        """Questions about pictures, which a test may hold or refuse."""
        return seen.method == "POST" and seen.path.endswith("/v1/chat/completions")

    def is_known(self, seen: Seen) -> bool:
        """Whether the key is shown, where it wants one."""
        return not self.key or seen.headers.get("authorization") == f"Bearer {self.key}"

    def unauthorized(self) -> Reply:
        """As llama.cpp says it."""
        return REFUSALS["no key"]

    def asked(self, seen: Seen) -> Reply:
        """What it says of itself."""
        if self.flavour == "llama.cpp" and seen.path == "/props":
            return Reply(200, {"modalities": {"vision": not self.blind, "audio": False}, "total_slots": 1})
        if self.flavour == "ollama" and seen.path == "/api/show":
            if seen.json.get("model") != MODEL:
                return Reply(404, {"error": f"model '{seen.json.get('model')}' not found"})
            return Reply(200, {"capabilities": ["completion", *(() if self.blind else ("vision",))]})
        return REFUSALS["no such route"]

    async def drawn(self, seen: Seen, request: web.Request) -> Reply:
        """The answer to a question about a picture."""
        body = seen.json
        content = body["messages"][-1]["content"]
        if self.flavour == "ollama" and body["model"] != MODEL:
            return REFUSALS["no such model"]
        picture = Image.open(io.BytesIO(base64.b64decode(content[1]["image_url"]["url"].partition("base64,")[2])))
        picture.load()
        if body.get("max_tokens", 10**6) <= self.thinks_longer_than:
            return _said(None, "length")
        if "stripes" in content[0]["text"]:
            return _said("Red, green, blue and yellow." if self.blind else ", ".join(_stripes(picture)), "stop")
        text = self.text
        return _said(f"{self.thoughts}{text}" if isinstance(text, str) else text, self.finish)


def _said(text: Any, finish: str) -> Reply:
    message = {"role": "assistant", "content": text, "reasoning_content": "I look at it."}
    return Reply(200, {"id": "1", "choices": [{"index": 0, "message": message, "finish_reason": finish}], "usage": {}})


def _stripes(picture: Image.Image) -> list[str]:
    """What four stripes are called; violet is as good as purple."""
    names: dict[Any, str] = {
        (255, 128, 0): "Orange",
        (0, 0, 0): "black",
        (128, 0, 160): "violet",
        (0, 150, 60): "green",
    }
    pixels = picture.convert("RGB")
    found = [pixels.getpixel((round(pixels.width * (n + 0.5) / 4), 10)) for n in range(4)]
    return [names.get(one, "grey") for one in found]


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("flavour", choices=["llama.cpp", "ollama", "vllm"], default="ollama", nargs="?")
    parser.add_argument("--blind", action="store_true")
    parser.add_argument("--thinks", action="store_true")
    parser.add_argument("--key", action="store_true", help=f"want the key {KEY}")
    parser.add_argument("--refuse", choices=REFUSALS)
    chosen = parser.parse_args()
    server = VisionStandIn(chosen.flavour, blind=chosen.blind, key=KEY if chosen.key else "")
    server.thoughts = "<think>Let me look.</think>" if chosen.thinks else ""
    server.faults.refusals = [REFUSALS[chosen.refuse]] * 1000 if chosen.refuse else []
    async with server:
        print(f"{server.url}   model: {MODEL}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
