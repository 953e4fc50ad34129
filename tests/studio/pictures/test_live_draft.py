"""The live draft is a small picture of the scene with its words, from a process that may die."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from multiprocessing import active_children
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.draft.painter import chests
from studio.lettering.records import Look
from studio.pictures.live_draft import LEAST_SIDE, SIDE, DraftFailed, LiveOrder, LivePainter, order_of, small_size
from studio.scenes import stock
from studio.scenes.scene import Scene
from studio.scenes.understanding import understand

GOODS = stock.load(Path("/nonexistent"))


def order(text: str, *sayings: str, look: Look | None = None, size: tuple[int, int] = (1024, 1024)) -> LiveOrder:
    return order_of(understand(Scene(text=text, sayings=sayings, size=size), GOODS), look or Look())


@pytest.fixture(scope="module")
def painter() -> Iterator[LivePainter]:
    one = LivePainter()
    yield one
    one.close()
    assert not active_children()


@given(st.integers(256, 2048), st.integers(256, 2048))
def test_a_draft_has_the_proportions_of_the_scene_and_is_small(width: int, height: int) -> None:
    across, down = small_size(width, height)
    assert min(across, down) >= LEAST_SIDE - 1
    assert max(across, down) == SIDE or min(across, down) == LEAST_SIDE
    assert across / down == pytest.approx(width / height, rel=0.01)


def test_the_scene_is_painted_with_each_saying_on_its_shirt(painter: LivePainter) -> None:
    text = "Milo explains to James at the whiteboard"
    blank = painter.paint(order(text, "x", "x"))
    lettered = painter.paint(order(text, "It was DNS", "Surely not"))
    assert blank.pixels.shape == lettered.pixels.shape == (SIDE, SIDE, 3)
    assert (blank.remark, lettered.remark) == ("", "")
    different = (blank.pixels != lettered.pixels).any(2)
    panels = [place for place in chests(order(text, "x", "x").request) if place.kind == "panel"]
    assert {place.who for place in panels} == {"Milo", "James"}
    for place in panels:
        shirt = cv2.fillPoly(np.zeros((SIDE, SIDE), np.uint8), [np.rint(place.quad).astype(np.int32)], 1) > 0
        assert different[shirt].any()
        different &= ~cv2.dilate(shirt.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    assert not different.any()


def test_the_same_scene_gives_the_same_draft_and_the_room_stays_while_one_writes(painter: LivePainter) -> None:
    one, more = painter.paint(order("Milo by the racks")), painter.paint(order("Milo by the racks with"))
    assert np.array_equal(one.pixels, more.pixels)
    assert one.digest == more.digest != painter.paint(order("Milo asleep")).digest


def test_words_that_cannot_be_set_are_left_out_and_said(painter: LivePainter) -> None:
    draft = painter.paint(order("Milo reads", "RTFM", look=Look(font="no such face")))
    assert draft.pixels.shape == (SIDE, SIDE, 3)
    assert "no such face" in draft.remark


def test_what_the_painter_cannot_paint_is_told_and_logged_once(
    painter: LivePainter, caplog: pytest.LogCaptureFixture
) -> None:
    good = order("Milo reads")
    bad = msgspec.structs.replace(good, request=msgspec.structs.replace(good.request, width="wide"))
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            with pytest.raises(DraftFailed, match="TypeError"):
                painter.paint(bad)
    assert len(caplog.records) == 1
    assert painter.paint(good).pixels.any()


def test_a_process_that_was_killed_is_replaced(painter: LivePainter) -> None:
    painter.paint(order("Milo reads"))
    for child in active_children():
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
    assert painter.paint(order("Milo reads a book")).pixels.any()


def test_a_painter_that_rests_begins_again_and_one_that_is_closed_does_not() -> None:
    others = {*active_children()}
    painter = LivePainter()
    painter.paint(order("Milo reads"))
    painter.rest()
    assert {*active_children()} == others
    painter.paint(order("Milo reads"))
    painter.close()
    assert {*active_children()} == others
    with pytest.raises(DraftFailed):
        painter.paint(order("Milo reads"))
