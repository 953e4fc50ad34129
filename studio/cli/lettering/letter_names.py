"""Which file each lettered picture goes to: never a source, never a file of the person's own, never one twice."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple


class Target(NamedTuple):
    """Where a lettered picture goes; `over` where an earlier lettering of the same source is there."""

    path: Path
    over: bool


def plan(sources: Sequence[Path], folder: Path, made_from: Callable[[Path], str], ending: str = "") -> list[Target]:
    """A target in `folder` for each source: `<stem><ending>.png`, or `-2.png`, `-3`… where that name is taken.

    A name is free where no file is, or one that `made_from` says was made from a source of the same name, unless that
    file is itself a source of this call.
    """
    identities = {identity for source in sources if (identity := _identity(source))}
    given: set[Path] = set()
    planned = []
    for source in sources:
        number = 1
        while True:
            name = f"{source.stem}{ending}.png" if number == 1 else f"{source.stem}{ending}-{number}.png"
            path = folder / name
            there = os.path.lexists(path)
            ours = there and _identity(path) not in identities and made_from(path) == source_name(source)
            if path not in given and (ours or not there):
                break
            number += 1
        given.add(path)
        planned.append(Target(path, there))
    return planned


def source_name(path: Path) -> str:
    """The file name of a source as its lettered version remembers it; bytes that are no UTF-8 stand as escapes."""
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
