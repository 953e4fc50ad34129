"""What limits are made of, the one number, the colours that are a member's sign, and the words."""

from __future__ import annotations

import statistics
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.pictures.drift import words
from studio.pictures.drift.calibrating import USUAL, Limit, calibrated, number
from studio.pictures.drift.colour import delta_e, lab_of, lab_of_hex
from studio.pictures.drift.palette import EMPTY, Palette
from studio.pictures.drift.signature import signatures
from studio.pictures.drift.traits import Traits
from tests.studio.pictures.drift.numbers import COAT, SKIN, TROUSERS, palette, traits


def dressed(coat: tuple[int, int, int], width: float = 0.05) -> Traits:
    own = traits()
    assert own.lines is not None
    return replace(
        own,
        whole=palette(SKIN, coat, TROUSERS),
        bands=(*own.bands[:2], palette(coat), palette(coat), *own.bands[4:]),
        lines=own.lines._replace(width=width),
    )


def test_limits_are_as_wide_as_references_differ_and_others_are_beyond() -> None:
    own = [traits(broad=1.2, large=None, tall=None) for _ in range(6)]
    narrow = calibrated(own, (), ())
    assert not narrow.rough
    assert narrow.own == pytest.approx([0] * 6, abs=1e-3)
    for name, limit in narrow.limits.items():
        assert limit.near < limit.limit
        assert limit.near < limit.far, name
    spread = calibrated([dressed(COAT, 0.05 * 2**n) for n in range(6)], (), ())
    assert spread.limits["line.width"].limit > narrow.limits["line.width"].limit
    # One that is like no other makes nothing pass.
    odd = calibrated([*own[:5], dressed(COAT, 0.8)], (), ())
    assert odd.limits["line.width"].limit == narrow.limits["line.width"].limit


def test_what_tells_others_apart_counts_and_what_does_not_hardly_does() -> None:
    own, others = [dressed(COAT) for _ in range(5)], [dressed((200, 40, 40)) for _ in range(5)]
    found = calibrated(own, others, ())
    chest, line = found.limits["bands.chest"], found.limits["line.width"]
    assert chest.weight > USUAL["bands.chest"].weight
    assert line.weight < USUAL["line.width"].weight / 2
    assert chest.near < chest.limit < chest.far
    assert max(found.own) < 0.05 < min(found.others)
    assert statistics.median(found.others) == pytest.approx(found.others[0])
    few = calibrated(own, others[:3], ())
    assert few.limits["bands.chest"].weight == USUAL["bands.chest"].weight


def test_of_three_references_and_less_nothing_is_calibrated() -> None:
    for count in (1, 2, 3):
        found = calibrated([dressed(COAT, 0.05 * 4**n) for n in range(count)], [dressed((200, 40, 40))] * 6, ())
        assert found.rough
        assert found.limits["line.width"].limit == USUAL["line.width"].rough
        assert found.limits["line.width"].weight == USUAL["line.width"].weight
        assert len(found.own) == (count if count > 1 else 0)


@given(st.floats(0, 5), st.floats(0.1, 5), st.floats(0, 20))
def test_drift_goes_from_near_to_far(near: float, more: float, distance: float) -> None:
    limit = Limit(near, near + more / 2, near + more, 1.0)
    assert limit.drift(near) == 0
    assert limit.drift(near + more) == pytest.approx(1)
    assert limit.drift(near + more / 4) == pytest.approx(0.25)
    assert 0 <= limit.drift(distance) <= limit.drift(distance + 1) <= 2


@given(st.lists(st.floats(0, 2), min_size=1, max_size=4), st.floats(0, 2), st.floats(0.1, 1), st.floats(0.1, 1))
@settings(max_examples=40)
def test_a_part_weighs_as_its_best_measure_however_many_it_has(
    many: list[float], other: float, weight: float, others: float
) -> None:
    limits = {f"bands.{n}": Limit(0, 1, 1, weight) for n in range(len(many))} | {"head.large": Limit(0, 1, 1, others)}
    distances = {f"bands.{n}": value for n, value in enumerate(many)} | {"head.large": other}
    mean = sum(many) / len(many)
    assert number(distances, limits) == pytest.approx((weight * mean + others * other) / (weight + others))
    assert number({}, limits) == 0
    assert number({"head.large": 1.5}, {"head.large": Limit(0, 1, 1, 0)}) == 0


HAIR = (120, 60, 30)


def member(*coats: tuple[int, int, int]) -> list[Traits]:
    """References of somebody whose head is half hair, each in a coat."""
    half = Palette(lab_of(np.array([SKIN, HAIR], np.uint8)), np.array([0.5, 0.5], np.float32))
    return [replace(dressed(coat), bands=(half, half, *dressed(coat).bands[2:])) for coat in coats]


def test_colours_that_are_in_every_reference_are_a_sign_and_have_the_entrys_names() -> None:
    shown = member(*[COAT] * 4)
    half = Palette(lab_of(np.array([SKIN, COAT], np.uint8)), np.array([0.5, 0.5], np.float32))
    hair, coat, *rest = signatures({"hair": "#783c1e", "coat": "#3c6eaa", "boots": "#ffffff"}, shown)
    assert [(one.name, one.given, one.zone) for one in (hair, coat)] == [("hair", "#783c1e", 0), ("coat", "#3c6eaa", 1)]
    assert float(delta_e(hair.colour, lab_of_hex("#783c1e"))) < 1
    assert hair.share == pytest.approx(0.5)
    assert coat.share == pytest.approx(1)
    # A part is looked for where it is, also where there is more of its colour elsewhere.
    for part, zone in (("fur", 0), ("Mask", 0), ("suit", 1), ("scarf", 1), ("shoes", 2), ("tail", 1)):
        (one,) = [one for one in signatures({part: "#3c6eaa"}, [replace(traits(), bands=(half,) * 6)]) if one.name]
        assert one.zone == zone or part == "tail"
    # Without names: skin and trousers, which nobody gave.
    assert [(one.name, one.zone) for one in rest] == [("", 0), ("", 2)]
    # A coat that several have otherwise is no sign; one reference of five may be badly cut out.
    two = signatures({"coat": "#3c6eaa"}, member(COAT, COAT, (200, 40, 40), (200, 40, 40)))
    assert "coat" not in [one.name for one in two]
    most = signatures({"coat": "#3c6eaa"}, member(*[COAT] * 5, (200, 40, 40)))
    assert "coat" in [one.name for one in most]
    # What is seen in one reference alone is nobody's sign, unless the entry names it.
    assert [one.name for one in signatures({"coat": "#3c6eaa"}, member(COAT))] == ["coat"]
    assert signatures({"hair": "#783c1e"}, []) == ()
    hidden = [replace(one, seen=(0.1,) * 6) for one in shown]
    assert signatures({"hair": "#783c1e"}, hidden) == ()


def test_a_colour_is_another_one_where_a_new_one_is_there_instead() -> None:
    shown = member(*[COAT] * 4)
    hair, coat = signatures({"hair": "#783c1e", "coat": "#3c6eaa"}, shown)[:2]
    assert hair.distance(shown[0]) == pytest.approx(0, abs=0.5)
    assert coat.instead(shown[0]) is None
    red = dressed((200, 40, 40))
    far = float(delta_e(coat.colour, lab_of(np.array([[200, 40, 40]], np.uint8))[0]))
    assert coat.distance(red) == pytest.approx(far, abs=1)
    instead = coat.instead(red)
    assert instead is not None
    assert float(delta_e(instead, lab_of(np.array([[200, 40, 40]], np.uint8))[0])) < 1
    # A head of skin alone: the hair is hidden, for no other colour is there.
    bald = traits()
    assert hair.off(bald) > 20
    assert hair.instead(bald) is None
    assert hair.distance(bald) is not None
    assert (hair.distance(bald) or 0) < 12
    assert coat.distance(replace(red, seen=(1, 1, 0.3, 1, 1, 1))) is None
    assert coat.distance(replace(red, bands=(*red.bands[:2], EMPTY, EMPTY, *red.bands[4:]))) is None


def said(distances: dict[str, float], figure: Traits, references: list[Traits], named: dict[str, str] = {}) -> str:  # noqa: B006
    limits = dict.fromkeys(distances, Limit(0, 1, 2, 1))
    return words.of_part(distances, limits, signatures(named, references), figure, references)


def test_words_say_what_was_and_what_is_the_farthest_first() -> None:
    shown, red = member(*[COAT] * 4), dressed((200, 40, 40))
    named = {"hair": "#783c1e", "coat": "#3c6eaa"}
    assert said({"colours.1": 40.4}, red, shown, named) == "coat: #3c6eaa, here #c82828, ΔE 40"
    assert said({"colours.0": 30}, traits(), shown, named) == "hair: #783c1e, not seen here"
    assert said({"bands.chest": 31.2}, red, shown) == "chest: #3c6eaa, here #c82828, ΔE 31 all over"
    assert said({"bands.chest": 0.9}, red, shown) == ""
    assert said({"head.drawn": 2, "head.colours": 3}, red, shown) == "head: other colours; head: other features"


def test_words_say_which_way_sizes_and_lines_went() -> None:
    own = traits()
    assert own.lines is not None
    for times, way in ((2.0, "large"), (0.5, "small")):
        figure = replace(own, large=2.0 * times)
        assert said({"head.large": 1.1}, figure, [own] * 3) == f"head: 3.00 times as {way} against the body"
        broad = replace(own, broad=1.2 * times)
        assert said({"head.broad": 1.1}, broad, [own] * 3) == f"head: 3.00 times as {way} against the body"
    for width, way in ((0.1, "thick"), (0.02, "thin")):
        figure = replace(own, lines=own.lines._replace(width=width))
        assert said({"line.width": 1.1}, figure, [own] * 3) == f"line: 3.0 times as {way}"
