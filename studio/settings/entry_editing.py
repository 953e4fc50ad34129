"""Changes of a file of entries (`[[heading]]` tables with a name each): one entry is another, all else stays as it was.

A change is made in the first way after which TOML reads what was wanted and nothing else is different; comments, order
and line ends stay.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

from studio.errors import StudioError
from studio.settings import tables


class EntryNotKept(StudioError):
    """A change was not written into a file of entries, which is as it was."""


Table = Mapping[str, Any]


def with_new(text: str, heading: str, entry: Table, file: str) -> str:
    """The text with an entry at its end. Raises TableUnreadable, EntryNotKept."""
    before, entry = tables.table_of(text, file), _listed(entry)
    if not isinstance(before.get(heading, []), list):
        raise _as_it_is_written(heading, file)
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text or text.endswith("\n") else end
    lines = [f"[[{heading}]]", *(_line(key, value) for key, value in entry.items())]
    written = text + gap + (end if text.strip() else "") + end.join(lines) + end
    return _checked(written, {**before, heading: [*before.get(heading, []), entry]}, heading, file)


def with_changes(text: str, heading: str, name: str, changes: Table, file: str) -> str:
    """The text with other values in the entry of this name, in any case; None: the entry does not say it any more.

    Raises TableUnreadable, EntryNotKept.
    """
    before = tables.table_of(text, file)
    at = place_of(before, heading, name)
    if at is None:
        raise EntryNotKept(f"There is no {heading} named {name} in {file}", "it was taken out meanwhile", "Look again")
    changes = _listed(changes)
    wanted = copy.deepcopy(before)
    _change(wanted[heading][at], changes)
    for written in (_by_lines(text, heading, at, changes), _by_tomlkit(text, heading, at, changes)):
        if written is not None and _says(written, wanted):
            return written
    raise _as_it_is_written(heading, file)


def without(text: str, heading: str, name: str, file: str) -> str:
    """The text without the entry of this name, but with the remarks before the next one.

    Raises TableUnreadable, EntryNotKept.
    """
    before = tables.table_of(text, file)
    at = place_of(before, heading, name)
    if at is None:
        raise EntryNotKept(f"There is no {heading} named {name} in {file}", "it was taken out meanwhile", "Look again")
    wanted = copy.deepcopy(before)
    del wanted[heading][at]
    lines = text.splitlines(keepends=True)
    if (span := _span(lines, heading, at)) is None:
        raise _as_it_is_written(heading, file)
    end = span.stop
    while end < len(lines) and not lines[end].strip():
        end += 1
    return _checked("".join([*lines[: span.start], *lines[end:]]), wanted, heading, file)


def place_of(table: Table, heading: str, name: str) -> int | None:
    """Which of the entries has this name, in any case; None where none has."""
    found = table.get(heading, [])
    named = enumerate(found if isinstance(found, list) else [])
    wanted = name.strip().casefold()
    return next((at for at, one in named if str(one.get("name", "")).strip().casefold() == wanted), None)


def _by_lines(text: str, heading: str, at: int, changes: Table) -> str | None:
    """The change as lines: each value that stands on one line is written anew there, what is new behind the last."""
    lines = text.splitlines(keepends=True)
    span = _span(lines, heading, at)
    if span is None:
        return None
    end = "\r\n" if "\r\n" in text else "\n"
    own = lines[span.start : span.stop]
    # What follows a sub-table's heading would be its own.
    last = next((n for n, line in enumerate(own) if n and re.match(r"\s*\[", line)), len(own))
    for key, value in changes.items():
        here = next((n for n in range(1, last) if re.match(rf"\s*{re.escape(key)}\s*=", own[n])), None)
        if here is not None and value is not None:
            remark = _remark(own[here])
            own[here] = f"{_line(key, value)}{remark}{end}"
        elif here is not None:
            del own[here]
            last -= 1
        elif value is not None:
            if not own[last - 1].endswith("\n"):
                own[last - 1] += end
            own.insert(last, f"{_line(key, value)}{end}")
            last += 1
    return "".join([*lines[: span.start], *own, *lines[span.stop :]])


def _remark(line: str) -> str:
    """The remark at the end of a line with a value, with the space before it; empty where there surely is none."""
    found = re.search(r"""(\s+#[^"'\]\n\r]*)\s*$""", line)
    return found.group(1).rstrip() if found else ""


def _by_tomlkit(text: str, heading: str, at: int, changes: Table) -> str | None:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text if text.endswith("\n") or not text else f"{text}\n")
        _change(document[heading][at], changes)
        return document.as_string()
    except (TOMLKitError, ValueError, TypeError, AttributeError, LookupError):
        # It does not know every text that tomllib reads.
        return None


def _change(entry: Any, changes: Table) -> None:
    for key, value in changes.items():
        if value is not None:
            entry[key] = value
        elif key in entry:
            del entry[key]


def _span(lines: list[str], heading: str, at: int) -> range | None:
    """The lines of an entry, its heading the first, remarks and empty lines at its end left out."""
    starts = [n for n, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{re.escape(heading)}\s*\]\]", line)]
    if at >= len(starts):
        return None
    start = starts[at]
    end = starts[at + 1] if at + 1 < len(starts) else len(lines)
    while end > start + 1 and re.match(r"\s*(#.*)?$", lines[end - 1]):
        end -= 1
    return range(start, end)


def _checked(written: str, wanted: Table, heading: str, file: str) -> str:
    if not _says(written, wanted):
        raise _as_it_is_written(heading, file)
    return written


def _says(text: str, wanted: Table) -> bool:
    try:
        said = tables.table_of(text, "")
    except tables.TableUnreadable:
        return False
    # Of a list of entries of which none is left, nothing stands there.
    return _filled(said) == _filled(wanted)


def _filled(table: Table) -> dict[str, Any]:
    return {key: value for key, value in table.items() if value != []}


def _as_it_is_written(heading: str, file: str) -> EntryNotKept:
    title = f"The {heading} cannot be changed here"
    return EntryNotKept(title, f"because of how {file} is written", f"Write [[{heading}]] tables, or use an editor")


def _line(key: str, value: Any) -> str:
    import tomlkit

    return f"{tomlkit.key(key).as_string()} = {tomlkit.item(value).as_string()}"


def _listed(table: Table) -> dict[str, Any]:
    """The table with lists for tuples, as TOML is read."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in table.items()}
