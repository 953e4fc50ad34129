"""Sheets are cut into their figures, and whatever else is given is told of and never breaks anything."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.datasets.records import Box
from studio.datasets.sheets.understanding import understand
from tests.studio.datasets.sheets.making.sheets import sheet
from tests.studio.datasets.sheets.making.truth import Array


def overlap(one: Box, other: Box) -> float:
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(0, width) * max(0, height)
    return shared / (one.width * one.height + other.width * other.height - shared)


@pytest.mark.parametrize("seed", [2, 30])
def test_every_figure_is_cut_out(seed: int) -> None:
    made = sheet(seed)
    found = understand(made.pixels)
    assert abs(found.degrees - made.degrees) < 0.15
    truths = made.boxes(found.degrees)
    assert len(found.figures) == len(truths)
    assert all(max(overlap(truth, figure.box) for figure in found.figures) >= 0.95 for truth in truths)


def blank(width: int = 600, height: int = 400) -> Array:
    return np.full((height, width, 3), 250, np.uint8)


def test_a_missing_figure_is_a_doubt() -> None:
    picture = blank()
    cv2.line(picture, (300, 0), (300, 399), (90, 90, 90), 2)
    cv2.ellipse(picture, (150, 200), (60, 120), 0, 0, 360, (200, 80, 60), -1)
    assert understand(blank()).doubts == ("no figure was found",)
    assert understand(picture).figures[0].box == pytest.approx(Box(90, 80, 121, 241), abs=3)


def test_figures_that_touch_are_cut_apart_and_told_of() -> None:
    picture = blank()
    for x in (150, 300, 450):
        cv2.ellipse(picture, (x, 200), (60, 150), 0, 0, 360, (60, 120, 160), -1)
    cv2.line(picture, (150, 260), (300, 260), (60, 120, 160), 14)
    found = understand(picture)
    assert [round(figure.box.x / 10) for figure in found.figures] == pytest.approx([9, 24, 39], abs=2)
    assert found.doubts == ("figures that touch each other were cut apart: figures 1, 2",)


@given(
    st.integers(1, 300),
    st.integers(1, 300),
    st.sampled_from(("plain", "noise", "photograph", "ramp", "lines")),
    st.integers(0, 99),
)
@settings(max_examples=40, deadline=None)
def test_no_picture_breaks_it(width: int, height: int, kind: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    picture: Array = np.full((height, width, 3), rng.integers(0, 256, 3), np.uint8)
    if kind == "noise":
        picture = rng.integers(0, 256, (height, width, 3)).astype(np.uint8)
    if kind == "photograph":
        picture = cv2.resize(rng.integers(0, 256, (4, 4, 3)).astype(np.uint8), (width, height))
    if kind == "ramp":
        picture[:] = np.linspace(0, 255, width).astype(np.uint8)[None, :, None]
    if kind == "lines":
        picture[:: int(rng.integers(2, 20))] = 0
    found = understand(picture)
    assert (found.width, found.height) == (width, height)
    for figure in found.figures:
        x, y, wide, high = figure.box
        assert x >= 0 and y >= 0 and wide > 0 and high > 0 and x + wide <= width and y + high <= height  # noqa: PT018
    assert found.figures or found.doubts


def test_a_thread_of_a_picture_is_told_of() -> None:
    assert understand(np.zeros((3, 10_000, 3), np.uint8)).doubts
