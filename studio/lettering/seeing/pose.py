"""People by a YOLOv8-pose network in ONNX, through OpenCV's DNN engine, and where their chests are.

The network takes (1, 3, 640, 640) RGB, 0 to 1, and gives (1, 56, n): for each of n anchors the box's centre and size in
px of the 640 px frame, its confidence, and 17 keypoints as (x, y, visibility) in the order of COCO.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from studio.lettering.geometry.quads import Array, as_tuple, ordered
from studio.lettering.records import Placement, PoseModelUnusable

FRAME = 640
PAD = 114
LEAST_CONFIDENCE, MOST_OVERLAP = 0.25, 0.45
LEAST_VISIBLE = 0.4
SHOULDERS, HIPS = (5, 6), (11, 12)
NOSE = 0

_ROWS = 56
_TORSO = 1.35
"""Shoulders to hips in widths of the shoulders, where the hips are not seen."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person: box (left, top, right, bottom) px, confidence, keypoints (17, 3): x, y px, visibility; 0 to 1."""

    box: tuple[float, float, float, float]
    confidence: float
    keypoints: Array


@dataclass(frozen=True, slots=True)
class Frame:
    """How a picture was put into the network's frame: its scale, and the clear px at the left and the top."""

    scale: float
    left: int
    top: int


def find_people(rgb: Array, model: Path) -> tuple[Person, ...]:
    """The people of a picture (H, W, 3) uint8 RGB, surest first. Raises PoseModelUnusable."""
    framed, frame = letterbox(rgb)
    blob = np.ascontiguousarray(framed.transpose(2, 0, 1)[None].astype(np.float32) / 255)
    if not model.is_file():
        raise PoseModelUnusable(
            "The pose model is not there", f"{model} is not a file", "Name a YOLOv8-pose ONNX file in the settings"
        )
    try:
        net = cv2.dnn.readNetFromONNX(str(model))
        net.setInput(blob)
        answer = np.asarray(net.forward())
    except cv2.error as error:
        raise PoseModelUnusable(
            "The pose model cannot be run",
            str(error.err or error),
            "Export YOLOv8-pose to ONNX for 640 × 640",
        ) from error
    return decoded(answer, frame, (rgb.shape[1], rgb.shape[0]))


def letterbox(rgb: Array) -> tuple[Array, Frame]:
    """The picture in the middle of a FRAME × FRAME square of grey PAD, as large as it goes, and how it got there."""
    high, wide = rgb.shape[:2]
    scale = min(FRAME / wide, FRAME / high)
    inside = max(1, round(wide * scale)), max(1, round(high * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    left, top = (FRAME - inside[0]) // 2, (FRAME - inside[1]) // 2
    framed = np.full((FRAME, FRAME, 3), PAD, np.uint8)
    framed[top : top + inside[1], left : left + inside[0]] = cv2.resize(rgb, inside, interpolation=how)
    return framed, Frame(scale, left, top)


def decoded(answer: Array, frame: Frame, size: tuple[int, int]) -> tuple[Person, ...]:
    """The people in an answer (1, 56, n), for a picture of `size` (width, height) px. Raises PoseModelUnusable."""
    if answer.ndim != 3 or answer.shape[:2] != (1, _ROWS) or not np.isfinite(answer).all():
        raise PoseModelUnusable(
            "The pose model gives something else",
            f"its answer has the shape {answer.shape}, not (1, {_ROWS}, n)",
            "Use YOLOv8-pose with the 17 keypoints of COCO, exported without NMS",
        )
    rows = answer[0].T[answer[0][4] >= LEAST_CONFIDENCE].astype(np.float64)
    if not len(rows):
        return ()
    boxes = np.column_stack([rows[:, :2] - rows[:, 2:4] / 2, rows[:, 2:4]])
    kept = cv2.dnn.NMSBoxes(boxes.tolist(), rows[:, 4].tolist(), LEAST_CONFIDENCE, MOST_OVERLAP)
    shift = np.array([frame.left, frame.top])
    people = []
    for index in np.asarray(kept, int).ravel():
        low = (boxes[index, :2] - shift) / frame.scale
        far = (boxes[index, :2] + boxes[index, 2:] - shift) / frame.scale
        points = rows[index, 5:].reshape(17, 3).copy()
        points[:, :2] = np.clip((points[:, :2] - shift) / frame.scale, 0, np.array(size) - 1)
        corners = np.clip([*low, *far], 0, [size[0] - 1, size[1] - 1] * 2)
        people.append(Person((corners[0], corners[1], corners[2], corners[3]), float(rows[index, 4]), points))
    return tuple(sorted(people, key=lambda one: -one.confidence))


def chest(person: Person) -> Array | None:
    """The quad (4, 2) of a person's chest, or None where a shoulder is not seen.

    S is the middle of the shoulders and d leads from it to the middle of the hips: the quad's middle is S + .38 d, its
    width .8 of the shoulders', its height .45 |d|, and it is turned as the shoulders are.
    """
    points, seen = person.keypoints[:, :2], person.keypoints[:, 2] >= LEAST_VISIBLE
    if not seen[list(SHOULDERS)].all():
        return None
    one, other = sorted((points[SHOULDERS[0]], points[SHOULDERS[1]]), key=lambda point: float(point[0]))
    line = other - one
    wide = float(np.hypot(*line))
    if wide < 4:
        return None
    along = line / wide
    down = np.array([-along[1], along[0]])
    middle = (one + other) / 2
    hips = points[list(HIPS)][seen[list(HIPS)]]
    way = hips.mean(0) - middle if len(hips) == 2 else down * wide * _TORSO
    tall = float(np.hypot(*way))
    if tall < 4:
        return None
    centre = middle + 0.38 * way
    half, up = along * 0.4 * wide, down * 0.225 * tall
    return ordered(np.array([centre - half - up, centre + half - up, centre + half + up, centre - half + up]))


def find_chests(rgb: Array, model: Path) -> tuple[Placement, ...]:
    """Places on the chests of the people in a picture (H, W, 3) uint8 RGB, surest first. Raises PoseModelUnusable."""
    return chests_of(find_people(rgb, model))


def chests_of(people: Sequence[Person]) -> tuple[Placement, ...]:
    """Places on the chests of people, as far as these are seen, in the people's order."""
    found = ((person, chest(person)) for person in people)
    return tuple(
        Placement("pose", as_tuple(quad), round(min(person.confidence, 1.0), 3))
        for person, quad in found
        if quad is not None
    )
