"""The text of a TOML file as its statements: where each heading, each pair and each other line stands in it.

https://toml.io/en/v1.0.0. The text is one that tomllib reads: what it would refuse is not looked for.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

Path = tuple[str | int, ...]
"""The way to a value: names in tables, and places in lists from 0 on."""

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_KEYS = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADING = re.compile(rf"[ \t]*(?P<bracket>\[\[?)[ \t]*(?P<keys>{_KEYS})[ \t]*\]")
_PAIR = re.compile(rf"[ \t]*(?P<keys>{_KEYS})[ \t]*=[ \t]*")
TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?!")|'
    r"'''.*?'''(?!')|"
    r""""(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#[^\n]*|[\[{]|[\]}]|\n|,|[^"'\#\[\]{},\n]+""",
    re.DOTALL,
)
"""A piece of a value: a text, a remark, a bracket, a comma, the end of a line, or what stands between."""


class NotEditable(Exception):
    """A text is written so that it cannot be changed here without changing more."""


class Statement(NamedTuple):
    """Whole lines of the text, from `start` to `end`, and the path of what they say.

    A "table" is a heading in single brackets, a "list" one in double brackets: another table of a list. A "pair" has
    its value from `value_start` to `value_end`. A "remark" is a line with nothing but a remark, "blank" one without.
    """

    kind: Literal["table", "list", "pair", "remark", "blank"]
    path: Path
    start: int
    end: int
    value_start: int = 0
    value_end: int = 0

    def is_in(self, path: Path) -> bool:
        """Whether it says something of what is at a path, or of what is in it."""
        return self.kind not in ("remark", "blank") and self.path[: len(path)] == path


def statements(text: str) -> tuple[Statement, ...]:
    """All statements of a text, one behind the other from its start to its end."""
    return tuple(_statements(text))


def _statements(text: str) -> Iterator[Statement]:
    lengths: Counter[Path] = Counter()
    table: Path = ()
    at = 0
    while at < len(text):
        line_end = _line_end(text, at)
        heading, pair = _HEADING.match(text, at), _PAIR.match(text, at)
        if heading is not None:
            is_list = heading["bracket"] == "[["
            table = _resolved(_names(heading["keys"]), lengths, is_list=is_list)
            yield Statement("list" if is_list else "table", table, at, line_end)
        elif pair is not None:
            end = _value_end(text, pair.end())
            line_end = _line_end(text, end)
            yield Statement("pair", (*table, *_names(pair["keys"])), at, line_end, pair.end(), end)
        else:
            yield Statement("remark" if text[at:line_end].strip() else "blank", table, at, line_end)
        at = line_end


def _resolved(names: tuple[str, ...], lengths: Counter[Path], *, is_list: bool) -> Path:
    """The path of a heading: where a list stands on the way, its last table is meant."""
    path: Path = ()
    for place, name in enumerate(names, 1):
        path = (*path, name)
        if is_list and place == len(names):
            lengths[path] += 1
        if lengths[path]:
            path = (*path, lengths[path] - 1)
    return path


def _names(keys: str) -> tuple[str, ...]:
    """The names that dotted keys are, without their quotes."""
    names: list[str] = []
    table: Any = tomllib.loads(f"{keys} = 0")
    while isinstance(table, dict):
        ((name, table),) = table.items()
        names.append(name)
    return tuple(names)


def _value_end(text: str, start: int) -> int:
    """Where a value ends that starts there: before the remark behind it, and before the end of the line."""
    depth, end = 0, start
    for token in TOKEN.finditer(text, start):
        word = token.group()
        if depth == 0 and (word == "\n" or word[0] == "#"):
            break
        depth += (word in "[{") - (word in "]}")
        if word.strip() and word[0] != "#":
            end = token.end() - (len(word) - len(word.rstrip()))
    return end


def _line_end(text: str, at: int) -> int:
    """Behind the line feed that ends the line."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1
