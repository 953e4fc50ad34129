"""What is wrong with pixels, over all pictures: each kind of flaw once, with the pictures that have it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from studio.datasets.reports.records import Finding, Seen, Weight

MOST_FIGURES: Final = 150
"""Pictures among which one is looked for that shows another figure: each is compared with all others."""

_HINT = 0.2
"""What is weaker is worth telling, and no more."""

_MANY: Mapping[str, tuple[str, str]] = {
    "blurred": ("are blurred: softness is learned", "Take sharper ones, or set them aside"),
    "small": ("are small, and are enlarged: softness is learned", "Take larger ones, or set them aside"),
    "blocks": ("show the blocks of a strongly compressed JPEG", "Take them from a better file"),
    "fringe": ("have a rim of their former ground around what is cut out", "Cut them out anew"),
    "text": ("have words on them: letters are learned, and drawn everywhere", "Take them out: studio dataset clean"),
    "plain": ("are nearly all one colour: there is nothing to learn from", "Set them aside"),
    "odd": ("seem to show another figure than the rest", "Look at them, and set aside who does not belong"),
}
"""What is said of several pictures, and what to do, by the kind of flaw."""


def findings(seen: Sequence[Seen]) -> tuple[Finding, ...]:
    """What is wrong with the pixels of these pictures."""
    flaws: dict[str, dict[str, tuple[str, float]]] = defaultdict(dict)
    for one in seen:
        for flaw in one.flaws:
            flaws[flaw.kind][one.name] = flaw.reason, flaw.strength
    for name, reason, strength in _odd(seen):
        flaws["odd"][name] = reason, strength
    return tuple(_finding(kind, some) for kind, some in flaws.items())


def _finding(kind: str, some: Mapping[str, tuple[str, float]]) -> Finding:
    weight: Weight = "likely" if max(strength for _, strength in some.values()) >= _HINT else "slight"
    said, remedy = _MANY[kind]
    names = tuple(sorted(some, key=lambda name: -some[name][1]))
    text = f"{names[0]}: {some[names[0]][0]}" if len(names) == 1 else f"{len(names)} pictures {said}"
    return Finding(weight, kind, text, remedy, names)


def _odd(seen: Sequence[Seen]) -> Iterator[tuple[str, str, float]]:
    """The pictures that show another figure than the rest: name, words, strength."""
    if not any(one.figure for one in seen) or len(seen) > MOST_FIGURES:
        return
    from studio.datasets.photographs.odd_one_out import odd_ones

    for odd in odd_ones([one.figure for one in seen]):
        doubt = "; roughly, for there are few to compare it with" if odd.rough else ""
        reason = f"it seems to show another figure than the rest (ΔE {odd.distance:.0f}){doubt}"
        yield seen[odd.number].name, reason, odd.strength
