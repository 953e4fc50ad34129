"""What Gemini refuses, in words with what to do (google.rpc.Status with the details of `error_details.proto`)."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from backends.errors import (
    AccountEmpty,
    EngineError,
    EngineRefused,
    KeyRefused,
    ModelGone,
    NotAllowed,
    RateLimited,
)
from backends.gemini.requests import TITLE
from backends.hosted.refusals import LONGEST_MINUTE, Refusal, as_json, broken, duration, seconds_to_wait, words_of
from backends.plain import plain

KEYS: Final = "https://aistudio.google.com/apikey"
USAGE: Final = "https://aistudio.google.com/usage"


class _Said(NamedTuple):
    """What stands in a refusal: `status` is its name such as RESOURCE_EXHAUSTED, `details` those that are objects."""

    status: str
    message: str
    details: tuple[dict[str, Any], ...]

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """The details of one kind: `ErrorInfo`, `QuotaFailure`, `RetryInfo`."""
        return [detail for detail in self.details if str(detail.get("@type", "")).endswith(f".{kind}")]


def explained(refusal: Refusal, model: str) -> EngineError:
    """The typed error for an answer that is no success; `model` is what was to draw, empty for a mere question."""
    error = as_json(refusal).get("error")
    if not isinstance(error, dict):
        if refusal.status >= 500 or refusal.status in (408, 429):
            return broken(TITLE, refusal, model)
        reason = f"{TITLE} answers {refusal.status} and does not say why"
        return EngineRefused(reason, "Look at its url in the settings")
    listed = error.get("details")
    details = tuple(one for one in (listed if isinstance(listed, list) else [])[:50] if isinstance(one, dict))
    said = _Said(plain(error.get("status"), 60), words_of(error.get("message")), details)
    return (
        _of_the_account(refusal, said)
        or _of_the_model(refusal, said, model)
        or (_quota(refusal, said) if refusal.status == 429 else None)
        or _of_the_moment(refusal, said, model)
        or EngineRefused(f"{TITLE} does not take the request: {said.message}", "Change the scene, or the model")
    )


def _of_the_account(refusal: Refusal, said: _Said) -> EngineError | None:
    reasons = {detail.get("reason") for detail in said.of_kind("ErrorInfo")}
    if refusal.status == 401 or "API_KEY_INVALID" in reasons or "api key not valid" in said.message.lower():
        return KeyRefused(f"{TITLE} does not know the key", f"Look at it, or make a new one: {KEYS}")
    if refusal.status == 403:
        return NotAllowed(f"{TITLE} does not allow it: {said.message}", f"Look at the key and its project: {KEYS}")
    if said.status == "FAILED_PRECONDITION":
        return NotAllowed(
            f"{TITLE} does not draw for this account: {said.message}",
            f"Look whether its region is served, and its billing on: {KEYS}",
        )
    return None


def _of_the_model(refusal: Refusal, said: _Said, model: str) -> EngineError | None:
    if refusal.status != 404 or not model:
        return None
    return ModelGone(
        f"{TITLE} has no {model} for this account: it was retired, or is not for pictures",
        "Choose another model: the words stay as they are",
        model,
    )


def _quota(refusal: Refusal, said: _Said) -> EngineError:
    """Which quota is used up: of several the one that lasts longest counts."""
    listed = [failure.get("violations") for failure in said.of_kind("QuotaFailure")]
    violations = [one for each in listed if isinstance(each, list) for one in each[:50] if isinstance(one, dict)]
    names = [str(one.get("quotaId")) for one in violations]
    words = said.message.lower()
    if any(one.get("quotaValue") in ("0", 0) for one in violations) or "limit: 0" in words:
        return AccountEmpty(f"{TITLE} gives this account no free pictures by this model", f"Turn billing on: {KEYS}")
    if "credits are depleted" in words or "spending cap" in words:
        return AccountEmpty(f"The account at {TITLE} has no money left: {said.message}", f"Look at it: {USAGE}")
    told = [duration(str(info.get("retryDelay"))) for info in said.of_kind("RetryInfo")]
    seconds = next((one for one in told if one is not None), seconds_to_wait(refusal.headers, said.message))
    if any("PerDay" in name for name in names) or (seconds or 0.0) > LONGEST_MINUTE:
        remedy = f"It is full again at midnight in California. Draw elsewhere till then, or ask for more: {USAGE}"
        return RateLimited(f"{TITLE}'s quota of the day is used up", remedy, None, "day")
    return RateLimited(f"{TITLE}'s quota of the minute is used up", _again(seconds), seconds, "minute")


def _of_the_moment(refusal: Refusal, said: _Said, model: str) -> EngineError | None:
    """What passes by itself: the service says so, and charges nothing for what it answers with an error."""
    if refusal.status in (500, 503) and said.status in ("INTERNAL", "UNAVAILABLE"):
        seconds = seconds_to_wait(refusal.headers, said.message)
        return RateLimited(f"{TITLE} is overloaded", _again(seconds), seconds, "minute")
    return broken(TITLE, refusal, model) if refusal.status >= 500 or refusal.status == 408 else None


def _again(seconds: float | None) -> str:
    return "It can be sent again in a while" if seconds is None else f"It can be sent again in {seconds:,.0f} s"
