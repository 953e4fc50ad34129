"""What a person chose of a service's own, as typed records: from words (`DrawRequest.options`) to values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from backends.errors import EngineRefused
from backends.plain import plain

Record = TypeVar("Record", bound=msgspec.Struct)


def options_of(kind: type[Record], words: Mapping[str, str], title: str) -> Record:
    """The options of a service as its record has them. Raises EngineRefused for a value that is none, with those that
    are; names that the record has not are passed over, for what a model does not know is told before (`fitting`)."""
    known = {name: words[name] for name in kind.__struct_fields__ if name in words}
    try:
        return msgspec.convert(known, kind, strict=False)
    except msgspec.ValidationError as error:
        for name, value in known.items():
            try:
                msgspec.convert({name: value}, kind, strict=False)
            except msgspec.ValidationError:
                raise EngineRefused(
                    f"{title} takes no {name} “{plain(value, 40)}”", f"Choose one that it takes: {_choices(kind, name)}"
                ) from error
        raise


def _choices(kind: type[msgspec.Struct], name: str) -> str:
    """The values that a field takes, in words: those that are listed, else its bounds."""
    schema = msgspec.json.schema(kind)["$defs"][kind.__name__]["properties"][name]
    for each in (schema, *schema.get("anyOf", ())):
        if "enum" in each:
            return ", ".join(map(str, each["enum"]))
        if "minimum" in each:
            return f"{each['minimum']} to {each['maximum']}"
    return "see its reference"
