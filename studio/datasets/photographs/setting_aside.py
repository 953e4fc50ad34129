"""Which of many pictures should not be trained on, and why: in one pass over them, and one over what was kept of each.

Of a picture that was looked at some tens of kilobytes are kept: memory does not grow with its size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from studio.datasets.photographs import odd_one_out
from studio.datasets.photographs.looks import Look, look_at, smaller
from studio.datasets.photographs.odd_one_out import Parts, odd_ones, parts_of
from studio.datasets.photographs.quality import Flaw, flaws, measured
from studio.datasets.photographs.quality import Kind as FlawKind
from studio.datasets.photographs.repeats import Fingerprint, fingerprint, repeats
from studio.datasets.records import SIDE, Quad
from studio.pictures.drift.colour import Array

Kind = FlawKind | Literal["repeat", "odd"]

HINT = 0.2
"""A reason that is weaker than this is worth telling, and does not set a picture aside by itself."""

_FIGURE_SIDE = 640
"""Px of the longer side of the copy that a figure is looked for in."""


class Reason(NamedTuple):
    """Why a picture should be set aside: its `name`, words for a person, and how much it is so, over 0 to 1.

    `of` is the picture that is kept in its place, where it repeats one.
    """

    name: str
    reason: str
    kind: Kind
    strength: float
    of: str = ""


class _Kept(NamedTuple):
    name: str
    flaws: tuple[Flaw, ...]
    print: Fingerprint
    figure: Parts | None


def review(
    pictures: Iterable[tuple[str, Array]],
    side: int = SIDE,
    words: Mapping[str, Sequence[tuple[str, Quad]]] | None = None,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Reason]:
    """Why which pictures should be set aside, in the order of the pictures, the strongest reason of each first.

    `pictures` are names and pixels (H, W, 3 or 4) uint8 RGB(A), upright, and may be decoded one after the other as they
    are asked for; `side` is what they will be trained at, px; `words` what an OCR engine read on which, where there is
    one; `progress` is told how many are done. The same pictures give the same reasons. Blocks about 200 ms a picture.
    """
    kept: list[_Kept] = []
    for name, pixels in pictures:
        kept.append(_kept(name, look_at(pixels, side), side, (words or {}).get(name, ())))
        progress(len(kept))
    found = [Reason(one.name, flaw.reason, flaw.kind, flaw.strength) for one in kept for flaw in one.flaws]
    found += _repeats(kept)
    found += _odd(kept)
    place = {one.name: n for n, one in enumerate(kept)}
    return sorted(found, key=lambda one: (place[one.name], -one.strength))


def _kept(name: str, look: Look, side: int, words: Sequence[tuple[str, Quad]]) -> _Kept:
    known = measured(look)
    found = flaws(look, side, words, known)
    shown = fingerprint(look.working, look.width, look.height, known.soft or 1.0, known.coarse)
    is_plain = any(one.kind == "plain" for one in found)
    return _Kept(
        name, found, shown, None if is_plain else parts_of(_small(look.working if look.layers is None else look.layers))
    )


def _small(pixels: Array) -> Array:
    high, wide = pixels.shape[:2]
    scale = min(1.0, _FIGURE_SIDE / max(high, wide))
    return smaller(pixels, (max(1, round(wide * scale)), max(1, round(high * scale))))


def _repeats(kept: Sequence[_Kept]) -> Iterable[Reason]:
    for group in repeats([one.print for one in kept]):
        best = kept[group.best].name
        for other in group.others:
            yield Reason(kept[other].name, f"it shows the same as {best}, which is better", "repeat", 1.0, best)


def _odd(kept: Sequence[_Kept]) -> Iterable[Reason]:
    for one in odd_ones([one.figure for one in kept]):
        reason = f"it seems to show another figure than the rest (ΔE {one.distance:.0f})"
        if one.rough:
            reason += f"; rough, for there are fewer than {odd_one_out.ENOUGH} pictures"
        yield Reason(kept[one.number].name, reason, "odd", one.strength)
