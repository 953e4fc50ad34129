"""The ground under words: plain cloth or not, what stands before it, and how bright it is."""

from __future__ import annotations

import numpy as np
import pytest

from studio.lettering.seeing.ground import look_at

QUAD = np.array([[60, 60], [240, 60], [240, 180], [60, 180]], np.float32)
LEFT = np.s_[60:180, 60:110]


def picture(colour: tuple[int, int, int]) -> np.ndarray:
    """A picture all of one colour, (240, 300, 3) uint8."""
    return np.full((240, 300, 3), colour, np.uint8)


def test_an_even_cloth_is_plain_and_free_everywhere() -> None:
    ground = look_at(picture((70, 80, 120)), QUAD, bright=False)
    assert ground.plain
    assert ground.free.all()
    assert ground.matte.min() == pytest.approx(1)
    assert ground.level == pytest.approx(120, abs=2)


def test_where_an_arm_is_before_a_panel_no_word_can_stand() -> None:
    rgb = picture((245, 245, 245))
    rgb[LEFT] = (60, 40, 30)
    ground = look_at(rgb, QUAD, bright=True)
    assert ground.plain
    columns = ground.free.shape[1]
    assert not ground.free[:, : columns // 5].any()
    assert ground.free[:, columns // 2 :].all()
    assert ground.matte[:, : ground.matte.shape[1] // 5].max() < 0.1
    assert ground.level > 235


def test_what_is_outside_of_the_picture_is_not_free() -> None:
    ground = look_at(picture((70, 80, 120)), QUAD + np.array([150, 0], np.float32), bright=False)
    columns = ground.free.shape[1]
    assert ground.free[:, : columns // 3].all()
    assert not ground.free[:, -columns // 3 :].any()


def test_words_that_fill_a_busy_ground_take_it_as_it_is() -> None:
    rgb = picture((245, 245, 245))
    rgb[60:180, 60:200] = (60, 40, 30)
    ground = look_at(rgb, QUAD, bright=True, whole=True)
    assert ground.free.all()
    assert not ground.plain
