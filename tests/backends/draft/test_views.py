"""From where drafts show a figure, how near, and on what ground; words keep their panel."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from backends.base import Figure
from backends.draft.painter import chests, paint
from backends.draft.plates import GROUND
from tests.backends.draft.samples import CINDY, JAMES, MILO, far, lettered, panels, request

ROBOT, RABBIT = Figure("Bot", "robot"), Figure("Rab", "rabbit")
VIEWS = ("from the front", "in profile, facing left", "in a three-quarter view, facing left", "from behind")


@pytest.mark.parametrize("figure", [MILO, JAMES, CINDY, ROBOT, RABBIT])
def test_every_view_and_framing_is_another_picture_of_the_figure(figure: Figure) -> None:
    shots = [f"{figure.name} {view}, full body, with a neutral expression" for view in VIEWS]
    shots += [f"{figure.name} from the front, {near}" for near in ("head and shoulders", "a close-up")]
    pictures = [paint(request(shot, GROUND, (figure,))) for shot in shots]
    for number, picture in enumerate(pictures):
        assert all(far(picture, other) > 1.0 for other in pictures[:number]), shots[number]
        assert tuple(picture[2, 2]) == (226, 231, 236)


def eyes_of(view: str) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where the eyes are in a draft of Milo, and where all of him is: (height, width) bool."""
    bright = Figure("Milo", "raccoon", {"eyes": "#ff00ff", "suit": "#2a3240"})
    picture = paint(request(f"Milo {view}, full body", GROUND, (bright,), size=(512, 512))).astype(int)
    return np.abs(picture - (255, 0, 255)).sum(axis=2) < 90, picture.sum(axis=2) < 620


def test_who_faces_left_has_the_face_on_the_left() -> None:
    for side, sign in (("left", -1), ("right", 1)):
        eyes, body = eyes_of(f"in profile, facing {side}")
        assert sign * (np.argwhere(eyes)[:, 1].mean() - np.flatnonzero(body[:256].any(axis=0)).mean()) > 2


def test_who_is_seen_from_behind_has_no_face() -> None:
    assert eyes_of("from the front")[0].sum() > 20
    assert not eyes_of("from behind")[0].any()


@pytest.mark.parametrize("view", ["from behind", "in profile", "in a three-quarter view"])
def test_words_are_seen_in_every_view(view: str) -> None:
    asked = request(f"Milo {view}", "west", (lettered(MILO),), 3, (512, 512))
    (place,) = chests(asked)
    x, y, width, height, _ = panels(paint(asked))[0]
    middle = np.mean(place.quad, axis=0)
    assert x < middle[0] < x + width
    assert y < middle[1] < y + height
