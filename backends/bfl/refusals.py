"""What refusals of Black Forest Labs mean: `detail` as text or as FastAPI lists it, or `message`, or `error`."""

from __future__ import annotations

import re
from typing import Any, Final

from backends.errors import (
    AccountEmpty,
    EngineError,
    EngineRefused,
    KeyRefused,
    ModelGone,
    NotAllowed,
    RateLimited,
    ResultLost,
)
from backends.hosted.refusals import LONGEST_MINUTE, Refusal, as_json, broken, seconds_to_wait, words_of

TITLE: Final = "Black Forest Labs"
WHERE: Final = "dashboard.bfl.ai"
_NO_KEY: Final = re.compile(r"authenticat|api.?key|x-key|credential", re.IGNORECASE)


def explained(refusal: Refusal, model: str) -> EngineError:
    """The typed error for an answer that is no success; `model` is what was to draw, empty where nothing was."""
    said = said_in(as_json(refusal))
    behind = f": {said}" if said else ""
    match refusal.status:
        case 401:
            return KeyRefused(f"{TITLE} refuses the key{behind}", f"Make one at {WHERE}")
        case 403:
            if not said or _NO_KEY.search(said):
                return KeyRefused(f"{TITLE} refuses the key{behind}", f"Make one at {WHERE}")
            return NotAllowed(f"{TITLE} does not allow this{behind}", f"Look at the account at {WHERE}")
        case 402:
            return AccountEmpty(f"The account at {TITLE} has no credits left{behind}", f"Buy some at {WHERE}")
        case 404 | 410 if model:
            return ModelGone(
                f"{TITLE} has no model {model}{behind}", "Choose another in the settings: the words stay", model
            )
        case 404 | 410:
            return ResultLost(f"{TITLE} knows nothing of this any more{behind}", "Draw it again")
        case 422:
            return EngineRefused(
                f"{TITLE} does not take what was asked of {model or 'it'}: {said or 'it does not say why'}",
                "Nothing was charged. Change that, or leave it out",
            )
        case 429:
            return _limited(refusal, said)
        case status if status >= 500:
            return broken(TITLE, refusal, model)
    return EngineRefused(f"{TITLE} does not take this ({refusal.status}){behind}", "Look at docs.bfl.ai")


def said_in(told: dict[str, Any]) -> str:
    """A refusal's own words, whichever of its fields has them."""
    for name in ("detail", "message", "error"):
        words = told.get(name)
        if isinstance(words, list):
            words = "; ".join(filter(None, (_of_field(one) for one in words[:4])))
        if isinstance(words, dict):
            words = words.get("message") or words.get("detail")
        if isinstance(words, str) and (said := words_of(words)):
            return said
    return ""


def _of_field(one: object) -> str:
    """One of FastAPI's list: `loc` is the way to the field, of which the last part is its name."""
    if not isinstance(one, dict):
        return words_of(one, 120)
    where = one.get("loc")
    name = words_of(where[-1], 60) if isinstance(where, list) and where else ""
    said = words_of(one.get("msg"), 120)
    return f"{name}: {said}" if name and said else name or said


def _limited(refusal: Refusal, said: str) -> RateLimited:
    seconds = seconds_to_wait(refusal.headers, said)
    wait = f"It takes tasks again in {seconds:.0f} s" if seconds is not None else "It takes tasks again when some ended"
    return RateLimited(
        f"{TITLE} has as many tasks of this account as it takes at once{f': {said}' if said else ''}",
        wait,
        seconds,
        "day" if seconds is not None and seconds > LONGEST_MINUTE else "minute",
    )
