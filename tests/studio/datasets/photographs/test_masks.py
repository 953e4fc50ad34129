"""Masks of figures: by transparency, on plain ground, and none where nobody is certain."""

from __future__ import annotations

import numpy as np

from studio.datasets.photographs.masks import figure_mask
from tests.studio.datasets.photographs.pictures import CINDY, MILO, drafted


def test_what_is_cut_out_already_is_its_own_mask() -> None:
    picture = np.dstack([drafted(MILO, "stands"), np.zeros((640, 640), np.uint8)])
    picture[100:500, 200:400, 3] = 255
    mask = figure_mask(picture)
    assert mask is not None
    assert (mask == picture[..., 3]).all()


def test_who_stands_on_plain_ground_is_cut_out_whole_and_without_the_words_in_the_corner() -> None:
    picture = drafted(CINDY, "stands, full body", plate="plain ground")
    mask = figure_mask(picture)
    assert mask is not None
    ground = np.median(picture[0], 0)
    stands = np.abs(picture.astype(int) - ground).max(2) > 40
    stands[560:] = mask[560:] >= 128
    assert ((mask >= 128) & stands).sum() > 0.95 * ((mask >= 128) | stands).sum()
    assert not mask[600:, :100].any()
    assert not mask[600:, -100:].any()


def test_where_nobody_is_certain_there_is_none() -> None:
    chance = np.random.default_rng(1)
    assert figure_mask(chance.integers(0, 255, (300, 400, 3), np.uint8)) is None
    assert figure_mask(np.full((300, 400, 3), 90, np.uint8)) is None
    stars = np.zeros((400, 400, 3), np.uint8)
    stars[chance.integers(5, 390, 60), chance.integers(5, 390, 60)] = 255
    stars = np.maximum(stars, np.roll(stars, 1, 0))
    assert figure_mask(np.maximum(stars, np.roll(stars, (1, 1), (0, 1)))) is None
