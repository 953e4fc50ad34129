"""What answers that are no success say alike everywhere: how long to wait, and whether something may have been paid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import msgspec

from backends.errors import EngineError, EngineUnreachable, MayBeCharged
from backends.plain import plain

CHARGED: Final = "It may have been drawn and charged. Look at the service's own list before you draw it again"
LONGEST_MINUTE: Final = 600.0
"""Seconds; a quota that comes back later than that is nothing to wait for, and is taken for one of the day."""

_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?)(?![a-z])")
_UNITS: Final = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_IN_WORDS = re.compile(r"(?:try again|retry|resets?)\s+(?:in|after)\s+~?((?:\d[\d.]*\s*[a-z]+\s*)+)", re.IGNORECASE)


class Refusal(NamedTuple):
    """An answer that is no success: its status, its headers with small names, and the beginning of its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def as_json(refusal: Refusal) -> dict[str, Any]:
    """The body as an object, also where it is the only one of a list; an empty one where it is no JSON."""
    try:
        found = msgspec.json.decode(refusal.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    return found if isinstance(found, dict) else {}


def duration(words: str) -> float | None:
    """Seconds of a length of time as services write it: "12s", "6m0s", "3.299376739s", "51.815 seconds", "120ms"."""
    parts = _PART.findall(words.lower())
    if not parts:
        return None
    return float(sum(float(number) * _unit(name) for number, name in parts))


def seconds_to_wait(headers: Mapping[str, str], words: str = "") -> float | None:
    """How long a service says to wait: by its headers, else by its words; None where it does not say.

    `retry-after-ms` is finer than `retry-after`, which may also be a date: that is not heeded. Of the quotas that
    `x-ratelimit-reset-…` tells, the one that is used up counts, else the longest.
    """
    for name, share in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if (number := _number(headers.get(name, ""))) is not None:
            return number * share
    found = _IN_WORDS.search(words)
    if found and (told := duration(found[1])) is not None:
        return told
    resets = {
        name.rpartition("-")[2]: seconds
        for name, value in headers.items()
        if name.startswith("x-ratelimit-reset") and (seconds := duration(value)) is not None
    }
    used_up = [seconds for what, seconds in resets.items() if headers.get(f"x-ratelimit-remaining-{what}") == "0"]
    return max(used_up or resets.values(), default=None)


def broken(title: str, refusal: Refusal, model: str) -> EngineError:
    """An answer that came from something between here and the service, or from one that broke.

    With a `model`, something was to be drawn, and nobody knows whether it was; without, it was only asked.
    """
    said = f"{title} answers with an error of its own ({refusal.status})"
    return MayBeCharged(said, CHARGED) if model else EngineUnreachable(said, "Try again in a while")


def words_of(text: object, longest: int = 300) -> str:
    """A service's own words without the full stop at their end, as plain text."""
    return plain(text, longest).rstrip(". ")


def _unit(name: str) -> float:
    return _UNITS["ms" if name.startswith(("ms", "milli")) else name[0]]


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text.strip()) else None
