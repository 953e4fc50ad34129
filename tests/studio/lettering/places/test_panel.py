"""Panels are found to a part of a pixel where there are some, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.lettering.geometry.quads import overlap
from studio.lettering.places.panel import LEAST, find_panels, panels_in
from studio.lettering.records import Placement
from studio.lettering.seeing.light import gains_of, lit
from studio.lettering.seeing.views import views_of
from tests.studio.lettering.drawing import CYAN, Array, Scene, drawn

VARIATIONS = {
    "cyan piping": Scene(),
    "no piping": Scene(piping=None),
    "magenta piping": Scene(piping=(240, 30, 200)),
    "yellow piping": Scene(piping=(250, 210, 20)),
    "striped shirt": Scene(stripes=(200, 60, 60)),
    "striped shirt, no piping": Scene(stripes=(200, 60, 60), piping=None),
    "dotted shirt, no piping": Scene(dots=(230, 220, 90), piping=None),
    "cyan shirt": Scene(shirt=(40, 190, 200)),
    "grey shirt, no piping": Scene(shirt=(150, 150, 152), piping=None),
    "turned": Scene(turn=28, lean=0.15),
    "turned the other way, no piping": Scene(turn=-20, lean=0.12, piping=None),
    "shade": Scene(shade=0.42),
    "shade, no piping": Scene(shade=0.4, piping=None),
    "hand": Scene(hand=True),
    "hand, no piping": Scene(hand=True, piping=None),
    "strap": Scene(strap=True),
    "strap, no piping": Scene(strap=True, piping=None),
    "papers": Scene(papers=6),
    "papers, no piping": Scene(papers=6, piping=None),
    "bright wall, no piping": Scene(wall=(235, 232, 225), piping=None),
    "turned, striped, no piping": Scene(turn=-22, stripes=(200, 60, 60), piping=None),
    "turned, black piping": Scene(turn=24, shirt=(140, 60, 50), piping=(16, 16, 18)),
    "striped in white": Scene(stripes=(250, 250, 250)),
    "light on the cloth, no piping": Scene(shirt=(120, 160, 130), fade=0.6, piping=None),
    "behind a desk, no piping": Scene(desk=True, piping=None),
    "dark cloth, dark wall": Scene(shirt=(30, 31, 34), wall=(32, 32, 36)),
    "night": Scene(light=(0.36, 0.44, 0.62)),
    "night, no piping": Scene(light=(0.36, 0.44, 0.62), piping=None),
    "a lamp, no piping": Scene(light=(0.9, 0.66, 0.4), piping=None),
    "bricks": Scene(bricks=True),
    "bricks, no piping": Scene(bricks=True, piping=None),
    "white head, no piping": Scene(wall=(246, 246, 244), shirt=(120, 40, 50), piping=None),
    "small": Scene(size=0.12),
    "small, no piping": Scene(size=0.12, piping=None),
}


def _corners(place: Placement) -> Array:
    return np.array(place.quad)


@pytest.mark.parametrize("name", VARIATIONS)
def test_a_panel_is_found_and_fits(name: str) -> None:
    picture, quad = drawn(VARIATIONS[name])
    found = find_panels(picture)
    assert found, "nothing was called a panel"
    assert found[0].method == "panel"
    assert overlap(_corners(found[0]), quad) > (0.95 if VARIATIONS[name].size < 0.2 else 0.975)
    assert np.linalg.norm(_corners(found[0]) - quad, axis=1).mean() < 1.2
    assert all(overlap(_corners(one), quad) > 0.9 for one in found), "something else was called a panel too"


CURVED = {
    "far": Scene(sag=0.1),
    "the other way, turned": Scene(sag=-0.06, turn=8),
    "no piping": Scene(sag=0.05, piping=None),
    "a little": Scene(sag=0.02),
}


@pytest.mark.parametrize("name", CURVED)
def test_on_cloth_that_curves_the_corners_are_those_of_the_panel(name: str) -> None:
    picture, quad = drawn(CURVED[name])
    found = find_panels(picture)
    assert found, "nothing was called a panel"
    assert overlap(_corners(found[0]), quad) > 0.96


def test_a_side_behind_an_arm_is_where_the_piping_beside_it_ends() -> None:
    picture, quad = drawn(Scene(arm=True))
    found = find_panels(picture)
    assert found, "nothing was called a panel"
    assert overlap(_corners(found[0]), quad) > 0.94


def test_a_panel_has_the_piping_of_another_or_none() -> None:
    picture, quad = drawn(Scene(size=0.26, middle=0.3))
    wall = [np.array([(430, 300), (590, 300), (590, 410), (430, 410)], np.int32)]
    for frame, count in ((CYAN, 2), ((250, 200, 30), 1)):
        framed = cv2.polylines(cv2.fillPoly(picture.copy(), wall, (248, 248, 246)), wall, True, frame, 7, cv2.LINE_AA)
        found = find_panels(framed)
        assert len(found) == count
        assert max(overlap(_corners(one), quad) for one in found) > 0.97


@pytest.mark.parametrize("seed", range(6))
def test_a_bare_shirt_among_papers_has_no_panel(seed: int) -> None:
    assert find_panels(drawn(Scene(panel=False, papers=7, seed=seed))[0]) == ()


@pytest.mark.parametrize("wall", [(250, 250, 248), (235, 240, 250), (30, 30, 36)])
def test_a_wall_is_no_panel(wall: tuple[int, int, int]) -> None:
    assert find_panels(drawn(Scene(panel=False, wall=wall))[0]) == ()


@pytest.mark.parametrize(
    "scene",
    [Scene(panel=False, desk=True), Scene(panel=False, bricks=True), Scene(panel=False, pane=True)],
    ids=["papers on a desk", "bricks", "panes in a white frame"],
)
def test_what_is_near_somebody_is_no_panel(scene: Scene) -> None:
    assert find_panels(drawn(scene)[0]) == ()


def test_a_white_arm_that_the_lower_edge_cuts_is_no_panel() -> None:
    picture, _ = drawn(Scene(panel=False, shirt=(120, 30, 40), wall=(110, 130, 120)))
    cv2.fillConvexPoly(picture, np.array([(500, 520), (560, 520), (556, 640), (510, 640)], np.int32), (246, 244, 240))
    assert find_panels(picture) == ()


def test_the_light_of_a_picture_is_told_by_its_brightest_places() -> None:
    picture, _ = drawn(Scene())
    assert gains_of(picture) is None
    night = (picture * np.array([0.4, 0.5, 0.7])).astype(np.uint8)
    gains = gains_of(night)
    assert gains is not None
    assert gains == pytest.approx([2.4, 1.9, 1.4], abs=0.15)
    assert np.abs(lit(night, gains).astype(int) - picture).mean() < 6


def test_clouds_are_no_panels() -> None:
    rng = np.random.default_rng(3)
    sky = np.full((512, 512, 3), (90, 150, 230), np.uint8)
    for _ in range(40):
        at = rng.integers(40, 470, 2)
        cv2.ellipse(
            sky,
            (int(at[0]), int(at[1] // 2)),
            (int(rng.integers(12, 50)), int(rng.integers(8, 24))),
            0,
            0,
            360,
            (250, 250, 252),
            -1,
        )
    assert find_panels(sky) == ()


def test_two_panels_are_both_found() -> None:
    left, one = drawn(Scene(middle=0.5, size=0.3))
    right, other = drawn(Scene(middle=0.5, size=0.26, shirt=(90, 30, 40), seed=5))
    both = np.hstack([left, right])
    found = find_panels(both)
    assert len(found) == 2
    for quad in (one, other + np.array([640, 0])):
        assert max(overlap(_corners(place), quad) for place in found) > 0.97


@pytest.mark.parametrize("piping", [CYAN, None])
def test_a_panel_half_out_of_the_picture_goes_on_outside(piping: tuple[int, int, int] | None) -> None:
    picture, quad = drawn(Scene(middle=0.06, piping=piping))
    found = find_panels(picture)
    assert found
    assert overlap(_corners(found[0]), quad) > 0.9


@pytest.mark.parametrize("middle", [0.02, 0.98])
def test_less_than_half_of_a_panel_without_piping_is_one(middle: float) -> None:
    picture, quad = drawn(Scene(middle=middle, piping=None))
    found = find_panels(picture)
    assert found
    assert overlap(_corners(found[0]), quad) > 0.75


def _confidence(scene: Scene) -> float:
    picture, quad = drawn(scene)
    return max((one.confidence for one in find_panels(picture) if overlap(_corners(one), quad) > 0.9), default=0.0)


def test_confidence_says_how_sure_it_is() -> None:
    sure = _confidence(Scene())
    unsure = _confidence(Scene(piping=None))
    assert LEAST <= unsure < sure <= 1


def test_a_sheet_on_a_wall_with_nobody_around_is_less_sure_than_a_panel_on_a_chest() -> None:
    def sheet(edge: tuple[int, int, int] | None) -> float:
        wall = np.full((640, 640, 3), (110, 120, 130), np.uint8)
        if edge:
            cv2.rectangle(wall, (200, 240), (400, 380), edge, -1)
        cv2.rectangle(wall, (206, 246), (394, 374), (245, 245, 242), -1)
        return max((one.confidence for one in find_panels(wall)), default=0.0)

    assert sheet(None) == 0
    assert sheet((40, 44, 50)) == 0
    assert sheet(CYAN) < _confidence(Scene())


@given(st.sampled_from(sorted(VARIATIONS)), st.integers(0, 999), st.floats(-12, 12), st.sampled_from([0.26, 0.3, 0.34]))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_what_is_called_a_panel_is_one(name: str, seed: int, turn: float, size: float) -> None:
    picture, quad = drawn(replace(VARIATIONS[name], seed=seed, turn=turn, size=size))
    for one in find_panels(picture):
        assert LEAST <= one.confidence <= 1
        assert overlap(_corners(one), quad) > 0.9


def test_enough_panels_are_the_surest_of_all() -> None:
    left, right = drawn(Scene(papers=5))[0], drawn(Scene(size=0.26, shirt=(90, 30, 40), seed=5))[0]
    views = views_of(np.hstack([left, right]))
    every = panels_in(views)
    assert panels_in(views, 2) == every[:2]


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (23, 23), (64, 64), (30, 2000)])
def test_any_size_can_be_looked_at(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(1)
    assert find_panels(rng.integers(0, 256, (*shape, 3), np.uint8)) == ()
    assert find_panels(np.full((*shape, 3), 255, np.uint8)) == ()


def test_a_large_picture_is_found_in_as_well() -> None:
    small, quad = drawn(Scene())
    large = cv2.resize(small, (2560, 2560), interpolation=cv2.INTER_CUBIC)
    found = find_panels(large)
    assert overlap(_corners(found[0]), (quad + 0.5) * 4 - 0.5) > 0.98


def test_a_picture_in_grey_is_looked_at_too() -> None:
    picture, quad = drawn(Scene(piping=None))
    grey = np.repeat(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[..., None], 3, 2)
    found = find_panels(grey)
    assert found
    assert overlap(_corners(found[0]), quad) > 0.97


@given(st.floats(-26, 26), st.floats(0.2, 0.36), st.floats(0, 0.15), st.floats(0.35, 0.65), st.integers(0, 99))
@settings(max_examples=5, deadline=None)
def test_any_turn_and_size_is_found(turn: float, size: float, lean: float, middle: float, seed: int) -> None:
    picture, quad = drawn(Scene(turn=turn, size=size, lean=lean, middle=middle, seed=seed))
    found = find_panels(picture)
    assert found
    assert overlap(_corners(found[0]), quad) > 0.97
