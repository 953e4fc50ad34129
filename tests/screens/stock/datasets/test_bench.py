"""What is listed of a dataset, where the cursor is, and what a key acts on."""

from __future__ import annotations

import pytest

from screens.stock.datasets.model.bench import DatasetBench, Only
from studio.datasets.records import Dataset, Picture

PICTURES = (
    Picture("figurine_01", view="front"),
    Picture("figurine_02", aside="too blurred"),
    Picture("figurine_03", view="back", labels=("BACK",)),
    Picture("figurine_04", held_out=True),
)
CAPTIONS = {"figurine_01": "a chibi figurine of Milo", "figurine_04": "a chibi figurine of James"}


@pytest.fixture
def bench() -> DatasetBench:
    made = DatasetBench(lambda: None)
    made.take(Dataset("figurine", pictures=PICTURES), CAPTIONS)
    return made


def here(bench: DatasetBench) -> str:
    return bench.current.name if bench.current is not None else ""


def listed(bench: DatasetBench) -> list[str]:
    return [one.name[-2:] for one in bench.rows]


@pytest.mark.parametrize(
    ("only", "names"),
    [
        ("all", ["01", "03", "04", "02"]),
        ("uncaptioned", ["03"]),
        ("set aside", ["02"]),
        ("held out", ["04"]),
    ],
)
def test_only_what_is_asked_for_is_listed(bench: DatasetBench, only: Only, names: list[str]) -> None:
    bench.list_only(only)
    assert listed(bench) == names


def test_the_cursor_stays_on_its_picture(bench: DatasetBench) -> None:
    bench.go_to(1)
    bench.take(Dataset("figurine", pictures=PICTURES[2:]), {})
    assert here(bench) == "figurine_03"
    bench.take(Dataset("figurine"), {})
    assert here(bench) == ""
    assert bench.chosen == ()


def test_the_list_is_narrowed_and_says_why_it_is_not(bench: DatasetBench) -> None:
    bench.narrow("chibi -milo")
    assert listed(bench) == ["04"]
    bench.narrow("view:")
    assert bench.query_wrong
    assert len(bench.rows) == 4
    bench.narrow("view:back")
    assert (listed(bench), bench.query_wrong) == (["03"], "")


def test_going_on_from_a_caption_that_was_written_skips_none_that_has_none() -> None:
    bench = DatasetBench(lambda: None)
    bench.take(Dataset("x", pictures=tuple(Picture(name) for name in "abc")), {})
    bench.list_only("uncaptioned")
    for name in "abc":
        assert here(bench) == name
        bench.note_caption(name, "words")
        bench.step(1)
    bench.list_only("uncaptioned")
    assert bench.rows == ()


def test_keys_act_on_the_marked_or_else_on_the_one_under_the_cursor(bench: DatasetBench) -> None:
    assert list(bench.chosen) == ["figurine_01"]
    bench.mark()
    bench.go_to(3)
    bench.mark()
    assert list(bench.chosen) == ["figurine_01", "figurine_02"]
    assert bench.unmark()
    bench.mark_all()
    assert len(bench.chosen) == 4
    bench.mark_all()
    assert list(bench.chosen) == ["figurine_02"]
