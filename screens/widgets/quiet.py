"""textual-image without its question to the terminal: it asks at import, and the answer would be read as keys."""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import threading
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_importing = threading.Lock()


class Renderables(NamedTuple):
    """What the studio takes from textual-image's Kitty renderable: the diacritics for rows and columns, in order."""

    marks: list[str]


@cache
def renderables() -> Renderables:
    """Import textual-image's renderables, once, while it sees no terminal."""
    with _importing, _no_terminal():
        tgp = importlib.import_module("textual_image.renderable.tgp")
    return Renderables([chr(number) for number in tgp._NUMBER_TO_DIACRITIC])


@contextlib.contextmanager
def _no_terminal() -> Iterator[None]:
    kept = sys.__stdout__
    sys.__stdout__ = io.StringIO()  # type: ignore[misc, assignment]
    try:
        yield
    finally:
        sys.__stdout__ = kept  # type: ignore[misc]
