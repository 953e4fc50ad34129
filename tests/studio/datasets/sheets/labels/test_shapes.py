"""Arrows, rulers, swatches and rows of letters are found by shape, and drawings are left alone."""

from __future__ import annotations

import math
from itertools import pairwise

import cv2
import numpy as np
import pytest

from studio.datasets.records import Label, Quad
from studio.datasets.sheets.labels import finding
from studio.datasets.sheets.labels.quads import around, distance, grown, middle, shared
from tests.studio.datasets.sheets.making.truth import Array, quad_of

INK = (40, 38, 46)


def _page() -> Array:
    return np.full((500, 700, 3), (240, 242, 238), np.uint8)


def _of(labels: tuple[Label, ...], kind: str) -> list[Label]:
    return [label for label in labels if label.kind == kind]


@pytest.mark.parametrize("turn", [0, 35, 90, 200, 310])
def test_an_arrow_is_found_at_any_turn(turn: int) -> None:
    page = _page()
    way = np.array([math.cos(math.radians(turn)), math.sin(math.radians(turn))])
    start, end = np.array([350, 250]) - 75 * way, np.array([350, 250]) + 75 * way
    (ax, ay), (bx, by) = start.round().astype(int).tolist(), end.round().astype(int).tolist()
    cv2.arrowedLine(page, (ax, ay), (bx, by), INK, 2, cv2.LINE_AA, tipLength=0.12)
    (arrow,) = finding.found(page, None)
    assert arrow.kind == "arrow"
    assert distance(arrow.quad, (ax, ay)) == distance(arrow.quad, (bx, by)) == 0
    assert math.dist(middle(arrow.quad), (350, 250)) < 6


def test_a_ruler_is_found_with_its_ticks() -> None:
    page = _page()
    cv2.line(page, (300, 60), (300, 420), INK, 2, cv2.LINE_AA)
    for y in (60, 180, 300, 420):
        cv2.line(page, (290, y), (310, y), INK, 2, cv2.LINE_AA)
    (ruler,) = finding.found(page, None)
    assert ruler.kind == "ruler"
    assert shared(ruler.quad, quad_of(288, 58, 24, 364)) > 0.95


@pytest.mark.parametrize("disc", [False, True])
def test_swatches_are_found_with_their_colours(disc: bool) -> None:
    page = _page()
    colours = [(200, 60, 70), (60, 90, 160), (240, 200, 90)]
    for n, colour in enumerate(colours):
        x = 200 + 50 * n
        if disc:
            cv2.circle(page, (x + 18, 218), 18, colour, -1, cv2.LINE_AA)
        else:
            cv2.rectangle(page, (x, 200), (x + 36, 236), colour, -1)
    found = finding.found(page, None)
    assert [label.kind for label in found] == ["swatch"] * 3
    assert [label.colour for label in found] == ["#{:02x}{:02x}{:02x}".format(*colour) for colour in colours]


def test_a_swatch_of_nearly_the_ground_s_colour_is_found_in_its_row() -> None:
    page = _page()
    colours = [(200, 60, 70), (243, 244, 240), (60, 90, 160), (240, 200, 90)]
    for n, colour in enumerate(colours):
        cv2.rectangle(page, (200 + 44 * n, 200), (236 + 44 * n, 236), colour, -1)
    found = finding.found(page, None)
    assert [label.colour for label in found] == ["#{:02x}{:02x}{:02x}".format(*colour) for colour in colours]
    assert middle(found[1].quad) == pytest.approx((262, 218), abs=1.5)


def test_dots_of_one_colour_a_frame_and_a_face_are_no_labels() -> None:
    page = _page()
    for x in range(20, 700, 40):
        cv2.circle(page, (x, 30), 8, (210, 214, 220), -1, cv2.LINE_AA)
    cv2.rectangle(page, (40, 80), (660, 480), (200, 110, 100), 3)
    cv2.circle(page, (350, 280), 120, (230, 190, 150), -1, cv2.LINE_AA)
    cv2.circle(page, (350, 280), 120, INK, 4, cv2.LINE_AA)
    for x in (310, 390):
        cv2.circle(page, (x, 260), 12, INK, -1, cv2.LINE_AA)
    cv2.line(page, (320, 330), (380, 330), INK, 4, cv2.LINE_AA)
    assert finding.found(page, None) == ()


def test_rows_of_letters_are_found_without_an_engine() -> None:
    page = _page()
    cv2.putText(page, "FRONT VIEW", (240, 400), cv2.FONT_HERSHEY_DUPLEX, 0.9, INK, 1, cv2.LINE_AA)
    texts = _of(finding.found(page, None), "text")
    assert texts
    assert all(label.text == "" for label in texts)
    assert distance(texts[0].quad, (250, 390)) == 0
    assert distance(texts[-1].quad, (385, 390)) == 0


def test_quads_grow_by_as_much_on_every_side() -> None:
    quad: Quad = around(np.array([10.0, 10]), np.array([70.0, 90]), 5, 3)
    larger = np.asarray(grown(quad, 4))
    sides = [math.dist(a, b) for a, b in pairwise([*larger, larger[0]])]
    assert sides == pytest.approx([114, 18, 114, 18], abs=0.1)
