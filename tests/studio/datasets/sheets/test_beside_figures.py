"""What stands beside figures is none of them: framed words, palettes, thin arrows, bars, lines of heights."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.datasets.records import Box, Label
from studio.datasets.sheets.understanding import understand
from tests.studio.datasets.sheets.making.truth import Array

GROUND, BODY, FEET, CREAM, INK = (224, 236, 228), (60, 120, 160), (120, 60, 90), (252, 250, 240), (50, 44, 44)


def blank(width: int = 1000, height: int = 1000) -> Array:
    return np.full((height, width, 3), GROUND, np.uint8)


def figure(picture: Array, x: int, y: int, *, leg: int = 16) -> Box:
    """A body on two legs with feet, its box 200 wide and 400 high about the middle of its top at (x, y)."""
    cv2.ellipse(picture, (x, y + 150), (100, 150), 0, 0, 360, BODY, -1)
    for side in (-50, 50):
        cv2.line(picture, (x + side, y + 250), (x + side * 6 // 5, y + 385), BODY, leg)
        cv2.ellipse(picture, (x + side * 6 // 5, y + 388), (32, 12), 0, 0, 360, FEET, -1)
    return Box(x - 100, y, 201, 401)


def framed(picture: Array, x: int, y: int, words: str, plate: tuple[int, int, int], edge: int) -> None:
    """Words in a frame whose upper left corner is at (x, y), 34 high."""
    (width, _), _ = cv2.getTextSize(words, cv2.FONT_HERSHEY_SIMPLEX, 0.7, 2)
    cv2.rectangle(picture, (x, y), (x + width + 20, y + 34), plate, -1)
    cv2.rectangle(picture, (x, y), (x + width + 20, y + 34), INK, edge)
    cv2.putText(picture, words, (x + 10, y + 24), cv2.FONT_HERSHEY_SIMPLEX, 0.7, INK, 2, cv2.LINE_AA)


def boxes(picture: Array, *labels: Label) -> list[Box]:
    return [one.box for one in understand(picture, labels).figures]


@pytest.mark.parametrize("edge", [1, 2, 4])
@pytest.mark.parametrize("plate", [CREAM, GROUND, (40, 40, 48)])
@pytest.mark.parametrize("gap", [7, 20])
def test_words_in_a_frame_are_none_of_the_figure_above_them(plate: tuple[int, int, int], edge: int, gap: int) -> None:
    picture = blank()
    box = figure(picture, 500, 250)
    dark = plate == (40, 40, 48)
    framed(picture, 440, 250 + 401 + gap, "FRONT", plate, edge)
    if dark:
        cv2.rectangle(picture, (440, 651 + gap), (560, 685 + gap), plate, -1)
        cv2.putText(picture, "FRONT", (450, 675 + gap), cv2.FONT_HERSHEY_SIMPLEX, 0.7, CREAM, 2, cv2.LINE_AA)
    assert boxes(picture) == [pytest.approx(box, abs=4)]


def test_a_button_in_a_box_is_the_figures() -> None:
    picture = blank()
    box = figure(picture, 500, 250)
    cv2.rectangle(picture, (450, 662), (550, 696), CREAM, -1)
    cv2.rectangle(picture, (450, 662), (550, 696), INK, 2)
    for x in (480, 520):
        cv2.circle(picture, (x, 679), 6, INK, -1)
    assert boxes(picture) == [pytest.approx(box._replace(height=448), abs=4)]


@pytest.mark.parametrize("gap", [0, 3])
def test_a_strip_of_colours_is_none_of_the_figure_beside_it(gap: int) -> None:
    picture = blank()
    box = figure(picture, 450, 300)
    for number, colour in enumerate([(241, 193, 150), (128, 41, 73), (58, 178, 202), (73, 116, 45), (112, 14, 140)]):
        y = 320 + number * (36 + gap)
        cv2.rectangle(picture, (570, y), (606, y + 36), colour, -1)
        cv2.rectangle(picture, (570, y), (606, y + 36), (90, 90, 90), 1)
    assert boxes(picture) == [pytest.approx(box, abs=4)]


def test_a_striped_sleeve_beside_a_figure_is_its_own() -> None:
    picture = blank()
    box = figure(picture, 450, 300)
    for number in range(5):
        colour = BODY if number % 2 else FEET
        cv2.ellipse(picture, (590, 340 + 30 * number), (20, 22), 0, 0, 360, colour, -1)
    assert boxes(picture) == [pytest.approx(box._replace(width=261), abs=4)]


@pytest.mark.parametrize("colour", [INK, (190, 40, 40)])
def test_a_thin_arrow_from_words_is_none_of_the_figure_that_it_touches(colour: tuple[int, int, int]) -> None:
    picture = blank()
    box = figure(picture, 400, 300)
    cv2.arrowedLine(picture, (700, 460), (496, 470), colour, 1, cv2.LINE_AA, tipLength=0.05)
    cv2.putText(picture, "always smiling", (706, 466), cv2.FONT_HERSHEY_SIMPLEX, 0.5, INK, 1, cv2.LINE_AA)
    words = Label("text", ((703, 450), (830, 450), (830, 474), (703, 474)), "always smiling")
    assert boxes(picture, words) == [pytest.approx(box, abs=6)]


@pytest.mark.parametrize("leg", [6, 9])
def test_feet_on_thin_legs_are_no_words_that_an_arrow_begins_at(leg: int) -> None:
    picture = blank()
    box = figure(picture, 500, 300, leg=leg)
    framed(picture, 440, 718, "BACK", CREAM, 2)
    assert boxes(picture) == [pytest.approx(box, abs=4)]


@pytest.mark.parametrize("is_foot", [False, True])
def test_a_bar_that_ends_before_the_sides_is_a_banner(is_foot: bool) -> None:
    picture = blank()
    box = figure(picture, 300, 350), figure(picture, 700, 350)
    y = 930 if is_foot else 10
    cv2.rectangle(picture, (30, y), (970, y + 50), (30, 90, 60), -1)
    cv2.putText(picture, "MODEL SHEET", (60, y + 36), cv2.FONT_HERSHEY_SIMPLEX, 1, CREAM, 2, cv2.LINE_AA)
    found = understand(picture)
    assert [one.box for one in found.figures] == [pytest.approx(one, abs=4) for one in box]
    (banner,) = found.banners
    assert banner == pytest.approx(Box(0, 928, 1000, 72) if is_foot else Box(0, 0, 1000, 62), abs=5)


def test_lines_of_heights_behind_figures_part_no_rows() -> None:
    picture = blank(1400)
    for y in range(180, 760, 90):
        cv2.line(picture, (20, y), (1380, y), (150, 160, 170), 2)
    true = [figure(picture, x, y) for x, y in ((250, 290), (700, 300), (1150, 310))]
    assert boxes(picture) == [pytest.approx(one, abs=5) for one in true]


def test_a_line_of_which_little_is_seen_between_heads_is_none_of_them() -> None:
    picture = blank(1000, 700)
    cv2.line(picture, (20, 330), (980, 330), (150, 160, 170), 2)
    true = []
    for x in (180, 500, 820):
        cv2.ellipse(picture, (x, 350), (120, 150), 0, 0, 360, BODY, -1)
        true.append(Box(x - 120, 200, 241, 301))
    assert boxes(picture) == [pytest.approx(one, abs=5) for one in true]


def test_lined_paper_is_no_banner_and_no_row() -> None:
    picture = blank(1400)
    for y in range(20, 1000, 42):
        cv2.line(picture, (0, y), (1399, y), (206, 218, 214), 2)
    true = [figure(picture, x, y) for x, y in ((250, 290), (700, 300), (1150, 310))]
    found = understand(picture)
    assert [one.box for one in found.figures] == [pytest.approx(one, abs=5) for one in true]
    assert found.banners == ()
