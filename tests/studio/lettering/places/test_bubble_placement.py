"""Who speaks, where bubbles go, and where their tails end."""

from __future__ import annotations

import numpy as np
import pytest

from backends.base import DrawRequest, Figure
from backends.draft.painter import paint
from studio.lettering.places import captions
from studio.lettering.places.bubble_placement import MARGIN, crowd_of, tail_end
from studio.lettering.places.whole_lettering import arrange
from studio.lettering.records import Look, Placement, Setting
from studio.lettering.seeing.faces import Face, faces_in, figure_in, likeliest, of_person
from studio.lettering.seeing.head_outline import head_of
from studio.lettering.seeing.pose import Person
from studio.lettering.seeing.views import Views, views_of
from tests.studio.lettering.drawing import Array, Scene, drawn

LOOK = Look()
CHEST = Placement("centre", ())


def _head_of_scene(scene: Scene) -> Array:
    """The middle of the drawn head (2,) in px, and its half-width after it: (3,)."""
    side = scene.side
    top = 0.62 * side - 0.65 * scene.size * side
    return np.array([scene.middle * side, top - 0.36 * scene.size * side, 0.42 * scene.size * side])


def _views(scene: Scene) -> Views:
    return views_of(drawn(scene)[0])


@pytest.mark.parametrize("middle", [0.3, 0.5, 0.68])
@pytest.mark.parametrize("size", [0.2, 0.3])
def test_a_face_is_found_where_no_chest_is_known(middle: float, size: float) -> None:
    scene = Scene(middle=middle, size=size, panel=False)
    (head,) = crowd_of(_views(scene), (CHEST,)).speakers
    x, y, half = _head_of_scene(scene)
    assert np.hypot(head.face.x - x, head.face.y - y) < 0.9 * half
    assert head.on(np.array([[x, y], [x, y - 0.7 * half], [x + 3 * half, y - half]])).tolist() == [True, True, False]


def test_the_face_of_a_chest_is_above_it() -> None:
    scene = Scene(size=0.22, middle=0.35)
    picture, quad = drawn(scene)
    chest = Placement("panel", tuple((float(x), float(y)) for x, y in quad))
    (head,) = crowd_of(views_of(picture), (chest,)).speakers
    x, y, half = _head_of_scene(scene)
    assert np.hypot(head.face.x - x, head.face.y - y) < 0.9 * half


def test_nobody_is_seen_where_nobody_is() -> None:
    views = views_of(np.full((300, 400, 3), 140, np.uint8))
    assert crowd_of(views, (CHEST,)).speakers == ()
    assert captions.bubble(views.rgb, "Here", LOOK).tail is None


def test_a_figure_without_a_face_is_spoken_to_as_well() -> None:
    picture = np.full((400, 400, 3), (120, 150, 200), np.uint8)
    picture[120:, 150:250] = (60, 60, 66)
    face = figure_in(views_of(picture))
    assert face is not None
    assert 150 < face.x < 250
    assert 120 < face.y < 260
    tail = captions.bubble(picture, "Here", LOOK).tail
    assert tail is not None
    assert not (150 < tail[0] < 250 and tail[1] > 120)


def test_the_nose_of_a_pose_is_where_the_face_is() -> None:
    points = np.zeros((17, 3))
    points[0], points[5], points[6] = (200, 100, 0.9), (150, 180, 0.9), (250, 180, 0.9)
    person = Person((120, 50, 280, 400), 0.9, points)
    assert of_person(person) == Face(200.0, 100.0, 30.0)
    points[0, 2] = 0.1
    assert of_person(person) is None


@pytest.mark.parametrize("at", [(80, 60), (560, 80), (90, 420), (320, 40), (330, 260)])
def test_a_tail_points_at_the_mouth_and_stops_before_the_head(at: tuple[float, float]) -> None:
    scene = Scene(size=0.25, panel=False)
    views = _views(scene)
    x, y, half = _head_of_scene(scene)
    head = head_of(views, Face(float(x), float(y), float(half) * 0.8))
    tip = np.array(tail_end(at, (150, 90), head))
    way = np.array(head.face.mouth) - at
    assert way @ (tip - at) / np.hypot(*way) / np.hypot(*(tip - at)) > 0.999
    if at != (330, 260):
        assert not head.on(tip)
        assert np.hypot(*(tip - (x, y))) > 1.05 * half
        assert np.hypot(*(tip - at)) < np.hypot(*way)


@pytest.mark.parametrize("seed", [4, 7, 12])
@pytest.mark.parametrize("text", ["It works on my machine", "No.", "Have you tried turning it off and on again?"])
def test_a_bubble_lies_in_the_picture_beside_heads(text: str, seed: int) -> None:
    figure = (Figure("Milo"),)
    asked = DrawRequest("job", "studio", "", seed, 512, 512, scene="Milo works", plate="south", figures=figure)
    picture = np.asarray(paint(asked))
    (setting,) = arrange(picture, (text,), LOOK, "bubble").settings
    quad = np.array(setting.placement.quad)
    keep = MARGIN * 512 - 1
    assert quad.min() >= keep
    assert quad.max() <= 511 - keep
    assert setting.tail is not None
    views = views_of(picture)
    (face,) = likeliest(faces_in(views), views, 1)
    head = head_of(views, face)
    inside = np.stack(np.meshgrid(*(np.linspace(quad[0, n], quad[2, n], 40) for n in (0, 1))), -1)
    assert head.on(inside).mean() < 0.06
    assert np.hypot(setting.tail[0] - face.x, setting.tail[1] - face.y) > 0.75 * face.radius, "not into the face"


def test_more_texts_than_people_are_all_set_apart() -> None:
    picture, _ = drawn(Scene(size=0.18))
    settings = arrange(picture, ("one", "two", "three"), LOOK, "bubble").settings
    assert all(isinstance(one, Setting) and one.tail is not None for one in settings)
    boxes = [np.array(one.placement.quad) for one in settings]
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            apart = (one[2] < other[0]).any() or (other[2] < one[0]).any()
            assert apart, "bubbles do not cover each other"
