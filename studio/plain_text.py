"""Text from outside as text: nothing in it that a terminal would obey."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

_OBEYED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories that a terminal obeys, hides or cannot write."""

_JOINERS = "\u200c\u200d"
"""Characters of the category Cf that words are spelt with in some scripts, and emoji are made with."""


def plain(text: str) -> str:
    """The text in one line: control characters are gone, and white space of any kind is one blank."""
    kept = (" " if _is_obeyed(character) else character for character in text)
    return " ".join("".join(kept).split())


def harmless(text: str) -> str:
    """The text with its lines and tabs, without anything else that a terminal would obey."""
    return "".join(one for one in text if one in "\n\t" or not _is_obeyed(one))


def short_path(path: str) -> str:
    """The path with ~ for the person's own folder."""
    home = str(Path.home())
    return "~" + path[len(home) :] if path.startswith(home + "/") else path


def expanded(typed: str | Path) -> Path:
    """The path with the person's own folder for its ~; one that begins with nobody's folder stays as it is."""
    return Path(os.path.expanduser(typed))  # noqa: PTH111  a Path raises where a name is still being typed


def _is_obeyed(character: str) -> bool:
    return character not in _JOINERS and unicodedata.category(character) in _OBEYED
