"""The text of `dataset.toml` in which a dataset says something else: what is not about the change stays to the byte."""

from __future__ import annotations

import numbers
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from studio.cast.writing.edits import with_value
from studio.cast.writing.statements import NotEditable
from studio.cast.writing.toml_values import pair
from studio.datasets.folder.toml_file import HEADINGS, LISTS, Piece, Read
from studio.datasets.records import Box, Dataset, DatasetWrong, Picture, Source

OPENING = """\
# A dataset of Milo Studio: pictures lie beside this file, each with its caption in a text file of the same name.
# What stands here may be changed by hand; the studio keeps remarks, and lines that it does not know.

"""
_REQUIRED = object()
_ALWAYS = ("name", "kind", "trigger", "stem", "side")
"""Written also where they are as usual: what somebody may want to change is there to be seen."""


def written(read: Read, dataset: Dataset) -> str:
    """The text that says `dataset`, made of what was read; of a Read without pieces a new one.

    Entries come in the order of the dataset; what was read has no mistakes. Raises DatasetWrong where a line is written
    so that it cannot be changed without losing something.
    """
    pieces = read.pieces or (Piece(OPENING, 0),)
    head = _with_head(pieces[0].text, _fields(read.dataset) if read.pieces else {}, _fields(dataset))
    kept = {heading: _texts(pieces, heading, getattr(dataset, LISTS[heading])) for heading in HEADINGS}
    parts = [head]
    for piece in pieces[1:]:
        if piece.heading:
            # Each place of an entry takes the next one, so that what stands between them stays where it is.
            parts += list(_next(kept[piece.heading]))
        else:
            parts.append(piece.text)
        if piece is _last(pieces, piece.heading):
            parts += kept[piece.heading]
            kept[piece.heading] = iter(())
    parts += [*kept["source"], *kept["picture"]]
    return _joined(parts)


def _last(pieces: Sequence[Piece], heading: str) -> Piece | None:
    return next((piece for piece in reversed(pieces) if heading and piece.heading == heading), None)


def _next(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        yield text
        return


def _texts(pieces: Sequence[Piece], heading: str, entries: Sequence[Source | Picture]) -> Iterator[str]:
    """The text of each entry, in order: as it stands there, changed, or new."""
    there = {_key(piece.value): piece for piece in pieces if piece.value is not None and piece.heading == heading}
    renamed = _renamed(there, entries)
    for entry in entries:
        piece = there.get(renamed.get(_key(entry), _key(entry)))
        if piece is None:
            yield "\n" + _canonical(heading, _said(entry))
        else:
            yield _changed(piece, entry)


def _renamed(there: Mapping[str, Piece], entries: Sequence[Source | Picture]) -> dict[str, str]:
    """The old names of pictures that have another one now: those that are no more, with the same file or steps."""
    wanted = {_key(entry) for entry in entries}
    gone = {key: piece.value for key, piece in there.items() if key not in wanted}
    new = [entry for entry in entries if _key(entry) not in there and isinstance(entry, Picture)]
    old: dict[str, str] = {}
    for entry in new if gone else ():
        found = (key for key, value in gone.items() if isinstance(value, Picture) and _is_same(value, entry))
        if (key := next(found, None)) is not None:
            old[_key(entry)] = key
            del gone[key]
    return old


def _is_same(before: Picture, after: Picture) -> bool:
    same_steps = bool(before.source) and (before.source, before.steps) == (after.source, after.steps)
    return same_steps or (bool(before.sha256) and before.sha256 == after.sha256)


def _key(entry: Source | Picture) -> str:
    return entry.sha256 if isinstance(entry, Source) else entry.name


def _changed(piece: Piece, entry: Source | Picture) -> str:
    if piece.value == entry or piece.value is None:
        return piece.text
    now, wanted = _said(piece.value), _said(entry)
    own = _canonical(piece.heading, now)
    if piece.text.rstrip() == own.rstrip():
        # As the studio wrote it, as most are: changing lines takes a hundred times that.
        return _canonical(piece.heading, wanted).rstrip() + piece.text[len(piece.text.rstrip()) :]
    place = f"The entry at line {piece.before + 1} cannot be changed"
    try:
        text = piece.text
        for name in dict.fromkeys((*now, *wanted)):
            text = with_value(text, (piece.heading, 0, name), now.get(name), wanted.get(name))
        if msgspec.convert(tomllib.loads(text)[piece.heading][0], HEADINGS[piece.heading]) == entry:
            return text
    except (NotEditable, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DatasetWrong(place, "because of how it is written", "Write each of its values in a line") from error
    raise DatasetWrong(place, "because of how it is written", "Write each of its values in a line")


def _with_head(text: str, now: dict[str, Any], wanted: dict[str, Any]) -> str:
    if now == wanted:
        return text
    if not now:
        return text + "".join(pair([name], value) for name, value in wanted.items())
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    body = text.rstrip()
    try:
        document = tomlkit.parse(body + "\n")
        for name, value in wanted.items():
            if now.get(name) != value:
                document[name] = value
        for name in now.keys() - wanted.keys():
            document.pop(name, None)
        made = document.as_string()
        table = {key: value for key, value in tomllib.loads(made).items() if key in Dataset.__struct_fields__}
        if msgspec.convert({"name": ""} | table, Dataset) == msgspec.convert(wanted, Dataset):
            return made.rstrip() + (text[len(body) :] or "\n")
    except (TOMLKitError, ValueError, TypeError, AttributeError, LookupError, msgspec.ValidationError):
        # It does not know every text that tomllib reads, nor change all that it reads.
        pass
    raise DatasetWrong("The head of the file cannot be changed", "because of how it is written", "Write it in lines")


def _canonical(heading: str, fields: dict[str, Any]) -> str:
    """An entry as the studio writes it."""
    return f"[[{heading}]]\n" + "".join(pair([name], value) for name, value in fields.items())


def _fields(dataset: Dataset) -> dict[str, Any]:
    """The head's lines: what is said, and what somebody may want to change."""
    said = _said(msgspec.structs.replace(dataset, **dict.fromkeys(LISTS.values(), ())))
    return {
        name: said.get(name, getattr(dataset, name))
        for name in Dataset.__struct_fields__
        if name in said or name in _ALWAYS
    }


def _said(record: msgspec.Struct) -> dict[str, Any]:
    """A record as plain values; what is as usual is left out."""
    tag = record.__struct_config__.tag
    said: dict[str, Any] = {} if tag is None else {str(record.__struct_config__.tag_field): tag}
    names, usual = record.__struct_fields__, record.__struct_defaults__
    for name, default in zip(names, (*[_REQUIRED] * (len(names) - len(usual)), *usual), strict=True):
        value = getattr(record, name)
        if value != default:
            said[name] = _plain(value)
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return _said(value)
    if isinstance(value, Box | tuple | list):
        return [_plain(one) for one in value]
    # Numbers of numpy too, which are written as others are.
    if isinstance(value, bool):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    return float(value) if isinstance(value, numbers.Real) else value


def _joined(parts: Iterable[str]) -> str:
    """The parts, each in lines of its own; a new one, which begins with an empty line, has one before it."""
    text = ""
    for part in filter(None, parts):
        if text and not text.endswith("\n"):
            text += "\n"
        text += part[1:] if part.startswith("\n[") and (not text or text.endswith("\n\n")) else part
    return text
