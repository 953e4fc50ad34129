"""What differs in words that an artist can act on: "coat: #2f5da8, here #6a5d8c, ΔE 19"."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from studio.pictures.drift.calibrating import Limit
from studio.pictures.drift.colour import hex_of
from studio.pictures.drift.comparing import growth
from studio.pictures.drift.palette import Palette, reduced
from studio.pictures.drift.signature import Signature
from studio.pictures.drift.traits import BANDS, Traits

_PLAIN: Mapping[str, str] = {
    "palette.whole": "palette: other colours all over",
    "silhouette.whole": "silhouette: another outline in a like pose",
    "head.colours": "head: other colours",
    "head.outline": "head: another outline (ears, hair, hat)",
    "head.drawn": "head: other features",
    "line.colour": "line: another colour",
    "line.share": "line: more or fewer lines",
    "shading.flat": "shading: other surfaces, flat or modelled",
    "shading.contrast": "shading: another contrast",
    "look.whole": "look: as a whole less like the references than they are like each other",
}


def of_part(
    measures: Mapping[str, float],
    limits: Mapping[str, Limit],
    colours: Sequence[Signature],
    figure: Traits,
    references: Sequence[Traits],
) -> str:
    """What differs of one part, by its measures that are out of their limits; empty where none is."""
    outside = [name for name, distance in measures.items() if distance > limits[name].limit]
    outside.sort(key=lambda name: -limits[name].drift(measures[name]))
    said = [_one(name, measures[name], colours, figure, references) for name in outside]
    return "; ".join(dict.fromkeys(words for words in said if words))


def _one(name: str, distance: float, colours: Sequence[Signature], figure: Traits, references: Sequence[Traits]) -> str:
    part, _, detail = name.partition(".")
    if detail.isdigit():
        return _colour(colours[int(detail)], figure, distance)
    if part == "bands":
        band = BANDS.index(detail)
        usual = max((one.bands[band] for one in references), key=lambda palette: not palette.empty)
        return f"{detail}: {_main(usual)}, here {_main(figure.bands[band])}, ΔE {distance:.0f} all over"
    if name in ("head.grown", "head.large", "head.broad"):
        return f"head: {_times(name, distance, figure, references)} against the body"
    if name == "line.width":
        thicker = figure.lines is not None and any(
            one.lines is not None and one.lines.width < figure.lines.width for one in references
        )
        return f"line: {math.exp(distance):.1f} times as {'thick' if thicker else 'thin'}"
    return _PLAIN.get(name, "")


def _colour(colour: Signature, figure: Traits, distance: float) -> str:
    here = colour.instead(figure)
    seen = hex_of(colour.colour) if not colour.given else colour.given
    name = colour.name or "a colour that it has everywhere"
    return f"{name}: {seen}, " + (f"here {hex_of(here)}, ΔE {distance:.0f}" if here is not None else "not seen here")


def _main(palette: Palette) -> str:
    """The colours that make up most of a palette, two at most."""
    kinds = reduced(palette, 6)
    order = kinds.weights.argsort()[::-1]
    return "/".join(hex_of(kinds.colours[at]) for at in order[:2] if kinds.weights[at] > 0.15)


def _times(name: str, distance: float, figure: Traits, references: Sequence[Traits]) -> str:
    size = name.partition(".")[2]
    if size == "grown":
        is_larger = (growth(figure, references) or 0.0) > 0
    else:
        own = getattr(figure, size) or 0.0
        is_larger = sum(own > (getattr(one, size) or 0.0) for one in references) * 2 > len(references)
    return f"{math.exp(distance):.2f} times as {'large' if is_larger else 'small'}"
