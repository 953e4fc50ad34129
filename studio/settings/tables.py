"""TOML files that a person edits: read strictly, and explained with file, line and what was expected."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_type_hints

import msgspec

from studio.errors import StudioError

T = TypeVar("T")


class TableUnreadable(StudioError):
    """A TOML file has a slip; the notice names the file, the line and what was expected."""


class Slip(NamedTuple):
    """What is wrong at a place of a table: `steps` lead there, as in `servers 1 url`.

    `lacking` is a field that is missing there, `meant` the known one that is most like an unknown one.
    """

    steps: list[str]
    reason: str
    remedy: str
    lacking: str = ""
    meant: str = ""


def read(path: Path, kind: type[T]) -> T:
    """Read the TOML file at `path` as a `kind`. Raises TableUnreadable, also when the file cannot be read."""
    return decode(text_of(path), kind, str(path))


def text_of(path: Path) -> str:
    """What stands in a file, its line ends as they are. Raises TableUnreadable."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise TableUnreadable(f"Cannot read {path}", reason, "Check the file's rights and that it is UTF-8") from error


def decode(text: str, kind: type[T], name: str) -> T:
    """Decode TOML as a `kind`; `name` says in errors where the text came from. Raises TableUnreadable."""
    table = table_of(text, name)
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        slip = explain(error, kind)
        raise TableUnreadable(f"{name}, line {line_of(text, slip.steps)}", slip.reason, slip.remedy) from error


def table_of(text: str, name: str, before: int = 0) -> dict[str, Any]:
    """The table that a text of TOML is, with so many lines before it in what `name` says. Raises TableUnreadable."""
    # Its regular expressions take a while to compile, and nothing is read before the first paint.
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        last = before + len(text.splitlines())
        end = f"line {last}" if before else "at its end"
        where = f"line {before + int(found.group(1))}, column {found.group(2)}" if found else end
        what = re.sub(r"\s*\(at [^)]*\)$", "", str(error))
        remedy = 'Write `key = "value"`, one a line'
        raise TableUnreadable(f"{name}, {where}", what[:1].lower() + what[1:], remedy) from error


def explain(error: msgspec.ValidationError, kind: Any) -> Slip:
    """What is wrong, in words, with a table that is no `kind`."""
    message, _, place = str(error).partition(" - at `$")
    steps = [part for part in re.split(r"[.\[\]`]+", place) if part and part not in ("...",)]
    unknown = re.search(r"unknown field `([^`]*)`", message)
    if unknown:
        steps.append(unknown.group(1))
        wanted = difflib.get_close_matches(unknown.group(1), _fields(kind, steps[:-1]), 1, 0.5)
        reason = f"there is no setting named {unknown.group(1)!r} here"
        if wanted:
            return Slip(steps, reason, f"Did you mean {wanted[0]!r}?", meant=wanted[0])
        return Slip(steps, reason, _known(_fields(kind, steps[:-1])))
    lacking = re.search(r"missing required field `([^`]*)`", message)
    if lacking:
        return Slip(steps, f"{lacking.group(1)!r} is missing", f"Add {lacking.group(1)} = …", lacking.group(1))
    return Slip(steps, _plain(message, _choices(kind, steps)), "Correct this line")


def _known(fields: list[str]) -> str:
    return f"Known here: {', '.join(fields)}" if fields else "Take the line out"


def _plain(message: str, allowed: tuple[str, ...] = ()) -> str:
    if message.startswith("Invalid enum value") and allowed:
        wrong = message.partition("'")[2].rpartition("'")[0]
        return f"{wrong!r} is not one of {', '.join(allowed)}"
    named = {"`str`": "a text in quotes", "`int`": "a whole number", "`float`": "a number", "`bool`": "true or false"}
    if message == "Expected `array`, got `object`":
        return "expected a list of tables: write the heading with two brackets, [[…]]"
    named |= {"`array`": "a list in [ ]", "`object`": "a table"}
    for word, plain in named.items():
        message = message.replace(word, plain)
    return message[:1].lower() + message[1:]


def _fields(kind: Any, steps: list[str]) -> list[str]:
    """The field names that are known at a place in a record."""
    there = _record_at(kind, steps)
    return list(there.__struct_encode_fields__) if there else []


def _choices(kind: Any, steps: list[str]) -> tuple[str, ...]:
    """What may stand at a place that takes one of a few texts."""
    there = _record_at(kind, steps[:-1])
    hint = _renamed(there).get(steps[-1]) if there and steps else None
    return tuple(value for value in getattr(hint, "__args__", ()) if isinstance(value, str))


def _record_at(kind: Any, steps: list[str]) -> type[msgspec.Struct] | None:
    """The record at a place, following lists and dictionaries to their items; None where there is no record."""
    for step in steps:
        if step.isdigit():
            continue
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            kind = _renamed(kind).get(step)
        if getattr(kind, "__args__", None):
            kind = kind.__args__[-2] if kind.__args__[-1] is Ellipsis else kind.__args__[-1]
    return kind if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else None


def _renamed(kind: type[msgspec.Struct]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {
        shown: hints[field] for field, shown in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    }


def line_of(text: str, steps: list[str]) -> int:
    """The 1-based line where a place such as `servers 1 url` stands, or the nearest line above it."""
    lines, start = text.splitlines() or [""], 0
    for number, step in enumerate(steps):
        if step.isdigit():
            names = r"\s*\.\s*".join(rf"[\"']?{re.escape(one)}[\"']?" for one in steps[:number] if not one.isdigit())
            heading = re.compile(rf"\s*\[\[\s*{names}\s*\]\]")
            headers = [n for n in range(start, len(lines)) if heading.match(lines[n])]
            if int(step) >= len(headers):
                # A list in [ ]: what is in it stands in no line of its own.
                break
            start = headers[int(step)]
            continue
        pattern = re.compile(rf"\s*(\[+[^\]]*\b{re.escape(step)}\b|[\"']?{re.escape(step)}[\"']?\s*[=.])")
        start = next((n for n in range(start, len(lines)) if pattern.match(lines[n])), start)
    return start + 1
