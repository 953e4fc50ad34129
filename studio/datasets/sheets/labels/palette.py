"""The palette of a sheet: its swatches, each with the words that are printed at it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from studio.datasets.records import Label, Quad
from studio.datasets.sheets.labels.views import meaning

_FAR = 1.2
"""Of a swatch's side: how far from it its words stand at most."""
_LEVEL = 0.6
"""Of a swatch's side: how far the middle of its words may be off its own, across the way to them."""
_MOST = 0.5
"""Share of a sheet's swatches of which more must have words."""
_LONGEST = 40
"""Characters of words that name a part."""
_HEADINGS: Final = {
    *("palette", "palettes", "swatch", "swatches", "color", "colors", "colour", "colours"),
    *("farbe", "farben", "farbpalette", "couleur", "couleurs", "paleta", "colores", "色", "配色", "カラー", "パレット"),
}
_HEX = re.compile(r"#?\s*\b[0-9a-fA-F]{6}\b")


class Shade(NamedTuple):
    """A swatch's colour, `#rrggbb`, and the words at it in small letters: "coat"; empty where none could be read."""

    colour: str
    words: str = ""


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    @property
    def side(self) -> float:
        return max(1.0, (self.right - self.left + self.bottom - self.top) / 2)


def palette(labels: Sequence[Label]) -> tuple[Shade, ...]:
    """The swatches among a sheet's labels in their order, one of each colour and words."""
    at = words_at(labels)
    shades = [
        Shade(label.colour, _words_of(labels[at[number]].text) if number in at else "")
        for number, label in enumerate(labels)
        if label.kind == "swatch" and label.colour
    ]
    return tuple(dict.fromkeys(shades))


def words_at(labels: Sequence[Label]) -> dict[int, int]:
    """Of swatches, by their numbers among the labels, the numbers of the words that name them.

    All have their words at the same side, or on themselves: that at which most have some, and the nearest ones. Where
    only some swatches have words, these are of something else, as a figure's name.
    """
    patches = {number: _box(label.quad) for number, label in enumerate(labels) if label.kind == "swatch"}
    texts = {
        number: _box(label.quad)
        for number, label in enumerate(labels)
        if label.kind == "text" and _words_of(label.text)
    }
    named = min((_named(patches, texts, way) for way in _WAYS), key=_worth)
    if len(named) <= _MOST * len(patches):
        return {}
    return {patch: text for patch, (text, _) in named.items()}


def _words_of(text: str) -> str:
    """What printed words say of a colour; empty where they are a view, a mood, a heading or the colour's number."""
    if any(meaning(text)[:3]):
        return ""
    words = " ".join(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", _HEX.sub(" ", text).casefold()))
    letters = sum(letter.isalpha() for letter in words)
    is_said = letters >= 2 or any(letter > "\u2e80" for letter in words)
    return words[:_LONGEST].rstrip() if is_said and not set(words.split()) <= _HEADINGS else ""


def _worth(named: Mapping[int, tuple[int, float]]) -> tuple[int, float]:
    return -len(named), sum(gap for _, gap in named.values())


def _named(patches: Mapping[int, _Box], texts: Mapping[int, _Box], way: _Way) -> dict[int, tuple[int, float]]:
    """Which words each swatch has in a direction, and how far off they are; nearest first, each words once."""
    pairs = sorted(
        (gap, patch, text)
        for patch, its in patches.items()
        for text, box in texts.items()
        if (gap := way(its, box)) is not None and gap <= _FAR * its.side
    )
    found: dict[int, tuple[int, float]] = {}
    for gap, patch, text in pairs:
        if patch not in found and all(text != other for other, _ in found.values()):
            found[patch] = (text, gap)
    return found


_Way = Callable[[_Box, _Box], float | None]
"""How far words are from a swatch in one direction, in px; None where they are not there."""


def _on(patch: _Box, text: _Box) -> float | None:
    x, y = text.middle
    return 0.0 if patch.left <= x <= patch.right and patch.top <= y <= patch.bottom else None


def _beside(patch: _Box, text: _Box, gap: float) -> float | None:
    off = abs(patch.middle[1] - text.middle[1])
    return max(0.0, gap) + off / 2 if gap > -0.3 * patch.side and off <= _LEVEL * patch.side else None


def _over_or_under(patch: _Box, text: _Box, gap: float) -> float | None:
    off = abs(patch.middle[0] - text.middle[0])
    is_level = off <= max(_LEVEL * patch.side, text.side / 4)
    return max(0.0, gap) + off / 2 if gap > -0.3 * patch.side and is_level else None


_WAYS: Sequence[_Way] = (
    _on,
    lambda patch, text: _beside(patch, text, text.left - patch.right),
    lambda patch, text: _over_or_under(patch, text, text.top - patch.bottom),
    lambda patch, text: _beside(patch, text, patch.left - text.right),
    lambda patch, text: _over_or_under(patch, text, patch.top - text.bottom),
)


def _box(quad: Quad) -> _Box:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return _Box(min(xs), min(ys), max(xs), max(ys))
