"""Letterings for a selection of the library: over all pictures, begun again where it stopped, bad ones passed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.formats.pictures import write_png
from library.records import PictureFacts
from library.store import Library
from studio.lettering.batches.batch import deal, letter_pictures
from studio.lettering.records import Look, from_json
from tests.studio.lettering.drawing import Scene, drawn


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library")
    for seed in range(3):
        picture, _ = drawn(Scene(side=256, seed=seed))
        library.save_picture(write_png(picture), PictureFacts(scene=f"scene {seed}"))
    yield library
    library.close()


def test_each_picture_gets_its_words_and_a_bad_one_stops_nothing(library: Library) -> None:
    Path(library.picture(2).path).write_bytes(b"broken")
    wanted = [(1, ("PEBKAC",)), (2, ("RTFM",)), (99, ("x",)), (3, ("😀",)), (3, ("It works",))]
    outcomes = list(letter_pictures(library, wanted, Look(case="upper")))
    assert [outcome.picture_id for outcome in outcomes] == [1, 2, 99, 3, 3]
    assert [outcome.notice is None for outcome in outcomes] == [True, False, False, False, True]
    assert outcomes[0].lettering is not None
    record = from_json(outcomes[0].lettering.record)
    assert record.settings[0].text == "PEBKAC"
    assert record.settings[0].placement.method == "panel"
    assert Path(outcomes[0].lettering.path).is_file()


def test_a_batch_that_is_begun_again_makes_nothing_twice(library: Library) -> None:
    wanted = [(n, ("RTFM",)) for n in (1, 2, 3)]
    begun = letter_pictures(library, wanted, Look())
    assert not next(begun).there
    begun.close()  # type: ignore[attr-defined]
    again = list(letter_pictures(library, wanted, Look()))
    assert [outcome.there for outcome in again] == [True, False, False]
    assert [outcome.there for outcome in letter_pictures(library, wanted, Look(), "caption")] == [False] * 3
    assert all(len(library.letterings(n)) == 2 for n in (1, 2, 3))


@given(
    st.lists(st.text("abcdef", min_size=1), min_size=1, max_size=9, unique=True), st.integers(0, 30), st.integers(0, 9)
)
def test_nothing_is_dealt_twice_before_all_were(sayings: list[str], count: int, used: int) -> None:
    taken = sayings[:used]
    dealt = deal(sayings, count, taken)
    assert len(dealt) == count
    fresh = [one for one in sayings if one not in taken] or sayings
    first = dealt[: len(fresh)]
    assert len(set(first)) == len(first)
    assert set(first) <= set(fresh)
