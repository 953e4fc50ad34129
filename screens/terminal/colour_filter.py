"""Words in the colours that a terminal has: Textual mixes colours freely, and each that comes out is given another.

Rich would round each channel, on a console that is set to so few colours; so it is to be set to all of them
(`color_system="truecolor"`) for every terminal, and writes what comes from here as it is. Pictures have a way of their
own (`widgets/dithering.py`), and a Kitty picture's placeholders carry its number in their colour: none of them is
filtered.
"""

from __future__ import annotations

from functools import cache, lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from screens.terminal.colours import COLOURS, Few, Rgb, contrast, lab_of, nearest, numbers_of, oklab
from studio.terminal.records import Colours

READABLE = 4.5
"""The least contrast of letters with their ground, where there are 16 colours (WCAG 2, AA)."""

_STYLES, _COLOURS = 4096, 512
"""Styles and colours that are remembered; the studio has some hundreds, and some dozens."""

_GREY, _DARK = 0.09**2, 0.6
"""Chroma squared below which a ground is black or white on a terminal of 16 colours, and the lightness below which it
is black (both in OKLab)."""

_GROUNDS = range(8)
"""Of the 16 those that every terminal has for a ground."""

_BLACK, _WHITE = 0, 7

_INKS: tuple[int, ...] = (*range(8), *range(9, 16))
"""Of the 16 those for letters: what is called bright black is nearly the ground in many a person's palette."""

_LIGHTNESS = 0.05
"""How much lightness counts for letters in 16 colours: their hue says more, and contrast is seen to."""


class FewColours(LineFilter):
    """Gives every colour one of the terminal's: the nearest in OKLab, but never its ground's to ink that differs.

    Of 16 colours dark grounds are black, and letters keep a contrast of READABLE with theirs; lines may be faint.
    """

    def __init__(self, few: Few) -> None:
        super().__init__()
        self._few = few
        self._lined = lru_cache(_STYLES)(self._line)
        self._worded = lru_cache(_STYLES)(self._word) if few == "16" else self._lined

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments in the terminal's colours."""
        worded, lined = self._worded, self._lined
        if worded is lined:
            return [Segment(text, style and lined(style), control) for text, style, control in segments]
        return [
            Segment(text, style and (worded if _has_letters(text) else lined)(style), control)
            for text, style, control in segments
        ]

    def _line(self, style: Style) -> Style:
        ink, back = _rgb(style.color), _rgb(style.bgcolor)
        ground = None if back is None else _ground(back, self._few)
        if ink is None:
            return style + _of(None, ground)
        number = _nearest(ink, self._few)
        if number == ground and ink != back:
            number = nearest(ink, (one for one in numbers_of(self._few) if one != ground))
        return style + _of(number, ground)

    def _word(self, style: Style) -> Style:
        ink, back = _rgb(style.color), _rgb(style.bgcolor)
        ground = None if back is None else _ground(back, self._few)
        if ink is None:
            return style + _of(None, ground)
        number = _letter(ink, ground or _BLACK)
        # Many terminals make bold letters brighter: dark ones on a light ground would fade.
        is_dark = lab_of(number).light < lab_of(ground or _BLACK).light
        return style + _of(number, ground) + (Style(bold=False) if is_dark and style.bold else Style())


@cache
def line_filters(colours: Colours) -> tuple[LineFilter, ...]:
    """The filters, after Textual's own, for a terminal of so many colours. Made once: lines remember them."""
    return () if colours == "24-bit" else (FewColours(colours),)


def ground_colour(colour: Color, colours: Colours) -> RichColor:
    """The colour of the ground around a picture, the same that words there have."""
    return colour.rich_color if colours == "24-bit" else RichColor.from_ansi(_ground(colour.rgb, colours))


@lru_cache(_COLOURS)
def _nearest(colour: Rgb, few: Few) -> int:
    return nearest(colour, numbers_of(few))


@lru_cache(_COLOURS)
def _ground(colour: Rgb, few: Few) -> int:
    if few == "256":
        return _nearest(colour, few)
    lab = oklab(colour)
    if lab.chroma < _GREY:
        return _BLACK if lab.light < _DARK else _WHITE
    return nearest(colour, _GROUNDS)


def _letter(ink: Rgb, ground: int) -> int:
    """One of the 16 for letters on a ground: of those that can be read there the nearest, first of all in hue."""
    wanted = oklab(ink)
    readable = (number for number in _INKS if contrast(COLOURS[number], COLOURS[ground]) >= READABLE)

    def far(number: int) -> float:
        lab = lab_of(number)
        return lab.distance(wanted) - (1 - _LIGHTNESS) * (lab.light - wanted.light) ** 2

    return min(readable, key=far)


def _of(ink: int | None, ground: int | None) -> Style:
    fore, back = (None if one is None else RichColor.from_ansi(one) for one in (ink, ground))
    return Style.from_color(fore, back)


def _rgb(colour: RichColor | None) -> Rgb | None:
    """None where there is no colour, or it is one of the person's own."""
    if colour is None or colour.triplet is None:
        return None
    red, green, blue = colour.triplet
    return red, green, blue


def _has_letters(text: str) -> bool:
    return text.isascii() or any(map(str.isalnum, text))
