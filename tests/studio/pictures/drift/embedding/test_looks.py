"""The whole look: a part of drift where the network is installed, and nothing at all where it is not."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from studio.cast.members import Character, Reference
from studio.pictures.drift import words
from studio.pictures.drift.calibrating import calibrated, number
from studio.pictures.drift.colour import Array
from studio.pictures.drift.comparing import compare
from studio.pictures.drift.cutting.choosing import Known
from studio.pictures.drift.cutting.figures import Figure
from studio.pictures.drift.embedding import extra, looking
from studio.pictures.drift.embedding.network import FEATURES, SIDE
from studio.pictures.drift.looking import Seen, looked_at
from studio.pictures.drift.measuring import KnownMember, known_from, measure_seen
from studio.pictures.drift.records import Drift, from_json, to_json
from studio.pictures.drift.traits import Traits
from studio.pictures.measuring.subjects import subjects
from tests.studio.pictures.drift.numbers import traits

MEMBER = Character("She", "a girl", references=(Reference("references/milo.png"),))

needs_the_network = pytest.mark.skipif(not extra.installed(), reason="the network is an extra, and not installed")


def turned(degrees: float) -> Traits:
    """Somebody whose look is so far from that of others."""
    turn = np.radians(degrees)
    return traits(look=np.array([np.cos(turn), np.sin(turn)], np.float32))


def drawn(ears: bool = False, ground: int = 255, middle: int = 100) -> Array:
    """A simple figure on plain ground, (280, 200, 3) uint8 RGB."""
    hair = (60, 30, 90)
    picture = np.full((280, 200, 3), ground, np.uint8)
    cv2.rectangle(picture, (middle - 40, 150), (middle + 40, 270), (40, 80, 160), -1)
    if ears:
        for side in (-1, 1):
            points = [[middle + side * 20, 60], [middle + side * 60, 10], [middle + side * 55, 90]]
            cv2.fillPoly(picture, [np.array(points, np.int32)], hair)
    cv2.circle(picture, (middle, 100), 56, hair, -1)
    cv2.circle(picture, (middle, 110), 42, (240, 200, 170), -1)
    for side in (-1, 1):
        cv2.circle(picture, (middle + side * 16, 105), 6, (30, 30, 40), -1)
    cv2.line(picture, (middle - 10, 132), (middle + 10, 132), (120, 40, 40), 3)
    return picture


def figure(picture: Array, mask: Array) -> Figure:
    return Figure(picture, mask, 1.0, np.array([100.0, 100.0]), 50.0, np.array([0.0, -1.0]), None, None)


def standing(ears: bool = False, ground: int = 255, middle: int = 100) -> Figure:
    """The figure, cut out of its ground."""
    return figure(drawn(ears, ground, middle), (drawn(ears, 1, middle) != 1).any(2))


def looked(picture: Array) -> Traits:
    (found,) = looked_at(Seen(picture), (Known(),), ("She",))
    assert found is not None
    return found


def test_a_look_is_compared_with_the_nearest_reference() -> None:
    found = compare(turned(0), [turned(90), turned(60), turned(180)], ())
    assert found.distances["look.whole"] == pytest.approx(0.5)
    assert "look.whole" not in compare(turned(0), [traits()], ()).distances
    assert "look.whole" not in compare(traits(), [turned(0)], ()).distances


def test_it_counts_as_far_as_it_tells_the_member_from_others() -> None:
    own = [turned(4 * n) for n in range(6)]
    told = calibrated(own, [turned(80)] * 5, ())
    assert told.limits["look.whole"].weight == pytest.approx(1)
    assert max(told.own) < min(told.others)
    blind = calibrated(own, [turned(4 * n) for n in range(6)], ())
    assert blind.limits["look.whole"].weight < 0.05
    for few in (calibrated(own[:2], [turned(80)] * 5, ()), calibrated(own, [turned(80)] * 2, ())):
        assert few.limits["look.whole"].weight == 0
        both = compare(turned(80), own, ()).distances
        assert number(both, few.limits) == number({**both, "look.whole": 0.0}, few.limits)


def test_what_is_said_of_it_is_said_in_words() -> None:
    own = [turned(4 * n) for n in range(6)]
    limits = calibrated(own, [turned(80)] * 5, ()).limits
    assert words.of_part({"look.whole": 0.1}, limits, (), turned(20), own) == ""
    assert words.of_part({"look.whole": 0.9}, limits, (), turned(80), own).startswith("look: as a whole less like")


def test_without_the_network_nothing_of_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "look_of", None)
    monkeypatch.setattr(extra, "installed", lambda: False)
    assert looked(drawn()).look is None
    assert extra.mark() == ()
    without = subjects([MEMBER])
    monkeypatch.setattr(extra, "installed", lambda: True)
    # What was measured without it is measured again with it.
    assert subjects([MEMBER])[0].against != without[0].against


def test_with_the_network_it_is_a_part_of_drift(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extra, "installed", lambda: True)
    monkeypatch.setattr(looking, "loaded", lambda: ())
    monkeypatch.setattr(looking, "features", lambda network, picture: picture[SIDE // 2, SIDE // 2])
    shown = [(MEMBER, [Seen(drawn(middle=80 + 5 * n)) for n in range(4)])]
    (member,) = known_from(shown)
    assert isinstance(member, KnownMember)
    (found,) = measure_seen(Seen(drawn(middle=110)), [member])
    assert isinstance(found, Drift)
    (part,) = (part for part in found.parts if part.name == "look")
    assert part.distance == pytest.approx(0, abs=0.01)
    assert not part.outside
    assert from_json(to_json(found)) == found


def test_weights_that_cannot_be_used_are_as_if_there_were_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    looking.loaded.cache_clear()
    monkeypatch.setattr(looking, "weights_file", lambda: tmp_path / "none.pth")
    assert looking.look_of(standing()) is None
    assert looking.look_of(standing()) is None
    assert [record.message for record in caplog.records] == ["whole looks are not compared"]
    looking.loaded.cache_clear()


@needs_the_network
def test_the_network_sees_who_it_is_and_not_what_is_behind() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (280, 200, 3), np.uint8)
    plain, elsewhere, with_ears, nothing = (
        looking.look_of(one)
        for one in (standing(), standing(ground=90, middle=120), standing(ears=True), figure(noise, noise[..., 0] >= 0))
    )
    assert plain is not None
    assert elsewhere is not None
    assert with_ears is not None
    assert nothing is not None
    assert plain.shape == (FEATURES,)
    assert float(plain @ plain) == pytest.approx(1, abs=1e-5)
    assert plain @ elsewhere > 0.999
    assert 0.5 < plain @ with_ears < 0.95
    # Weights that are laid out wrongly give a network that runs, and finds that everything looks the same.
    assert plain @ nothing < 0.5


def test_a_figure_is_brought_into_the_middle_of_a_square_without_what_is_behind_it() -> None:
    there, elsewhere = standing(middle=70), standing(ground=30, middle=120)
    shown = looking.alone(there.rgb, there.mask)
    assert shown.shape == (SIDE, SIDE, 3)
    assert shown.dtype == np.float32
    assert shown == pytest.approx(looking.alone(elsewhere.rgb, elsewhere.mask), abs=1e-6)
    assert np.abs(shown[:, [0, -1]]).max() == 0
    assert np.abs(shown[[1, -2]]).max() > 0
    large = figure(
        cv2.resize(there.rgb, None, fx=3, fy=3), cv2.resize(there.mask.astype(np.uint8), None, fx=3, fy=3) > 0
    )
    assert np.abs(looking.alone(large.rgb, large.mask) - shown).mean() < 0.05
