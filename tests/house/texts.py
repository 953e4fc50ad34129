"""How much text fits. All letters are as wide as in the common monospaced faces, of which none is wider than this."""

from __future__ import annotations

import textwrap

ADVANCE = 0.61
"""The width of a letter, of the size of the face. DejaVu Sans Mono, Menlo and Liberation Mono have 0.60."""


def width(text: str, size: float) -> float:
    """The width of a text in pixels."""
    return len(text) * size * ADVANCE


def amount(modules: int, lines: int, size: float, room: float) -> str:
    """How large a part of the house is, in words that fit; its lines to two digits, for they change every day."""
    told = f"{modules} module{'s' * (modules != 1)}"
    whole = f"{told} · {float(f'{lines:.2g}'):,.0f} lines"
    return whole if width(whole, size) <= room else told


def cut(text: str, size: float, room: float) -> str:
    """The text, its end cut off where it is wider than the room, in pixels."""
    fitting = max(int(room / (size * ADVANCE)), 1)
    return text if len(text) <= fitting else text[: fitting - 1].rstrip(" ,;:·") + "…"


def wrapped(text: str, size: float, room: float, lines: int) -> list[str]:
    """The text on at most so many lines, the end cut off where it needs more."""
    fitting = max(int(room / (size * ADVANCE)), 1)
    whole = textwrap.wrap(text, fitting)
    if len(whole) <= lines:
        return whole
    last = whole[lines - 1] if len(whole[lines - 1]) < fitting else whole[lines - 1].rpartition(" ")[0]
    return [*whole[: lines - 1], last.rstrip(" ,;:·\u00a0") + "…"]
