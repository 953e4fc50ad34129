"""Whether a lettering's record says that nobody was found to wear some of its words."""

from __future__ import annotations

import msgspec


class _Placement(msgspec.Struct):
    method: str = ""
    shared: bool = False


class _Setting(msgspec.Struct):
    placement: _Placement
    kind: str = "print"


class _Record(msgspec.Struct):
    settings: tuple[_Setting, ...] = ()


def is_misplaced(record: str) -> bool:
    """Whether any words of a record, as JSON, are printed in the picture's middle, or on somebody who wears others.

    What is no record has none.
    """
    try:
        settings = msgspec.json.decode(record, type=_Record).settings
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return False
    return any(one.kind == "print" and (one.placement.method == "centre" or one.placement.shared) for one in settings)
