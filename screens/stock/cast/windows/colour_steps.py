"""A colour that is changed step by step: hue, saturation and lightness, as HSL has them, and its number."""

from __future__ import annotations

import colorsys
import re
from typing import Literal, NamedTuple

from backends.base import Figure

Part = Literal["hue", "saturation", "lightness"]
PARTS: tuple[Part, ...] = ("hue", "saturation", "lightness")
MOST = {"hue": 360, "saturation": 100, "lightness": 100}
"""Of each part; a hue is an angle and goes round."""

_NUMBER = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})")


class Mixed(NamedTuple):
    """A colour by its parts: hue in degrees (0 to 360), saturation and lightness in percent.

    It keeps its hue in grey, black and white, so that the steps back lead to it.
    """

    hue: float
    saturation: float
    lightness: float

    @property
    def number(self) -> str:
        """As #rrggbb."""
        rgb = colorsys.hls_to_rgb(self.hue / 360, self.lightness / 100, self.saturation / 100)
        return "#" + "".join(f"{round(one * 255):02x}" for one in rgb)

    def stepped(self, part: Part, by: float) -> Mixed:
        """The colour with more or less of a part."""
        value = getattr(self, part) + by
        value = value % 360 if part == "hue" else max(0.0, min(100.0, value))
        return self._replace(**{part: value})


def mixed(number: str) -> Mixed:
    """A colour, #rrggbb, by its parts."""
    red, green, blue = (int(number[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    return Mixed(hue * 360, saturation * 100, lightness * 100)


def is_colour(text: str) -> bool:
    """Whether a text is a colour as an entry has it: #rrggbb."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def number_of(typed: str) -> str:
    """What was typed as #rrggbb, in small letters; empty where it is no number of a colour."""
    found = _NUMBER.fullmatch(typed.strip())
    if found is None:
        return ""
    digits = found.group(1).lower()
    return "#" + (digits if len(digits) == 6 else "".join(one * 2 for one in digits))


class Named(NamedTuple):
    """A colour that can be picked: one that has a name, or that of a part of the portrait."""

    name: str
    number: str
    is_part: bool = False


def offered(figure: Figure) -> tuple[Named, ...]:
    """What can be picked: the colours of the portrait by part, then those that have a name."""
    from studio.pictures.portrait import named_colours, painted_colours

    own = [Named(part, number, True) for part, number in painted_colours(figure).items()]
    return (*own, *(Named(name, number) for name, number in named_colours().items()))


def narrowed(every: tuple[Named, ...], typed: str) -> tuple[Named, ...]:
    """Those that have what was typed in their name, rather at its begin; all of them for a number or nothing."""
    wanted = typed.strip().casefold()
    if not wanted or wanted.startswith("#"):
        return every
    found = [one for one in every if wanted in one.name.casefold()]
    return tuple(sorted(found, key=lambda one: not one.name.casefold().startswith(wanted)))


def said(every: tuple[Named, ...], typed: str) -> str:
    """The colour that is typed, as #rrggbb: a number, a whole name, or a part of one name alone; else empty."""
    if number := number_of(typed):
        return number
    found = narrowed(every, typed) if typed.strip() else ()
    whole = [one for one in found if one.name.casefold() == typed.strip().casefold()]
    return whole[0].number if whole else found[0].number if len(found) == 1 else ""
