"""The settings' text as lines: where a new line fits, and which lines a table has.

What looks like a heading may stand within a text of several lines: whoever asks compares what comes out. A line ends
with its line feed alone, a carriage return belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Steps = tuple[str | int, ...]
"""The way to a value: names in tables, and places in lists from 0 on."""

_HEADING = re.compile(r"\s*\[")
_EMPTY = re.compile(r"\s*(#.*)?$")


def with_new(text: str, steps: Steps, value: Any) -> Iterator[str]:
    """The text with a line, or a table, that is not in it yet: at each place that is seen for it, the best first."""
    lines = text.split("\n")
    *way, last = steps
    if isinstance(last, int):
        before = _section(lines, (*way, last - 1), with_tables=True) if last else None
        for at in (*([before[1]] if before else ()), _last(lines)):
            yield _joined(lines, at, ["", f"[[{way[0]}]]", *_table(str(way[0]), value)])
    elif (section := _section(lines, tuple(way))) is not None and section[1] > section[0]:
        indent = re.match(r"\s*", lines[section[1] - 1])
        yield _joined(lines, section[1], [f"{indent.group() if indent else ''}{_line(last, value)}"])
    elif len(way) == 1:
        yield _joined(lines, _last(lines), ["", f"[{way[0]}]", _line(last, value)])


def without_entry(text: str, steps: Steps) -> str | None:
    """The text without the lines of one table of a list, but with the remarks about what comes after it."""
    lines = text.split("\n")
    section = _section(lines, steps, with_tables=True)
    if section is None:
        return None
    start, end = section
    while end < len(lines) - 1 and not lines[end].strip():
        end += 1
    # Nor does a file that ends here keep the empty lines before it.
    while end == len(lines) - 1 and not lines[end] and start and not lines[start - 1].strip():
        start -= 1
    return "\n".join([*lines[:start], *lines[end:]])


def _joined(lines: list[str], at: int, fresh: list[str]) -> str:
    carriage_return = "\r" if lines[0].endswith("\r") else ""
    if not at and not fresh[0]:
        del fresh[0]
    fresh = [f"{line}{carriage_return}" for line in fresh]
    # The last line of a file may have no end.
    return "\n".join([*lines[:at], *fresh, *(lines[at:] or [""])])


def _section(lines: list[str], steps: Steps, *, with_tables: bool = False) -> tuple[int, int] | None:
    """From where to where the lines of a table go, its heading the first of them, remarks at their end left out.

    `with_tables`: the tables in it too. None where no such heading is seen.
    """
    start, limit = 0, len(lines)
    for depth, step in enumerate(steps):
        name = r"\s*\.\s*".join(re.escape(part) for part in steps[: depth + 1] if isinstance(part, str))
        if isinstance(step, int):
            found = [at for at in range(start, limit) if re.match(rf"\s*\[\[\s*{name}\s*\]\]", lines[at])]
            if step >= len(found):
                return None
            start, limit = found[step], found[step + 1] if step + 1 < len(found) else limit
        elif depth + 1 == len(steps) or not isinstance(steps[depth + 1], int):
            headings = (at for at in range(start, limit) if re.match(rf"\s*\[\s*{name}\s*\]", lines[at]))
            start = next(headings, -1)
            if start < 0:
                return None
    inner = rf"\s*\[\s*{re.escape(str(steps[0]))}\s*\." if with_tables and steps else r"(?!)"
    after = range(start + bool(steps), limit)
    end = next((at for at in after if _HEADING.match(lines[at]) and not re.match(inner, lines[at])), limit)
    return start, _end(lines, start, end)


def _end(lines: list[str], start: int, end: int) -> int:
    """Where the lines of a part end that say something."""
    while end > start and _EMPTY.match(lines[end - 1]):
        end -= 1
    return end


def _last(lines: list[str]) -> int:
    """Where the lines of a file end."""
    return max((at for at, line in enumerate(lines, 1) if line.strip()), default=0)


def _table(heading: str, value: Mapping[str, Any]) -> list[str]:
    """The lines of a table of a list, below its heading."""
    plain = [_line(key, one) for key, one in value.items() if key != "models"]
    models = [_line(key, one) for key, one in value.get("models", {}).items()]
    return [*plain, *(["", f"[{heading}.models]", *models] if models else [])]


def _line(key: str, value: Any) -> str:
    import tomlkit

    if isinstance(value, Mapping):
        inner = tomlkit.inline_table()
        inner.update(value)
        return f"{tomlkit.key(key).as_string()} = {{ {inner.as_string()[1:-1]} }}"
    return f"{tomlkit.key(key).as_string()} = {tomlkit.item(value).as_string()}"
