"""A character's entry as TOML: its fields as they are written, what is empty or usual left out."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.cast.members import Character


def entry_table(member: Character) -> dict[str, Any]:
    """The fields of an entry, in the order of the record; tables of colours, LoRAs and outfits come last."""
    fields = _said(member)
    fields.pop("folder", None)
    plain = {name: value for name, value in fields.items() if name not in ("colours", "loras", "outfits")}
    return plain | {name: fields[name] for name in ("colours", "loras", "outfits") if name in fields}


def _said(record: msgspec.Struct) -> dict[str, Any]:
    """The fields of a record that are not as they would be if nobody said anything."""
    said: dict[str, Any] = {}
    for field in msgspec.structs.fields(record):
        value = getattr(record, field.name)
        if value in (field.default, (), {}):
            continue
        said[field.name] = _plain(value)
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return _said(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
