"""Steps by chance: what the studio binds, oftener than not where it is bound; the rest is anything."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from random import Random
from typing import Final

from textual.binding import Binding
from textual.dom import DOMNode

import screens
from tests.monkey.steps import Step, key_bytes

SIZES: Final = ((80, 24), (100, 30), (120, 40), (160, 50), (200, 60))
PAUSES: Final = (0.0, 0.0, 0.0, 0.005, 0.02, 0.05, 0.15)
ROOMS: Final = ("f2", "f3", "f4", "f7")
USUAL: Final = (
    *("escape", "escape", "enter", "enter", "tab", "shift+tab", "pageup", "pagedown", "home", "end", "space"),
    *("up", "down", "left", "right", "backspace", "delete", "ctrl+z", "ctrl+a", "ctrl+c", "ctrl+v", "ctrl+x"),
)
TEXTS: Final = (
    *("Milo at the rack", "James and Milo in the data centre", "rating:>=3", "engine:draft", "is:picked", "zzzz"),
    *("PEBKAC", "RTFM / 418", "日本語のテスト", "🦝 [b]no markup[/b]", "3 7-9", "999999999999", "a" * 300, "-1", "0.5"),
)
PALETTE_WORDS: Final = ("theme", "dark", "light", "ansi", "save", "compare", "letter", "zoom", "qqqq", "trash", "mark")
LEAVES: Final = ("ctrl+q", "f10")


def bound() -> tuple[str, ...]:
    """The keys that anything in the studio binds, once for each binding; but those that leave."""
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        importlib.import_module(module.name)
    found = [
        binding.key
        for owner in _kinds(DOMNode)
        if owner.__module__.startswith("screens.")
        for entry in owner.__dict__.get("BINDINGS", ())
        for binding in Binding.make_bindings([entry])
    ]
    return tuple(sorted(key for key in found if key not in LEAVES and _is_known(key)))


def _kinds(of: type[DOMNode]) -> set[type[DOMNode]]:
    kinds = {of}
    for kind in of.__subclasses__():
        kinds |= _kinds(kind)
    return kinds


def _is_known(key: str) -> bool:
    try:
        key_bytes(key)
    except KeyError:
        return False
    return True


class Monkey:
    """Draws steps without end. The same seed at the same size gives the same steps."""

    def __init__(self, seed: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
        self._chance = Random(seed)
        self._columns, self._rows = size
        self._keys = keys
        self._ways: dict[Callable[[], Iterator[Step]], int] = {
            self._bound: 40,
            self._usual: 16,
            self._room: 5,
            self._digit: 4,
            self._again_and_again: 7,
            self._palette: 4,
            self._text: 5,
            self._draw: 1,
            self._letter: 3,
            self._cast: 2,
            self._compare: 2,
            self._paste: 2,
            self._click: 6,
            self._drag: 2,
            self._wheel: 2,
            self._resize: 2,
            self._look_away: 2,
            self._stop: 1,
        }

    def __iter__(self) -> Iterator[Step]:
        while True:
            yield from self._one(self._ways)()

    def _one(self, ways: dict[Callable[[], Iterator[Step]], int]) -> Callable[[], Iterator[Step]]:
        return self._chance.choices([*ways], [*ways.values()])[0]

    def _pause(self) -> float:
        return self._chance.choice(PAUSES)

    def _press(self, key: str) -> Step:
        return Step("press", key, self._pause())

    def _bound(self) -> Iterator[Step]:
        yield self._press(self._chance.choice(self._keys))

    def _usual(self) -> Iterator[Step]:
        yield self._press(self._chance.choice(USUAL))

    def _room(self) -> Iterator[Step]:
        yield self._press(self._chance.choice(ROOMS))
        # A room is left at once, or looked at.
        yield Step("press", self._chance.choice(self._keys), self._chance.choice((0.0, 0.3)))

    def _digit(self) -> Iterator[Step]:
        yield self._press(self._chance.choice("0123456789"))

    def _again_and_again(self) -> Iterator[Step]:
        key = self._chance.choice((*self._keys, *USUAL))
        yield self._press(key)
        for _ in range(self._chance.randint(1, 4)):
            yield Step("press", key, self._chance.choice((0.0, 0.0, 0.03)))

    def _palette(self) -> Iterator[Step]:
        yield self._press("ctrl+p")
        if self._chance.random() < 0.8:
            yield Step("type", self._chance.choice(PALETTE_WORDS), self._chance.choice((0.0, 0.2)))
        for _ in range(self._chance.randint(1, 4)):
            key = self._chance.choice(("enter", "enter", "down", "up", "pageup", "pagedown", "escape", "home", "end"))
            yield Step("press", key, self._chance.choice((0.0, 0.05, 0.3)))

    def _text(self) -> Iterator[Step]:
        yield Step("type", self._chance.choice(TEXTS), self._pause())

    def _draw(self) -> Iterator[Step]:
        yield self._press("escape")
        yield self._press("f2")
        yield Step("type", self._chance.choice(TEXTS[:2]), 0.2)
        yield Step("press", "f5", 0.1)

    def _letter(self) -> Iterator[Step]:
        yield self._press("f4")
        yield Step("press", "e", 0.3)
        yield Step("type", self._chance.choice(TEXTS), self._chance.choice((0.0, 0.3)))
        for _ in range(self._chance.randint(1, 6)):
            keys = ("ctrl+s", "ctrl+r", "ctrl+g", "f5", "f6", "f8", "tab", "a", "k", "c", "down", "enter", "escape")
            yield self._press(self._chance.choice(keys))

    def _cast(self) -> Iterator[Step]:
        yield self._press("f7")
        yield self._press(self._chance.choice(("down", "up", "ctrl+n", "f9", "right")))
        yield Step("press", "enter", self._chance.choice((0.0, 0.3)))
        for _ in range(self._chance.randint(1, 8)):
            keys = (
                "tab",
                "tab",
                "tab",
                "enter",
                "ctrl+s",
                "ctrl+z",
                "ctrl+y",
                "ctrl+o",
                "ctrl+r",
                "f5",
                "f8",
                "escape",
            )
            yield self._press(self._chance.choice((*keys, "delete", "left", "down", "x")))

    def _compare(self) -> Iterator[Step]:
        yield self._press("f4")
        for _ in range(self._chance.randint(0, 3)):
            yield self._press("space")
        yield Step("press", "c", 0.1)
        for _ in range(self._chance.randint(1, 4)):
            yield self._press(self._chance.choice(("x", "tab", "z", "escape", "c", "q", "plus", "delete")))

    def _paste(self) -> Iterator[Step]:
        yield Step("paste", "\n".join(self._chance.choices(TEXTS, k=self._chance.randint(1, 3))), self._pause())

    def _cell(self) -> str:
        return f"{self._chance.randrange(self._columns)} {self._chance.randrange(self._rows)}"

    def _click(self) -> Iterator[Step]:
        cell = self._cell()
        for _ in range(self._chance.choice((1, 1, 1, 2, 3))):
            yield Step("click", cell, self._chance.choice((0.0, 0.02)))

    def _drag(self) -> Iterator[Step]:
        yield Step("drag", f"{self._cell()} {self._cell()}", self._pause())

    def _wheel(self) -> Iterator[Step]:
        cell, way = self._cell(), self._chance.choice(("up", "down"))
        for _ in range(self._chance.randint(1, 5)):
            yield Step("wheel", f"{way} {cell}", 0.0)

    def _resize(self) -> Iterator[Step]:
        self._columns, self._rows = self._chance.choice(SIZES)
        yield Step("size", f"{self._columns} {self._rows}", self._pause())

    def _look_away(self) -> Iterator[Step]:
        yield Step("focus", "out", self._pause())
        yield Step("focus", "in", self._pause())

    def _stop(self) -> Iterator[Step]:
        yield Step("stop", "", self._pause())
