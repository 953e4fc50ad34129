"""Captions, bubbles and signs: where they are, that they fit, and that only they change."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backends.base import DrawRequest, Figure
from backends.draft.painter import paint
from studio.lettering.geometry.quads import checked
from studio.lettering.places import captions, sign
from studio.lettering.places.whole_lettering import arrange
from studio.lettering.records import (
    CASES,
    Case,
    Kind,
    LetteringRecord,
    Look,
    Placement,
    PlaceUnusable,
    Setting,
    from_json,
    to_json,
)
from studio.lettering.seeing.draft_tag import has_tag
from studio.lettering.setting import paper
from studio.lettering.setting.ink import set_words
from tests.studio.lettering.drawing import Array, Scene, drawn

LOOK = Look()


def _place(quad: Array) -> Placement:
    return Placement("panel", tuple((float(x), float(y)) for x, y in quad))


def _changed(before: Array, after: Array) -> Array:
    return np.asarray((before != after).any(-1))


@pytest.mark.parametrize("top", [False, True])
@pytest.mark.parametrize("text", ["No.", "Have you tried turning it off and on again, or on and off?", "x" * 40])
def test_a_caption_runs_along_an_edge_and_leaves_the_rest(top: bool, text: str) -> None:
    picture, _ = drawn(Scene())
    setting = captions.caption(picture.shape, text, LOOK, top=top)
    lettered = set_words(picture, LetteringRecord(settings=(setting,)))
    rows = np.flatnonzero(_changed(picture, lettered).all(1))
    assert len(rows) <= 0.21 * len(picture)
    assert rows.min() == 0 if top else rows.max() == len(picture) - 1
    rest = np.ones(len(picture), bool)
    rest[max(rows.min() - 4, 0) : rows.max() + 5] = False
    assert (lettered[rest] == picture[rest]).all()
    assert (lettered[rows].min(-1) < 60).any(), "there are words on it"


@pytest.mark.parametrize("text", ["No.", "It works on my machine", "One long sentence after another, " * 6])
@pytest.mark.parametrize("shape", [(600, 600), (400, 900), (900, 500)])
def test_words_fill_a_bar(text: str, shape: tuple[int, int]) -> None:
    picture = np.full((*shape, 3), 90, np.uint8)
    record = LetteringRecord(settings=(captions.caption(picture.shape, text, LOOK),))
    lettered = set_words(picture, record)
    top = round(record.settings[0].placement.quad[0][1])
    bar = lettered[max(top + 6, 0) :]
    inked = np.flatnonzero((bar.max(-1) < 90).any(1))
    assert 0.55 < (inked[-1] - inked[0] + 1) / (len(picture) - top) < 0.8
    middle = (inked[-1] + inked[0]) / 2 + 6
    assert middle == pytest.approx((len(picture) - top) / 2, abs=0.1 * len(bar) + 2)


def test_a_bar_leaves_the_tag_of_a_draft_free() -> None:
    request = DrawRequest(
        "job", "studio", "", 3, 768, 768, scene="Milo codes", plate="south", figures=(Figure("Milo"),)
    )
    picture = np.asarray(paint(request))
    assert has_tag(picture)
    assert captions.top_is_freer(picture)
    assert arrange(picture, ("one",), LOOK, "caption").settings[0].placement.quad[0][1] < 0
    plain, _ = drawn(Scene())
    assert not has_tag(plain)
    assert arrange(plain, ("one",), LOOK, "caption").settings[0].placement.quad[0][1] > 0


def test_a_bubble_is_beside_its_speaker_and_its_tail_goes_there() -> None:
    picture, quad = drawn(Scene(size=0.22))
    speaker = _place(quad)
    setting = captions.bubble(picture, "It works on my machine", LOOK, speaker)
    assert setting.tail is not None
    body = paper.bubble_outline(checked(setting.placement.quad)).astype(np.float32)
    for corner in (*quad, quad.mean(0)):
        assert cv2.pointPolygonTest(body, (float(corner[0]), float(corner[1])), True) < 0, "not over the words"
    assert body.min() >= 0
    assert body.max() < 640
    head = np.array([320, 0.62 * 640 - 1.01 * 0.22 * 640])
    away = np.hypot(*((np.array(setting.tail) - head) / (0.42 * 0.22 * 640, 0.5 * 0.22 * 640)))
    assert 1.05 < away < 2.4, "before the head, and not far from it"
    way, rest = head - body.mean(0), head - setting.tail
    assert way @ rest / np.hypot(*way) / np.hypot(*rest) > 0.97, "towards the mouth"
    lettered = set_words(picture, LetteringRecord(settings=(setting,)))
    x, y = (round(v) for v in setting.tail)
    assert _changed(picture, lettered)[y - 6 : y + 7, x - 6 : x + 7].any()
    words = lettered[_changed(picture, lettered)]
    assert (words.min(-1) > 235).mean() > 0.4
    assert (words.max(-1) < 60).mean() > 0.05


def test_a_bubble_goes_where_it_is_put() -> None:
    picture, _ = drawn(Scene())
    setting = captions.bubble(picture, "Here", LOOK, at=(200, 120), tail=(320, 200))
    assert np.allclose(np.mean(setting.placement.quad, 0), (200, 120), atol=0.02)
    assert setting.tail == pytest.approx((320, 200))
    blank = np.full((300, 300, 3), 130, np.uint8)
    assert captions.bubble(blank, "Here", LOOK, at=(200, 120)).tail is None


@given(
    st.tuples(st.floats(-300, 900), st.floats(-300, 900)),
    st.tuples(st.floats(-300, 900), st.floats(-300, 900)),
    st.integers(12, 200),
    st.integers(12, 200),
)
@settings(max_examples=25, deadline=None)
def test_bubbles_anywhere_are_no_trouble(
    at: tuple[float, float], tail: tuple[float, float], wide: int, high: int
) -> None:
    picture = np.full((high, wide, 3), 120, np.uint8)
    setting = captions.bubble(picture, "Anywhere at all", LOOK, at=at, tail=tail)
    lettered = set_words(picture, LetteringRecord(settings=(setting,)))
    assert lettered.shape == picture.shape


@pytest.mark.parametrize(("turn", "lean"), [(0, 0), (9, 0.12), (-18, 0.2)])
@pytest.mark.parametrize("colour", [(246, 240, 230), (80, 190, 250), (24, 30, 40)])
def test_a_sign_is_the_quad_of_one_colour_under_the_point(
    turn: float, lean: float, colour: tuple[int, int, int]
) -> None:
    scene = Scene(turn=turn, lean=lean, piping=None, size=0.4)
    picture, quad = drawn(scene)
    flat = cv2.fillConvexPoly(
        np.zeros(picture.shape[:2], np.uint8), np.round(quad * 16).astype(np.int32), 255, cv2.LINE_AA, 4
    )
    share = flat[..., None] / 255
    board = (np.full_like(picture, (150, 120, 96)) * (1 - share) + np.array(colour) * share).astype(np.uint8)
    found = sign.quad_at(board, *(quad.mean(0) + np.array([20, 10])))
    assert found.method == "sign"
    assert np.abs(np.array(found.quad) - quad).max() < 1.5
    lettered = set_words(board, LetteringRecord(settings=(Setting("OPEN", found),)))
    change = np.abs(lettered[flat == 255].astype(int) - colour).max(-1)
    assert (change > 90).mean() > 0.05, "ink that can be seen"
    assert (lettered[flat == 0] == board[flat == 0]).all()


def _behind(covered: tuple[int, int, int, int]) -> Array:
    """A whiteboard from (80, 60) to (560, 300) on a wall, and a figure (left, top, right, bottom) in front of it."""
    room = np.full((480, 640, 3), (110, 100, 96), np.uint8)
    cv2.rectangle(room, (74, 54), (566, 306), (60, 60, 66), -1)
    cv2.rectangle(room, (80, 60), (560, 300), (232, 236, 240), -1)
    left, top, right, bottom = covered
    cv2.ellipse(room, ((left + right) // 2, top + 60), ((right - left) // 3, 60), 0, 0, 360, (206, 160, 130), -1)
    cv2.ellipse(
        room, ((left + right) // 2, bottom), ((right - left) // 2, bottom - top - 100), 0, 0, 360, (40, 50, 90), -1
    )
    return room


@pytest.mark.parametrize("covered", [(200, 120, 440, 480), (420, 100, 640, 480), (20, 90, 240, 480)])
def test_a_sign_that_somebody_stands_before_has_its_words_where_it_is_seen(covered: tuple[int, int, int, int]) -> None:
    picture = _behind(covered)
    found = sign.quad_at(picture, 500 if covered[0] < 200 else 110, 80)
    quad = np.array(found.quad)
    assert (quad.min(0) >= (78, 58)).all()
    assert (quad.max(0) <= (562, 302)).all()
    mask = cv2.fillConvexPoly(np.zeros(picture.shape[:2], np.uint8), np.round(quad).astype(np.int32), 1) > 0
    assert (picture[mask].min(-1) > 200).mean() > 0.97
    assert mask.sum() > 0.15 * 480 * 240


def test_a_dark_screen_is_a_sign_and_a_wall_between_things_is_none() -> None:
    room = np.full((480, 640, 3), (70, 76, 96), np.uint8)
    cv2.rectangle(room, (0, 360), (640, 480), (120, 84, 60), -1)
    cv2.rectangle(room, (0, 60), (250, 76), (110, 80, 60), -1)
    cv2.rectangle(room, (390, 190), (560, 300), (20, 22, 30), -1)
    cv2.circle(room, (200, 280), 90, (150, 140, 120), -1)
    screen = sign.quad_at(room, 420, 210)
    assert np.abs(np.array(screen.quad) - [(390, 190), (560, 190), (560, 300), (390, 300)]).max() < 2
    for point in ((300, 120), (60, 200), (600, 330)):
        with pytest.raises(PlaceUnusable) as caught:
            sign.quad_at(room, *point)
        assert "by hand" in caught.value.notice.remedy


@pytest.mark.parametrize("point", [(320, 60), (-5, 20), (320, 250)])
def test_where_no_sign_is_it_is_said(point: tuple[float, float]) -> None:
    picture, _ = drawn(Scene(panel=False))
    noise = np.random.default_rng(1).integers(0, 256, picture.shape).astype(np.uint8)
    with pytest.raises(PlaceUnusable, match="no sign"):
        sign.quad_at(noise, *point)


texts = st.sampled_from(["PEBKAC", "It's always DNS", "Go away or I will replace you with a shell script"])
looks = st.builds(
    Look,
    case=st.sampled_from(CASES),
    font=st.sampled_from(["", "roboto-slab", "comic-neue", "lobster"]),
    ink=st.sampled_from(["auto", "#c8102e", "#f7f6f2"]),
    halo=st.sampled_from(["auto", "on", "off"]),
)


@given(texts, looks, st.sampled_from(["print", "caption", "bubble"]), st.integers(0, 20))
@settings(max_examples=30, deadline=None)
def test_a_record_gives_the_same_bytes_again(text: str, look: Look, kind: Kind, turn: int) -> None:
    picture, _ = drawn(Scene(side=256, turn=turn, seed=turn))
    record = arrange(picture, (text,), look, kind)
    once = set_words(picture, record)
    again = from_json(to_json(record))
    assert again == record
    assert (set_words(picture.copy(), again) == once).all()
    assert (once != picture).any()


@pytest.mark.parametrize("case", CASES)
def test_every_case_stays_within_its_place(case: Case) -> None:
    picture, quad = drawn(Scene(turn=8))
    for font in ("", "lobster"):
        record = LetteringRecord(settings=(Setting("Works On My Machine", _place(quad)),), look=Look(case, font))
        lettered = set_words(picture, record)
        inside = cv2.fillConvexPoly(np.zeros(picture.shape[:2], np.uint8), np.round(quad).astype(np.int32), 1) > 0
        assert (lettered[~inside] == picture[~inside]).all()


def test_several_texts_are_arranged_each_its_own_way() -> None:
    picture, quad = drawn(Scene(size=0.22))
    top, low = (arrange(picture, ("one", "two"), LOOK, "caption").settings[n].placement.quad for n in (1, 0))
    assert top[2][1] < low[0][1]
    bubbles = arrange(picture, ("one", "two"), LOOK, "bubble").settings
    assert [one.kind for one in bubbles] == ["bubble", "bubble"]
    pointed = arrange(picture, ("one",), LOOK, "print", (float(quad.mean(0)[0]), float(quad.mean(0)[1])))
    assert pointed.settings[0].placement.method == "sign"
