"""The keys: what each screen binds, under which stable id, and what a person's settings make of it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.keys import Keys, format_key, key_to_character

from studio.errors import Notice

MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "hyper", "meta"})
NAMED = frozenset(key.value.rpartition("+")[2] for key in Keys if "<" not in key.value)


class KeyLine(msgspec.Struct, frozen=True):
    """One thing that keys do: `keys` in Textual's long form, `owner` the app, screen or widget that does it.

    `label` is what the footer calls it.
    """

    id: str
    keys: tuple[str, ...]
    action: str
    description: str
    owner: type[DOMNode]
    label: str = ""


class OrderedBindings(list[BindingType]):
    """Bindings of several topics, in the order of the footer; `listed` has them in that of the help."""

    def __init__(self, bindings: Sequence[Sequence[Binding]], topics: Sequence[type]) -> None:
        """The footer shows those of the first topic last, as it shows what a class binds after what its bases do."""
        super().__init__(one for those in reversed(bindings) for one in those)
        self.listed = tuple(one for those in bindings for one in those)
        self.topics = tuple(topics)


def lines_of(owner: type[DOMNode], keymap: Mapping[str, str] | None = None) -> tuple[KeyLine, ...]:
    """What the bindings of a class and its bases do, those with an id; `keymap` replaces keys by id."""
    found: dict[str, list[Binding]] = {}
    for base in owner.__mro__:
        bindings = base.__dict__.get("BINDINGS", ())
        for entry in bindings.listed if isinstance(bindings, OrderedBindings) else bindings:
            for binding in Binding.make_bindings([entry]):
                if binding.id:
                    found.setdefault(binding.id, []).append(binding)
    chosen = keymap or {}
    return tuple(
        KeyLine(
            id=name,
            keys=split_keys(chosen[name]) if name in chosen else tuple(binding.key for binding in bindings),
            action=bindings[0].action,
            description=bindings[0].tooltip or bindings[0].description,
            owner=owner,
            label=bindings[0].description,
        )
        for name, bindings in found.items()
    )


def key_of(name: str, owners: Iterable[type[DOMNode]], keymap: Mapping[str, str] | None = None) -> str:
    """The first key of a binding, as a person reads it; empty where none of the owners has it."""
    found = (line for owner in owners for line in lines_of(owner, keymap) if line.id == name and line.keys)
    line = next(found, None)
    return shown_key(line.keys[0]) if line is not None else ""


def split_keys(text: str) -> tuple[str, ...]:
    """The keys of a comma-separated list, in Textual's long form: "?" is "question_mark"."""
    keys = [part.strip() for part in text.split(",") if part.strip()]
    return tuple(_long_form(key) if len(key) == 1 else key.lower() for key in keys)


def _long_form(character: str) -> str:
    """The name that Textual's bindings give a character's key."""
    return next(iter(Binding.make_bindings([(character, "", "")]))).key


def shown_key(key: str) -> str:
    """A key as a person reads it: "ctrl+r" is "^r", "question_mark" is "?", "f5" is "F5"."""
    *modifiers, name = key.split("+")
    shown = name.upper() if re.fullmatch(r"f\d+", name) else format_key(name)
    if "ctrl" in modifiers:
        modifiers.remove("ctrl")
        shown = f"^{shown}"
    return "+".join([*modifiers, shown])


def usable_key(key: str) -> bool:
    """Whether a key in long form can be pressed: known modifiers and a known name, or one character."""
    *modifiers, name = key.split("+")
    if not set(modifiers) <= MODIFIERS:
        return False
    return len(name) == 1 or name in NAMED or key_to_character(name) is not None


def check(
    wanted: Mapping[str, str], everywhere: Sequence[KeyLine], rooms: Iterable[Sequence[KeyLine]]
) -> tuple[dict[str, str], tuple[Notice, ...]]:
    """The part of a person's keys that can be used, and a notice for each that cannot.

    `everywhere` are the app's keys, which every room shares; `rooms` holds the keys of each room.
    """
    together = [[*everywhere, *room] for room in rooms] or [list(everywhere)]
    known = {line.id for lines in together for line in lines}
    usable: dict[str, str] = {}
    notices: list[Notice] = []
    for name, text in wanted.items():
        notice = _refusal(name, split_keys(text), text, known, together, {**wanted, **usable})
        if notice is None:
            usable[name] = ",".join(split_keys(text))
        else:
            notices.append(notice)
    return usable, tuple(notices)


def _refusal(
    name: str, keys: tuple[str, ...], text: str, known: set[str], together: list[list[KeyLine]], chosen: dict[str, str]
) -> Notice | None:
    if name not in known:
        near = difflib.get_close_matches(name, known, 1, 0.5)
        remedy = f"Did you mean {near[0]!r}?" if near else "The help (F1) lists the names"
        return Notice("A key in the settings has no use", f"nothing is named {name!r}", remedy)
    unusable = [key for key in keys if not usable_key(key)]
    if unusable or not keys:
        reason = f"{name} = {text!r}: there is no key {unusable[0]!r}" if unusable else f"{name} names no key"
        return Notice("A key in the settings cannot be used", reason, "Write for example f6, ctrl+r, or x")
    for lines in together:
        if not any(line.id == name for line in lines):
            continue
        for line in lines:
            held = split_keys(chosen[line.id]) if line.id in chosen else line.keys
            taken = set(held) & set(keys)
            if line.id != name and taken:
                reason = f"{name} = {text!r}: {taken.pop()} is already the key of {line.id}"
                return Notice("A key in the settings cannot be used", reason, f"Choose another, or move {line.id} too")
    return None
