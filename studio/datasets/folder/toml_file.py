"""`dataset.toml`: read piece by piece, so that a mistake costs one entry, and all of them are told at once.

    name = "figurine"
    kind = "style"
    trigger = "nua_figurine_style"

    [[source]]
    sha256 = "0c1f…"
    name = "turnaround.png"
    kind = "sheet"
    width = 4096
    height = 2048

    [[picture]]
    name = "figurine_01"
    source = "0c1f…"
    view = "front"
    steps = [
        { do = "cut", box = [210, 96, 800, 1720] },
        { do = "square", side = 1024 },
    ]

A piece is the head, or an entry with its heading and the remarks directly over that.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from studio.datasets.folder import checking
from studio.datasets.records import Dataset, Picture, Source
from studio.errors import Notice
from studio.plain_text import harmless
from studio.settings import entries, tables

HEADINGS: dict[str, type[Source] | type[Picture]] = {"source": Source, "picture": Picture}
LISTS = {"source": "sources", "picture": "pictures"}
"""The fields of a Dataset that are lists of entries, by their headings."""
_ENTRY = re.compile(r"\s*\[\[\s*(source|picture)\s*\]\]")
_HEADING = re.compile(r"\s*\[")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FIELDS = tuple(name for name in Dataset.__struct_fields__ if name not in LISTS.values())


class Piece(NamedTuple):
    """A part of the text. `value` is the entry that it says, None: it is none, or has a mistake."""

    text: str
    before: int
    """Lines before it."""
    heading: str = ""
    """"source" or "picture"; empty for the head, and for tables that the studio does not know."""
    value: Source | Picture | None = None


class Read(NamedTuple):
    """What a text of `dataset.toml` says. Where there are `faults`, the dataset is what could be read beside them.

    `remarks` are of what is no mistake but does nothing: keys that nobody knows.
    """

    dataset: Dataset
    pieces: tuple[Piece, ...] = ()
    faults: tuple[Notice, ...] = ()
    remarks: tuple[str, ...] = ()


def read(text: str, called: str, where: str = "dataset.toml", known: Read | None = None) -> Read:
    """What a text says; `called` is the dataset's name where it says none, `where` names the file in mistakes.

    What stands as it stood in `known` is not parsed again, which is most of the time that it takes.
    """
    good = {} if known is None or known.faults or known.remarks else {one.text: one.value for one in known.pieces}
    faults: list[Notice] = []
    remarks: list[str] = []
    dataset = Dataset(called)
    pieces: list[Piece] = []
    for piece in _pieces(text):
        if piece.heading and (value := good.get(piece.text)) is not None:
            pieces.append(piece._replace(value=value))
            continue
        try:
            table = _cleaned(piece.text, tables.table_of(piece.text, where, piece.before))
        except tables.TableUnreadable as error:
            faults.append(error.notice)
            pieces.append(piece)
            continue
        if not piece.heading:
            dataset = _head(piece, table, dataset, where, faults, remarks)
            pieces.append(piece)
            continue
        entry, rest = _without_others(piece, table)
        pieces.append(_entry(entry, table[piece.heading], where, faults, remarks))
        pieces += rest
    pieces = _once(pieces, where, faults)
    found = {LISTS[heading]: tuple(_values(pieces, heading)) for heading in LISTS}
    return Read(msgspec.structs.replace(dataset, **found), tuple(pieces), tuple(faults), tuple(remarks))


def _values(pieces: list[Piece], heading: str) -> Iterator[msgspec.Struct]:
    yield from (piece.value for piece in pieces if piece.heading == heading and piece.value is not None)


def _pieces(text: str) -> Iterator[Piece]:
    # Only there does TOML end lines: U+2028 and its like stand as they are in texts, as in prompts of other programs.
    lines = _LINE.findall(text)
    starts = [(number, found.group(1)) for number, line in enumerate(lines) if (found := _ENTRY.match(line))]
    cuts = [(0, "")] + [(_with_remarks(lines, number), heading) for number, heading in starts]
    for (start, heading), end in zip(cuts, [cut for cut, _ in cuts[1:]] + [len(lines)], strict=True):
        yield Piece("".join(lines[start:end]), start, heading)


def _with_remarks(lines: list[str], start: int) -> int:
    while start and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    return start


def _without_others(piece: Piece, table: dict[str, Any]) -> tuple[Piece, tuple[Piece, ...]]:
    """An entry's piece without the tables behind it that are not its own, and these."""
    others = [key for key in table if key != piece.heading]
    if not others:
        return piece, ()
    lines = _LINE.findall(piece.text)
    names = "|".join(re.escape(name) for name in others)
    heading = re.compile(rf"\s*\[+\s*[\"']?({names})\b")
    at = _with_remarks(lines, next(number for number, line in enumerate(lines) if heading.match(line)))
    rest = Piece("".join(lines[at:]), piece.before + at)
    return piece._replace(text="".join(lines[:at])), (rest,)


def _cleaned(text: str, table: dict[str, Any]) -> dict[str, Any]:
    """The table of a text, with texts in it that no terminal obeys: a dataset may come from somebody else."""
    is_harmless = "\\" not in text and text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
    return table if is_harmless else _harmless(table)


def _harmless(value: Any) -> Any:
    if isinstance(value, dict):
        return {harmless(key): _harmless(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_harmless(one) for one in value]
    return harmless(value) if isinstance(value, str) else value


def _head(
    piece: Piece, table: dict[str, Any], empty: Dataset, where: str, faults: list[Notice], remarks: list[str]
) -> Dataset:
    for heading, kept in LISTS.items():
        # One that is written in [ ], or a table of its own, is no entry that could be changed.
        for key in {heading, kept} & set(table):
            slip = tables.Slip([key], "expected a list of tables", f"Begin each entry with [[{heading}]]")
            faults.append(_told(piece, slip, where))
            del table[key]
    if "datasets" in table and "name" not in table:
        # kohya's sd-scripts and those after it have a file of the same name.
        slip = tables.Slip(["datasets"], "this is the file of another trainer", "Begin the dataset in another folder")
        faults.append(_told(piece, slip, where))
    table.setdefault("name", empty.name)
    slips = list(entries.mistakes(table, Dataset))
    good = {key: value for key, value in table.items() if key not in {slip.steps[0] for slip in slips if slip.steps}}
    dataset = msgspec.convert({"name": empty.name} | good, Dataset)
    slips += checking.slips_of(dataset)
    faults += [_told(piece, slip, where) for slip in slips]
    remarks += _unknown(piece, table, _FIELDS, where)
    return dataset


def _entry(piece: Piece, listed: Any, where: str, faults: list[Notice], remarks: list[str]) -> Piece:
    """A piece with the entry that it says, or with none and a fault."""
    table = listed[0] if isinstance(listed, list) and len(listed) == 1 else None
    kind = HEADINGS[piece.heading]
    try:
        value = msgspec.convert(table, kind)
        slips = list(checking.slips_of(value))
    except msgspec.ValidationError:
        slips = list(entries.mistakes(table, kind)) if isinstance(table, dict) else []
        slips = slips or [tables.Slip([], "expected a table", f"Begin each entry with [[{piece.heading}]]")]
    if slips:
        faults += [_told(piece, slip, where, (piece.heading, "0")) for slip in slips]
        return piece
    remarks += _unknown(piece, table, kind.__struct_fields__, where)
    return piece._replace(value=value)


def _unknown(piece: Piece, table: Any, known: tuple[str, ...], where: str) -> Iterator[str]:
    for key in table:
        if key not in known and not (not piece.heading and isinstance(table[key], dict)):
            near = difflib.get_close_matches(key, known, 1, 0.5)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            yield f"{where}, line {_line(piece, [key])}: nothing is known of {key!r}, which is kept{meant}"


def _once(pieces: list[Piece], where: str, faults: list[Notice]) -> list[Piece]:
    """The pieces, in which of two entries of one name the later is none, but a fault."""
    lines: dict[tuple[str, str], int] = {}
    kept = []
    for piece in pieces:
        if piece.value is not None:
            name = piece.value.name.casefold() if isinstance(piece.value, Picture) else piece.value.sha256
            line = _line(piece, [piece.heading, "0"])
            if (piece.heading, name) in lines:
                reason = f"this {piece.heading} is there already, at line {lines[piece.heading, name]}"
                faults.append(Notice(f"{where}, line {line}", reason, "Take one of the two out"))
                piece = piece._replace(value=None)
            lines.setdefault((piece.heading, name), line)
        kept.append(piece)
    return kept


def _told(piece: Piece, slip: tables.Slip, where: str, way: tuple[str, ...] = ()) -> Notice:
    return Notice(f"{where}, line {_line(piece, [*way, *slip.steps])}", slip.reason, slip.remedy)


def _line(piece: Piece, steps: list[str]) -> int:
    return tables.line_of(piece.text, steps) + piece.before
