"""Values as TOML writes them, and the fields of an entry as plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from studio.cast.members import Character, Reference

LONGEST_LINE = 110
"""Characters; a longer list has its items one a line."""


def table_of(member: Character) -> dict[str, Any]:
    """An entry as a plain table, who it is before all else: what is empty or usual is left out, as in a file.

    A reference of which only the file is said is a text.
    """
    table = _said(member)
    table.pop("folder", None)
    return {name: table[name] for name in ("name", "aliases", "species") if name in table} | table


def _said(record: msgspec.Struct) -> dict[str, Any]:
    said = {}
    for field in msgspec.structs.fields(record):
        value = getattr(record, field.name)
        if field.required or value not in (field.default, (), {}):
            said[field.name] = _plain(value)
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Reference) and value == Reference(value.file):
        return value.file
    if isinstance(value, msgspec.Struct):
        return _said(value)
    return dict(value) if isinstance(value, dict) else value


def formatted(value: Any) -> str:
    """A plain value as TOML, in one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        # A JSON string is a basic string of TOML but for DEL (https://toml.io/en/v1.0.0#string).
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(map(formatted, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key(name)} = {formatted(one)}" for name, one in value.items()) + " }"
    return repr(value)


def wrapped(value: Any, before: int) -> str:
    """The same, but a long list in several lines; `before` is how much stands before it in its line."""
    line = formatted(value)
    if not isinstance(value, list) or len(value) < 2 or before + len(line) <= LONGEST_LINE:
        return line
    return "[\n" + "".join(f"    {formatted(item)},\n" for item in value) + "]"


def key(name: str) -> str:
    """A name as a key: bare where it can be."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else formatted(name)


def pair(keys: Sequence[str], value: Any) -> str:
    """A line, or the lines of a long list, that give a value to dotted keys."""
    start = f"{'.'.join(map(key, keys))} = "
    return f"{start}{wrapped(value, len(start))}\n"


def has_headings(name: str, value: Any) -> bool:
    """Whether a field is written below headings of its own, and not in a line."""
    return isinstance(value, dict) or name in ("loras", "outfits")


def block(heading: str, table: dict[str, Any], *, is_item: bool) -> str:
    """A table with its heading, such as `character.outfits`, and below it the tables that are in it."""
    lines = [f"[[{heading}]]\n" if is_item else f"[{heading}]\n"]
    lines += [pair([name], value) for name, value in table.items() if not has_headings(name, value)]
    for name, value in table.items():
        if has_headings(name, value):
            is_list = isinstance(value, list)
            inner = f"{heading}.{key(name)}"
            lines += ["\n" + block(inner, one, is_item=is_list) for one in (value if is_list else [value])]
    return "".join(lines)
