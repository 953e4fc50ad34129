"""The text of a `cast.toml` in which an entry says something else, and all else stays to the byte.

It is done in small steps, each to the lines of what it is about. What comes out is read again: it says what was wanted
and nothing else, or the text is refused.
"""

from __future__ import annotations

import tomllib
from typing import Any

import msgspec

from studio.cast.members import Character
from studio.cast.writing import blocks, toml_values
from studio.cast.writing.lists import changed_list, matched
from studio.cast.writing.statements import NotEditable, Path, Statement, statements

HEADING = "character"


def edited(text: str, place: int, now: dict[str, Any], wanted: dict[str, Any]) -> str:
    """The text in which the entry at a place from 0 on, which says `now`, says `wanted` (`toml_values.table_of`).

    Raises NotEditable.
    """
    entry = (HEADING, place)
    if not any(one.kind == "list" and one.path == entry for one in statements(text)):
        raise NotEditable(entry)
    made = text
    for name in dict.fromkeys((*now, *wanted)):
        made = _changed(made, (*entry, name), now.get(name), wanted.get(name))
    before, after = tomllib.loads(text), _read(made)
    entries = after.get(HEADING, [])
    said = entries[place] if place < len(entries) else {}
    before[HEADING][place] = said
    if before != after or toml_values.table_of(msgspec.convert(said, Character)) != wanted:
        raise NotEditable(entry)
    return made


def appended(text: str, table: dict[str, Any]) -> str:
    """The text with a new entry at its end. Raises NotEditable where it is no entry there."""
    made = blocks.inserted(text, len(text), toml_values.block(HEADING, table, is_item=True))
    before, after = tomllib.loads(text), _read(made)
    entries = after.get(HEADING, [])
    if entries[:-1] != before.get(HEADING, []) or {**after, HEADING: []} != {**before, HEADING: []}:
        raise NotEditable(HEADING)
    return made


def with_value(text: str, path: Path, now: Any, wanted: Any) -> str:
    """The text in which the value at a path is another, of any list of entries; None: it is not there.

    Raises NotEditable. Whoever calls it reads what comes out again.
    """
    return _changed(text, path, now, wanted)


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NotEditable(text) from error


def _changed(text: str, path: Path, now: Any, wanted: Any) -> str:
    """The text in which the value at a path is another; None: it is not there."""
    if now == wanted:
        return text
    found = [one for one in statements(text) if one.is_in(path)]
    own = next((one for one in found if one.kind == "pair" and one.path == path), None)
    if own is not None:
        return blocks.without_lines(text, own) if wanted is None else _with_value(text, own, now, wanted)
    if wanted is None:
        return blocks.without(text, path)
    if not found:
        return _with_new(text, path, wanted)
    if isinstance(wanted, dict):
        # A heading with nothing below it says nothing.
        now = now or {}
        # What is new stands beside what is there, which may all go.
        for name in dict.fromkeys((*wanted, *now)):
            text = _changed(text, (*path, name), now.get(name), wanted.get(name))
        return text
    if isinstance(now, list) and isinstance(wanted, list):
        return _changed_tables(text, path, now, wanted)
    raise NotEditable(path)


def _with_value(text: str, pair: Statement, now: Any, wanted: Any) -> str:
    before = text[pair.value_start : pair.value_end]
    value = toml_values.wrapped(wanted, pair.value_start - pair.start)
    if isinstance(now, list) and isinstance(wanted, list):
        value = changed_list(before, now, wanted, pair.value_start - pair.start)
    return text[: pair.value_start] + blocks.with_ends(value, text) + text[pair.value_end :]


def _with_new(text: str, path: Path, wanted: Any) -> str:
    *way, name = path
    parent = tuple(way)
    if not toml_values.has_headings(str(name), wanted):
        return _with_pair(text, parent, str(name), wanted)
    heading = blocks.heading_of(path)
    if isinstance(wanted, dict):
        return blocks.inserted(text, blocks.end_of_own(text, parent), toml_values.block(heading, wanted, is_item=False))
    new = [toml_values.block(heading, one, is_item=True) for one in wanted]
    return blocks.inserted(text, blocks.span(text, parent)[1], "\n".join(new))


def _with_pair(text: str, parent: Path, name: str, wanted: Any) -> str:
    """The text with one more line in a table that has a heading, or whose names are dotted ones in another."""
    found = statements(text)
    heading = next((one for one in found if one.kind in ("table", "list") and one.path == parent), None)
    if heading is not None:
        own = [heading, *blocks.own_pairs(found, heading)]
        keys = [name]
    else:
        own = [one for one in found if one.kind == "pair" and one.path[:-1] == parent]
        above = [one for one in found if own and one.kind in ("table", "list") and one.start < own[-1].start]
        if not above:
            raise NotEditable(parent)
        keys = [*(str(one) for one in parent[len(above[-1].path) :]), name]
    last = own[-1]
    line = text[last.start : last.end]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    written = toml_values.pair(keys, wanted)
    return blocks.with_lines(text, last.end, indent + written)


def _changed_tables(text: str, path: Path, now: list[Any], wanted: list[Any]) -> str:
    """The text in which a list of tables with headings is another: they change, move, come and go as wholes."""
    # A reference below a heading of its own is a table, also where only its file is said.
    now, wanted = ([{"file": one} if isinstance(one, str) else one for one in items] for items in (now, wanted))
    places = [one for one in statements(text) if one.kind == "list" and one.path[:-1] == path]
    if len(places) != len(now) or not all(isinstance(one, dict) for one in wanted):
        raise NotEditable(path)
    olds = matched(now, wanted)
    for value, old in zip(wanted, olds, strict=True):
        if old is not None:
            for name in dict.fromkeys((*now[old], *value)):
                text = _changed(text, (*path, old, name), now[old].get(name), value.get(name))
    if olds == tuple(range(len(now))):
        return text
    spans = [blocks.span(text, (*path, place)) for place in range(len(now))]
    texts = [blocks.whole_lines(text, *one) for one in spans]
    heading = blocks.heading_of(path)
    made = [
        toml_values.block(heading, value, is_item=True) if old is None else texts[old]
        for value, old in zip(wanted, olds, strict=True)
    ]
    for place in reversed(range(max(len(made), len(spans)))):
        if place >= len(spans):
            text = blocks.inserted(text, spans[-1][1], made[place])
        elif place >= len(made):
            text = blocks.without_span(text, *spans[place])
        else:
            start, end = spans[place]
            text = text[:start] + blocks.with_ends(made[place], text) + text[end:]
    return text
