"""A member's entry as a text that a person edits as a whole, remarks and all, and that goes back where it stood."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from library.files.disk import rewrite
from studio.cast import editing, loading
from studio.cast.checking import CharacterWrong, checked, slips_of
from studio.cast.members import Character, by_name
from studio.cast.writing import blocks, edits
from studio.cast.writing.statements import NotEditable
from studio.cast.writing.toml_values import block, table_of
from studio.settings import entries, tables


class EntryText(NamedTuple):
    """The text of an entry, its heading first; `name` is whose it is, `is_own` whether it stands in the own file."""

    name: str
    text: str
    is_own: bool


def read(folder: Path, name: str) -> EntryText:
    """The entry of the member of this name or alias, also one with mistakes, unless it is no TOML. Blocks.

    Raises CharacterWrong where there is none, TableUnreadable where the own file is no TOML.
    """
    file = editing.read_own(folder)
    member = by_name(name.strip(), loading.load(folder).members)
    for one in (name, member.name if member else ""):
        if (place := file.place_of(one)) is not None:
            start, end = _span(file, place)
            return EntryText(file.names[place], file.text[start:end], is_own=True)
    entry, _ = editing.written(folder, name)
    return EntryText(entry.name, block(edits.HEADING, table_of(entry), is_item=True), is_own=False)


def put_back(folder: Path, before: EntryText, text: str) -> Character:
    """Write the entry as it is now; as it is in the cast then. Blocks.

    Raises CharacterWrong where it is wrong, or is another in the file by now, TableUnreadable where it is no TOML,
    LibraryUnwritable, DiskFull.
    """
    member = _member(folder, before, text)
    file = editing.read_own(folder)
    place = file.place_of(before.name)
    start, end = (len(file.text),) * 2 if place is None else _span(file, place)
    if file.text[start:end] != (before.text if before.is_own else ""):
        title, reason = f"The entry of {before.name} was changed meanwhile", f"in {file.path}"
        raise CharacterWrong("name", title, reason, "Look at what it is now, and change it again")
    if before.is_own:
        lines = blocks.with_ends(text if text.endswith("\n") else f"{text}\n", file.text)
        made = file.text[:start] + lines + file.text[end:]
    else:
        made = blocks.inserted(file.text or editing.HEAD, len(file.text or editing.HEAD), text)
        own = editing.with_own_references(folder, member, editing.written(folder, before.name).character)
        made = edits.edited(made, len(file.names), table_of(member), table_of(own))
    tables.table_of(made, str(file.path))
    rewrite(file.path, made.encode())
    return next(one for one in loading.load(folder).members if one.name == member.name)


def _span(file: editing.OwnFile, place: int) -> tuple[int, int]:
    try:
        return blocks.span(file.text, (edits.HEADING, place))
    except NotEditable as error:
        title, reason = f"{file.names[place]} cannot be edited alone", f"because of how {file.path} is written"
        raise CharacterWrong("name", title, reason, "Open the file itself") from error


def _member(folder: Path, before: EntryText, text: str) -> Character:
    """The member that a text of an entry is. Raises CharacterWrong, TableUnreadable."""
    where = f"{before.name}'s entry"
    tables.table_of(text, where)
    found = entries.decode(text, edits.HEADING, Character, where, slips_of)
    if found.faults:
        first, *more = found.faults
        rest = f" ({len(more)} more)" if more else ""
        raise CharacterWrong(first.field, first.notice.title, first.notice.reason + rest, first.notice.remedy)
    if len(found.entries) != 1:
        title, reason = f"This is not one entry, but {len(found.entries)}", "each is edited alone"
        raise CharacterWrong("name", title, reason, "Leave one [[character]] with its lines")
    member = found.entries[0].value
    cast = loading.load(folder).members
    others = [one for one in cast if one.name.casefold() != before.name.casefold()]
    if not before.is_own:
        editing.refuse_other_name(before.name, member.name)
    return checked(member, others, by_name(before.name, cast))
