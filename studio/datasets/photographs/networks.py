"""Faces by YuNet and people by a pose model, where the settings name their files.

YuNet: Wu, Peng and Yu, "YuNet: A Tiny Millisecond-level Face Detector", 2023, as `cv2.FaceDetectorYN` runs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from studio.errors import StudioError
from studio.lettering.seeing.pose import LEAST_VISIBLE, find_people
from studio.pictures.drift.colour import Array
from studio.plain_text import expanded
from studio.settings.settings import Settings

_SIDES = (640, 320)
"""The longer side, px, of the copies that faces are looked for in; a face that fills a picture is found in the smaller
one alone."""

_LEAST, _OVERLAP, _MOST = 0.7, 0.3, 64
_ANKLES = (15, 16)


class FaceModelUnusable(StudioError):
    """The face model's file is missing, or is not YuNet in ONNX."""


class Models(NamedTuple):
    """Files of networks (ONNX), as far as the settings name them: YuNet, and YOLOv8-pose."""

    face: Path | None = None
    pose: Path | None = None


NO_MODELS = Models()


def models_of(chosen: Settings) -> Models:
    """The networks that settings name."""
    face, pose = chosen.datasets.face_model, chosen.lettering.pose_model
    return Models(expanded(face) if face else None, expanded(pose) if pose else None)


class Found(NamedTuple):
    """Somebody or a face, as edges left, top, right, bottom in px; `stands`: both feet are seen."""

    edges: tuple[float, float, float, float]
    confidence: float
    stands: bool = False


def faces(rgb: Array, model: Path) -> tuple[Found, ...]:
    """The faces of a picture (H, W, 3) uint8 RGB, surest first. Raises FaceModelUnusable."""
    if not model.is_file():
        raise FaceModelUnusable(
            "The face model is not there", f"{model} is not a file", "Name a YuNet ONNX file in the settings"
        )
    high, wide = rgb.shape[:2]
    for side in _SIDES:
        scale = min(1.0, side / max(high, wide))
        # A strip thinner than this has no room for the network's coarsest cells.
        size = max(32, round(wide * scale)), max(32, round(high * scale))
        small = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2BGR)
        rows = _detected(small, model)
        if len(rows):
            grow = np.array([wide / size[0], high / size[1]] * 2)
            corners = np.concatenate([rows[:, :2], rows[:, :2] + rows[:, 2:4]], 1) * grow
            corners = np.clip(corners, 0, [wide, high] * 2)
            return tuple(
                Found((left, top, right, low), score)
                for (left, top, right, low), score in zip(corners.tolist(), rows[:, 14].tolist(), strict=True)
                if right > left and low > top
            )
    return ()


def _detected(bgr: Array, model: Path) -> Array:
    """Rows of 15 numbers: x, y, width, height, five points, score; surest first."""
    # OpenCV 5 writes a warning to stderr, which is the terminal, for each network that it makes.
    log = cv2.utils.logging
    level = log.setLogLevel(log.LOG_LEVEL_ERROR)
    try:
        detector = cv2.FaceDetectorYN.create(str(model), "", bgr.shape[1::-1], _LEAST, _OVERLAP, _MOST)
        # OpenCV's types do not know that there may be none.
        rows: Array | None = detector.detect(bgr)[1]
    except cv2.error as error:
        raise FaceModelUnusable(
            "The face model cannot be run", str(error.err or error), "Name a YuNet ONNX file in the settings"
        ) from error
    finally:
        log.setLogLevel(level)
    if rows is None:
        return np.zeros((0, 15), np.float32)
    return np.asarray(rows[np.argsort(-rows[:, 14], kind="stable")])


def people(rgb: Array, model: Path) -> tuple[Found, ...]:
    """The people of a picture (H, W, 3) uint8 RGB, surest first. Raises PoseModelUnusable."""
    return tuple(
        Found(one.box, one.confidence, bool((one.keypoints[list(_ANKLES), 2] >= LEAST_VISIBLE).all()))
        for one in find_people(rgb, model)
    )
