"""Repeats are found whatever happened to them on their way; views, moods and mirrored pictures are none."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from studio.datasets.photographs.repeats import Fingerprint, Repeats, fingerprint, is_repeat, repeats
from tests.studio.datasets.photographs.pictures import (
    CINDY,
    MILO,
    Pixels,
    as_jpeg,
    blurred,
    drafted,
    lit,
    scaled,
)

VIEWS = ("stands, front view", "stands, from behind", "stands in profile, facing left", "stands, three-quarter view")
MOODS = ("is happy", "is sad", "is angry", "is surprised")


def of(picture: Pixels, soft: float = 2.0) -> Fingerprint:
    return fingerprint(picture, picture.shape[1], picture.shape[0], soft)


@pytest.mark.parametrize("plate", ["", "north"])
def test_forms_of_one_picture_are_repeats(plate: str) -> None:
    picture = drafted(MILO, "waves", plate=plate)
    forms = {
        "JPEG": as_jpeg(picture, 20),
        "half": scaled(picture, 0.5),
        "dark": lit(picture, 0.6),
        "warm": lit(picture, 1.1, 1.3),
        "soft": blurred(picture, 2),
        "cropped": np.ascontiguousarray(picture[30:, 20:]),
    }
    assert [name for name, form in forms.items() if not is_repeat(of(picture), of(form))] == []
    assert not is_repeat(of(picture), of(np.ascontiguousarray(picture[:, ::-1])))


@pytest.mark.parametrize("scenes", [VIEWS, MOODS])
@pytest.mark.parametrize("plate", ["", "north"])
def test_views_and_moods_before_the_same_ground_are_kept(scenes: tuple[str, ...], plate: str) -> None:
    shown = [of(drafted(CINDY, scene, plate=plate)) for scene in scenes]
    assert not any(is_repeat(one, other) for one, other in itertools.combinations(shown, 2))


def test_another_colour_is_no_repeat() -> None:
    picture = drafted(MILO, "waves")
    other = picture.copy()
    other[160:480, 160:480] = other[160:480, 160:480, ::-1] // 2 + np.array([0, 60, 0], np.uint8)
    assert not is_repeat(of(picture), of(other))


def test_of_a_burst_the_sharpest_stays_and_of_those_as_sharp_the_largest() -> None:
    picture = drafted(MILO, "waves", plate="north")
    shown = [
        of(blurred(picture, 2), 5.0),
        of(scaled(picture, 0.5), 2.0),
        of(drafted(CINDY, "waves")),
        of(as_jpeg(picture, 60), 2.05),
    ]
    assert repeats(shown) == (Repeats(3, (0, 1)),)


def test_pictures_of_one_colour_repeat_each_other_and_nothing_else() -> None:
    flat = [of(np.full((64, 64, 3), colour, np.uint8)) for colour in (200, 200)]
    assert repeats([*flat, of(drafted(MILO, "waves"))]) == (Repeats(0, (1,)),)
