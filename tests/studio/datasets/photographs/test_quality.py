"""What is wrong with a picture by itself, and that it is not said of pictures in which it is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.datasets.photographs.jpeg_blocks import quantisation
from studio.datasets.photographs.looks import look_at
from studio.datasets.photographs.quality import Kind, edge_width, flaws
from studio.datasets.records import Quad
from tests.studio.datasets.photographs.pictures import (
    CINDY,
    MILO,
    Pixels,
    as_jpeg,
    blurred,
    drafted,
    lit,
    scaled,
    shaken,
)


def kinds(picture: Pixels, side: int = 512) -> set[Kind]:
    return {one.kind for one in flaws(look_at(picture, side), side)}


@pytest.mark.parametrize("plate", ["", "north"])
def test_a_cartoon_with_flat_fields_is_neither_blurred_nor_has_it_blocks(plate: str) -> None:
    picture = drafted(CINDY, "waves", plate=plate)
    assert kinds(picture) == set()
    assert kinds(as_jpeg(picture, 85)) == set()
    assert kinds(lit(picture, 0.5)) == set()


def test_what_is_out_of_focus_or_shaken_or_enlarged_is_blurred() -> None:
    picture = drafted(MILO, "stands", plate="north")
    assert all("blurred" in kinds(blurred(picture, sigma)) for sigma in (3, 30))
    assert "blurred" in kinds(scaled(scaled(picture, 0.125), 8))
    assert all("blurred" in kinds(shaken(picture, 15, degrees)) for degrees in (0, 45, 90))


def test_noise_does_not_make_a_blurred_picture_sharp() -> None:
    noise = np.random.default_rng(1).normal(0, 4, (640, 640, 3))
    picture = np.clip(blurred(drafted(MILO, "stands"), 3) + noise, 0, 255).astype(np.uint8)
    assert "blurred" in kinds(picture)


def test_what_is_out_of_focus_behind_somebody_is_no_fault() -> None:
    picture = drafted(CINDY, "waves, a close-up", plate="north")
    behind = blurred(picture, 4)
    behind[128:512, 128:512] = picture[128:512, 128:512]
    assert "blurred" not in kinds(behind)


def test_blocks_are_seen_wherever_they_begin() -> None:
    picture = as_jpeg(drafted(MILO, "stands", plate="north"), 20)
    assert "blocks" in kinds(picture)
    assert "blocks" in kinds(np.ascontiguousarray(picture[3:, 5:]))


@pytest.mark.parametrize(("quality", "step"), [(10, 60), (20, 31), (50, 12)])
def test_the_steps_that_a_jpeg_was_rounded_by_are_told_whatever_it_was_saved_as_since(quality: int, step: int) -> None:
    picture = np.ascontiguousarray(as_jpeg(drafted(MILO, "stands", plate="north"), quality)[3:, 5:])
    assert quantisation(look_at(picture, 512).tiles) == pytest.approx(step, abs=3)
    assert quantisation(look_at(drafted(MILO, "stands", plate="north"), 512).tiles) == 0


def test_a_small_picture_says_how_many_times_it_would_be_enlarged() -> None:
    (flaw,) = flaws(look_at(drafted(MILO, "stands"), 1024), 1024)
    assert flaw.kind == "small"
    assert "640 × 640" in flaw.reason
    assert "1.6 times" in flaw.reason


def test_a_rim_of_the_former_ground_is_told_from_a_clean_edge() -> None:
    alpha = np.zeros((512, 512), np.uint8)
    cv2.circle(alpha, (256, 256), 150, 255, -1, cv2.LINE_AA)
    rgb = np.full((512, 512, 3), (40, 90, 160), np.uint8)
    assert "fringe" not in kinds(np.dstack([rgb, alpha]))
    cv2.circle(rgb, (256, 256), 150, (255, 255, 255), 5, cv2.LINE_AA)
    assert "fringe" in kinds(np.dstack([rgb, alpha]))


def test_what_lies_under_the_transparent_part_of_a_picture_is_not_judged() -> None:
    picture = drafted(CINDY, "stands, full body", plate="plain ground")
    noise = np.random.default_rng(1).integers(0, 255, picture.shape, np.uint8)
    layers = np.dstack([noise, np.zeros(picture.shape[:2], np.uint8)])
    assert kinds(layers) == {"plain"}


def test_words_that_were_read_are_named() -> None:
    quad: Quad = ((10, 10), (110, 10), (110, 40), (10, 40))
    (flaw,) = flaws(look_at(drafted(MILO, "stands"), 512), 512, [("FRONT", quad), (" ", quad)])
    assert flaw.kind == "text"
    assert "FRONT" in flaw.reason


def test_nearly_one_colour_is_all_that_is_said_of_it() -> None:
    picture = np.random.default_rng(1).normal(240, 1.5, (600, 600, 3)).astype(np.uint8)
    assert kinds(picture) == {"plain"}


def test_edges_are_as_wide_as_they_are_blurred() -> None:
    step = np.zeros((128, 128, 3), np.uint8)
    step[:, 64:] = 200
    widths = [edge_width(step), *(edge_width(blurred(step, sigma)) for sigma in (1, 2, 4))]
    assert all(one is not None for one in widths)
    assert widths == sorted(widths)  # type: ignore[type-var]
    assert edge_width(np.full((64, 64, 3), 90, np.uint8)) is None
