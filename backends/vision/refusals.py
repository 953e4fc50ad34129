"""What a vision server refuses, in words with what to do. The forms are those of llama.cpp, Ollama, vLLM, LM Studio."""

from __future__ import annotations

import re
from typing import Final, Literal

from backends.errors import (
    EngineBroke,
    EngineError,
    EngineRefused,
    EngineUnreachable,
    KeyRefused,
    ModelGone,
    NotAllowed,
    RateLimited,
)
from backends.hosted.refusals import LONGEST_MINUTE, Refusal, as_json, seconds_to_wait, words_of
from backends.plain import plain

ANOTHER: Final = "Choose a model that sees pictures, such as qwen3-vl; llama.cpp needs its --mmproj file beside"

_BLIND = re.compile(
    r"image input is not supported|mmproj|only 'text' content type|does not support (?:image|vision|multimodal)"
    r"|not a multimodal model|image_url is only supported|at most 0 image",
    re.IGNORECASE,
)
_TOO_LONG = re.compile(r"context (?:size|length|window)|maximum context|exceeds? the available", re.IGNORECASE)
_FIELDS: Final = ("max_tokens", "temperature")


class Blind(EngineRefused):
    """The model at the server sees no pictures."""


class StillLoading(EngineUnreachable):
    """The server answers, and is still loading its model."""


class FieldUnknown(EngineRefused):
    """The model takes no such field of a request: `field` is its name."""

    def __init__(self, reason: str, remedy: str, field: str) -> None:
        super().__init__(reason, remedy)
        self.field = field


def blind(title: str, model: str) -> Blind:
    """That a model sees no pictures."""
    return Blind(f"{_named(model)} at {title} sees no pictures", ANOTHER)


def explained(refusal: Refusal, title: str, model: str) -> EngineError:
    """The typed error for an answer that is no success."""
    words = _words(refusal)
    if _BLIND.search(words):
        # llama.cpp says so with 500, which is no fault that passes.
        return blind(title, model)
    match refusal.status:
        case 401:
            return KeyRefused(f"{title} does not know the key", "Look at the key of [vision] in the settings")
        case 403:
            return NotAllowed(f"{title} does not allow it: {words or 'it does not say why'}", "Look at the account")
        case 404:
            return _not_found(title, model, words)
        case 429:
            seconds = seconds_to_wait(refusal.headers, words)
            quota: Literal["minute", "day"] = "day" if seconds is not None and seconds > LONGEST_MINUTE else "minute"
            return RateLimited(f"{title} has had enough questions for now", "Try again later", seconds, quota)
        case 503 if "load" in words.lower() or not words:
            return StillLoading(f"{title} is still loading its model", "Try again in a while")
        case 502 | 503 | 504:
            return EngineUnreachable(f"{title} cannot answer now ({refusal.status})", "Look whether the server is well")
    return _wrong(refusal, title, model, words)


def _wrong(refusal: Refusal, title: str, model: str, words: str) -> EngineError:
    if refusal.status >= 500:
        return EngineBroke(f"{title} failed: {words or refusal.status}", "Look at the server's own log")
    if _TOO_LONG.search(words):
        return EngineRefused(f"The picture is too much for {_named(model)}: {words}", "Give the model a larger context")
    if field := next((name for name in _FIELDS if name in words and refusal.status in (400, 422)), ""):
        return FieldUnknown(f"{_named(model)} takes no {field}", "Choose another model", field)
    return EngineRefused(f"{title} refuses the question: {words or refusal.status}", "Look at [vision] in the settings")


def _not_found(title: str, model: str, words: str) -> EngineError:
    if "model" in words.lower() or "pull" in words.lower():
        remedy = f"Where it is Ollama: ollama pull {plain(model, 80)}; else write a model that it has into the settings"
        return ModelGone(f"{title} has no model {plain(model, 80)!r}", remedy, model)
    return EngineRefused(
        f"There is no chat at {title}",
        "Write the url of the server, as http://HOST:11434, into [vision] of the settings",
    )


def _words(refusal: Refusal) -> str:
    """What a refusal says: OpenAI has an object, Ollama a text, FastAPI `detail`, vLLM `message` at the top."""
    said = as_json(refusal)
    error = said.get("error", said.get("detail", said.get("message", "")))
    return words_of(error.get("message", "") if isinstance(error, dict) else error)


def _named(model: str) -> str:
    return f"The model {plain(model, 80)}" if model else "The model"
