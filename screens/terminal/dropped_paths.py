"""Paths that were dropped onto the terminal: what terminals paste for files and folders, read as a shell would.

VTE's and Konsole's put them into quotes, iTerm2 and WezTerm before each odd character a backslash, kitty one a line,
file managers copy them as they are or as file:// URLs (RFC 8089).
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

LONGEST = 100_000
"""Characters of a paste that are read; a longer one is no drop."""

_URL = re.compile(r"file:/+[^\s]+", re.IGNORECASE)
_GAP = re.compile(r"[ \t\r\n]+")
_ANOTHER = re.compile(r"[ \t]+(?=[/~'\"]|file:/)|[ \t]*[\r\n]\s*|[ \t]+$", re.IGNORECASE)
"""Ends a path that stands as it is, with blanks in it: what follows begins another one, or a line."""


def dropped_paths(text: str) -> tuple[str, ...]:
    """The paths that a pasted text is made of, each absolute or beginning with ~; none where it is anything else."""
    if len(text) > LONGEST or "\0" in text:
        return ()
    found: list[str] = []
    at = _after_gap(text, 0)
    while at < len(text):
        path, at = _path(text, at)
        if not path.startswith(("/", "~")):
            return ()
        found.append(path)
        at = _after_gap(text, at)
    return tuple(found)


def typed_paths(text: str) -> tuple[str, ...]:
    """The paths that stand in a line to type in: as they are dropped, or else the one that the line is."""
    return dropped_paths(text) or tuple(filter(None, [text.strip()]))


def written(paths: Sequence[str]) -> str:
    """A line that `typed_paths` reads as these paths: without quotes where it can be."""
    if len(paths) == 1 and typed_paths(paths[0]) == tuple(paths):
        return paths[0]
    return " ".join(shlex.quote(path) for path in paths)


def _after_gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _path(text: str, at: int) -> tuple[str, int]:
    """The path that begins at a place, and where it ends."""
    if url := _URL.match(text, at):
        return _of_url(url[0]), url.end()
    return _quoted(text, at) if text[at] in "'\"" else _plain(text, at)


def _of_url(url: str) -> str:
    """The path of a file:// URL; of one on another machine nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.netloc not in ("", "localhost"):
        return ""
    # What follows ? or # is a part of the name where nobody wrote it as %3F or %23.
    rest = url[url.index(":") + 1 :].removeprefix(f"//{parts.netloc}")
    path = unquote(rest, errors="surrogateescape")
    return "" if "\0" in path else f"/{path.lstrip('/')}"


def _quoted(text: str, at: int) -> tuple[str, int]:
    """A path that begins with a quote, to the first blank outside of quotes."""
    path = ""
    while at < len(text) and text[at] not in " \t\r\n":
        if text[at] == "\\" and at + 1 < len(text):
            path, at = path + text[at + 1], at + 2
        elif text[at] in "'\"":
            inside, at = _inside(text, at)
            path += inside
        else:
            path, at = path + text[at], at + 1
    return path, at


def _inside(text: str, at: int) -> tuple[str, int]:
    """What stands between the quote at a place and the next, and where that is over; to the end where none follows."""
    quote, inside, at = text[at], "", at + 1
    while at < len(text) and text[at] != quote:
        if quote == '"' and text[at] == "\\" and text[at + 1 : at + 2] in tuple('"\\$`'):
            at += 1
        inside, at = inside + text[at], at + 1
    return inside, at + 1


def _plain(text: str, at: int) -> tuple[str, int]:
    """A path without quotes, in which a backslash stands before each odd character, or before none."""
    path = ""
    while at < len(text) and not _ANOTHER.match(text, at):
        if text[at] == "\\" and at + 1 < len(text) and not text[at + 1].isalnum():
            at += 1
        path, at = path + text[at], at + 1
    return path, at
