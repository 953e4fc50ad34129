"""What is drawn in quads goes, what is behind it goes on, and nothing outside of them changes."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.datasets.records import Quad
from studio.datasets.steps.erasing import erased
from tests.studio.datasets.sheets.making.truth import Array, quad_of

GROUND, COAT, INK = (232, 240, 236), (170, 60, 70), (24, 20, 30)


def _coat() -> Array:
    """A coat with a dark outline on plain ground."""
    picture = np.full((120, 200, 3), GROUND, np.uint8)
    cv2.rectangle(picture, (60, 10), (140, 110), COAT, -1)
    cv2.rectangle(picture, (60, 10), (140, 110), INK, 4)
    return picture


def _written(picture: Array, text: str, x: int, y: int, ink: tuple[int, int, int]) -> tuple[Array, Quad]:
    written = picture.copy()
    (wide, high), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 0.6, 1)
    cv2.putText(written, text, (x, y), cv2.FONT_HERSHEY_DUPLEX, 0.6, ink, 1, cv2.LINE_AA)
    return written, quad_of(x - 5, y - high - 5, wide + 10, high + below + 10)


@st.composite
def _quads(draw: st.DrawFn) -> Quad:
    x, y = draw(st.integers(-10, 60)), draw(st.integers(-10, 40))
    return quad_of(x, y, draw(st.integers(1, 50)), draw(st.integers(1, 30)))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31), st.lists(_quads(), max_size=3))
def test_nothing_outside_of_quads_changes_and_the_same_comes_out_each_time(seed: int, quads: list[Quad]) -> None:
    picture = cv2.resize(np.random.default_rng(seed).integers(0, 255, (6, 8, 3), np.uint8), (64, 48))
    after = erased(picture, quads)
    inside = np.zeros(picture.shape[:2], np.uint8)
    for quad in quads:
        cv2.fillConvexPoly(inside, np.round(np.asarray(quad)).astype(np.int32), (1,))
    assert (after[inside == 0] == picture[inside == 0]).all()
    assert after.tobytes() == erased(picture, quads[::-1]).tobytes()


def test_words_on_plain_ground_leave_the_ground() -> None:
    written, quad = _written(np.full((60, 160, 3), GROUND, np.uint8), "FRONT", 30, 40, INK)
    assert int(np.abs(erased(written, [quad]).astype(int) - GROUND).max()) <= 1


def test_words_over_a_figure_leave_its_colour_and_its_outline() -> None:
    picture = _coat()
    written, quad = _written(picture, "BACK VIEW", 48, 66, (250, 250, 250))
    after = erased(written, [quad])
    off = np.abs(after.astype(int) - picture).max(axis=2)
    assert (np.abs(written.astype(int) - picture).max(axis=2) > 60).sum() > 300, "the words are seen before"
    assert (off > 60).sum() < 40
    assert (np.abs(after[:, 60:63].astype(int) - INK).max(axis=(1, 2)) < 60)[12:108].mean() > 0.95


def test_a_whole_quad_goes_where_nothing_in_it_can_be_told_apart() -> None:
    picture = np.full((40, 40, 3), GROUND, np.uint8)
    picture[10:30, 10:30] = COAT
    after = erased(picture, [quad_of(9, 9, 22, 22)])
    assert int(np.abs(after.astype(int) - GROUND).max()) <= 1
    assert (erased(picture, []) == picture).all()


def test_an_outline_that_letters_of_its_ink_touch_goes_on_between_two_sides() -> None:
    picture = np.full((120, 200, 3), GROUND, np.uint8)
    waves = [(106 + 8 * (n % 2), 6 * n) for n in range(21)]
    cv2.polylines(picture, [np.array(waves)], False, INK, 2, cv2.LINE_AA)
    written, _ = _written(picture, "HEX", 74, 66, INK)
    after = erased(written, [quad_of(54, 30, 76, 60)])
    off = np.abs(after.astype(int) - picture).max(axis=2)
    outline = np.abs(picture.astype(int) - GROUND).max(axis=2) > 120
    beyond = np.zeros_like(outline)
    beyond[: 66 - 18] = beyond[66 + 6 :] = True
    assert (off[outline & beyond] < 60).all(), "where no letter is, the outline is as it was"
    assert (off[~outline] > 60).sum() < 30, "and the letters are gone"
