"""Words become pixels: only where they stand, in front of the cloth and behind the hand, the same every time."""

from __future__ import annotations

import cv2
import msgspec
import numpy as np
import pytest

from studio.lettering.records import (
    GlyphsMissing,
    InkUnknown,
    LetteringRecord,
    Look,
    Method,
    Placement,
    PlaceUnusable,
    Setting,
    from_json,
    to_json,
)
from studio.lettering.setting.contrast import DARK, LIGHT
from studio.lettering.setting.ink import set_words
from tests.studio.lettering.drawing import Array, Scene, drawn


def _record(quad: Array, text: str = "PEBKAC", look: Look | None = None, method: Method = "panel") -> LetteringRecord:
    place = Placement(method, tuple((float(x), float(y)) for x, y in quad), 1.0)
    return LetteringRecord(settings=(Setting(text, place),), look=look or Look())


def _ink(before: Array, after: Array) -> Array:
    return np.asarray(np.abs(before.astype(int) - after).max(-1) > 24)


def _flat(quad: Array, picture: Array) -> Array:
    corners = np.array([[0, 0], [300, 0], [300, 200], [0, 200]], np.float32)
    return cv2.warpPerspective(picture, cv2.getPerspectiveTransform(quad.astype(np.float32), corners), (300, 200))


@pytest.mark.parametrize(
    "scene", [Scene(), Scene(turn=25, lean=0.15), Scene(piping=None), Scene(shade=0.4), Scene(size=0.12)]
)
def test_words_fill_the_panel_and_nothing_else_changes(scene: Scene) -> None:
    picture, quad = drawn(scene)
    kept = picture.copy()
    lettered = set_words(picture, _record(quad))
    assert (picture == kept).all(), "the picture that was given is left alone"
    inside = cv2.fillConvexPoly(np.zeros(picture.shape[:2], np.uint8), np.round(quad).astype(np.int32), 1) > 0
    assert (lettered[~inside] == picture[~inside]).all()
    ink = _flat(quad, _ink(picture, lettered).astype(np.uint8) * 255) > 127
    ys, xs = np.nonzero(ink)
    assert np.ptp(xs) > 0.75 * 300
    assert abs(xs.min() + xs.max() - 300) < 24, "in the middle"
    assert abs(ys.min() + ys.max() - 200) < 24


def test_the_record_gives_the_same_bytes_again() -> None:
    picture, quad = drawn(Scene(turn=12, shade=0.3))
    record = _record(quad, "It's not a bug", Look(case="upper", halo="on"))
    once = set_words(picture, record)
    assert (set_words(picture.copy(), from_json(to_json(record))) == once).all()


@pytest.mark.parametrize(("method", "moved"), [("panel", 0), ("hand", 2)])
def test_a_hand_stays_in_front(method: Method, moved: int) -> None:
    scene = Scene(hand=True)
    picture, quad = drawn(scene)
    lettered = set_words(picture, _record(quad + moved, "HAVE YOU TRIED TURNING IT OFF AND ON", method=method))
    skin = (np.abs(picture.astype(int) - (205, 150, 120)).max(-1) < 25) & (picture[..., 2] < 150)
    assert skin.sum() > 2000
    assert not (_ink(picture, lettered) & skin).any()
    assert _ink(picture, lettered).sum() > 1000


def test_shade_shows_through_the_ink() -> None:
    picture, quad = drawn(Scene(shade=0.5, piping=None))
    lettered = set_words(picture, _record(quad, "IIIIIIIIIIII", Look(ink="#ff4040")))
    ys, xs = np.nonzero(_ink(picture, lettered) & (lettered[..., 0] > 1.5 * lettered[..., 1].astype(int)))
    left, right = xs < np.percentile(xs, 15), xs > np.percentile(xs, 85)
    assert lettered[ys[left], xs[left], 0].mean() > 1.08 * lettered[ys[right], xs[right], 0].mean()


@pytest.mark.parametrize(("shirt", "dark"), [((20, 22, 30), False), ((240, 220, 90), True), ((250, 250, 250), True)])
def test_ink_is_dark_or_light_by_contrast(shirt: tuple[int, int, int], dark: bool) -> None:
    picture, quad = drawn(Scene(panel=False, shirt=shirt))
    lettered = set_words(picture, _record(quad, method="shirt"))
    changed = _ink(picture, lettered)
    assert (lettered[changed].mean() < 110) == dark


def test_a_halo_is_there_where_it_is_asked_for_or_needed() -> None:
    picture, quad = drawn(Scene(panel=False, shirt=(120, 120, 122)))
    bare = set_words(picture, _record(quad, look=Look(halo="off"), method="shirt"))
    ringed = set_words(picture, _record(quad, look=Look(halo="on"), method="shirt"))
    assert _ink(picture, ringed).sum() > 1.2 * _ink(picture, bare).sum()
    on_white, panel = drawn(Scene())
    plain = set_words(on_white, _record(panel, look=Look(halo="off")))
    assert (set_words(on_white, _record(panel)) == plain).all(), "no halo on white"


def test_on_any_ground_words_keep_their_full_ink_and_stand_out_from_it() -> None:
    chance = np.random.default_rng(4)
    small = chance.integers(0, 256, (12, 12, 3), dtype=np.uint8)
    picture = cv2.resize(small, (480, 480), interpolation=cv2.INTER_CUBIC)
    quad = np.array([[60, 160], [420, 160], [420, 320], [60, 320]], np.float64)
    record = _record(quad, "PEBKAC", method="centre")
    lettered = set_words(picture, record)
    ink = (lettered == LIGHT).all(-1) | (lettered == DARK).all(-1)
    changed = (lettered != picture).any(-1)
    assert ink.sum() > 0.4 * changed.sum(), "ink and halo are flat, whatever light is on the ground"
    assert (lettered[:100] == picture[:100]).all()
    assert (lettered[400:] == picture[400:]).all()


def test_records_of_the_first_format_look_as_they_did() -> None:
    panel, quad = drawn(Scene(shade=0.4))
    shirt, chest = drawn(Scene(panel=False, shade=0.4))
    cases: list[tuple[Array, Array, Method, bool]] = [(panel, quad, "panel", True), (shirt, chest, "shirt", False)]
    for picture, place, method, same in cases:
        record = _record(place, method=method)
        first = set_words(picture, msgspec.structs.replace(record, format=1))
        assert (first == set_words(picture, record)).all() == same


def test_a_place_made_by_hand_is_filled_whatever_is_there_since_the_third_format() -> None:
    picture = np.full((400, 400, 3), (40, 44, 70), np.uint8)
    picture[150:250, 60:130] = (170, 150, 90)
    picture[150:250, 270:340] = (20, 160, 60)
    quad = np.array([[60, 150], [340, 150], [340, 250], [60, 250]], np.float64)
    record = _record(quad, "Reboot it", Look(ink="#c8102e"), "hand")
    wide, before = (
        float(np.ptp(np.nonzero(_ink(picture, set_words(picture, one)))[1]))
        for one in (record, msgspec.structs.replace(record, format=2))
    )
    assert wide > 0.75 * 280
    assert before < 0.55 * 280


def test_several_texts_are_set_each_in_its_place() -> None:
    picture, quad = drawn(Scene(size=0.2))
    other = quad + np.array([0, 130])
    one, two = _record(quad).settings[0], _record(other, "RTFM", method="shirt").settings[0]
    lettered = set_words(picture, LetteringRecord(settings=(one, two)))
    ink = _ink(picture, lettered)
    assert ink[: int(quad[2, 1])].any()
    assert ink[int(other[0, 1]) :].any()


@pytest.mark.parametrize(
    "quad",
    [
        [(-200, 100), (100, 100), (100, 300), (-200, 300)],
        [(500, 500), (900, 480), (910, 800), (505, 790)],
        [(2000, 2000), (2300, 2000), (2300, 2200), (2000, 2200)],
        [(-9000, -9000), (9000, -9000), (9000, 9000), (-9000, 9000)],
        [(10, 10), (14, 10), (14, 13), (10, 13)],
    ],
)
def test_places_at_and_beyond_the_edge_are_no_trouble(quad: list[tuple[float, float]]) -> None:
    picture, _ = drawn(Scene())
    lettered = set_words(picture, _record(np.array(quad), method="hand"))
    assert lettered.shape == picture.shape


@pytest.mark.parametrize("shape", [(1, 1), (1, 200), (200, 1), (64, 64)])
def test_small_pictures_can_be_lettered(shape: tuple[int, int]) -> None:
    picture = np.full((*shape, 3), 128, np.uint8)
    wide, high = shape[1] - 1.0, shape[0] - 1.0
    quad = np.array([(0, 0), (wide + 4, 0), (wide + 4, high + 4), (0, high + 4)])
    assert set_words(picture, _record(quad, method="centre")).shape == picture.shape


def test_what_cannot_be_set_is_said() -> None:
    picture, quad = drawn(Scene())
    with pytest.raises(GlyphsMissing):
        set_words(picture, _record(quad, "😀"))
    with pytest.raises(InkUnknown):
        set_words(picture, _record(quad, look=Look(ink="red")))
    with pytest.raises(PlaceUnusable):
        set_words(picture, _record(quad[::-1]))
