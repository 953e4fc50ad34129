"""Faces by a network that OpenCV really runs, and what is said where there is none."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from studio.datasets.photographs.networks import NO_MODELS, FaceModelUnusable, Models, faces, models_of
from studio.datasets.photographs.subject import find_subject
from studio.settings.settings import DatasetSettings, Settings
from tests.studio.lettering.tiny_onnx import network, network_of

SIDE = 640


def yunet(*found: tuple[float, float, float, float, float]) -> bytes:
    """A network in YuNet's form that finds these faces (x, y, width, height in px of 640 × 640, score)."""
    answers: dict[str, NDArray[np.float32]] = {}
    for step in (8, 16, 32):
        cells = (SIDE // step) ** 2
        sizes = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
        answers |= {f"{name}_{step}": np.zeros((1, cells, many), np.float32) for name, many in sizes.items()}
    for x, y, wide, high, score in found:
        across, down = (x + wide / 2) / 32, (y + high / 2) / 32
        cell = int(down) * (SIDE // 32) + int(across)
        answers["cls_32"][0, cell] = answers["obj_32"][0, cell] = score
        box = (across - int(across), down - int(down), math.log(wide / 32), math.log(high / 32))
        answers["bbox_32"][0, cell] = box
    return network_of(answers, "input", SIDE)


def test_the_networks_are_those_that_the_settings_name() -> None:
    assert models_of(Settings()) == NO_MODELS
    chosen = Settings(datasets=DatasetSettings(face_model="/models/yunet.onnx"))
    assert models_of(chosen) == Models(face=Path("/models/yunet.onnx"))


def test_faces_are_placed_in_the_picture_the_surest_first(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    model = tmp_path / "yunet.onnx"
    model.write_bytes(yunet((100, 200, 60, 80, 0.8), (400, 100, 100, 120, 0.95), (10, 500, 50, 50, 0.4)))
    first, second = faces(np.full((1280, 1280, 3), 128, np.uint8), model)
    assert first.edges == pytest.approx((800, 200, 1000, 440), abs=2)
    assert second.edges == pytest.approx((200, 400, 320, 560), abs=2)
    assert first.confidence > second.confidence > 0.7
    assert capfd.readouterr().err == "", "OpenCV's warnings would stand on the screen"


def test_a_subject_has_the_face_that_is_found_and_it_is_in_its_box(tmp_path: Path) -> None:
    model = tmp_path / "yunet.onnx"
    model.write_bytes(yunet((250, 100, 120, 150, 0.9)))
    picture = np.random.default_rng(1).integers(0, 255, (512, 512, 3), np.uint8)
    found = find_subject(picture, Models(face=model))
    assert found is not None
    assert found.how == "face"
    assert found.face is not None
    assert found.box.y <= found.face.y
    assert found.face.x + found.face.width <= found.box.x + found.box.width


def test_of_people_by_a_pose_model_the_large_one_in_the_middle_is_the_subject(tmp_path: Path) -> None:
    answer = np.zeros((1, 56, 20), np.float32)
    answer[0, :5, 0], answer[0, :5, 1] = (320, 330, 200, 500, 0.8), (80, 300, 60, 150, 0.9)
    answer[0, 5:, 0] = np.array([[300, 560, 0.9]] * 17).ravel()
    model = tmp_path / "pose.onnx"
    model.write_bytes(network(answer))
    found = find_subject(np.full((480, 480, 3), 128, np.uint8), Models(pose=model))
    assert found is not None
    assert (found.how, found.is_whole) == ("person", True)
    assert found.box == pytest.approx((165, 60, 150, 375), abs=2)


@pytest.mark.parametrize("content", [None, b"no network"])
def test_a_file_that_is_no_face_model_is_named_with_what_to_do(tmp_path: Path, content: bytes | None) -> None:
    model = tmp_path / "model.onnx"
    if content is not None:
        model.write_bytes(content)
    with pytest.raises(FaceModelUnusable) as raised:
        faces(np.zeros((64, 64, 3), np.uint8), model)
    assert "YuNet" in raised.value.notice.remedy
