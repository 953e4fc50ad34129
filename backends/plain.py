"""Words from a server, made safe to show: bounded, one line, without control characters."""

from __future__ import annotations

import unicodedata


def plain(words: object, longest: int = 300) -> str:
    """The words as one line of plain text, at most `longest` characters; anything that is not text is written out."""
    text = words if isinstance(words, str) else "" if words is None else str(words)
    text = "".join(
        " " if character.isspace() else character
        for character in text[: longest * 4]
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def shown_name(name: str) -> str:
    """A file name from a server as words for a person: the last part only, never a path."""
    last = plain(name.replace("\\", "/").rpartition("/")[2], 120)
    return "" if last in (".", "..") else last
