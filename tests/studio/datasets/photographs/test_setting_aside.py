"""A review of many pictures: each fault with its reason, and nothing of pictures that have none."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.datasets.photographs.masks import figure_mask
from studio.datasets.photographs.odd_one_out import odd_ones, parts_of
from studio.datasets.photographs.setting_aside import review
from studio.datasets.photographs.subject import find_subject
from tests.studio.datasets.photographs.pictures import CINDY, MILO, ROLF, Pixels, as_jpeg, blurred, drafted

VIEWS = (
    "stands, front view",
    "stands, from behind",
    "stands in profile, facing left",
    "stands in profile, facing right",
    "stands, three-quarter view",
    "waves, a close-up",
    "sits on the couch",
    "runs",
)


def shown(name: str) -> list[Pixels]:
    return [drafted(name, scene, 20 + n, ("", "north", "east")[n % 3]) for n, scene in enumerate(VIEWS)]


def test_views_of_one_figure_are_none_of_them_odd_and_another_figure_is() -> None:
    for name, other in ((MILO, ROLF), (CINDY, MILO)):
        figures = [parts_of(picture) for picture in shown(name)]
        assert odd_ones(figures) == ()
        (odd,) = odd_ones([*figures, parts_of(drafted(other, "waves", 50, "north"))])
        assert odd.number == len(figures)
        assert not odd.rough


def test_of_few_pictures_it_is_rough_and_of_fewer_nothing_is_said() -> None:
    figures = [parts_of(picture) for picture in shown(CINDY)[:4]]
    stranger = parts_of(drafted(ROLF, "waves", 50, "north"))
    assert all(one.rough for one in odd_ones([*figures, stranger]))
    assert odd_ones([*figures[:2], stranger]) == ()
    assert odd_ones([None, None, *figures, None]) == ()


def test_each_fault_is_named_with_its_reason_in_the_order_of_the_pictures() -> None:
    sides = shown(MILO)
    faulty = {
        "same": as_jpeg(sides[1], 70),
        "soft": blurred(drafted(MILO, "thinks", 70), 3),
        "empty": np.full((700, 700, 3), 240, np.uint8),
        "stranger": drafted(CINDY, "waves", 50, "east"),
        "tiny": drafted(MILO, "celebrates", 80, side=256),
    }
    asked: list[str] = []

    def pictures() -> Iterator[tuple[str, Pixels]]:
        for name, picture in [*((str(n), side) for n, side in enumerate(sides)), *faulty.items()]:
            asked.append(name)
            yield name, picture

    done: list[int] = []
    found = review(pictures(), 512, progress=done.append)
    assert [(one.name, one.kind) for one in found] == [
        ("same", "repeat"),
        ("soft", "blurred"),
        ("empty", "plain"),
        ("stranger", "odd"),
        ("tiny", "small"),
    ]
    assert found[0].of == "1"
    assert done == list(range(1, len(asked) + 1))
    assert all(0 < one.strength <= 1 for one in found)
    assert review(pictures(), 512) == found


def test_of_a_picture_and_its_jpeg_the_jpeg_goes_whichever_comes_first() -> None:
    picture = drafted(MILO, "waves", plate="north")
    for pictures in ([("a", as_jpeg(picture, 40)), ("b", picture)], [("b", picture), ("a", as_jpeg(picture, 40))]):
        assert [(one.name, one.of) for one in review(pictures, 512)] == [("a", "b")]


@given(st.integers(1, 70), st.integers(1, 70), st.sampled_from((3, 4)), st.integers(0, 3))
@settings(max_examples=30, deadline=None)
def test_a_picture_of_any_size_can_be_reviewed(wide: int, high: int, channels: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    picture = chance.integers(0, 1 + 255 * (seed > 0), (high, wide, channels), np.uint8)
    review([("one", picture), ("other", picture)])
    subject = find_subject(picture)
    if subject is not None:
        for box in (subject.box, *([subject.face] if subject.face else [])):
            assert box.width > 0
            assert box.height > 0
            assert min(box.x, box.y) >= 0
            assert box.x + box.width <= wide
            assert box.y + box.height <= high
    mask = figure_mask(picture)
    assert mask is None or (mask.shape == (high, wide) and mask.dtype == np.uint8)
