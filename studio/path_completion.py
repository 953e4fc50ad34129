"""Paths that are typed: completed as a shell does it, with folders and the files that may be meant; what lies there."""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from itertools import takewhile
from pathlib import Path

MOST_LOOKED_AT = 20_000
"""Names of a folder that are looked at."""


def completions(typed: str, suffixes: Collection[str] = ()) -> tuple[str, ...]:
    """What a path may become whose begin was typed, in the order of the names; folders end with a slash. Blocks.

    Files are offered that end with one of `suffixes`, in small letters; names that begin with a dot where one was
    typed. A ~ stays as it was typed. Raises nothing: what cannot be listed has no completions.
    """
    if typed == "~":
        return ("~/",)
    folder, name = os.path.split(typed)
    found: list[str] = []
    with suppress(OSError, ValueError), os.scandir(os.path.expanduser(folder) or ".") as entries:  # noqa: PTH111
        for number, entry in enumerate(entries):
            if number == MOST_LOOKED_AT:
                break
            if not entry.name.startswith(name) or (entry.name.startswith(".") and not name.startswith(".")):
                continue
            goes_on = _is_folder(entry)
            if goes_on or os.path.splitext(entry.name)[1].lower() in suffixes:  # noqa: PTH122
                found.append(os.path.join(folder, entry.name) + ("/" if goes_on else ""))  # noqa: PTH118
    return tuple(sorted(found))


def common(paths: Collection[str]) -> str:
    """What all of some paths begin with."""
    first, last = min(paths, default=""), max(paths, default="")
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(letter for letter, _ in same)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def is_there(path: Path) -> bool:
    """Whether anything lies there, also a link that leads nowhere; nothing does where no file can be called so.

    Blocks, as the next two.
    """
    return os.path.lexists(path)


def is_file(path: Path) -> bool:
    """Whether a file lies there."""
    return os.path.isfile(path)  # noqa: PTH113  a Path raises where a name is too long


def is_folder(path: Path) -> bool:
    """Whether a folder lies there."""
    return os.path.isdir(path)  # noqa: PTH112  a Path raises where a name is too long
