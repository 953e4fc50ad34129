"""Random sayings are others for each picture of a batch."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from studio.scenes.limits import MOST_AT_ONCE
from studio.scenes.plan import RANDOM, takes
from studio.scenes.scene import Scene

SAYINGS = st.lists(st.text(min_size=1, max_size=8), min_size=4, max_size=12, unique_by=str.casefold)
SHIRTS = st.lists(st.sampled_from((RANDOM, "", "RTFM")), min_size=1, max_size=3)


@given(SAYINGS, SHIRTS, st.integers(1, MOST_AT_ONCE), st.integers(0, 2**32), st.integers())
def test_each_picture_has_its_own(pool: list[str], shirts: list[str], count: int, seed: int, by: int) -> None:
    scene = Scene(text="Milo and James", sayings=tuple(shirts), count=count, seed=seed)
    made = takes(scene, [*pool, "rtfm"], random.Random(by))
    if RANDOM not in shirts:
        assert made == (scene,)
        return
    assert [(one.seed, one.count) for one in made] == [(seed + number, 1) for number in range(count)]
    drawn = [[saying for saying, asked in zip(one.sayings, shirts, strict=True) if asked == RANDOM] for one in made]
    for one, sayings in zip(made, drawn, strict=True):
        assert [saying for saying in one.sayings if saying not in sayings] == [
            asked for asked in shirts if asked != RANDOM
        ]
        assert len(set(sayings)) == len(sayings)
        assert "RTFM" not in shirts or "rtfm" not in sayings
    every = [saying for sayings in drawn for saying in sayings]
    # None comes again before all have come, but for what stood on the picture at the turn.
    times = [every.count(saying) for saying in set(every)]
    assert max(times) - (min(times) if len(times) >= len(pool) else 0) <= 2


@given(st.sampled_from((-1, 0, MOST_AT_ONCE + 1)))
def test_a_count_that_cannot_be_is_left_to_be_refused(count: int) -> None:
    (one,) = takes(Scene(text="Milo", sayings=(RANDOM,), count=count), ["A", "B"], random.Random(1))
    assert (one.count, one.sayings[0] in ("A", "B")) == (count, True)
