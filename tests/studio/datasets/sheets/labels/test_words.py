"""Words are read upright, whole and once; what is no word is none. The engine reads a made sheet where it is there."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.datasets.sheets.labels import finding
from studio.datasets.sheets.labels.plates import with_plate
from studio.datasets.sheets.labels.quads import distance, middle, shared
from studio.datasets.sheets.labels.words import TILE, words
from studio.lettering.seeing import ocr
from studio.lettering.seeing.ocr import Reader, Reading
from tests.studio.datasets.sheets.making.truth import Array, quad_of


def _page(wide: int = 800, high: int = 600) -> Array:
    return np.full((high, wide, 3), 245, np.uint8)


def _seeing(*boxes: tuple[float, float, float, float]) -> Reader:
    """Sees boxes on a page 800 px wide as it is, and reads whether a place is wide or tall."""

    def places(picture: Array) -> list[Array]:
        whole = picture.shape[1] == 800
        return [np.asarray(quad_of(*box), np.float64) for box in boxes] if whole else []

    return Reader(places, lambda crop: Reading("wide" if crop.shape[1] > crop.shape[0] else "tall", 0.99))


def test_a_place_that_is_seen_twice_is_read_once_and_standing_words_lie_when_read() -> None:
    found = words(_page(), _seeing((100, 100, 120, 30), (102, 101, 118, 30), (400, 100, 24, 160)))
    assert [one.text for one in found] == ["wide", "wide"]


@pytest.mark.parametrize(
    ("text", "sureness", "kept"),
    [("MILO", 0.9, True), ("MILO", 0.5, False), ("IIII", 0.99, False), ("v v v", 0.99, False), ("T", 0.99, False),
     ("A", 0.95, True), ("...", 0.99, False), ("3/4", 0.9, True)],
)  # fmt: skip
def test_strokes_and_what_is_read_unsurely_are_no_words(text: str, sureness: float, kept: bool) -> None:
    reader = _seeing((100, 100, 120, 30))._replace(read=lambda crop: Reading(text, sureness))
    assert [one.text for one in words(_page(), reader)] == ([text] if kept else [])


def test_a_line_at_the_seam_of_tiles_is_found_whole() -> None:
    page = _page(2 * TILE, 400)
    page[190:210, TILE - 60 : TILE + 60] = 0

    def places(picture: Array) -> list[Array]:
        ys, xs = np.nonzero(picture[..., 0] < 128)
        return (
            [np.asarray(quad_of(int(xs.min()), int(ys.min()), int(np.ptp(xs)), int(np.ptp(ys))), float)]
            if len(xs)
            else []
        )

    (one,) = words(page, Reader(places, lambda crop: Reading("seam", 0.99)))
    assert shared(one.quad, quad_of(TILE - 60, 190, 120, 20)) > 0.9


def test_a_plate_is_a_part_of_its_words_and_a_round_belly_is_not() -> None:
    page = _page()
    words_at = quad_of(150, 100, 100, 20)
    usual = with_plate(page, words_at)
    assert shared(usual, quad_of(146, 96, 108, 28)) > 0.95
    cv2.rectangle(page, (140, 92), (260, 128), (250, 220, 160), -1)
    assert distance(with_plate(page, words_at), (140, 92)) == 0
    cv2.ellipse(page, (200, 310), (70, 28), 0, 0, 360, (250, 220, 160), -1)
    assert shared(with_plate(page, quad_of(150, 300, 100, 20)), quad_of(146, 296, 108, 28)) > 0.95


def test_without_the_engine_it_is_said_how_it_is_installed() -> None:
    if ocr.installed():
        pytest.skip("the engine is installed")
    assert finding.engine() is None
    assert ".[verify]" in finding.UNREAD
    with pytest.raises(ocr.ReaderMissing, match="RapidOCR"):
        ocr.reader(TILE)


@pytest.mark.skipif(not ocr.installed(), reason="the OCR engine, an extra, is not installed")
def test_the_engine_reads_words_of_any_turn_over_figures_and_on_plates() -> None:
    page = _page()
    cv2.rectangle(page, (300, 100), (500, 500), (150, 60, 70), -1)
    cv2.putText(page, "LEFT SIDE", (320, 300), cv2.FONT_HERSHEY_DUPLEX, 1.0, (255, 255, 255), 2, cv2.LINE_AA)
    cv2.rectangle(page, (40, 40), (200, 90), (250, 240, 200), -1)
    cv2.putText(page, "FRONT", (60, 76), cv2.FONT_HERSHEY_DUPLEX, 1.0, (30, 30, 40), 2, cv2.LINE_AA)
    standing = np.full((60, 260, 3), 245, np.uint8)
    cv2.putText(standing, "fabric cape", (10, 42), cv2.FONT_HERSHEY_DUPLEX, 1.0, (30, 30, 40), 2, cv2.LINE_AA)
    page[200:460, 640:700] = np.rot90(standing)
    found = {label.text: label.quad for label in finding.found(page, finding.engine()) if label.kind == "text"}
    assert set(found) == {"LEFT SIDE", "FRONT", "fabric cape"}
    assert distance(found["FRONT"], (42, 42)) == 0, "the plate is a part of its words"
    assert abs(middle(found["fabric cape"])[0] - 670) < 10
