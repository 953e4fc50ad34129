"""What parts figures, measures them and frames them is told from what is drawn, also where figures touch it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.datasets.records import Box, Label
from studio.datasets.sheets import grounds
from studio.datasets.sheets.banners import banners_in
from studio.datasets.sheets.frames import with_frames
from studio.datasets.sheets.printed.ticks import ticks_at
from studio.datasets.sheets.rules import Rules
from studio.datasets.sheets.understanding import understand
from tests.studio.datasets.sheets.making.truth import Array

BODY, INK = (60, 120, 160), (40, 40, 40)


def blank(width: int = 600, height: int = 400) -> Array:
    return np.full((height, width, 3), 250, np.uint8)


def test_rules_that_figures_stand_over_still_part_them() -> None:
    picture = blank(900, 800)
    for at in (297, 303, 597, 603):
        cv2.line(picture, (at, 0), (at, 799), INK, 2)
    for at in (397, 403):
        cv2.line(picture, (0, at), (899, at), INK, 2)
    boxes = [Box(150 + 300 * column - 60, top, 121, 341) for top in (60, 430) for column in range(3)]
    for box in boxes:
        cv2.ellipse(picture, (box.x + 60, box.y + 170), (60, 170), 0, 0, 360, BODY, -1)
    # Stands in the upper row, and hides the rule below it.
    for column in range(3):
        cv2.ellipse(picture, (150 + 300 * column, 400), (80, 16), 0, 0, 360, (90, 160, 90), -1)
    found = [figure.box for figure in understand(picture).figures]
    assert len(found) == 6
    assert [(box.x, box.width) for box in found[3:]] == [pytest.approx((box.x, box.width), abs=4) for box in boxes[3:]]


def test_some_of_the_rules_are_not_the_grid() -> None:
    picture = blank(900, 400)
    cv2.line(picture, (450, 0), (450, 399), INK, 2)
    for x in (110, 340, 560, 790):
        cv2.ellipse(picture, (x, 200), (70, 150), 0, 0, 360, BODY, -1)
    assert [figure.box.x for figure in understand(picture).figures] == pytest.approx([40, 270, 490, 720], abs=3)


@pytest.mark.parametrize("corner", [0, 22])
def test_frames_with_round_corners_part_figures_and_are_none(corner: int) -> None:
    picture = blank(640, 900)
    boxes = []
    for y in (20, 310, 600):
        for x in (20, 330):
            frame: Array = np.zeros(picture.shape[:2], np.uint8)
            inner = Box(x + corner, y + corner, 288 - 2 * corner, 268 - 2 * corner)
            cv2.rectangle(frame, (inner.x, inner.y), (inner.x + inner.width, inner.y + inner.height), 1, -1)
            frame = cv2.dilate(frame, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * corner + 1,) * 2))
            picture[cv2.morphologyEx(frame, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0] = INK
            cv2.ellipse(picture, (x + 144, y + 140), (50, 100), 0, 0, 360, BODY, -1)
            boxes.append(Box(x + 94, y + 40, 101, 201))
    found = [figure.box for figure in understand(picture).figures]
    assert found == [pytest.approx(box, abs=4) for box in boxes]


def test_a_ring_and_a_panel_are_no_frames() -> None:
    ink = np.zeros((600, 600), bool)
    ring = cv2.circle(np.zeros((600, 600), np.uint8), (140, 140), 100, 1, 3) > 0
    ink |= ring
    ink[300:500, 300:520] = True
    rules = with_frames(Rules(np.zeros_like(ink), (), ()), ink)
    assert not rules.marked.any()


def test_ticks_go_with_their_ruler() -> None:
    rulers = np.zeros((800, 600), bool)
    rulers[100:400, 200:203] = True
    drawn = np.zeros_like(rulers)
    drawn[100:400, 212:400] = True
    drawn[250:253, 192:200] = True
    thin = np.zeros_like(rulers)
    thin[250:253, 203:212] = True
    thin[150:190, 203:212] = True
    gone = ticks_at(rulers, drawn, thin)
    assert gone.sum() == 3 * 8 + 3 * 9
    assert gone[251, 195]
    assert gone[251, 205]


def test_a_ruler_that_touches_a_figure_goes_with_its_ticks() -> None:
    picture = blank(600, 800)
    for y in (200, 600):
        cv2.ellipse(picture, (300, y), (90, 150), 0, 0, 360, BODY, -1)
    cv2.line(picture, (204, 50), (204, 350), INK, 2)
    for y in range(50, 351, 50):
        cv2.line(picture, (196, y), (212, y), INK, 2)
    assert understand(picture).figures[0].box == pytest.approx(Box(210, 50, 181, 301), abs=4)


def test_a_tail_is_no_ruler() -> None:
    picture = blank()
    cv2.ellipse(picture, (280, 200), (80, 150), 0, 0, 360, BODY, -1)
    cv2.ellipse(picture, (364, 260), (30, 45), 0, -80, 80, BODY, 9)
    box = understand(picture).figures[0].box
    assert box.x + box.width == pytest.approx(399, abs=3)


def test_a_banner_is_seen_on_a_ground_of_lines() -> None:
    picture = blank()
    picture[::20] = 236
    picture[350:] = BODY
    (banner,) = banners_in(grounds.lab_of(picture))
    assert banner == pytest.approx(Box(0, 350, 600, 50), abs=3)


def test_an_arm_that_an_arrow_crosses_stays() -> None:
    picture = blank()
    cv2.ellipse(picture, (280, 200), (80, 150), 0, 0, 360, BODY, -1)
    cv2.line(picture, (350, 200), (420, 150), (170, 110, 70), 5)
    cv2.line(picture, (350, 150), (460, 180), INK, 2)
    arrow = Label("arrow", ((343, 138), (466, 172), (463, 190), (340, 156)))
    box = understand(picture, [arrow]).figures[0].box
    assert box.x + box.width == pytest.approx(422, abs=4)
