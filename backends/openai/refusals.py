"""What OpenAI refuses, in words with what to do. The forms are those that clients and issue reports show."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from backends.errors import (
    AccountEmpty,
    ContentRefused,
    EngineError,
    EngineRefused,
    KeyRefused,
    ModelGone,
    NotAllowed,
    RateLimited,
)
from backends.hosted.refusals import LONGEST_MINUTE, Refusal, as_json, broken, seconds_to_wait, words_of
from backends.openai.requests import TITLE
from backends.plain import plain

KEYS: Final = "https://platform.openai.com/api-keys"
VERIFYING: Final = "https://platform.openai.com/settings/organization/general"
BILLING: Final = "https://platform.openai.com/settings/organization/billing"
LIMITS: Final = "https://platform.openai.com/settings/organization/limits"

_VIOLATIONS = re.compile(r"safety_violations=\[([^\]]*)\]")
_BY_DAY = re.compile(r"per day|\b[RTI]PD\b")


class FieldRefused(EngineRefused):
    """The model knows no such field: `field` is its name."""

    def __init__(self, reason: str, remedy: str, field: str) -> None:
        super().__init__(reason, remedy)
        self.field = field


class _Said(NamedTuple):
    """What stands in a refusal: `error` is its object, `code` and `kind` are empty where they are null."""

    error: dict[str, Any]
    code: str
    kind: str
    param: str
    message: str


def explained(refusal: Refusal, model: str) -> EngineError:
    """The typed error for an answer that is no success; `model` is what was to draw, empty for a mere question."""
    error = as_json(refusal).get("error")
    error = error if isinstance(error, dict) else {"message": error} if isinstance(error, str) else {}
    code, kind, param = (plain(error.get(name), 80) for name in ("code", "type", "param"))
    said = _Said(error, code, kind, param, words_of(error.get("message")))
    number = plain(refusal.headers.get("x-request-id", ""), 80)
    found = _of_the_account(refusal, said) or _of_the_content(said) or _of_the_model(refusal, said, model)
    found = found or _of_the_moment(refusal, said, model) or _of_the_request(refusal, said, model)
    if number and not isinstance(found, RateLimited | KeyRefused | NotAllowed | AccountEmpty | ModelGone):
        found.remedy = f"{found.remedy} ({TITLE}'s number of the request: {number})".lstrip()
    return found


def _of_the_account(refusal: Refusal, said: _Said) -> EngineError | None:
    """The key, what its owner may do, and the owner's money. Of a key's own refusal nothing is shown: it quotes it."""
    if said.code == "no_organization":
        return NotAllowed(f"The key belongs to no organisation at {TITLE}", f"Join one, or make a new key: {KEYS}")
    if refusal.status == 401:
        return KeyRefused(f"{TITLE} does not know the key", f"Look at it, or make a new one: {KEYS}")
    if refusal.status == 403 and "verif" in said.message.lower():
        return NotAllowed(
            f"{TITLE} wants the organisation verified: {said.message}",
            f"Verify it at {VERIFYING}, which can take 15 minutes to be known; or choose another model",
        )
    if said.code == "billing_hard_limit_reached":
        return AccountEmpty(f"The limit that was set at {TITLE} is reached", f"Raise it at {LIMITS}")
    if "insufficient_quota" in (said.code, said.kind):
        return AccountEmpty(f"The account at {TITLE} has no money left", f"Add some at {BILLING}")
    if refusal.status == 403:
        return NotAllowed(f"{TITLE} does not allow it: {said.message or 'it does not say why'}", f"See {LIMITS}")
    return None


def _of_the_content(said: _Said) -> EngineError | None:
    if said.code not in ("moderation_blocked", "content_policy_violation") and (
        said.kind != "image_generation_user_error" or not _VIOLATIONS.search(said.message)
    ):
        return None
    details = said.error.get("moderation_details")
    details = details if isinstance(details, dict) else {}
    listed = details.get("categories")
    found = _VIOLATIONS.search(str(said.error.get("message")))
    names = listed if isinstance(listed, list) else found[1].split(",") if found else []
    categories = tuple(plain(name, 60) for name in names[:20] if plain(name, 60))
    what = ", ".join(categories) or "it does not say of which kind"
    if details.get("moderation_stage") == "output":
        return ContentRefused(
            f"{TITLE} drew a picture and kept it back: {what}",
            "Drawn again it may pass, and may cost again; other words are surer",
            categories,
            "output",
        )
    reason = f"{TITLE} refuses the words or the references: {what}"
    return ContentRefused(reason, "Write the scene otherwise", categories)


def _of_the_model(refusal: Refusal, said: _Said, model: str) -> EngineError | None:
    is_gone = said.code == "model_not_found" or (refusal.status == 404 and bool(said.error))
    is_gone = is_gone or (said.param == "model" and "not found" in said.message.lower())
    if not is_gone or not model:
        return None
    return ModelGone(
        f"{TITLE} has no {model} for this account: it was retired, or access was not given",
        "Choose another model: the words stay as they are",
        model,
    )


def _of_the_moment(refusal: Refusal, said: _Said, model: str) -> EngineError | None:
    """What passes by itself. Only the service's own words say that nothing was drawn."""
    if refusal.status not in (408, 409, 429) and refusal.status < 500 and said.code != "rate_limit_exceeded":
        # An error within a stream comes under the status of a refusal.
        return broken(TITLE, refusal, model) if said.kind == "server_error" or said.code == "server_error" else None
    if not said.error or refusal.status in (502, 504):
        return broken(TITLE, refusal, model)
    seconds = seconds_to_wait(refusal.headers, str(said.error.get("message")))
    if refusal.headers.get("x-should-retry") == "false":
        return EngineRefused(f"{TITLE} will not draw it: {said.message}", "It says that another try is of no use")
    if refusal.status >= 500:
        return RateLimited(f"{TITLE} is overloaded", _again(seconds), seconds, "minute")
    if _BY_DAY.search(said.message) or (seconds or 0.0) > LONGEST_MINUTE:
        remedy = f"Draw elsewhere, or another day; the limits stand at {LIMITS}"
        return RateLimited(f"{TITLE}'s quota of the day is used up", remedy, seconds, "day")
    return RateLimited(f"{TITLE}'s quota of the minute is used up", _again(seconds), seconds, "minute")


def _of_the_request(refusal: Refusal, said: _Said, model: str) -> EngineError:
    if refusal.status == 413:
        return EngineRefused(f"The request is too large for {TITLE}", "Take fewer references, or smaller ones")
    if not said.error:
        return EngineRefused(
            f"{TITLE} answers {refusal.status} and does not say why", "Look at its url in the settings"
        )
    words = said.message or f"it answers {refusal.status} and does not say why"
    if said.param:
        remedy = f"Change {said.param} for this engine, or choose another model"
        if said.code == "unknown_parameter":
            return FieldRefused(f"{model or TITLE} knows no {said.param}: {words}", remedy, said.param)
        return EngineRefused(f"{model or TITLE} does not take {said.param}: {words}", remedy)
    return EngineRefused(f"{TITLE} does not take the request: {words}", "Change the scene, or choose another model")


def _again(seconds: float | None) -> str:
    return "It can be sent again in a while" if seconds is None else f"It can be sent again in {seconds:,.0f} s"
