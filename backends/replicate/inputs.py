"""What a model takes, read from its own schema: OpenAPI 3.0 as Replicate gives it with every version of a model.

Source: `openapi_schema.components.schemas.Input.properties` of GET /models/{owner}/{name} and …/versions/{id}.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal["text", "whole", "number", "flag", "picture", "pictures", "other"]
Value: TypeAlias = str | int | float | bool

MOST_INPUTS: Final = 200
MOST_CHOICES: Final = 500
MOST_REFERENCES: Final = 5
"""How many references one leads to another at most; real schemas have one."""
_KINDS: Final[dict[str, Kind]] = {"string": "text", "integer": "whole", "number": "number", "boolean": "flag"}


class Input(msgspec.Struct, frozen=True, kw_only=True):
    """One input of a model: `picture` is the address of one, `pictures` a list of `most_items` at most (0: unsaid).

    `default` is what the model takes where nothing is sent, None where it has none; `least` and `most` are its bounds,
    `length` how many characters a text may have (0: unsaid), `choices` all that it takes, where they are listed.
    """

    kind: Kind
    default: Value | None = None
    choices: tuple[Value, ...] = ()
    least: float | None = None
    most: float | None = None
    length: int = 0
    most_items: int = 0


Inputs: TypeAlias = Mapping[str, Input]


def read(schema: object) -> Inputs:
    """The inputs by name, of an `openapi_schema`; empty where it says none. What makes no sense in it is left out."""
    schemas = _mapping(_mapping(_mapping(schema).get("components")).get("schemas"))
    properties = _mapping(_mapping(schemas.get("Input")).get("properties"))
    return {name: _input(told, schemas) for name, told in list(properties.items())[:MOST_INPUTS]}


def _input(told: object, schemas: Mapping[str, Any]) -> Input:
    facts = _facts(told, schemas)
    items = _facts(facts.get("items"), schemas)
    kind = _KINDS.get(str(facts.get("type")), "other")
    if kind == "text" and facts.get("format") == "uri":
        kind = "picture"
    if facts.get("type") == "array":
        kind = "pictures" if items.get("format") == "uri" else "other"
    default = facts.get("default")
    choices = facts.get("enum")
    return Input(
        kind=kind,
        default=default if isinstance(default, str | int | float) else None,
        choices=tuple(one for one in choices if isinstance(one, str | int | float))[:MOST_CHOICES]
        if isinstance(choices, list)
        else (),
        least=_number(facts.get("minimum")),
        most=_number(facts.get("maximum")),
        length=_count(facts.get("maxLength")),
        most_items=_count(facts.get("maxItems")),
    )


def _facts(told: object, schemas: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a value, with what its references and alternatives say; nearer words win."""
    facts: dict[str, Any] = {}
    for _ in range(MOST_REFERENCES):
        here = _mapping(told)
        facts = {**here, **facts}
        parts = [part for name in ("allOf", "anyOf", "oneOf") for part in _list(here.get(name))]
        parts = [part for part in parts if _mapping(part).get("type") != "null"]
        if "$ref" in here:
            parts = [schemas.get(str(here["$ref"]).removeprefix("#/components/schemas/"))]
        if not parts:
            break
        told = parts[0]
    return facts


def _mapping(told: object) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def _list(told: object) -> list[Any]:
    return told if isinstance(told, list) else []


def _number(told: object) -> float | None:
    return float(told) if isinstance(told, int | float) and not isinstance(told, bool) and abs(told) < 1e18 else None


def _count(told: object) -> int:
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 < told < 2**31 else 0
