"""Buckets as the trainers fill them, and how often each picture is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.datasets.reports.buckets import RULES, buckets
from studio.datasets.reports.exposure import exposure
from studio.datasets.reports.records import Size

SIDES = st.integers(1, 9000)
STEPS = {"kohya": 64, "musubi": 16, "ai-toolkit": 64, "replicate": 64, "onetrainer": 64, "diffusion-pipe": 16}


@given(trainer=st.sampled_from(sorted(RULES)), width=SIDES, height=SIDES, side=st.sampled_from((512, 768, 1024, 1536)))
def test_every_picture_has_a_bucket_that_it_covers(trainer: str, width: int, height: int, side: int) -> None:
    for made in buckets(trainer, {"one": Size(width, height)}, side):
        (placed,) = made.placed
        assert all(length and length % STEPS[trainer] == 0 for length in placed.bucket)
        assert width * placed.scale >= placed.bucket.width - 1e-6
        assert height * placed.scale >= placed.bucket.height - 1e-6
        assert 0 <= placed.cropped < 1
        if trainer in ("kohya", "musubi"):
            assert placed.bucket.width * placed.bucket.height <= made.resolution**2 + made.resolution * 64


@pytest.mark.parametrize(
    ("trainer", "size", "bucket"),
    [
        ("kohya", (1024, 1024), (1024, 1024)),
        ("kohya", (1920, 1080), (1344, 768)),
        ("kohya", (300, 300), (1024, 1024)),
        ("kohya", (3000, 500), (2048, 320)),
        ("musubi", (1920, 1080), (1360, 768)),
        ("musubi", (4000, 100), (2048, 512)),
        ("ai-toolkit", (1920, 1080), (1344, 768)),
        ("ai-toolkit", (300, 300), (256, 320)),
        ("ai-toolkit", (4096, 2048), (1472, 704)),
        ("onetrainer", (1920, 1080), (1344, 768)),
        ("onetrainer", (1000, 5000), (512, 2048)),
        ("diffusion-pipe", (1920, 1080), (1296, 816)),
        ("diffusion-pipe", (1000, 5000), (720, 1456)),
    ],
)
def test_the_trainers_own_rules_make_these_of_common_sizes(
    trainer: str, size: tuple[int, int], bucket: tuple[int, int]
) -> None:
    """What the trainers' own code made of these sizes, at 1024."""
    made = buckets(trainer, {"one": Size(*size)})[-1]
    assert made.placed[0].bucket == bucket


def test_a_toolkit_learns_at_three_sizes_and_leaves_small_pictures_small() -> None:
    made = buckets("ai-toolkit", {"large": Size(2048, 2048), "small": Size(640, 640), "wide": Size(2048, 1024)})
    assert [one.resolution for one in made] == [512, 768, 1024]
    large, small, wide = made[-1].placed
    assert (large.scale, small.bucket, small.scale) == (0.5, (640, 640), 1)
    assert made[-1].filled == {(640, 640): ("small",), (1024, 1024): ("large",), wide.bucket: ("wide",)}


@pytest.mark.parametrize(
    ("steps", "level"),
    [(500, "too few"), (800, "few"), (1000, "good"), (1500, "good"), (2000, "many"), (3000, "too many")],
)
def test_twelve_pictures_are_learned_in_a_thousand_to_fifteen_hundred_steps(steps: int, level: str) -> None:
    seen = exposure([str(one) for one in range(12)], steps)
    assert seen is not None
    assert seen.level == level
    assert seen.low < 1000
    assert seen.high > 1500


def test_a_picture_is_seen_by_steps_batch_and_repeats() -> None:
    names = [f"figurine_{number:02}" for number in range(1, 13)]
    seen = exposure(names, 1500)
    assert seen is not None
    assert seen.line() == "1,500 steps show each of 12 pictures 125 times: about right"
    twice = exposure(names, 750, batch=2, repeats={"figurine_01": 5})
    assert twice is not None
    assert (twice.level, twice.times) == ("good", 125)
    assert twice.by_name["figurine_01"] == pytest.approx(5 * twice.by_name["figurine_02"])
    assert sum(twice.by_name.values()) == pytest.approx(1500)
    assert exposure([], 1500) is None
    with pytest.raises(ValueError, match="at least 1"):
        exposure(names, 0)


@given(count=st.integers(1, 3000), batch=st.integers(1, 16))
def test_what_is_called_good_is_found_good(count: int, batch: int) -> None:
    names = [str(one) for one in range(count)]
    known = exposure(names, 1500, batch)
    assert known is not None
    if known.low <= known.high:
        again = exposure(names, known.low, batch)
        assert again is not None
        assert again.level == "good"
