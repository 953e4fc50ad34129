"""The chain panel → shirt → pose → centre, and the whole of it on drawn scenes."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.lettering.geometry.quads import checked, overlap
from studio.lettering.places.placement import candidates, find_placements, letter
from studio.lettering.records import NothingToSet, PoseModelUnusable
from tests.studio.lettering.drawing import Array, Scene, drawn
from tests.studio.lettering.tiny_onnx import network

METHODS = {"panel", "shirt", "pose", "centre"}


def _middle(quad: tuple[tuple[float, float], ...]) -> float:
    return float(np.mean([x for x, _ in quad]))


def test_a_panel_comes_first_and_then_the_rest() -> None:
    picture, quad = drawn(Scene())
    (place,) = find_placements(picture)
    assert place.method == "panel"
    assert overlap(np.array(place.quad), quad) > 0.97
    every = candidates(picture)
    assert every[0] == place
    assert every[-1].method == "centre"


def test_a_shirt_without_a_panel_takes_the_words_on_its_chest() -> None:
    picture, chest = drawn(Scene(panel=False, shirt=(40, 90, 60)))
    (place,) = find_placements(picture)
    assert place.method == "shirt"
    quad = np.array(place.quad)
    assert np.linalg.norm(quad.mean(0) - chest.mean(0)) < 0.12 * 640
    wide = np.ptp(quad[:, 0])
    assert 0.15 * 640 < wide < 0.5 * 640


def test_a_second_text_for_nobody_stands_on_who_has_words_and_is_shared() -> None:
    picture, _ = drawn(Scene(shirt=(40, 90, 60), size=0.18))
    upper, lower = sorted(find_placements(picture, 2), key=lambda place: place.method)
    assert (upper.method, upper.worn) == ("panel", True)
    assert (lower.method, lower.shared, lower.worn) == ("shirt", True, False)
    alone = find_placements(drawn(Scene(panel=False, shirt=(40, 90, 60)))[0])
    assert [place.shared for place in alone] == [False]


def test_two_side_by_side_share_nothing() -> None:
    left, _ = drawn(Scene(shirt=(40, 90, 60)))
    right, _ = drawn(Scene(panel=False, seed=2, shirt=(120, 40, 50)))
    placed = find_placements(np.hstack([left[:, 100:540], right[:, 100:540]]), 2)
    assert [place.method for place in placed] == ["panel", "shirt"]
    assert all(place.worn for place in placed)


def test_a_picture_with_nothing_in_it_takes_them_in_the_middle() -> None:
    grey = np.full((300, 400, 3), 120, np.uint8)
    assert [place.method for place in find_placements(grey)] == ["centre"]


def person_at(x: float, y: float, wide: float, *, limbs: bool = True) -> Array:
    """What a network says of somebody whose chest has this middle and width in px of its 640: (56,)."""
    points = np.zeros((17, 3), np.float32)
    if limbs:
        points[[5, 6]] = [(x + wide / 2, y - wide / 2, 0.9), (x - wide / 2, y - wide / 2, 0.9)]
        points[[11, 12]] = [(x + wide / 2, y + wide / 2, 0.9), (x - wide / 2, y + wide / 2, 0.9)]
    return np.array([x, y, 2 * wide, 4 * wide, 0.8, *points.ravel()], np.float32)


@pytest.mark.parametrize("limbs", [True, False])
def test_of_two_panels_that_of_somebody_comes_first(tmp_path: Path, limbs: bool) -> None:
    left, quad = drawn(Scene(size=0.26))
    right, _ = drawn(Scene(size=0.26, seed=2))
    both = np.hstack([left, right])
    model = tmp_path / "pose.onnx"
    for place in (0, 1):
        x, y = quad.mean(0) + np.array([640 * place, 0])
        answer = np.zeros((1, 56, 12), np.float32)
        # The network sees the picture at half its size, with as much above as below.
        answer[0, :, 3] = person_at(x / 2, y / 2 + 160, 90, limbs=limbs)
        model.write_bytes(network(answer))
        (found,) = find_placements(both, pose_model=model)
        assert found.method == "panel"
        assert abs(_middle(found.quad) - x) < 20
        assert [one.method for one in candidates(both, pose_model=model)][:2] == ["panel", "panel"]


def test_a_person_takes_them_where_no_shirt_is_seen(tmp_path: Path) -> None:
    answer = np.zeros((1, 56, 12), np.float32)
    points = np.zeros((17, 3), np.float32)
    points[[5, 6]], points[[11, 12]] = [(420, 250, 0.9), (220, 250, 0.9)], [(390, 520, 0.9), (250, 520, 0.9)]
    answer[0, :, 3] = [320, 320, 300, 600, 0.8, *points.ravel()]
    model = tmp_path / "pose.onnx"
    model.write_bytes(network(answer))
    grey = np.full((640, 640, 3), 120, np.uint8)
    (place,) = find_placements(grey, pose_model=model)
    assert place.method == "pose"
    with pytest.raises(PoseModelUnusable):
        find_placements(grey, pose_model=tmp_path / "missing.onnx")


def test_two_texts_go_left_to_right_one_a_panel() -> None:
    both = np.hstack([drawn(Scene())[0], drawn(Scene(size=0.25, seed=4, shirt=(90, 30, 40)))[0]])
    lettered, record = letter(both, ["RTFM", "PEBKAC"])
    assert [setting.text for setting in record.settings] == ["RTFM", "PEBKAC"]
    assert [setting.placement.method for setting in record.settings] == ["panel", "panel"]
    first, second = (setting.placement.quad for setting in record.settings)
    assert _middle(first) < 640 < _middle(second)
    assert lettered.shape == both.shape


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_there_is_a_place_for_each_text_and_none_twice(count: int) -> None:
    places = find_placements(drawn(Scene(papers=3))[0], count)
    assert len(places) == count
    assert list(places) == sorted(places, key=lambda place: (not place.worn, _middle(place.quad)))
    for n, place in enumerate(places):
        checked(place.quad)
        assert place.method in METHODS
        assert all(overlap(np.array(place.quad), np.array(other.quad)) < 0.1 for other in places[n + 1 :])


def test_no_text_is_said() -> None:
    with pytest.raises(NothingToSet):
        letter(np.zeros((64, 64, 3), np.uint8), [])


@pytest.mark.parametrize("shape", [(1, 1), (1, 700), (700, 1), (64, 64), (40, 3000), (4096, 600)])
def test_pictures_of_any_size_are_lettered(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(2)
    picture = rng.integers(0, 256, (*shape, 3), np.uint8)
    lettered, record = letter(picture, ["WORKS ON MY MACHINE"])
    assert lettered.shape == picture.shape
    assert len(record.settings) == 1


def test_pictures_that_are_views_or_read_only_are_taken() -> None:
    picture: Array = drawn(Scene())[0]
    picture.flags.writeable = False
    straight = letter(picture, ["RTFM"])[0]
    assert (letter(picture[:, ::-1][:, ::-1], ["RTFM"])[0] == straight).all()


def _people(chests: list[Array], side: tuple[int, int]) -> Array:
    """A network's answer with somebody around each of some chests (4, 2), for a picture of `side` (width, height)."""
    answer = np.zeros((1, 56, 12), np.float32)
    scale = 640 / max(side)
    shift = (640 - np.array(side) * scale) / 2
    for n, quad in enumerate(chests):
        middle, wide = quad.mean(0) * scale + shift, float(np.ptp(quad[:, 0])) * scale
        points = np.zeros((17, 3), np.float32)
        points[[5, 6, 11, 12], :2] = middle + wide * np.array([(0.6, -0.5), (-0.6, -0.5), (0.5, 1), (-0.5, 1)])
        points[[5, 6, 11, 12], 2] = 0.9
        answer[0, :, n] = [*middle, 2 * wide, 4 * wide, 0.9 - 0.1 * n, *points.ravel()]
    return answer


def test_with_people_known_the_panel_that_one_wears_comes_first(tmp_path: Path) -> None:
    left, one = drawn(Scene())
    right, other = drawn(Scene(size=0.25, seed=4, shirt=(90, 30, 40)))
    both = np.hstack([left, right])
    for quad in (one, other + np.array([640, 0])):
        model = tmp_path / "pose.onnx"
        model.write_bytes(network(_people([quad], (1280, 640))))
        (place,) = find_placements(both, pose_model=model)
        assert place.method == "panel"
        assert overlap(np.array(place.quad), quad) > 0.9


def test_who_has_no_panel_takes_words_on_the_chest(tmp_path: Path) -> None:
    left, one = drawn(Scene())
    both = np.hstack([left, np.full((640, 640, 3), 120, np.uint8)])
    model = tmp_path / "pose.onnx"
    model.write_bytes(network(_people([one, one + np.array([640, 0])], (1280, 640))))
    first, second = find_placements(both, 2, pose_model=model)
    assert (first.method, second.method) == ("panel", "pose")
    assert _middle(second.quad) > 640


def test_finding_takes_little_more_memory_than_the_picture_has() -> None:
    large = cv2.resize(drawn(Scene())[0], (3000, 3000), interpolation=cv2.INTER_LINEAR)
    tracemalloc.start()
    try:
        find_placements(large)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 0.5 * large.nbytes
