"""Steps: the size that comes out, where places come to, and the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.datasets.records import Box, Cut, DatasetWrong, Erase, Square, Step, Turn
from studio.datasets.steps.applying import SharedSteps, applied
from studio.datasets.steps.geometry import mapped, size_after, to_result

if TYPE_CHECKING:
    from library.formats.pictures import Pixels

SIDES = st.integers(1, 90)


def noise(width: int, height: int, seed: int = 1) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def boxes(near: int = 90) -> st.SearchStrategy[Box]:
    places, lengths = st.integers(-near // 3, near), st.integers(1, near)
    return st.builds(Box, places, places, lengths, lengths)


STEPS: st.SearchStrategy[Step] = st.one_of(
    st.builds(Turn, st.one_of(st.floats(-400, 400), st.sampled_from([-90.0, 0.0, 90.0, 180.0, 270.0]))),
    st.builds(Cut, boxes(), st.lists(boxes(), max_size=2).map(tuple)),
    st.builds(
        Square,
        st.integers(64, 96),
        st.sampled_from(["pad", "crop"]),
        st.sampled_from(["edges", "#0080ff"]),
        st.none() | boxes(),
    ),
    st.builds(lambda x, y: Erase((((x, y), (x + 9, y), (x + 9, y + 5), (x, y + 5)),)), SIDES, SIDES),
)


@given(SIDES, SIDES, st.lists(STEPS, max_size=4).map(tuple))
def test_what_comes_out_has_the_size_that_is_foretold_and_is_the_same_each_time(
    width: int, height: int, steps: tuple[Step, ...]
) -> None:
    pixels = noise(width, height)
    given_away = pixels.copy()
    try:
        size = size_after(width, height, steps)
    except DatasetWrong:
        with pytest.raises(DatasetWrong):
            applied(pixels, steps)
        return
    made = applied(pixels, steps)
    assert (made.shape, str(made.dtype)) == ((size[1], size[0], 3), "uint8")
    assert applied(given_away, steps).tobytes() == made.tobytes()
    assert (pixels == given_away).all()


@given(
    st.floats(-3, 3) | st.sampled_from([90.0, 180.0, 270.0, 91.5]),
    st.integers(30, 60),
    st.integers(40, 70),
    st.sampled_from([Square(128), Square(96, "pad", "#ffffff"), Square(80, "crop", box=Box(15, 10, 60, 60))]),
)
def test_a_mark_is_found_where_its_place_comes_to(degrees: float, x: int, y: int, square: Square) -> None:
    pixels = np.full((140, 120, 3), 255, np.uint8)
    cv2.rectangle(pixels, (x, y), (x + 9, y + 9), (200, 0, 0), -1)
    steps = (Turn(degrees), Cut(Box(8, 9, 105, 106)), square)
    made = applied(pixels, steps)
    ys, xs = np.nonzero(made[..., 1] < 100)
    quad = mapped(to_result(120, 140, steps), ((x, y), (x + 10, y), (x + 10, y + 10), (x, y + 10)))
    middle = np.mean(quad, axis=0)
    if not len(xs) or min(middle) < 12 or max(middle) > square.side - 12:
        return
    assert abs(xs.mean() + 0.5 - middle[0]) < 1.5
    assert abs(ys.mean() + 0.5 - middle[1]) < 1.5


def test_quarter_turns_change_no_pixel() -> None:
    pixels = noise(7, 5)
    assert (applied(pixels, (Turn(90),)) == np.rot90(pixels, -1)).all()
    assert (applied(pixels, (Turn(90), Turn(-90))) == pixels).all()
    assert (applied(pixels, (Turn(360),)) == pixels).all()


def test_what_belongs_to_others_is_painted_in_the_grounds_colour() -> None:
    pixels = np.full((50, 60, 3), (250, 240, 230), np.uint8)
    pixels[10:30, 20:30] = 10
    pixels[0:40, 48:60] = 90
    pixels[15:18, 30:52] = 10
    pixels[15:18, 53:56] = 90
    pixels[:, 46:50][12:21] = (250, 240, 230)
    pixels[15:18, 30:48] = 10
    made = applied(pixels, (Cut(Box(10, 5, 45, 40), (Box(46, 0, 14, 40),)),))
    assert (made[5:25, 10:20] == 10).all()
    # An arm of one's own that reaches over.
    assert (made[10:13, 20:38] == 10).all()
    assert (made[:, 39:] == (250, 240, 230)).all()


def test_the_ground_goes_on_around_a_padded_picture_and_what_touches_its_edge_does_not() -> None:
    pixels = np.repeat(np.linspace(100, 200, 80, dtype=np.uint8)[:, None, None], 40, axis=1).repeat(3, axis=2)
    pixels[30:50, :] = 0
    made = applied(pixels, (Square(80),))
    assert made[:, 20:60].tobytes() == pixels.tobytes()
    for beside in (made[:, :20], made[:, 60:]):
        assert (np.abs(beside[:, :, 0].astype(int) - np.linspace(100, 200, 80)[:, None]) < 15).all()


def test_a_place_outside_of_the_picture_is_named() -> None:
    with pytest.raises(DatasetWrong, match="Nothing of the picture is in the box"):
        applied(noise(20, 20), (Cut(Box(30, 0, 5, 5)),))


@given(
    st.lists(st.lists(st.sampled_from([Turn(3), Turn(90), Cut(Box(2, 3, 20, 30)), Square(64)]), max_size=3), max_size=4)
)
def test_pictures_of_one_source_are_as_if_each_were_made_alone(every: list[list[Step]]) -> None:
    wanted = [tuple(steps) for steps in every]
    shared = SharedSteps(noise(40, 50), wanted)
    for steps in wanted:
        assert shared.applied(steps).tobytes() == applied(noise(40, 50), steps).tobytes()
