"""Files of entries that a person edits, as `cast.toml` is: what is good of them, and all that is wrong, at once.

A mistake costs its own entry and no other, also where the file as a whole is no TOML.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from studio.errors import Notice
from studio.plain_text import harmless, plain
from studio.settings import tables

T = TypeVar("T", bound=msgspec.Struct)

MOST_MISTAKES = 20
"""Mistakes of one entry that are told."""


class Fault(msgspec.Struct, frozen=True):
    """A mistake in such a file, as a notice. `entry` is the name of the entry that it costs, if there is one, `heading`
    what kind of entry that is, `field` the way to what is wrong in it: "colours.coat", "outfits.0.words"."""

    notice: Notice
    entry: str = ""
    heading: str = ""
    field: str = ""


class Entry(NamedTuple, Generic[T]):
    """A good entry; `place` says where it stands: "cast.toml, line 12"."""

    value: T
    place: str


class Found(NamedTuple, Generic[T]):
    """What is in a file."""

    entries: tuple[Entry[T], ...] = ()
    faults: tuple[Fault, ...] = ()


class _Piece(NamedTuple):
    """The text of an entry, from its heading on, and the number of lines before it."""

    text: str
    before: int


def no_slips(entry: msgspec.Struct) -> Iterable[tables.Slip]:
    """Nothing is wrong with an entry that could be read."""
    return ()


def read(
    path: Path, heading: str, kind: type[T], slips_of: Callable[[T], Iterable[tables.Slip]] = no_slips
) -> Found[T]:
    """The entries `[[heading]]` of a file as `kind`; none where there is no such file.

    `slips_of` says what is wrong with an entry that could be read.
    """
    if not path.exists():
        return Found()
    try:
        text = tables.text_of(path)
    except tables.TableUnreadable as error:
        return Found(faults=(Fault(error.notice),))
    return decode(text, heading, kind, str(path), slips_of)


def decode(
    text: str, heading: str, kind: type[T], name: str, slips_of: Callable[[T], Iterable[tables.Slip]] = no_slips
) -> Found[T]:
    """The entries `[[heading]]` of a text as `kind`, which have a name each; `name` says where the text came from."""
    entries: list[Entry[T]] = []
    faults: list[Fault] = []
    places: dict[str, str] = {}
    for piece, table in _tables(text, heading, name, faults):
        slips = list(mistakes(table, kind)) if isinstance(table, dict) else [_NO_TABLE]
        entry = plain(str(table.get("name", ""))) if isinstance(table, dict) else ""
        if not slips:
            value = msgspec.convert(_harmless(table), kind)
            slips = list(slips_of(value))
        lines = [tables.line_of(piece.text, [heading, "0", *slip.steps]) + piece.before for slip in slips]
        for line, slip in sorted(zip(lines, slips, strict=True)):
            notice = Notice(f"{name}, line {line}", slip.reason, slip.remedy)
            faults.append(Fault(notice, entry, heading, ".".join([*slip.steps, *filter(None, [slip.lacking])])))
        place = f"{name}, line {piece.before + 1}"
        if not slips and entry.casefold() in places:
            reason = f"there is a {heading} {entry} at {places[entry.casefold()]} already"
            faults.append(Fault(Notice(place, reason, "Rename one of the two"), heading=heading))
        elif not slips:
            entries.append(Entry(value, place))
            places[entry.casefold()] = place
    return Found(tuple(entries), tuple(faults))


_NO_TABLE = tables.Slip([], "expected a table", "Write the heading with two brackets, [[…]], and its lines below it")


def _tables(text: str, heading: str, name: str, faults: list[Fault]) -> Iterator[tuple[_Piece, Any]]:
    """Each entry as it stands in the text, and as a table; what is no entry, or no TOML, is put to the faults."""
    head, *pieces = _pieces(text, heading)
    try:
        whole = tables.table_of(text, name)
    except tables.TableUnreadable:
        # What is wrong with one piece is not held against the others.
        for piece in (head, *pieces):
            try:
                table = tables.table_of(piece.text, name, piece.before)
            except tables.TableUnreadable as error:
                faults.append(Fault(error.notice, _name_in(piece.text), heading))
            else:
                faults += _strange(table, heading, name, piece)
                yield from ((piece, entry) for entry in _listed(table, heading))
        return
    faults += _strange(whole, heading, name, _Piece(text, 0))
    found = _listed(whole, heading)
    if len(found) != len(pieces):
        # Headings inside of texts, or a list in [ ].
        pieces = [_Piece(text, 0)] * len(found)
    yield from zip(pieces, found, strict=True)


def _listed(table: dict[str, Any], heading: str) -> list[Any]:
    found = table.get(heading, [])
    return found if isinstance(found, list) else []


def _pieces(text: str, heading: str) -> list[_Piece]:
    """What stands before the first heading, and each entry with its heading."""
    lines = text.splitlines(keepends=True)
    pattern = re.compile(rf"\s*\[\[\s*{heading}\s*\]\]")
    starts = [0, *(number for number, line in enumerate(lines) if pattern.match(line))]
    ends = [*starts[1:], len(lines)]
    return [_Piece("".join(lines[start:end]), start) for start, end in zip(starts, ends, strict=True)]


def _harmless(value: Any) -> Any:
    """The same value, with texts in it that no terminal obeys: such a file may come from somebody else."""
    if isinstance(value, dict):
        return {harmless(key): _harmless(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_harmless(one) for one in value]
    return harmless(value) if isinstance(value, str) else value


def _strange(table: dict[str, Any], heading: str, name: str, piece: _Piece) -> Iterator[Fault]:
    """What stands in a file besides its entries, and entries that are none."""
    for key, value in table.items():
        place = f"{name}, line {tables.line_of(piece.text, [key]) + piece.before}"
        if key != heading:
            remedy = f"Entries begin with [[{heading}]]"
            yield Fault(Notice(place, f"there is no setting named {key!r} here", remedy))
        elif not isinstance(value, list):
            reason = "expected a list of tables: write the heading with two brackets, [[…]]"
            entry = str(value.get("name", "")) if isinstance(value, dict) else ""
            yield Fault(Notice(place, reason, "Correct this line"), entry, heading)


def _name_in(text: str) -> str:
    """The name in the text of an entry that is no TOML, as far as it can be made out."""
    found = re.search(r"^\s*name\s*=\s*[\"']([^\"'\n]*)", text, re.MULTILINE)
    return found.group(1) if found else ""


def mistakes(table: dict[str, Any], kind: type[msgspec.Struct]) -> Iterator[tables.Slip]:
    """All that is wrong with an entry, MOST_MISTAKES at most: what is found is put right in a copy, which is looked at
    again."""
    table = copy.deepcopy(table)
    known: set[tuple[str, ...]] = set()
    for _ in range(MOST_MISTAKES):
        try:
            msgspec.convert(table, kind)
        except msgspec.ValidationError as error:
            slip = tables.explain(error, kind)
            steps = [*slip.steps, slip.lacking] if slip.lacking else slip.steps
            if "[...]" in str(error):
                steps = _down_to_the_text(table, steps)
            # What was taken out for a mistake of its own is not missing.
            if tuple(steps) not in known:
                yield slip._replace(steps=slip.steps if slip.lacking else steps)
            known |= {tuple(steps), (*steps[:-1], slip.meant)}
            _put_right(table, steps, slip)
        else:
            return


def _down_to_the_text(table: Any, steps: list[str]) -> list[str]:
    """The steps to a value that is no text in a table of texts, of which msgspec names the table alone."""
    texts = _at(table, steps)
    wrong = [key for key, value in texts.items() if not isinstance(value, str)] if isinstance(texts, dict) else []
    return [*steps, *wrong[:1]]


def _put_right(table: Any, steps: list[str], slip: tables.Slip) -> None:
    """Put something where a field is missing, take out what is wrong, or give it the name that was meant."""
    there = _at(table, steps[:-1])
    if slip.lacking:
        there[slip.lacking] = ""
        return
    wrong = there.pop(int(steps[-1]) if isinstance(there, list) else steps[-1])
    if slip.meant:
        there.setdefault(slip.meant, wrong)


def _at(table: Any, steps: list[str]) -> Any:
    for step in steps:
        table = table[int(step) if isinstance(table, list) else step]
    return table
