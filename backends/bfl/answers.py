"""What Black Forest Labs says of a task, and what of it is news."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Literal

import msgspec

from backends.base import BadAnswer, EngineBroke, EngineError, Event, ResultLost, Stage, Started, Step
from backends.bfl.refusals import TITLE, WHERE
from backends.errors import ContentRefused
from backends.hosted.refusals import words_of

State = Literal["waiting", "drawing", "ready", "refused", "held back", "failed", "lost"]
_STATES: Final[dict[str, State]] = {
    "pending": "waiting",
    "queued": "waiting",
    "reasoning": "drawing",
    "generating": "drawing",
    "ready": "ready",
    "request moderated": "refused",
    "content moderated": "held back",
    "error": "failed",
    "failed": "failed",
    "task not found": "lost",
}
MOST_REASONS: Final = 8


class Taken(msgspec.Struct, frozen=True):
    """The answer to a task that was taken; `cost` is in credits, where it is said."""

    id: str
    polling_url: str = ""
    cost: Any = None

    @property
    def credits(self) -> float | None:
        """What it costs; None where that is not said, or is no sum."""
        if isinstance(self.cost, int | float) and not isinstance(self.cost, bool) and 0 <= self.cost < 1e6:
            return float(self.cost)
        return None


class Told(msgspec.Struct, frozen=True):
    """What is said of a task. `progress` is from 0 to 1. Source: docs.bfl.ai, `get_result`."""

    status: str = ""
    progress: Any = None
    result: Any = None
    details: Any = None

    @property
    def state(self) -> State:
        """Where it is. What is not known is taken for drawing: it is asked again."""
        return _STATES.get(self.status.lower(), "drawing")

    @property
    def sample(self) -> str:
        """The address of the picture; empty where there is none."""
        found = self.result.get("sample") if isinstance(self.result, dict) else None
        return found if isinstance(found, str) else ""

    @property
    def seed(self) -> int | None:
        """The seed that it was drawn with."""
        found = self.result.get("seed") if isinstance(self.result, dict) else None
        return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 2**63 else None


def taken(body: bytes) -> Taken:
    """The answer to a task. Raises BadAnswer."""
    try:
        return msgspec.json.decode(body, type=Taken)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadAnswer(f"{TITLE}'s answer to a task cannot be read") from error


def told(body: bytes) -> Told:
    """What is said of a task. Raises BadAnswer."""
    try:
        return msgspec.json.decode(body, type=Told)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadAnswer(f"What {TITLE} says of a task cannot be read", f"Look at {WHERE}") from error


def why_none(found: Told) -> EngineError | None:
    """Why a task has no picture and never will; None while it may."""
    reasons = _reasons(found)
    behind = f": {', '.join(reasons)}" if reasons else ""
    match found.state:
        case "refused":
            return ContentRefused(
                f"{TITLE} refuses the words or the pictures{behind}", "Say it in other words", reasons, "input"
            )
        case "held back":
            return ContentRefused(
                f"{TITLE} drew it and holds the picture back{behind}",
                "Another seed may pass, or other words; each try costs",
                reasons,
                "output",
            )
        case "failed":
            said = ", ".join(reasons) or words_of(found.result if isinstance(found.result, str) else "")
            return EngineBroke(f"{TITLE} could not draw it: {said or 'it does not say why'}", "Draw it again")
        case "lost":
            return ResultLost(f"{TITLE} knows nothing of this task any more", f"Look at {WHERE}, or draw it again")
        case "ready" if not found.sample:
            return EngineBroke(f"{TITLE} ended it without a picture", "Draw it again")
        case _:
            return None


def _reasons(found: Told) -> tuple[str, ...]:
    """All texts in the details, wherever they stand, such as `{"Moderation Reasons": ["…"]}`."""
    left: list[object] = [found.details]
    reasons: list[str] = []
    while left and len(reasons) < MOST_REASONS:
        one = left.pop(0)
        if isinstance(one, str) and (said := words_of(one, 120)):
            reasons.append(said)
        elif isinstance(one, list):
            left += one[:MOST_REASONS]
        elif isinstance(one, dict):
            left += list(one.values())[:MOST_REASONS]
    return tuple(reasons)


class News:
    """What of a task's answers, which come one after another, was not said yet."""

    def __init__(self) -> None:
        self._status = ""
        self._started = False
        self._percent = 0

    def of(self, found: Told) -> Sequence[Event]:
        """The events that an answer adds, but for the end."""
        news: list[Event] = []
        if found.state in ("drawing", "ready") and not self._started:
            self._started = True
            news.append(Started())
        if found.status != self._status and found.state in ("waiting", "drawing"):
            self._status = found.status
            waits = found.state == "waiting"
            news.append(Stage("waiting for a machine" if waits else words_of(found.status, 40).lower() or "drawing"))
        percent = _percent(found.progress)
        if percent > self._percent and found.state == "drawing":
            self._percent = percent
            news.append(Step(percent, 100))
        return news


def _percent(progress: object) -> int:
    if isinstance(progress, bool) or not isinstance(progress, int | float) or not 0 < progress <= 1:
        return 0
    return max(1, int(progress * 100))
