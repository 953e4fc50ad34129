"""Leaders begin at words and leave them, rulers end with ticks that are alike; lines of drawings and frames do not."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from studio.datasets.records import Label, Quad
from studio.datasets.sheets.labels import finding
from studio.datasets.sheets.labels.lines.arrows import arrows
from studio.datasets.sheets.labels.lines.strokes import strokes
from studio.datasets.sheets.labels.quads import distance, shared
from studio.datasets.sheets.labels.rereading import with_measures, without_lines
from studio.datasets.sheets.labels.words import TILE, Words
from studio.lettering.seeing.ocr import Reader, Reading
from tests.studio.datasets.sheets.making.truth import Array, quad_of

INK = (40, 38, 46)


def _page() -> Array:
    return np.full((500, 700, 3), (240, 242, 238), np.uint8)


def _worded(page: Array, x: int, y: int) -> Quad:
    """Words on a page, in place, and the quad around them."""
    cv2.putText(page, "no logo", (x, y), cv2.FONT_HERSHEY_DUPLEX, 0.8, INK, 1, cv2.LINE_AA)
    (wide, high), below = cv2.getTextSize("no logo", cv2.FONT_HERSHEY_DUPLEX, 0.8, 1)
    return quad_of(x - 4, y - high - 4, wide + 8, high + below + 8)


def _pointing(page: Array, words: Quad) -> tuple[Label, ...]:
    colours = np.asarray(cv2.cvtColor(page.astype(np.float32) / 255, cv2.COLOR_RGB2Lab))
    lines = [one for one in strokes(colours) if not (distance(words, one.start) == 0 and distance(words, one.end) == 0)]
    return arrows(colours, lines, [words])


def test_a_leader_without_a_head_is_found_at_its_words() -> None:
    page = _page()
    words = _worded(page, 100, 100)
    cv2.line(page, (150, 118), (240, 200), INK, 2, cv2.LINE_AA)
    (leader,) = _pointing(page, words)
    assert distance(leader.quad, (150, 118)) == distance(leader.quad, (240, 200)) == 0


@pytest.mark.parametrize("what", ["a frame", "a brim", "a string", "a rule"])
def test_lines_that_go_on_at_words_or_run_along_below_them_are_no_leaders(what: str) -> None:
    page = _page()
    words = _worded(page, 100, 100)
    match what:
        case "a frame":
            cv2.polylines(page, [np.array([(330, 122), (150, 122), (150, 300)])], False, INK, 2, cv2.LINE_AA)
        case "a brim":
            cv2.line(page, (156, 80), (320, 84), INK, 2, cv2.LINE_AA)
        case "a string":
            cv2.circle(page, (225, 100), 18, (230, 140, 140), -1, cv2.LINE_AA)
            cv2.circle(page, (225, 100), 18, INK, 2, cv2.LINE_AA)
            cv2.line(page, (225, 118), (245, 200), INK, 2, cv2.LINE_AA)
        case _:
            cv2.line(page, (150, 118), (320, 150), INK, 2, cv2.LINE_AA)
    assert _pointing(page, words) == ()


def test_a_hem_between_seams_is_no_ruler() -> None:
    page = _page()
    cv2.fillConvexPoly(page, np.array([(205, 180), (395, 180), (400, 220), (200, 220)]), (250, 250, 250))
    for start, end in (((205, 180), (200, 220)), ((395, 180), (400, 220)), ((200, 220), (400, 220)),
                       ((290, 220), (290, 270)), ((310, 220), (310, 270))):  # fmt: skip
        cv2.line(page, start, end, INK, 3, cv2.LINE_AA)
    assert [label for label in finding.found(page, None) if label.kind == "ruler"] == []


def test_a_ruler_ends_at_its_last_tick_where_letters_stand_in_line_with_it() -> None:
    page = _page()
    cv2.line(page, (300, 40), (300, 400), INK, 3, cv2.LINE_AA)
    for y in (40, 160, 280, 400):
        cv2.line(page, (288, y), (312, y), INK, 3, cv2.LINE_AA)
    cv2.line(page, (300, 438), (300, 455), INK, 3, cv2.LINE_AA)
    (ruler,) = (label for label in finding.found(page, None) if label.kind == "ruler")
    assert max(y for _, y in ruler.quad) < 415
    assert shared(ruler.quad, quad_of(286, 38, 28, 364)) > 0.95


@pytest.mark.parametrize(
    ("now", "sureness", "text"),
    [("no logo", 0.99, "no logo"), ("no logo", 0.94, "no logo"), ("no lego", 0.94, "no Tlogo"),
     ("no", 0.99, "no Tlogo")],
)  # fmt: skip
def test_words_under_a_line_are_read_without_it_where_that_is_better(now: str, sureness: float, text: str) -> None:
    page = _page()
    at = quad_of(100, 80, 100, 24)
    seen, label = Words(at, "no Tlogo", 0.98), Label("text", at, "no Tlogo")
    line = Label("arrow", quad_of(140, 40, 20, 200))
    reader = Reader(lambda picture: [], lambda crop: Reading(now, sureness))
    assert [one.text for one in without_lines(page, [seen], [label], [line], reader)] == [text]
    apart = Label("arrow", quad_of(400, 40, 20, 200))
    assert without_lines(page, [seen], [label], [apart], reader) == (label,)


def test_a_measure_is_looked_for_beside_a_ruler_that_has_none() -> None:
    page = _page()
    page[200:216, 320:360] = INK
    ruler, name = Label("ruler", quad_of(290, 50, 20, 300)), Label("text", quad_of(280, 370, 60, 20), "Otto")
    amiss = Label("text", quad_of(318, 198, 44, 20), "12cp")

    def places(picture: Array) -> list[Array]:
        ys, xs = np.nonzero(picture[..., 0] < 128)
        whole = len(xs) > 0 and max(picture.shape) <= TILE
        return (
            [np.asarray(quad_of(int(xs.min()), int(ys.min()), int(np.ptp(xs)), int(np.ptp(ys))), np.float64)]
            if whole
            else []
        )

    reader = Reader(places, lambda crop: Reading("12 cm", 0.97))
    found = with_measures(page, [ruler], [name, amiss], reader)
    assert [label.text for label in found] == ["Otto", "12 cm"]
    assert math.dist(np.mean(found[1].quad, axis=0), (340, 208)) < 8
    assert with_measures(page, [ruler], found, reader._replace(places=lambda picture: [][0])) == found
