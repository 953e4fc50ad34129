"""The terms of the search language: what each field's value means, and how it is written. No database here."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from library.errors import QueryWrong
from library.search.fields import cost_term, drift_term, trouble_term
from library.search.fields.cost_term import EXAMPLE as COST_EXAMPLE
from library.search.fields.cost_term import Costing
from library.search.fields.drift_term import EXAMPLE, Drift
from library.search.fields.trouble_term import Troubled

FIELDS = {
    "cast": "cast:milo",
    "saying": "saying:pebkac",
    "plate": 'plate:"north wall"',
    "style": "style:flat",
    "engine": "engine:draft",
    "model": "model:kontext",
    "lora": "lora:neon",
    "negative": 'negative:"bad hands"',
    "from": "from:milo.png, from:milo, from:1234 or from:3f9ac2",
    "seed": "seed:42 or seed:40..49",
    "steps": "steps:20, steps:>30 or steps:4..8",
    "drift": EXAMPLE,
    "trouble": trouble_term.EXAMPLE,
    "cost": COST_EXAMPLE,
    "size": "size:1024x768, size:16:9 or size:>=1024",
    "rating": "rating:5 or rating:>=4",
    "is": "is:pick, is:reject, is:lettered, is:misread, is:misplaced, is:draft or is:unread",
    "tag": "tag:robot",
    "album": 'album:"best of"',
    "label": "label:red",
    "file": "file:rot6",
    "before": "before:2026-11 or before:yesterday",
    "after": "after:2026-11-22 or after:7d",
    "saved": 'saved:"to letter"',
    "stack": "stack:1234",
    "similar": "similar:1234",
}
"""Every field, with an example."""
TEXT_FIELDS = ("cast", "saying", "plate", "style", "engine", "model", "lora", "negative", "from", "tag")
"""Fields that are searched by their words."""
STATES = ("pick", "reject", "lettered", "misread", "misplaced", "draft", "unread")

LARGEST_SEED = 2**64 - 1
LARGEST = 2**63 - 1


class Words(msgspec.Struct, frozen=True):
    """Words side by side, in a field or (field empty) anywhere; the last may go on unless they are exact."""

    field: str
    text: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Named:
    """In the album, with the colour label, or found by the saved search, of this name; an album's and a label's may go
    on unless it is exact.

    Of a file's name it is any part.
    """

    field: str
    name: str
    exact: bool
    position: int = dataclasses.field(default=0, compare=False)


class Numbers(msgspec.Struct, frozen=True):
    """A whole number from `low` to `high`, both included; a size's is its longer side in px."""

    field: str
    low: int
    high: int


class Shape(msgspec.Struct, frozen=True):
    """A width and height in px, or a ratio, to within one part in a hundred."""

    width: int
    height: int
    ratio: bool


class State(msgspec.Struct, frozen=True):
    """One of STATES."""

    word: str


class Made(msgspec.Struct, frozen=True):
    """Made before, or at or after, a time in Unix seconds."""

    field: str
    when: float


Term = Words | Named | Numbers | Shape | State | Made | Drift | Costing | Troubled

_APART: Mapping[str, Callable[[str, int], Term]] = {"cost": cost_term.read, "trouble": trouble_term.read}
_RANGE = re.compile(r"(>=|<=|>|<|=)?(\d{1,20})|(\d{1,20})\.\.(\d{1,20})")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:T(\d\d):(\d\d):(\d\d))?)?)?")
_AGO = re.compile(r"(\d{1,5})([hdw])")
_SIZE = re.compile(r"(\d{1,7})\s*([x×:])\s*(\d{1,7})")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def read_value(name: str, value: str, exact: bool, at: int, now: datetime) -> Term:
    """The term of a field's value, which begins at `at`. Raises QueryWrong."""
    if name in TEXT_FIELDS:
        return Words(name, value, exact)
    value = value.strip()
    if name in ("album", "label", "saved", "file"):
        return Named(name, value, exact, at)
    if name == "is":
        if value.lower() not in STATES:
            raise QueryWrong(f"Nothing is “{value}”", f"Write {FIELDS['is']}", at)
        return State(value.lower())
    if name == "drift":
        return drift_term.read(value, exact, at)
    if name in _APART:
        return _APART[name](value, at)
    if name in ("before", "after"):
        return Made(name, _when(name, value.lower(), at, now))
    if name == "size" and (found := _SIZE.fullmatch(value)):
        width, height = int(found[1]), int(found[3])
        if not width or not height:
            raise QueryWrong("No side of a picture is 0", f"Write {FIELDS['size']}", at)
        return Shape(width, height, found[2] == ":")
    return _numbers(name, value, at)


def quoted(text: str) -> str:
    """Words in quotes that they do not hold: straight ones are closed by a straight one, and curly ones by a curly."""
    return f"“{text}”" if '"' in text else f'"{text}"'


def write_term(term: Term) -> str:
    """A text that is read as `term`."""
    match term:
        case Words("", text, exact):
            return quoted(text) if exact else text
        case Words(field, text, exact) | Named(field, text, exact):
            return f"{field}:{quoted(text)}" if exact else f"{field}:{text}"
        case Numbers(field, low, high):
            return f"{field}:{low}..{high}"
        case Shape(width, height, ratio):
            return f"size:{width}{':' if ratio else 'x'}{height}"
        case State(word):
            return f"is:{word}"
        case Drift():
            value = drift_term.write(term)
            return f"drift:{quoted(value) if term.exact else value}"
        case Troubled(kind):
            return f"trouble:{kind}"
        case Costing():
            return f"cost:{cost_term.write(term)}"
        case Made(field, when):
            return f"{field}:{datetime.fromtimestamp(when).strftime('%Y-%m-%dT%H:%M:%S')}"


def _numbers(name: str, value: str, at: int) -> Numbers:
    found = _RANGE.fullmatch(value)
    if found is None or (name in ("stack", "similar") and not value.isdecimal()):
        raise QueryWrong(f"“{value}” is no number for “{name}:”", f"Write {FIELDS[name]}", at)
    top = {"seed": LARGEST_SEED, "rating": 5}.get(name, LARGEST)
    if found[3]:
        low, high = int(found[3]), int(found[4])
    else:
        number = int(found[2])
        low, high = {
            ">=": (number, top),
            ">": (number + 1, top),
            "<=": (0, number),
            "<": (0, number - 1),
        }.get(found[1] or "", (number, number))
    if found[3] and low > high:
        raise QueryWrong(f"“{value}” goes from more to less", f"Write {name}:{high}..{low}", at)
    if max(int(found[3] or found[2]), int(found[4] or 0)) > top and found[1] not in ("<", "<="):
        raise QueryWrong(f"“{value}” is more than {top:,}", f"Write {FIELDS[name]}", at)
    if low > high:
        raise QueryWrong(f"No “{name}:” is {value}", f"Write {FIELDS[name]}", at)
    return Numbers(name, low, min(high, top))


def _when(name: str, value: str, at: int, now: datetime) -> float:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if value == "today":
        return midnight.timestamp()
    if value == "yesterday":
        return (midnight - timedelta(days=1)).timestamp()
    try:
        if ago := _AGO.fullmatch(value):
            return max(0.0, (now - int(ago[1]) * _UNITS[ago[2]]).timestamp())
        if date := _DATE.fullmatch(value.upper()):
            year, month, day, hour, minute, second = (int(part) if part else 0 for part in date.groups())
            return datetime(year, month or 1, day or 1, hour, minute, second).timestamp()
    except (ValueError, OverflowError, OSError) as error:
        raise QueryWrong(f"“{value}” is no day of the calendar", f"Write {FIELDS[name]}", at) from error
    raise QueryWrong(f"“{value}” is no date", f"Write {FIELDS[name]}, today, or 2026-11-22", at)
