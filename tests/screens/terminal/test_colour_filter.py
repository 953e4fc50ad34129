"""Words on a terminal with few colours: which it gets, and that they can be read."""

from __future__ import annotations

import colorsys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.pilot import Pilot
from textual.widget import Widget

from screens.terminal.colour_filter import READABLE, ground_colour, line_filters
from screens.terminal.colours import COLOURS, FIXED, STANDARD, Few, Rgb, contrast, nearest, numbers_of, oklab
from screens.theme import theme_for
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.conftest import Opened, until

BLACK = Color(0, 0, 0)
FEW: tuple[Few, ...] = ("256", "16")

levels = st.integers(0, 255)
colours = st.tuples(levels, levels, levels)


def test_the_fixed_colours_are_those_that_terminals_have() -> None:
    assert len(STANDARD) == 16
    assert len(FIXED) == 240
    assert [tuple(RichColor.from_ansi(number).get_truecolor()) for number in range(16, 256)] == list(FIXED)


def test_oklab_is_that_of_its_author() -> None:
    """The table of https://bottosson.github.io/posts/oklab/ in sRGB: white, and red as CSS Color 4 has it."""
    assert oklab((255, 255, 255)) == pytest.approx((1, 0, 0), abs=1e-4)
    assert oklab((255, 0, 0)) == pytest.approx((0.62796, 0.22486, 0.12585), abs=1e-4)


@given(colours, st.sampled_from(FEW))
@example((95, 135, 175), "256")
def test_nearest_is_nearest_of_all(colour: Rgb, few: Few) -> None:
    apart = {
        number: sum((a - b) ** 2 for a, b in zip(oklab(colour), oklab(COLOURS[number]), strict=True))
        for number in numbers_of(few)
    }
    assert apart[nearest(colour, numbers_of(few))] == min(apart.values())


def filtered(text: str, ink: Rgb, ground: Rgb, few: Few, *, bold: bool = False) -> tuple[int, int, Style]:
    """The numbers of ink and ground that a text gets."""
    style = Style.from_color(RichColor.from_rgb(*ink), RichColor.from_rgb(*ground)) + Style(bold=bold)
    (line_filter,) = line_filters(few)
    ((same, made, _),) = line_filter.apply([Segment(text, style)], BLACK)
    assert same == text
    assert made is not None
    assert made.color is not None
    assert made.bgcolor is not None
    assert made.color.number is not None
    assert made.bgcolor.number is not None
    return made.color.number, made.bgcolor.number, made


@given(colours, colours, st.booleans())
def test_of_256_words_get_the_nearest_and_never_their_ground(ink: Rgb, ground: Rgb, is_same: bool) -> None:
    ink = ground if is_same else ink
    front, back, _ = filtered("word", ink, ground, "256")
    assert back == nearest(ground, range(16, 256))
    assert (front == back) == (ink == ground)
    assert front == nearest(ink, [one for one in range(16, 256) if one != back or ink == ground])


@given(colours, colours, st.booleans())
def test_of_16_words_can_be_read_whatever_they_were(ink: Rgb, ground: Rgb, is_bold: bool) -> None:
    front, back, style = filtered("Word", ink, ground, "16", bold=is_bold)
    assert back in range(8)
    assert contrast(COLOURS[front], COLOURS[back]) >= READABLE
    if style.bold:
        assert is_bold
        assert sum(COLOURS[front]) > sum(COLOURS[back])


@given(colours, colours)
def test_of_16_lines_may_be_faint_and_are_seen(ink: Rgb, ground: Rgb) -> None:
    front, back, _ = filtered("─╮", ink, ground, "16")
    assert (front == back) <= (ink == ground)


@given(st.floats(0, 1), st.floats(0, 0.3), st.floats(0, 0.5))
def test_of_16_dark_grounds_are_black(hue: float, saturation: float, value: float) -> None:
    red, green, blue = (round(255 * part) for part in colorsys.hsv_to_rgb(hue, saturation, value))
    assert filtered("a", (255, 255, 255), (red, green, blue), "16")[1] == 0


@given(colours, st.sampled_from(FEW))
def test_the_ground_around_a_picture_is_that_of_words(ground: Rgb, few: Few) -> None:
    assert ground_colour(Color(*ground), few).number == filtered("a", (9, 9, 9), ground, few)[1]
    assert ground_colour(Color(*ground), "24-bit").triplet == ground


def test_control_sequences_and_a_persons_own_colours_are_left_alone() -> None:
    (line_filter,) = line_filters("256")
    given = [Segment("plain"), Segment("own", Style(color="red", bgcolor="default")), Segment("x", Style(bold=True))]
    assert line_filter.apply(given, BLACK) == given


@pytest.mark.parametrize("few", FEW)
def test_the_studios_own_theme_stands_in_the_colours_and_keeps_its_parts_apart(few: Few) -> None:
    variables = theme_for(few).to_color_system().generate()
    grounds = ("background", "surface", "panel", "boost")
    inks = ("primary", "secondary", "accent", "warning", "error", "success", "foreground")
    named = {}
    for name in (*grounds, *inks, "border"):
        wanted = Color.parse(variables[name]).rgb
        named[name] = COLOURS[nearest(wanted, numbers_of(few))]
        # Textual's own sums leave some a level aside.
        assert all(abs(one - other) < 2 for one, other in zip(wanted, named[name], strict=True)), name
    for ground in grounds[:3]:
        assert all(contrast(named[ink], named[ground]) >= READABLE for ink in inks)
    assert contrast(named["foreground"], named["boost"]) >= READABLE
    assert contrast(named["border"], named["background"]) > 2
    assert named["boost"] not in (named["background"], named["panel"])
    assert few == "16" or len({named[ground] for ground in grounds}) == len(grounds)


class _Seen:
    """The styles of all that stands on a screen."""

    def __init__(self, app: App[None]) -> None:
        widgets = [app.screen, *(one for one in app.screen.walk_children(Widget) if one.is_on_screen)]
        strips = [strip for one in widgets for strip in one.render_lines(one.size.region)]
        self.found = [(text, style) for strip in strips for text, style, _ in strip if style is not None]


@pytest.mark.parametrize("is_grey", [False, True])
@pytest.mark.parametrize("few", FEW)
async def test_whole_rooms_are_drawn_in_the_colours(
    cast_home: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch, few: Few, is_grey: bool
) -> None:
    drawn.shelf_of(cast_home.library, 5).close()
    cast_home.write_settings(f'pictures = "half-cells"\ncolours = "{few}"\n')
    if is_grey:
        monkeypatch.setenv("NO_COLOR", "1")
    async with opened(120, 40) as pilot:
        for keys in (["f2"], ["f4"], ["f4", "f1"]):
            await pilot.press(*keys)
            await settled(pilot)
            for text, style in _Seen(pilot.app).found:
                for colour in (style.color, style.bgcolor):
                    assert colour is None or colour.number in numbers_of(few) or "▀" in text or not text.strip()
                if few == "16" and text.isascii() and text.strip() and style.color and style.bgcolor:
                    ink, ground = style.color.number, style.bgcolor.number
                    assert ink is not None
                    assert ground is not None
                    assert contrast(COLOURS[ink], COLOURS[ground]) >= READABLE


async def settled(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))
    await pilot.pause()
