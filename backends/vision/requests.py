"""What is sent to a vision server: one picture and a question, as OpenAI's chat completions have it."""

from __future__ import annotations

import base64
from typing import Any, Final

from backends.picture_files import MIME, kind_of

MOST_SIDE: Final = 1024
"""Px of a picture's longer side: models look at no more, and each takes memory."""
MOST_TOKENS: Final = 300
MOST_THOUGHT_TOKENS: Final = 3000
"""For a model that spent the usual number on thoughts."""
CHAT: Final = "/v1/chat/completions"


def home_of(url: str) -> str:
    """A server's address without what its routes add: `http://HOST:11434/v1/` is `http://HOST:11434`."""
    home = url.strip().rstrip("/")
    return home.removesuffix("/chat/completions").rstrip("/").removesuffix("/v1").rstrip("/")


def body(model: str, rules: str, question: str, picture: bytes, most_tokens: int = MOST_TOKENS) -> dict[str, Any]:
    """The body of a request. `image_url` is an object with a data URL, which all servers take; base64 of a MiB takes a
    millisecond."""
    mime = MIME[kind_of(picture) or "png"]
    url = f"data:{mime};base64,{base64.b64encode(picture).decode()}"
    asked = [{"type": "text", "text": question}, {"type": "image_url", "image_url": {"url": url}}]
    messages: list[dict[str, Any]] = [{"role": "system", "content": rules}] if rules else []
    return {
        # llama.cpp has one model, and takes any name for it.
        "model": model or "default",
        "temperature": 0.2,
        "max_tokens": most_tokens,
        "stream": False,
        "messages": [*messages, {"role": "user", "content": asked}],
    }


def without(sent: dict[str, Any], field: str) -> dict[str, Any]:
    """A body without a field that a model refuses; `max_tokens` has another name there."""
    left = {name: value for name, value in sent.items() if name != field}
    return {**left, "max_completion_tokens": sent[field]} if field == "max_tokens" else left
