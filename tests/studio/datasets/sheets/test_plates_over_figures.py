"""Plates of words that hang over figures take nothing from them and add nothing to them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.datasets.records import Box, Label, Quad
from studio.datasets.sheets.understanding import understand
from tests.studio.datasets.sheets.making.truth import Array

GROUND, BODY, LEGS, CREAM, INK = (236, 226, 234), (60, 120, 160), (120, 60, 90), (253, 250, 236), (70, 60, 60)
FIGURE = Box(400, 200, 201, 501)


def figure(ground: tuple[int, int, int] = GROUND) -> Array:
    """A head with a body on two legs."""
    picture = np.full((1000, 1000, 3), ground, np.uint8)
    cv2.ellipse(picture, (500, 300), (100, 100), 0, 0, 360, BODY, -1)
    cv2.rectangle(picture, (430, 380), (570, 560), BODY, -1)
    for x in (440, 510):
        cv2.rectangle(picture, (x, 560), (x + 50, 700), LEGS, -1)
    return picture


def with_words(picture: Array, x: int, y: int, *, words: str, plate: tuple[int, int, int] | None) -> Label:
    """Words of which the first begins at x and stands on y, on a plate, and the label that they are found as."""
    (width, height), below = cv2.getTextSize(words, cv2.FONT_HERSHEY_SIMPLEX, 0.9, 2)
    left, top, right, bottom = x - 8, y - height - 8, x + width + 8, y + below + 8
    if plate is not None:
        cv2.rectangle(picture, (left, top), (right, bottom), plate, -1)
    cv2.putText(picture, words, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.9, INK, 2, cv2.LINE_AA)
    return Label("text", _quad(left, top, right, bottom), words)


def _quad(left: float, top: float, right: float, bottom: float) -> Quad:
    return (left - 3, top - 3), (right + 3, top - 3), (right + 3, bottom + 3), (left - 3, bottom + 3)


def the_box(picture: Array, *labels: Label) -> Box:
    (found,) = understand(picture, labels).figures
    return found.box


@pytest.mark.parametrize(
    ("x", "y"), [(560, 320), (200, 320), (555, 480), (480, 690)], ids=["right", "left", "at the arm", "at the feet"]
)
def test_a_plate_that_hangs_over_is_none_of_the_figure(x: int, y: int) -> None:
    picture = figure()
    label = with_words(picture, x, y, words="glasses in gold", plate=CREAM)
    assert the_box(picture, label) == pytest.approx(FIGURE, abs=14)


@pytest.mark.parametrize("y", [480, 600, 640])
def test_what_is_above_and_below_a_plate_in_the_grounds_colour_is_one_figure(y: int) -> None:
    picture = figure()
    label = with_words(picture, 370, y, words="three quarter view", plate=GROUND)
    assert the_box(picture, label) == pytest.approx(FIGURE, abs=6)


def test_swatches_that_hang_over_are_none_of_the_figure() -> None:
    picture = figure()
    labels = []
    for number, colour in enumerate([(241, 193, 150), (128, 41, 73), (58, 178, 202)]):
        x, y = 548 + 30 * number, 640
        cv2.rectangle(picture, (x, y), (x + 26, y + 26), colour, -1)
        labels.append(Label("swatch", _quad(x, y, x + 26, y + 26), colour="#000000"))
    assert the_box(picture, *labels) == pytest.approx(FIGURE, abs=4)


def test_a_ruler_that_others_saw_where_none_is_left_takes_no_outline_away() -> None:
    picture = figure()
    cv2.ellipse(picture, (500, 450), (240, 300), 0, 0, 360, INK, 2)
    ruler = Label("ruler", ((245, 300), (290, 300), (290, 600), (245, 600)))
    assert the_box(picture, ruler) == pytest.approx(Box(259, 149, 483, 603), abs=6)


def test_words_that_are_printed_on_a_body_take_nothing_of_it() -> None:
    picture = figure()
    label = with_words(picture, 440, 480, words="PEBKAC", plate=None)
    assert the_box(picture, label) == pytest.approx(FIGURE, abs=4)
