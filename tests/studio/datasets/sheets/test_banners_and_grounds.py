"""Banners, grounds and print are told from what is drawn, and what is drawn from them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from studio.datasets.records import Box, Label
from studio.datasets.sheets import grounds
from studio.datasets.sheets.banners import banners_in
from studio.datasets.sheets.understanding import understand
from tests.studio.datasets.sheets.making.truth import Array

BODY, INK = (60, 120, 160), (40, 40, 40)


def blank(width: int = 900, height: int = 1000) -> Array:
    return np.full((height, width, 3), 250, np.uint8)


def figures(picture: Array, xs: tuple[int, ...], ys: tuple[int, ...]) -> None:
    for y in ys:
        for x in xs:
            cv2.ellipse(picture, (x, y), (40, 70), 0, 0, 360, BODY, -1)


@pytest.mark.parametrize("thin", [1, 3])
def test_a_row_of_cells_behind_a_rule_is_no_banner(thin: int) -> None:
    picture = blank()
    picture[:90] = (214, 226, 214)
    figures(picture, (150, 450, 750), (190, 420, 650, 890))
    # Double rules, as of tables.
    for y in (300, 535, 800):
        for at in (y - thin - 3, y + thin + 3):
            cv2.line(picture, (0, at), (899, at), INK, thin)
    for x in (300, 600):
        cv2.line(picture, (x, 90), (x, 999), INK, thin)
    (banner,) = banners_in(grounds.lab_of(picture))
    assert banner == pytest.approx(Box(0, 0, 900, 90), abs=3)
    assert len(understand(picture).figures) == 12


def test_a_title_block_with_lines_in_it_is_a_banner() -> None:
    picture = blank()
    figures(picture, (150, 450, 750), (200, 600))
    cv2.line(picture, (0, 850), (899, 850), INK, 3)
    for x in (250, 700):
        cv2.line(picture, (x, 850), (x, 999), INK, 3)
    (banner,) = banners_in(grounds.lab_of(picture))
    assert banner == pytest.approx(Box(0, 848, 900, 152), abs=4)


def test_a_banner_is_seen_beside_stripes_of_two_colours() -> None:
    picture = blank()
    x, y = np.meshgrid(np.arange(900), np.arange(1000))
    picture[((x + y) // 40) % 3 == 0] = (226, 220, 220)
    picture[:100] = (240, 214, 190)
    (banner,) = banners_in(grounds.lab_of(picture))
    assert banner == pytest.approx(Box(0, 0, 900, 100), abs=3)


def test_a_pale_banner_ends_where_a_pattern_begins() -> None:
    picture = blank()
    picture[::40] = picture[:, ::40] = 236
    picture[:170] = (232, 240, 232)
    (banner,) = banners_in(grounds.lab_of(picture))
    assert banner == pytest.approx(Box(0, 0, 900, 170), abs=3)


def test_where_two_rows_of_checks_run_together_there_is_no_banner() -> None:
    x, y = np.meshgrid(np.arange(910), np.arange(1000))
    picture = np.where(((x // 70 + y // 70) % 2 == 0)[..., None], np.uint8(242), np.uint8(228)).repeat(3, axis=2)
    # Twelve rows of checks below each other, of which a scan smoothed one seam.
    picture[839:841] = 235
    figures(picture, (250, 650), (300, 600))
    assert not banners_in(grounds.lab_of(picture))


def test_the_corners_of_a_vignette_are_ground() -> None:
    x, y = np.meshgrid(np.linspace(-1, 1, 900), np.linspace(-1, 1, 1400))
    share = ((x * x + y * y) / 2)[..., None]
    picture = np.rint(np.array((248, 244, 236)) * (1 - share) + np.array((216, 208, 196)) * share).astype(np.uint8)
    figures(picture, (250, 650), (300, 700, 1100))
    assert all(figure.box.width < 90 and figure.box.height < 150 for figure in understand(picture).figures)


def test_a_frame_along_the_edges_is_no_colour_of_the_ground() -> None:
    picture = blank()
    # A pale body in the colour of the frame.
    cv2.rectangle(picture, (12, 12), (887, 987), (218, 218, 218), 4)
    cv2.ellipse(picture, (450, 500), (150, 300), 0, 0, 360, (218, 218, 218), -1)
    cv2.ellipse(picture, (450, 420), (100, 60), 0, 0, 360, INK, -1)
    assert understand(picture).figures[0].box == pytest.approx(Box(300, 200, 301, 601), abs=5)


def test_a_pale_tail_on_pale_ground_is_the_figures() -> None:
    picture = np.full((1500, 1600, 3), (244, 236, 222), np.uint8)
    cv2.ellipse(picture, (620, 600), (120, 140), 0, -90, 90, (248, 244, 238), 36)
    cv2.ellipse(picture, (450, 450), (170, 300), 0, 0, 360, (248, 244, 238), -1)
    cv2.ellipse(picture, (450, 450), (170, 300), 0, 0, 360, INK, 5)
    done, pressed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 80])
    shown = cv2.imdecode(pressed, cv2.IMREAD_COLOR)
    assert done
    assert shown is not None
    assert understand(np.asarray(shown)).figures[0].box == pytest.approx(Box(277, 147, 482, 611), abs=6)


def test_a_hem_that_was_taken_for_a_ruler_stays() -> None:
    picture = blank(600, 900)
    cv2.polylines(picture, [np.array([(260, 250), (340, 250), (390, 500), (210, 500)])], True, INK, 4)
    cv2.circle(picture, (300, 180), 70, BODY, -1)
    for x in (225, 320):
        cv2.rectangle(picture, (x, 502), (x + 55, 700), BODY, -1)
    label = Label("ruler", ((205, 492), (395, 492), (395, 508), (205, 508)))
    assert understand(picture, [label]).figures[0].box == pytest.approx(Box(208, 110, 185, 591), abs=4)


def test_an_emblem_goes_with_its_words() -> None:
    picture = blank()
    figures(picture, (250, 650), (450, 750))
    cv2.circle(picture, (240, 120), 45, INK, 6, cv2.LINE_AA)
    cv2.putText(picture, "LITTLE CLAY CO", (320, 135), cv2.FONT_HERSHEY_DUPLEX, 1.4, INK, 2, cv2.LINE_AA)
    assert [figure.box.y for figure in understand(picture).figures] == pytest.approx([380, 380, 680, 680], abs=3)


def test_figures_that_stand_close_one_over_the_other_are_two() -> None:
    picture = blank(500, 900)
    for y in (225, 672):
        cv2.ellipse(picture, (250, y), (110, 215), 0, 0, 360, BODY, -1)
    assert [figure.box.y for figure in understand(picture).figures] == pytest.approx([10, 457], abs=3)


def test_a_ruler_and_words_that_enclose_the_ground_with_a_figure_are_none_of_it() -> None:
    picture = blank(600, 900)
    cv2.ellipse(picture, (320, 450), (110, 300), 0, 0, 360, BODY, -1)
    cv2.line(picture, (190, 150), (190, 750), INK, 3)
    for y in (150, 400, 500, 750):
        cv2.line(picture, (180, y), (225, y), INK, 3)
    label = Label("ruler", ((178, 148), (202, 148), (202, 752), (178, 752)))
    assert understand(picture, [label]).figures[0].box == pytest.approx(Box(210, 150, 221, 601), abs=4)
