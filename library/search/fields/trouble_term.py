"""The term `trouble:`, how it is read and written: `trouble:double`, `trouble:missing`, `trouble:swapped`, or any."""

from __future__ import annotations

import msgspec

from library.errors import QueryWrong

KINDS = ("double", "missing", "swapped")
"""Somebody is there twice, somebody of the cast is not there, a saying is on another's shirt."""
ANY = "any"
EXAMPLE = "trouble:double, trouble:missing, trouble:swapped or trouble:any"


class Troubled(msgspec.Struct, frozen=True):
    """This went wrong in a picture: one of KINDS, or ANY of them."""

    kind: str


def read(value: str, at: int) -> Troubled:
    """The term of a value, which begins at `at`. Raises QueryWrong."""
    kind = value.casefold()
    if kind not in (*KINDS, ANY):
        raise QueryWrong(f"“{value}” is nothing that goes wrong in pictures", f"Write {EXAMPLE}", at)
    return Troubled(kind)
