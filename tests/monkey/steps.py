"""What a monkey does at a terminal: steps, what of them a terminal sends, and how they are written down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

Kind = Literal["press", "type", "paste", "click", "drag", "wheel", "size", "focus", "stop"]

_FINALS: Final = {"up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H"}
_TILDES: Final = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6}
_FUNCTIONS: Final = {"f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS"} | {
    f"f{number}": f"\x1b[{code}~" for number, code in zip(range(5, 13), (15, 17, 18, 19, 20, 21, 23, 24), strict=True)
}
_PLAIN: Final = {
    "escape": "\x1b",
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "space": " ",
    "question_mark": "?",
    "exclamation_mark": "!",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "full_stop": ".",
    "comma": ",",
    "colon": ":",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}
_MODIFIERS: Final = {"shift": 2, "ctrl": 5}


class Step(NamedTuple):
    """One thing that is done, after a pause in seconds.

    `what` is a key in Textual's long form; a text; "COLUMN ROW" from 0, twice for a drag, and after "up" or "down" for
    the wheel; "COLUMNS ROWS"; "in" or "out".
    """

    kind: Kind
    what: str
    pause: float = 0.0


def written(steps: Iterable[Step]) -> str:
    """The steps, a line each: pause, kind, what."""
    return "".join(f"{step.pause:g} {step.kind} {step.what!r}\n" for step in steps)


def key_bytes(key: str) -> str:
    """What an xterm sends for a key. Raises KeyError for one that it has no sequence for."""
    if key in _PLAIN or key in _FUNCTIONS:
        return _PLAIN.get(key) or _FUNCTIONS[key]
    if len(key) == 1:
        return key
    modifier, _, name = key.rpartition("+")
    if modifier == "ctrl" and len(name) == 1:
        return chr(ord(name) & 31)
    number = _MODIFIERS[modifier] if modifier else 0
    if name in _FINALS:
        return f"\x1b[1;{number}{_FINALS[name]}" if number else f"\x1b[{_FINALS[name]}"
    return f"\x1b[{_TILDES[name]};{number}~" if number else f"\x1b[{_TILDES[name]}~"


def sent(step: Step) -> str:
    """What the terminal sends for a step; nothing for one that is no input."""
    words = step.what.split()
    match step.kind:
        case "press":
            return key_bytes(step.what)
        case "type":
            return step.what
        case "paste":
            return f"\x1b[200~{step.what}\x1b[201~"
        case "focus":
            return "\x1b[I" if step.what == "in" else "\x1b[O"
        case "click":
            return _mouse(0, words, "M") + _mouse(0, words, "m")
        case "drag":
            return _mouse(0, words[:2], "M") + _mouse(32, words[2:], "M") + _mouse(0, words[2:], "m")
        case "wheel":
            return _mouse(64 if words[0] == "up" else 65, words[1:], "M")
        case _:
            return ""


def _mouse(button: int, cell: list[str], final: str) -> str:
    column, row = map(int, cell)
    return f"\x1b[<{button};{column + 1};{row + 1}{final}"
