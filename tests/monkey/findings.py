"""What a studio said in its log that it should not have to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

_HEAD: Final = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ (?P<level>[A-Z]+) (?P<name>\S+) (?P<message>.*)")
_FRAME: Final = re.compile(r'File "[^"]*?(?P<file>(?:screens|studio|library|backends|textual)/[^"]+)", line (\d+)')
_CHANGING: Final = re.compile(r"0x[0-9a-f]+|\d+|<[^<>]*>")
_WARNINGS: Final = ("RuntimeWarning", "ResourceWarning")


class Finding(NamedTuple):
    """One fault: `name` is the same for the same fault, `story` is what is known of this time."""

    name: str
    story: str


def in_log(log: Path, offset: int = 0) -> Iterator[Finding]:
    """The errors, and the warnings of things left behind, that a log has from an offset in bytes on."""
    if not log.exists():
        return
    with log.open("rb") as file:
        file.seek(offset)
        text = file.read().decode("utf-8", "replace")
    record: list[str] = []
    for line in text.splitlines():
        if _HEAD.match(line):
            yield from _judged(record)
            record = []
        record.append(line)
    yield from _judged(record)


def _judged(record: list[str]) -> Iterator[Finding]:
    head = _HEAD.match(record[0]) if record else None
    if head is None:
        return
    is_warned = head["name"] == "py.warnings" and any(kind in "\n".join(record) for kind in _WARNINGS)
    if head["level"] in ("ERROR", "CRITICAL") or is_warned:
        story = "\n".join(record)
        yield Finding(_named(record, head["message"]), story)


def _named(record: list[str], message: str) -> str:
    """What was raised and where: the innermost line that is the studio's or Textual's."""
    frames = [f"{found['file']}:{found[2]}" for found in map(_FRAME.search, record) if found]
    last = next((line for line in reversed(record[1:]) if line and not line.startswith(" ")), message)
    return " at ".join(filter(None, (_CHANGING.sub("…", last)[:160], frames[-1] if frames else "")))
