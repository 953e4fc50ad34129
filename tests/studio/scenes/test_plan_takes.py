"""Random sayings are others for each picture of a batch."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from studio.scenes import plan, stock
from studio.scenes.limits import MOST_AT_ONCE
from studio.scenes.plan import RANDOM, one_stack, takes
from studio.scenes.recipe import Recipe
from studio.scenes.scene import Scene
from studio.scenes.understanding import understand

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


def batch(*sayings: str, seed: int = 1, text: str = "Milo") -> list[Recipe]:
    known = stock.load(Path("no such folder"))
    return [
        recipe
        for number, saying in enumerate(sayings)
        for recipe in plan.recipes(
            understand(Scene(text=text, sayings=(saying,), seed=seed + number), known),
            engine="draft",
            engine_kind="draft",
            references=[],
            models={},
            chooser=random.Random(1),
        )
    ]


def test_a_batch_of_other_sayings_is_one_stack_with_other_batches_of_the_same() -> None:
    assert one_stack([]) == ()
    assert one_stack(batch("A", "A")) == tuple(batch("A", "A"))
    (name,) = {one.stack for one in one_stack(batch("A", "B", "A"))}
    assert {one.stack for one in one_stack(batch("C", "D", seed=70))} == {name}
    assert name
    assert {one.stack for one in one_stack(batch("A", "B", text="James"))}.isdisjoint({name, ""})
