"""What a figure is compared by, on figures that are made of numbers: lines, shading, heads, light, sizes."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.pictures.drift import head, light, line
from studio.pictures.drift.colour import Array, delta_e, lab_of, rgb_of
from studio.pictures.drift.comparing import compare
from studio.pictures.drift.palette import EMPTY, Palette
from studio.pictures.drift.signature import signatures
from studio.pictures.drift.traits import Traits
from tests.studio.pictures.drift.numbers import COAT, SKIN, TROUSERS, palette, traits

UP = np.array([0.0, -1.0])


@given(st.integers(4, 9), st.sampled_from([(10, 10, 40), (60, 20, 20), (5, 40, 10)]))
@settings(max_examples=6)
def test_lines_have_the_width_and_the_colour_that_they_were_drawn_with(width: int, ink: tuple[int, int, int]) -> None:
    away = np.hypot(*(np.indices((240, 240)) - 120))
    picture, mask = np.full((240, 240, 3), 220, np.uint8), away < 105
    for radius in (50, 90):
        picture[np.abs(away - radius) < width / 2] = ink
    found = line.lines(picture, mask, 60)
    assert found is not None
    assert found.width * 60 == pytest.approx(width, abs=1.5)
    assert float(delta_e(found.colour, lab_of(np.array([ink], np.uint8))[0])) < 2
    assert found.share == pytest.approx(2 * math.pi * 140 * width / (math.pi * 105**2), rel=0.15)


def test_where_there_is_no_line_none_is_told() -> None:
    plain, mask = np.full((120, 120, 3), 220, np.uint8), np.ones((120, 120), bool)
    assert line.lines(plain, mask, 40) is None
    assert line.lines(plain, ~mask, 40) is None
    pale = plain.copy()
    cv2.circle(pale, (60, 60), 40, (150, 150, 150), 4)
    assert line.lines(pale, mask, 40) is None
    dark = cv2.circle(plain.copy(), (60, 60), 40, (20, 20, 20), 4)
    assert line.lines(dark, mask, 40) is not None
    # A line that is not the figure's.
    mask[10:110, 10:110] = False
    assert line.lines(dark, mask, 40) is None


@given(st.floats(0.7, 3.8), st.booleans())
@settings(max_examples=12)
def test_shading_is_the_step_from_pixel_to_pixel_and_edges_are_none(step: float, is_down: bool) -> None:
    slope = np.zeros((20, 24, 3), np.float32)
    slope[..., 0] = np.arange(20)[:, None] * step if is_down else np.arange(24)[None] * step
    slope[:, :, 1] = 7 * np.arange(24)[None] % 5
    mask = np.zeros((20, 24), bool)
    mask[3:17, 3:21] = True
    assert line.shading(slope, mask) == pytest.approx((0, step), abs=1e-3)
    half = slope.copy()
    half[:, 12:, 0] = half[:, 11:12, 0] + 40
    flat, contrast = line.shading(np.zeros_like(half) + half[:, 11:12], mask) if not is_down else (1.0, 0.0)
    assert (flat, contrast) == pytest.approx((1, 0))
    edge = np.zeros_like(slope)
    edge[:, 12:, 0] = 60
    flat, contrast = line.shading(edge, mask)
    assert flat == pytest.approx(14 / 16)
    assert contrast == pytest.approx(0, abs=1e-6)


def ellipse(turn: float) -> Array:
    mask = np.zeros((200, 200), np.uint8)
    cv2.ellipse(mask, (100, 100), (30, 48), turn, 0, 360, 1, -1)
    return mask > 0


def test_the_outline_of_a_head_is_how_far_it_reaches_whichever_way_is_up() -> None:
    middle = np.array([100.0, 100.0])
    upright = head.outline(ellipse(0), middle, 30.0, UP)
    assert len(upright) == head.RAYS
    assert upright[head.RAYS // 2] == pytest.approx(48 / 30, abs=0.08)
    assert upright[5] == pytest.approx(1, abs=0.08)
    lying = head.outline(ellipse(90), middle, 30.0, np.array([1.0, 0.0]))
    assert head.outline_off(upright, lying) < 0.03
    assert head.outline_off(upright, upright[::-1]) == 0
    assert head.outline_off(upright, 1.3 * upright) == pytest.approx(math.log(1.3))
    # What is cut off by the picture's side is unknown, and the rest is compared.
    cut = head.outline(ellipse(0)[60:], middle - (0, 60), 30.0, UP)
    assert np.isnan(cut[head.RAYS // 2])
    assert head.outline_off(upright, cut) < 0.03
    assert head.outline_off(upright, np.full(head.RAYS, np.nan)) == math.inf


def test_a_head_is_looked_at_upright_and_is_the_same_mirrored() -> None:
    picture = np.full((200, 200, 3), 90, np.uint8)
    cv2.circle(picture, (80, 70), 14, (250, 250, 250), -1)
    cv2.line(picture, (70, 130), (130, 125), (20, 20, 20), 4)
    middle = np.array([99.5, 99.5])
    seen = head.crop(picture, middle, 60.0, UP)
    assert seen.shape == (64, 64, 3)
    # Half as far as the crop reaches to the left, and so on.
    at = [round(31.5 + (value - 99.5) / 75 * 31.5) for value in (70, 80)]
    assert seen[at[0], at[1]].min() > 240
    turned = head.crop(np.ascontiguousarray(np.rot90(picture, -1)), middle, 60.0, np.array([1.0, 0.0]))
    assert np.abs(seen.astype(int) - turned).mean() < 2
    drawn = head.gradients(seen)
    assert drawn.shape == (2, 1764)
    assert np.linalg.norm(drawn, axis=1) == pytest.approx(1, abs=1e-5)
    assert head.gradients_off(drawn, drawn) == pytest.approx(0, abs=1e-5)
    assert head.gradients_off(drawn, head.gradients(np.ascontiguousarray(seen[:, ::-1]))) == pytest.approx(0, abs=1e-5)
    # Brighter and darker is the same drawing; upside down is another one.
    assert head.gradients_off(drawn, head.gradients((seen // 2).astype(np.uint8))) < 0.05
    assert head.gradients_off(drawn, head.gradients(np.ascontiguousarray(seen[::-1]))) > 0.3


def lit(figure: Traits, gain: Array, lift: Array) -> Traits:
    """The figure in a light, all that is seen of it."""

    def of(colours: Array) -> Array:
        return lab_of(np.rint(np.clip(rgb_of(colours) * gain + 255 * lift, 0, 255)).astype(np.uint8))

    assert figure.lines is not None
    return replace(
        figure,
        whole=Palette(of(figure.whole.colours), figure.whole.weights),
        bands=tuple(Palette(of(one.colours), one.weights) for one in figure.bands),
        white=of(figure.white[None])[0],
        lines=figure.lines._replace(colour=of(figure.lines.colour[None])[0]),
    )


@given(st.tuples(*[st.floats(0.55, 0.95)] * 3), st.floats(0, 0.04))
@settings(max_examples=25)
def test_light_is_told_by_whites_and_lines_and_taken_out_again(gain: tuple[float, ...], lift: float) -> None:
    there = traits()
    here = lit(there, np.array(gain), np.full(3, lift))
    shift = light.between(here, there)
    if shift is None:
        assert max(abs(1 - one) for one in gain) < 0.06
        return
    again = light.without(here, shift)
    for one, other in zip((again.whole, *again.bands), (there.whole, *there.bands), strict=True):
        assert float(delta_e(one.colours, other.colours).max()) < 3
        assert np.array_equal(one.weights, other.weights)
    assert light.between(there, there) is None
    dimmed = lit(there, np.array(gain), np.zeros(3))
    middle = light.all_over(dimmed, there)
    assert middle is not None
    assert middle.gain * np.array(gain) == pytest.approx(1, abs=0.03)
    assert float(delta_e(light.without(dimmed, middle).zones[1].colours, there.zones[1].colours).max()) < 3


def test_light_is_told_of_who_has_no_lines_and_by_the_head_alone() -> None:
    there = traits()
    bare, dim = replace(there, lines=None), lit(there, np.full(3, 0.7), np.zeros(3))
    for here, goal in ((dim, bare), (replace(dim, lines=None), there), (replace(dim, lines=None), bare)):
        shift = light.between(here, goal)
        assert shift is not None
        assert shift.gain == pytest.approx(1 / 0.7, abs=0.03)
        assert shift.lift == pytest.approx(0, abs=1e-9)
    shaded = replace(there, bands=(*dim.bands[:2], *there.bands[2:]))
    shift = light.all_over(shaded, there)
    assert shift is not None
    assert shift.gain == pytest.approx(1 / 0.7, abs=0.03)
    coat = light.all_over(replace(there, bands=(*there.bands[:2], *dim.bands[2:])), there)
    assert coat is not None
    assert coat.gain == pytest.approx(1)


def test_what_no_lamp_does_is_no_light() -> None:
    there = traits()
    assert light.between(lit(there, np.full(3, 0.2), np.zeros(3)), there) is None
    assert light.between(there, lit(there, np.full(3, 0.4), np.zeros(3))) is None
    assert light.all_over(lit(there, np.full(3, 0.2), np.zeros(3)), there) is None
    assert light.all_over(replace(there, bands=(EMPTY,) * 6), there) is None
    # A coat that changed moves no white and no line.
    assert light.between(replace(there, bands=(palette((250, 20, 20)),) * 6), there) is None


def test_a_figure_that_a_reference_shows_is_at_no_distance_and_that_one_is_the_nearest() -> None:
    own = traits()
    others = [traits(whole=palette((250, 250, 0), COAT)), own, traits(whole=palette((0, 250, 0)))]
    found = compare(own, others, ())
    assert found.nearest == 1
    assert found.distances == pytest.approx(dict.fromkeys(found.distances, 0), abs=1e-3)
    assert {name.partition(".")[0] for name in found.distances} == {
        "palette", "head", "bands", "silhouette", "line", "shading",
    }  # fmt: skip


@given(st.floats(1.1, 3))
@settings(max_examples=4)
def test_the_size_of_a_head_is_how_many_times_it_is_that_of_the_references(times: float) -> None:
    own = traits()
    references = [traits()] * 5
    larger = compare(replace(own, large=2 * times, tall=3 * times), references, ()).distances
    assert larger["head.large"] == pytest.approx(math.log(times))
    # Hair is soon cut off: smaller counts less.
    smaller = compare(replace(own, large=2 / times, tall=3 / times), references, ()).distances
    assert 0 < smaller["head.large"] < math.log(times)
    # Only as much as both say, and nothing where one says the contrary.
    arm = compare(replace(own, large=2 * times, tall=3.0), references, ()).distances
    assert arm["head.large"] == pytest.approx(0, abs=1e-9)
    assert compare(replace(own, large=2 * times, tall=3 / times), references, ()).distances["head.large"] == 0
    for way in (times, 1 / times):
        broad = compare(replace(own, large=None, broad=1.2 * way), references, ()).distances
        assert broad["head.broad"] == pytest.approx(math.log(times))
        assert "head.large" not in broad
    assert "head.broad" not in larger
    assert not {"head.large", "head.broad"} & {*compare(replace(own, tall=None, broad=None), references, ()).distances}


def test_of_references_that_differ_those_that_agree_say_how_large_a_head_is() -> None:
    sizes = (1.0, 1.9, 2.0, 2.05, 4.0)
    references = [traits(large=size, tall=1.5 * size) for size in sizes]
    assert compare(traits(large=4.0, tall=6.0), references, ()).distances["head.large"] == pytest.approx(math.log(2.0))
    few = [traits(large=size, tall=1.5 * size) for size in (1.0, 2.0, 8.0)]
    assert compare(traits(large=4.0, tall=6.0), few, ()).distances["head.large"] == pytest.approx(math.log(2.0))


def test_each_stroke_is_a_measure_of_its_own() -> None:
    own = traits()
    assert own.lines is not None
    thick = replace(own, lines=own.lines._replace(width=0.1, share=0.25), shading=line.Shading(0.5, 2.1))
    found = compare(thick, [own], ()).distances
    assert found["line.width"] == pytest.approx(math.log(2))
    assert found["line.share"] == pytest.approx(0.15)
    assert found["line.colour"] == pytest.approx(0)
    assert found["shading.flat"] == pytest.approx(0.4)
    assert found["shading.contrast"] == pytest.approx(math.log(2))
    assert not [name for name in compare(replace(own, lines=None), [own], ()).distances if name.startswith("line")]


def test_hair_before_a_wall_of_its_colour_is_cut_off_and_not_gone() -> None:
    own = traits()
    bald = replace(own, whole=own.whole, bands=(palette(COAT), palette(COAT), *own.bands[2:]))
    found = compare(bald, [own], signatures({"skin": "#ecbe96"}, [own]))
    assert "head.colours" in found.distances
    # All that is seen of the head are colours that it has as well: nothing stands in the place of what is lost.
    half = Palette(lab_of(np.array([SKIN, (120, 60, 30)], np.uint8)), np.array([0.5, 0.5], np.float32))
    two = replace(own, bands=(half, half, *own.bands[2:]))
    shorn = replace(two, bands=(palette(SKIN), palette(SKIN), *own.bands[2:]))
    cut = compare(shorn, [two], signatures({"hair": "#783c1e"}, [two])).distances
    assert cut["colours.0"] < 12
    assert not {"bands.hair", "head.colours"} & {*cut}
    assert "bands.face" in cut
    # A part of the head may be gone with it: that it is small says nothing then, that it is large does.
    hidden = [replace(shorn, large=2.0 * way, tall=3.0 * way) for way in (0.5, 2)]
    small, large = (compare(one, [two], signatures({"hair": "#783c1e"}, [two])).distances for one in hidden)
    assert "head.large" not in small
    assert large["head.large"] == pytest.approx(math.log(2))


def test_an_outline_that_cannot_be_compared_is_no_measure() -> None:
    own = traits()
    assert "head.outline" in compare(own, [own], ()).distances
    unknown = replace(own, outline=np.full(head.RAYS, np.nan))
    assert "head.outline" not in compare(unknown, [own], ()).distances


def test_only_what_is_in_both_pictures_is_compared() -> None:
    own = traits()
    hidden = replace(own, seen=(1, 1, 1, 1, 0.2, 1), bands=(*own.bands[:5], EMPTY))
    names = {*compare(hidden, [own], ()).distances}
    assert {"bands.hair", "bands.waist"} <= names
    assert not {"bands.legs", "bands.feet"} & names
    assert not {"bands.legs", "bands.feet"} & {*compare(own, [hidden], ()).distances}
    shape = np.zeros((8, 6), np.int8)
    shape[2:6, 1:3] = 1
    cut, other = shape.copy(), shape.copy()
    cut[5:] = -1
    other[5] = 0
    assert compare(replace(own, silhouette=cut), [replace(own, silhouette=shape)], ()).distances[
        "silhouette.whole"
    ] == pytest.approx(0)
    mirrored = compare(replace(own, silhouette=other), [replace(own, silhouette=shape[:, ::-1])], ()).distances
    assert mirrored["silhouette.whole"] == pytest.approx(1 - 6 / 8)
    # In another pose silhouettes say nothing.
    small = np.zeros((8, 6), np.int8)
    small[:2] = 1
    assert "silhouette.whole" not in compare(replace(own, silhouette=small), [own], ()).distances


def test_warm_light_all_over_is_no_other_colour_and_another_coat_is() -> None:
    own = traits()
    dim = compare(lit(own, np.array([0.95, 0.75, 0.5]), np.zeros(3)), [own], ())
    assert max(dim.distances[name] for name in ("palette.whole", "head.colours", "bands.chest")) < 3
    assert float(delta_e(dim.figure.whole.colours, own.whole.colours).max()) < 3
    red = palette((200, 30, 30))
    coat = replace(own, whole=palette(SKIN, (200, 30, 30), TROUSERS), bands=(*own.bands[:2], red, red, *own.bands[4:]))
    changed = compare(coat, [own], ())
    assert changed.figure is coat
    assert changed.distances["bands.chest"] == pytest.approx(changed.distances["bands.waist"])
    assert changed.distances["bands.chest"] > 30
    assert changed.distances["head.colours"] == pytest.approx(0, abs=1e-3)
