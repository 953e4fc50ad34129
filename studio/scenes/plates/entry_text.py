"""The text of a `plates.toml` in which one entry is another, and all else stays to the byte.

The lines are found and written as those of the cast are (`studio.cast.writing`). What comes out is read again: it says
what was wanted and nothing else, or the text is refused.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from studio.cast.writing import blocks, edits, toml_values
from studio.cast.writing.statements import NotEditable
from studio.errors import StudioError
from studio.settings import tables

HEADING = "plate"

Table = Mapping[str, Any]


class EntryNotKept(StudioError):
    """A change was not written into a person's plates, which are as they were."""


def with_new(text: str, entry: Table, file: str) -> str:
    """The text with an entry at its end. Raises TableUnreadable, EntryNotKept."""
    before, entry = tables.table_of(text, file), _listed(entry)
    if not isinstance(before.get(HEADING, []), list):
        raise _as_it_is_written(file)
    made = blocks.inserted(text, len(text), toml_values.block(HEADING, entry, is_item=True))
    return _checked(made, {**before, HEADING: [*before.get(HEADING, []), entry]}, file)


def with_changes(text: str, name: str, changes: Table, file: str) -> str:
    """The text with other values in the entry of this name, in any case; None: the entry does not say it any more.

    Raises TableUnreadable, EntryNotKept.
    """
    wanted, at = _found(text, name, file)
    entry = wanted[HEADING][at]
    try:
        for key, value in _listed(changes).items():
            text = edits.with_value(text, (HEADING, at, key), entry.get(key), value)
            if value is not None:
                entry[key] = value
            else:
                entry.pop(key, None)
    except NotEditable as error:
        raise _as_it_is_written(file) from error
    return _checked(text, wanted, file)


def without(text: str, name: str, file: str) -> str:
    """The text without the entry of this name, and the remarks directly over it.

    Raises TableUnreadable, EntryNotKept.
    """
    wanted, at = _found(text, name, file)
    del wanted[HEADING][at]
    return _checked(blocks.without(text, (HEADING, at)), wanted, file)


def place_of(table: Table, name: str) -> int | None:
    """Which of the entries has this name, in any case; None where none has."""
    found = table.get(HEADING, [])
    wanted = name.strip().casefold()
    named = enumerate(found if isinstance(found, list) else [])
    return next((at for at, one in named if str(one.get("name", "")).strip().casefold() == wanted), None)


def _found(text: str, name: str, file: str) -> tuple[dict[str, Any], int]:
    """What the text says, to be changed, and the place of an entry in it."""
    table = tables.table_of(text, file)
    at = place_of(table, name)
    if at is None:
        raise EntryNotKept(f"There is no plate named {name} in {file}", "it was taken out meanwhile", "Look again")
    return copy.deepcopy(table), at


def _checked(made: str, wanted: Table, file: str) -> str:
    try:
        said = tables.table_of(made, file)
    except tables.TableUnreadable as error:
        raise _as_it_is_written(file) from error
    if _filled(said) != _filled(wanted):
        raise _as_it_is_written(file)
    return made


def _filled(table: Table) -> dict[str, Any]:
    """Of a list of entries of which none is left, nothing stands there."""
    return {key: value for key, value in table.items() if value != []}


def _as_it_is_written(file: str) -> EntryNotKept:
    reason = f"because of how {file} is written"
    return EntryNotKept("The plate cannot be changed here", reason, "Write [[plate]] tables, or use an editor")


def _listed(table: Table) -> dict[str, Any]:
    """The table with lists for tuples, as TOML is read."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in table.items()}
