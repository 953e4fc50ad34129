"""The record that every tool's metadata becomes, and careful ways to take values out of JSON that anybody wrote."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Any

import msgspec

from library.errors import LibraryError
from library.names import clean

LONGEST_TEXT = 100_000
"""Characters of a prompt that are kept; what people write has a few hundred."""
LONGEST_NAME = 300
"""Characters of a model's, LoRA's or sampler's name that are kept."""
MOST_LORAS = 100
LARGEST_JSON = 16 << 20
"""Characters of a text that are taken for JSON; a longer one is not read."""

_LORA_TAG = re.compile(r"<lora:([^:<>]{1,300}):[^<>]{0,100}>")


class ForeignUnreadable(LibraryError):
    """Metadata that claims to be of a tool and is not what this tool writes."""


class ForeignFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What another tool says of a picture; empty or None is unknown.

    `tool` is the tool's name; `width` and `height` are what was asked for in px, before any enlarging; `loras` are
    names as the tool has them, each once.
    """

    tool: str
    prompt: str = ""
    negative: str = ""
    model: str = ""
    loras: tuple[str, ...] = ()
    seed: int | None = None
    steps: int | None = None
    guidance: float | None = None
    sampler: str = ""
    scheduler: str = ""
    width: int | None = None
    height: int | None = None


def filled(first: ForeignFacts, second: ForeignFacts) -> ForeignFacts:
    """`first`, with what it does not know taken from `second`."""
    changes = {
        field: getattr(second, field)
        for field in ForeignFacts.__struct_fields__
        if getattr(first, field) in ("", (), None)
    }
    return msgspec.structs.replace(first, **changes)


def decoded(text: str) -> Any:
    """The JSON value of a text, which may have NaN in it, as old ComfyUI wrote. Raises ForeignUnreadable."""
    if len(text) > LARGEST_JSON:
        raise ForeignUnreadable(f"Its metadata is longer than {LARGEST_JSON >> 20} MiB")
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        pass
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ForeignUnreadable("Its metadata is not JSON") from error


def encoded(value: Any) -> str:
    """A decoded value as JSON again, to be read by those who read texts; empty where it is too deep for that."""
    try:
        return json.dumps(value)
    except (ValueError, RecursionError):
        return ""


def mapping(value: Any) -> dict[str, Any]:
    """An object of JSON as it is, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    """A list of JSON as it is, an empty one for anything else."""
    return value if isinstance(value, list) else []


def words(value: Any) -> str:
    """A text without control characters and outer spaces, cut at LONGEST_TEXT; empty for anything else."""
    return clean(value[:LONGEST_TEXT]).strip() if isinstance(value, str) else ""


def name(value: Any) -> str:
    """A name in one line, cut at LONGEST_NAME; empty for anything else, and for what stands for nothing."""
    if not isinstance(value, str):
        return ""
    found = " ".join(clean(value[:LONGEST_NAME]).split())
    return "" if found.lower() in ("none", "null", "undefined", "baked vae") else found


def whole(value: Any, largest: int = 2**64 - 1) -> int | None:
    """A whole number of 0 to `largest`, also one written as text or as 20.0; None for anything else."""
    if isinstance(value, str) and len(value) <= 24:
        value = value.strip()
        if value.isascii() and value.isdigit():
            value = int(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= largest:
        return value
    return None


def number(value: Any) -> float | None:
    """A finite number, also one written as text; None for anything else."""
    if isinstance(value, str) and len(value) <= 24:
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9 and math.isfinite(value):
        return float(value)
    return None


def side(value: Any) -> int | None:
    """A picture's side in px, 1 to 100,000; None for anything else."""
    return whole(value, 100_000) or None


def names(values: Iterable[Any]) -> tuple[str, ...]:
    """The names among `values`, each once, at most MOST_LORAS."""
    found: dict[str, None] = {}
    for value in values:
        if (one := name(value)) and len(found) < MOST_LORAS:
            found.setdefault(one)
    return tuple(found)


def tagged_loras(prompt: str) -> list[str]:
    """The LoRAs that a prompt calls by `<lora:name:weight>`."""
    return [match[1] for match in _LORA_TAG.finditer(prompt[:LONGEST_TEXT])]
