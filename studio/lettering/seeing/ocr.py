"""Words in pixels, by RapidOCR with ONNX Runtime: where they stand, and what they say.

An extra that a person may install; its models lie in its wheel, and nothing is fetched. It knows Latin letters, digits
and Chinese; accents it often drops. What takes seconds is done once, at the first use.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import cv2
import numpy as np

from studio.errors import StudioError
from studio.lettering.geometry.quads import Array

REMEDY = "Install it where the studio is: .venv/bin/pip install -c constraints.txt '.[verify]'"
"""What a person does where the engine is missing."""


class ReaderMissing(StudioError):
    """The OCR engine is not installed."""


class Line(NamedTuple):
    """Words in one line: their quad (4, 2), what is read there, and how sure that is, 0 to 1."""

    quad: Array
    text: str
    sureness: float


class Reading(NamedTuple):
    """What an upright crop says, and how sure that is, 0 to 1."""

    text: str
    sureness: float


class Reader(NamedTuple):
    """An engine in two halves. Both take a picture (h, w, 3) uint8 RGB.

    `places` gives the quads (4, 2) of what looks like lines of text, at any turn, in px of the picture; `read` gives
    what an upright crop of one line says, empty where nothing.
    """

    places: Callable[[Array], list[Array]]
    read: Callable[[Array], Reading]


def installed() -> bool:
    """Whether the engine is there; it is not loaded for that."""
    return all(map(importlib.util.find_spec, ("rapidocr", "onnxruntime")))


def missing(what: str) -> ReaderMissing:
    """The notice where the engine is not there; `what` cannot be done, as a sentence without its full stop."""
    return ReaderMissing(what, "the reader, RapidOCR with ONNX Runtime, is not installed", REMEDY)


@cache
def lines(longest: int) -> Callable[[Array], tuple[Line, ...]]:
    """What finds lines in a picture and reads them, at `longest` px of its longer side at most. Raises ReaderMissing.

    The same engine for the same `longest`.
    """
    engine = _loaded({"Det.limit_side_len": longest})

    def seen(rgb: Array) -> tuple[Line, ...]:
        found = engine(_bgr(rgb))
        if not found.txts:
            return ()
        each = zip(found.boxes, found.txts, found.scores, strict=True)
        return tuple(Line(np.asarray(quad, np.float64), str(text), float(sure)) for quad, text, sure in each)

    return seen


@cache
def reader(longest: int) -> Reader:
    """The engine in two halves; places are looked for at `longest` px of the longer side. Raises ReaderMissing."""
    finding = _loaded({"Det.limit_side_len": longest, "Global.use_rec": False})
    reading = _loaded({"Global.use_det": False})

    def places(rgb: Array) -> list[Array]:
        boxes = finding(_bgr(rgb)).boxes
        return [] if boxes is None else [np.asarray(box, np.float64) for box in boxes]

    def read(rgb: Array) -> Reading:
        found = reading(_bgr(rgb))
        return Reading(str(found.txts[0]), float(found.scores[0])) if found.txts else Reading("", 0.0)

    return Reader(places, read)


def _loaded(params: dict[str, Any]) -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise missing("Words cannot be read") from error
    # One thread: several pictures are read at once where there are several cores.
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": 1 << 16,
            "Det.limit_type": "max",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            **params,
        }
    )


def _bgr(rgb: Array) -> Array:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(rgb), cv2.COLOR_RGB2BGR))
