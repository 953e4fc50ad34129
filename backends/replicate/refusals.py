"""What Replicate's refusals mean: problem+json with `detail`, and sometimes `title` and `invalid_fields`."""

from __future__ import annotations

import re
from typing import Any, Final

from backends.errors import (
    AccountEmpty,
    ContentRefused,
    EngineBroke,
    EngineError,
    EngineRefused,
    KeyRefused,
    ModelGone,
    NotAllowed,
    RateLimited,
    ResultLost,
)
from backends.hosted.refusals import LONGEST_MINUTE, Refusal, as_json, broken, seconds_to_wait, words_of

TITLE: Final = "Replicate"
LIST: Final = "replicate.com/predictions"
BILLING: Final = "replicate.com/account/billing"
_UNSAFE: Final = re.compile(
    r"nsfw|\bE005\b|flagged as sensitive|safety (?:checker|filter|system)|content polic", re.IGNORECASE
)
_MEMORY: Final = re.compile(r"out of memory", re.IGNORECASE)
_PASSING: Final = re.compile(r"interrupted|\(code: PA\)|\bE(?:1000|8765|9828)\b|director: unexpected", re.IGNORECASE)


def explained(refusal: Refusal, model: str) -> EngineError:
    """The typed error for an answer that is no success; `model` is what was to draw, empty where nothing was."""
    told = as_json(refusal)
    said = words_of(told.get("detail") or told.get("title") or told.get("error") or "")
    behind = f": {said}" if said else ""
    match refusal.status:
        case 401:
            return KeyRefused(f"{TITLE} refuses the key{behind}", "Make one at replicate.com/account/api-tokens")
        case 402:
            return AccountEmpty(f"The account at {TITLE} has no money left{behind}", f"Fill it up at {BILLING}")
        case 403:
            return NotAllowed(f"{TITLE} does not allow this{behind}", "Look at who owns the model, and at the key")
        case 404 if model:
            return ModelGone(
                f"{TITLE} has no model {model}{behind}",
                "Write it as owner/name, look whether the key is its owner's, or choose another: the words stay",
                model,
            )
        case 404:
            return ResultLost(f"{TITLE} knows nothing of this{behind}", f"Look at {LIST}, or draw it again")
        case 422:
            return _unprocessable(told, said, model)
        case 429:
            return _limited(refusal, said)
        case status if status >= 500:
            return broken(TITLE, refusal, model)
    return EngineRefused(f"{TITLE} does not take this ({refusal.status}){behind}", "Look at the model's page there")


def without_version(model: str) -> ModelGone:
    """Of a model that somebody made and that nothing was trained into yet."""
    return ModelGone(f"{TITLE} has a model {model} without a version", "Train it first, or choose another", model)


def failed(words: str, logs: str) -> EngineError:
    """Why a prediction failed that was taken, by its own words."""
    said = words_of(words) or "it does not say why"
    if _UNSAFE.search(words):
        return ContentRefused(
            f"{TITLE} drew it and holds the picture back: {said}",
            "Another seed may pass, or other words; each try costs",
            stage="output",
        )
    if _MEMORY.search(words) or _MEMORY.search(logs[-4000:]):
        return EngineBroke(f"{TITLE} ran out of memory: {said}", "Draw it smaller", out_of_memory=True)
    if _PASSING.search(words):
        return EngineBroke(f"{TITLE} broke off: {said}", "Draw it again: such troubles pass")
    return EngineBroke(f"{TITLE} could not draw it: {said}", f"Its log is at {LIST}")


def _unprocessable(told: dict[str, Any], said: str, model: str) -> EngineError:
    title = words_of(told.get("title"))
    if "version" in f"{title} {said}".lower() and "permi" in f"{title} {said}".lower():
        return ModelGone(
            f"{TITLE} has no such version of {model or 'the model'}, or not for this key: {said}",
            f"Look at the model's versions; an account without a payment method gets this, too ({BILLING})",
            model,
        )
    fields = told.get("invalid_fields")
    words = [
        words_of(f"{field.get('field', '')} {field.get('description', '')}", 120)
        for field in (fields if isinstance(fields, list) else [])[:4]
        if isinstance(field, dict)
    ]
    reason = "; ".join(filter(None, words)) or said.lstrip("- ") or title or "it does not say why"
    return EngineRefused(
        f"{TITLE} does not take what was asked of {model or 'it'}: {reason}",
        "Nothing was charged. Change that, or leave it out",
    )


def _limited(refusal: Refusal, said: str) -> RateLimited:
    seconds = seconds_to_wait(refusal.headers, said)
    if seconds is None:
        seconds = _number(refusal.headers.get("ratelimit-reset", ""))
    quota = "day" if seconds is not None and seconds > LONGEST_MINUTE else "minute"
    wait = f"It takes jobs again in {seconds:.0f} s" if seconds is not None else "It takes jobs again in a while"
    return RateLimited(
        f"{TITLE} takes no more jobs for now: {said or 'too many'}",
        f"{wait}. Without a payment method it takes few ({BILLING})",
        seconds,
        "day" if quota == "day" else "minute",
    )


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,5}(\.\d{1,3})?", text) else None
