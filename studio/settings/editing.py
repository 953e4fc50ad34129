"""Changes of the settings' text: one value is another, and comments, order and everything else stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping, MutableSequence
from copy import deepcopy
from typing import Any, NamedTuple

from studio.errors import StudioError
from studio.settings import edited_lines, tables
from studio.settings.edited_lines import Steps

KEYED: Mapping[str, str] = {"servers": "name", "hosted": "name", "fallback": ""}
"""The lists of tables, and the key by which one of a list is named; empty: by its place, from 0 on."""
NOUNS: Mapping[str, str] = {"servers": "the server", "hosted": "the hosted engine", "fallback": "fallback entry"}
ANYTHING: Any = object()
"""Stands for whatever a setting may be now."""


class SettingNotKept(StudioError):
    """A change was not written into the settings file, which is as it was."""


class Change(NamedTuple):
    """One thing to write: `value` at `steps`, None: nothing, so that the default holds. `before` is what it was.

    `("servers", NAME)` is the server of that name, and its value all of its table: what the table has else goes. So it
    is with all of KEYED: `("fallback", "0")` is the first of its list.
    """

    steps: tuple[str, ...]
    value: Any
    before: Any = ANYTHING

    @property
    def named(self) -> str:
        """What is changed, as a person says it."""
        if not is_entry(self.steps):
            return ".".join(self.steps)
        heading, name = self.steps
        return f"{NOUNS[heading]} {repr(name) if KEYED[heading] else int(name) + 1}"


def is_entry(steps: tuple[str, ...]) -> bool:
    """Whether steps lead to one table of a list as a whole."""
    return steps[0] in KEYED and len(steps) == 2


def place_of(table: Mapping[str, Any], steps: tuple[str, ...]) -> int | None:
    """Where in its list of a table of TOML an entry stands (see `Change`), from 0 on; None where it does not."""
    heading, name = steps
    listed, key = table.get(heading, ()), KEYED[heading]
    if not key:
        return int(name) if int(name) < len(listed) else None
    return next((at for at, one in enumerate(listed) if one.get(key) == name), None)


def standing(table: Mapping[str, Any], steps: tuple[str, ...]) -> Any:
    """What a table of TOML says at a place (see `Change`); None where it says nothing."""
    if is_entry(steps):
        at = place_of(table, steps)
        return None if at is None else table[steps[0]][at]
    for step in steps:
        if not isinstance(table, Mapping) or step not in table:
            return None
        table = table[step]
    return table


def changed(text: str, change: Change, name: str) -> str:
    """The text with the change in it; `name` names the file in errors.

    Raises TableUnreadable for a text that is no TOML; SettingNotKept where the value is another than it was, and where
    the text is written so that it cannot be changed without changing more.
    """
    table = tables.table_of(text, name)
    now = standing(table, change.steps)
    if now == change.value:
        # A key that came twice asks for what is so already.
        return text
    if change.before is not ANYTHING and now != change.before:
        said = f"{change.named} was changed meanwhile"
        raise SettingNotKept(said[0].upper() + said[1:], f"in {name}", "Look at what it is now, and change it again")
    for step in _small_steps(table, change, now):
        text = _with(text, step, change, name)
    return text


class _Step(NamedTuple):
    """One value, or an entry of a list that is new or goes, at a place in the table; None: taken out."""

    steps: Steps
    value: Any


def _small_steps(table: Mapping[str, Any], change: Change, now: Any) -> Iterator[_Step]:
    if not is_entry(change.steps):
        if now != change.value:
            yield _Step(change.steps, change.value)
        return
    heading, place = change.steps[0], place_of(table, change.steps)
    at = len(table.get(heading, [])) if place is None else place
    if now is None or change.value is None:
        if now is not change.value:
            yield _Step((heading, at), change.value)
        return
    yield from _differences((heading, at), now, change.value)


def _differences(steps: Steps, now: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[_Step]:
    for key in dict.fromkeys((*now, *wanted)):
        here, there = now.get(key), wanted.get(key)
        if isinstance(here, Mapping) and isinstance(there, Mapping):
            yield from _differences((*steps, key), here, there)
        elif here != there:
            yield _Step((*steps, key), there)


def _with(text: str, step: _Step, change: Change, name: str) -> str:
    """The text with a small step done: in the first way after which it says that, and nothing else than before."""
    wanted = deepcopy(tables.table_of(text, name))
    _do(wanted, step)
    for written in _ways(text, step):
        try:
            if written is not None and _said(tables.table_of(written, name)) == _said(wanted):
                return written
        except tables.TableUnreadable:
            continue
    remedy = f"Change it in an editor, near line {tables.line_of(text, [str(one) for one in step.steps])}"
    raise SettingNotKept(f"{change.named} cannot be changed here", f"because of how {name} is written", remedy)


def _said(table: Any) -> Any:
    """What a table says: an empty table or list in it says nothing."""
    if isinstance(table, list):
        return [_said(one) for one in table]
    if not isinstance(table, dict):
        return table
    return {key: said for key, one in table.items() if (said := _said(one)) not in ({}, [])}


def _ways(text: str, step: _Step) -> Iterator[str | None]:
    table = tables.table_of(text, "")
    is_new = step.value is not None and _at(table, step.steps) is None
    if is_new:
        yield from edited_lines.with_new(text, step.steps, step.value)
    elif step.value is None and isinstance(step.steps[-1], int):
        yield edited_lines.without_entry(text, step.steps)
    yield _by_tomlkit(text, step)


def _by_tomlkit(text: str, step: _Step) -> str | None:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        # What it adds at the end would else stand in the last line.
        document = tomlkit.parse(text if text.endswith("\n") or not text else f"{text}\n")
        _do(document, step)
        return document.as_string()
    except (TOMLKitError, ValueError, TypeError, AttributeError, LookupError):
        # It does not know every text that tomllib reads, nor change all that it reads.
        return None


def _at(table: Any, steps: Steps) -> Any:
    for step in steps:
        is_there = step < len(table) if isinstance(step, int) else step in table
        table = table[step] if is_there else None
        if table is None:
            return None
    return table


def _do(table: Any, step: _Step) -> None:
    """Do a step to a plain table, or to a document of tomlkit's."""
    *way, last = step.steps
    for place, key in enumerate(way):
        if isinstance(table, MutableMapping) and key not in table:
            table[str(key)] = [] if isinstance(step.steps[place + 1], int) else {}
        table = table[key]
    if isinstance(table, MutableSequence) and last == len(table):
        table.append(step.value)
    elif step.value is not None:
        table[last] = step.value
    else:
        del table[last]
