"""People by pose: the frame, the decoding, and a network that OpenCV really runs."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.lettering.geometry.quads import lengths
from studio.lettering.records import PoseModelUnusable
from studio.lettering.seeing.pose import FRAME, Frame, Person, chest, decoded, find_chests, find_people, letterbox
from tests.studio.lettering.drawing import Array
from tests.studio.lettering.tiny_onnx import network

SHOULDERS = ((220.0, 300.0), (420.0, 300.0))
HIPS = ((250.0, 560.0), (390.0, 560.0))


def _answer(boxes: list[tuple[float, float, float, float, float]], anchors: int = 40) -> Array:
    """An answer with people whose keypoints are shifted with their boxes (cx, cy, w, h, confidence)."""
    answer = np.zeros((1, 56, anchors), np.float32)
    for n, (cx, cy, w, h, confidence) in enumerate(boxes):
        points = np.zeros((17, 3), np.float32)
        points[[5, 6, 11, 12], :2] = [*SHOULDERS, *HIPS]
        points[:, 0] += cx - 320
        points[:, 1] += cy - 320
        points[[5, 6, 11, 12], 2] = 0.9
        answer[0, :, n] = [cx, cy, w, h, confidence, *points.ravel()]
    return answer


def test_a_network_is_run_and_its_people_are_placed_in_the_picture(tmp_path: Path) -> None:
    model = tmp_path / "pose.onnx"
    model.write_bytes(network(_answer([(320, 320, 300, 600, 0.9), (322, 318, 298, 602, 0.8), (90, 320, 60, 300, 0.1)])))
    people = find_people(np.full((480, 1280, 3), 90, np.uint8), model)
    assert len(people) == 1, "the second is the same person, the third too unsure"
    assert people[0].confidence == pytest.approx(0.9)
    # 1280 × 480 goes into 640 × 640 at one half, 200 px below the top.
    assert people[0].keypoints[5, :2] == pytest.approx([440, 200], abs=0.1)
    places = find_chests(np.full((480, 1280, 3), 90, np.uint8), model)
    assert [place.method for place in places] == ["pose"]


def test_the_chest_lies_where_the_formula_says() -> None:
    points = np.zeros((17, 3))
    points[[5, 6], :2], points[[11, 12], :2] = SHOULDERS, HIPS
    points[[5, 6, 11, 12], 2] = 1
    quad = chest(Person((0, 0, 640, 640), 1.0, points))
    assert quad is not None
    assert quad.mean(0) == pytest.approx([320, 300 + 0.38 * 260])
    assert lengths(quad) == pytest.approx((160, 0.45 * 260))


def test_a_chest_turns_with_the_shoulders_and_needs_both() -> None:
    points = np.zeros((17, 3))
    points[5], points[6] = (400, 360, 1), (240, 300, 1)
    quad = chest(Person((0, 0, 640, 640), 1.0, points))
    assert quad is not None
    top = quad[1] - quad[0]
    assert np.degrees(np.arctan2(top[1], top[0])) == pytest.approx(np.degrees(np.arctan2(60, 160)))
    points[6, 2] = 0.1
    assert chest(Person((0, 0, 640, 640), 1.0, points)) is None


@pytest.mark.parametrize("content", [b"", b"not a network", network(np.zeros((1, 84, 10), np.float32))])
def test_a_file_that_is_no_pose_network_is_named_as_such(tmp_path: Path, content: bytes) -> None:
    model = tmp_path / "pose.onnx"
    model.write_bytes(content)
    with pytest.raises(PoseModelUnusable):
        find_people(np.zeros((64, 64, 3), np.uint8), model)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PoseModelUnusable) as caught:
        find_people(np.zeros((64, 64, 3), np.uint8), tmp_path / "none.onnx")
    assert "none.onnx" in caught.value.notice.reason


def test_numbers_that_are_none_are_refused() -> None:
    answer = _answer([(320, 320, 300, 600, 0.9)])
    answer[0, 7, 0] = np.nan
    with pytest.raises(PoseModelUnusable):
        decoded(answer, Frame(1.0, 0, 0), (640, 640))


@given(st.integers(1, 1500), st.integers(1, 1500))
@settings(max_examples=40, deadline=None)
def test_the_frame_holds_the_whole_picture(wide: int, high: int) -> None:
    framed, frame = letterbox(np.zeros((high, wide, 3), np.uint8))
    assert framed.shape == (FRAME, FRAME, 3)
    black = cv2.inRange(framed, (0, 0, 0), (0, 0, 0))
    x, y, across, down = cv2.boundingRect(black)
    assert (x, y) == (frame.left, frame.top)
    assert abs(across - wide * frame.scale) <= 1
    assert abs(down - high * frame.scale) <= 1
