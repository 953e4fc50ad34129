"""What Replicate says of a prediction, and what of it is news."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import msgspec

from backends.base import BadAnswer, Drawn, Event, Stage, Started, Step
from backends.plain import plain
from backends.replicate.models import Hardware
from backends.replicate.refusals import TITLE

if TYPE_CHECKING:
    from backends.replicate.requests import Prepared

MOST_PICTURES: Final = 16
CLOCKS: Final = 60.0
"""Seconds by which the service's clock may be behind ours."""
LONGEST_ID: Final = 100
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,100}", re.ASCII)
_BAR: Final = re.compile(r"(?:^|[\r\n])[ \t]*\d{1,3}%\|[^|\r\n]{0,200}\|[ \t]*(\d{1,5})/(\d{1,5})(?=[ \t]|$)")
"""A bar of tqdm with nothing before it on its line: those of loading and fetching say there what they do."""
_SEED: Final = re.compile(r"^Using seed:[ \t]*(\d{1,20})[ \t\r]*$", re.MULTILINE)
_NEWEST: Final = 20_000
"""Characters of the end of a log in which the newest bar is looked for."""

State = Literal["waiting", "drawing", "drawn", "failed", "cancelled"]
_STATES: Final[dict[str, State]] = {
    "starting": "waiting",
    "queued": "waiting",
    "processing": "drawing",
    "succeeded": "drawn",
    "failed": "failed",
    "canceled": "cancelled",
    "cancelled": "cancelled",
    "aborted": "cancelled",
}


class Prediction(msgspec.Struct, frozen=True):
    """A prediction as every route answers with it; fresh ones have `logs` as "", later ones perhaps as null.

    Source: replicate/replicate-python, recorded exchanges; Replicate's HTTP API, `predictions.get`.
    """

    id: str
    status: str = "starting"
    model: str | None = None
    version: str | None = None
    input: Any = None
    output: Any = None
    error: Any = None
    logs: str | None = None
    metrics: Any = None
    data_removed: bool = False

    @property
    def state(self) -> State:
        """Where it is. What is not known is taken for drawing: it is asked again."""
        return _STATES.get(self.status, "drawing")


class _Listed(msgspec.Struct, frozen=True):
    """A prediction in the list (Replicate's HTTP API, `predictions.list`: a hundred a page, the newest first)."""

    id: str
    model: str | None = None
    version: str | None = None
    input: Any = None
    created_at: str = ""


class _Page(msgspec.Struct, frozen=True):
    results: tuple[_Listed, ...]


class Progress(NamedTuple):
    """A bar of a log: so many of so many steps."""

    done: int
    total: int


def prediction(body: bytes) -> Prediction:
    """What an answer says. Raises BadAnswer."""
    try:
        found = msgspec.json.decode(body, type=Prediction)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadAnswer(f"{TITLE}'s answer of a prediction cannot be read") from error
    if not is_id(found.id):
        raise BadAnswer(f"{TITLE} calls a prediction {plain(found.id, 40)}, which is no name of one")
    return found


def like(body: bytes, asked: Prepared, since: float) -> tuple[str, ...]:
    """The ids of those in a page of the list that are as `asked`, and began at `since` (Unix seconds) or later.

    Pictures have other addresses there, and are not compared. Raises BadAnswer.
    """
    try:
        listed = msgspec.json.decode(body, type=_Page).results
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadAnswer(f"{TITLE}'s list of predictions cannot be read") from error
    return tuple(
        one.id
        for one in listed
        if is_id(one.id)
        and asked.version in (one.version, one.model)
        and _began(one) >= since - CLOCKS
        and {name: mapping(one.input).get(name) for name in asked.input} == asked.input
    )


def _began(listed: _Listed) -> float:
    try:
        began = datetime.fromisoformat(listed.created_at)
    except ValueError:
        return 0.0
    return began.timestamp() if began.tzinfo is not None else 0.0


def is_id(text: str) -> bool:
    """Whether a text can be a prediction's id."""
    return bool(_ID.fullmatch(text))


def outputs(output: object) -> tuple[str, ...]:
    """The addresses of the pictures, `data:` ones too, whether they come alone, listed or by name."""
    if isinstance(output, str):
        return (output,)
    if isinstance(output, dict):
        output = list(output.values())
    if not isinstance(output, list):
        return ()
    return tuple(one for one in output if isinstance(one, str) and one)[:MOST_PICTURES]


def progress(logs: str | None) -> Progress | None:
    """The newest bar of sampling in a log; None where there is none."""
    for match in reversed(list(_BAR.finditer((logs or "")[-_NEWEST:]))):
        done, total = int(match[1]), int(match[2])
        if 1 <= done <= total:
            return Progress(done, total)
    return None


def seed_of(logs: str | None) -> int | None:
    """The seed that a log says was used."""
    found = _SEED.search(logs or "")
    return int(found[1]) if found else None


def drawn(found: Prediction) -> Drawn:
    """With what settings a prediction was drawn, by what it was given and by its log."""
    given = mapping(found.input)
    steps = next((given[name] for name in ("num_inference_steps", "steps", "num_steps") if name in given), None)
    guidance = next((given[name] for name in ("guidance_scale", "guidance", "cfg", "cfg_scale") if name in given), None)
    seed = seed_of(found.logs)
    return Drawn(
        steps=steps if isinstance(steps, int) else None,
        guidance=float(guidance) if isinstance(guidance, int | float) else None,
        seed=seed if seed != given.get("seed") else None,
    )


def hardware(found: Prediction) -> Hardware:
    """What a prediction ran on, where its inputs show it: LoRAs that were trained there run on an H100."""
    given = mapping(found.input)
    return "h100" if "lora_scale" in given and "lora_weights" not in given else ""


def references(found: Prediction) -> int:
    """How many reference pictures a prediction was given in a list."""
    return len(next((value for value in mapping(found.input).values() if isinstance(value, list)), []))


def mapping(told: object) -> dict[str, Any]:
    """An object of JSON; an empty one for anything else."""
    return told if isinstance(told, dict) else {}


class News:
    """What of a prediction's answers, which come one after another, was not said yet."""

    def __init__(self) -> None:
        self._state: State | None = None
        self._progress: Progress | None = None

    def of(self, found: Prediction) -> Sequence[Event]:
        """The events that an answer adds, but for the end."""
        news: list[Event] = []
        state = found.state
        if state != self._state:
            if state == "waiting":
                news.append(Stage("waiting for a machine"))
            if state in ("drawing", "drawn") and self._state not in ("drawing", "drawn"):
                news += [Started(), Stage("drawing")]
            self._state = state
        bar = progress(found.logs)
        if bar is not None and bar != self._progress and state in ("drawing", "drawn"):
            self._progress = bar
            news.append(Step(bar.done, bar.total))
        return news
