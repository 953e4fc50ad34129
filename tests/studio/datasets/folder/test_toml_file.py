"""dataset.toml: what a person wrote stays, what is written is read back, and mistakes are told with their lines."""

from __future__ import annotations

import time
import tomllib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.datasets.folder.toml_file import Read, read
from studio.datasets.folder.toml_writing import written
from studio.datasets.records import Box, Cut, Dataset, Erase, Picture, Source, Square, Turn

SHA = "ab" * 32
BY_HAND = """\
# my figurines
name = "fig"   # short
kind = "style"
tigger = "nua"

[training]
rank = 16

# the sheet from Ana
[[source]]
sha256 = "abababababababababababababababababababababababababababababababab"
name = "a.png"
kind = "sheet"
width = 100
height = 200

[[picture]]
name = "fig_01"
mood = "my own"
steps = [
  { do = "turn", degrees = 1 }, # askew
  { do = "square" },
]

# the best
[[picture]]
name = 'fig_02'
labels = ["a", "b"]
"""

TEXTS = st.text(max_size=20).map(lambda text: "".join(one for one in text if one.isprintable()))
NUMBERS = st.floats(-1e6, 1e6) | st.integers(-1000, 1000).map(float)
BOXES = st.builds(Box, st.integers(-9, 5000), st.integers(-9, 5000), st.integers(1, 5000), st.integers(1, 5000))
QUADS = st.tuples(*[st.tuples(NUMBERS, NUMBERS)] * 4)
STEPS = st.one_of(
    st.builds(Turn, NUMBERS),
    st.builds(Erase, st.lists(QUADS, max_size=2).map(tuple)),
    st.builds(Cut, BOXES, st.lists(BOXES, max_size=2).map(tuple)),
    st.builds(Square, st.integers(64, 4096), st.sampled_from(["pad", "crop"]), st.just("#00ff7f"), st.none() | BOXES),
)


def pictures(name: str) -> st.SearchStrategy[Picture]:
    return st.builds(
        Picture,
        name=st.just(name),
        source=st.sampled_from(["", SHA]),
        steps=st.lists(STEPS, max_size=3).map(tuple),
        view=TEXTS,
        labels=st.lists(TEXTS, max_size=2).map(tuple),
        prompt=TEXTS,
        aside=TEXTS,
        held_out=st.booleans(),
    )


DATASETS = st.lists(st.sampled_from([f"p_{number}" for number in range(6)]), unique=True, max_size=4).flatmap(
    lambda names: st.builds(
        Dataset,
        name=st.just("set"),
        kind=st.sampled_from(["style", "character", "object"]),
        trigger=TEXTS,
        pattern=TEXTS,
        member=TEXTS,
        side=st.integers(64, 4096),
        sources=st.sampled_from([(), (Source(SHA, "a b.png", "sheet", 3, 4),)]),
        pictures=st.tuples(*map(pictures, names)),
    )
)


@given(DATASETS, DATASETS)
def test_what_is_written_is_read_back_and_so_is_each_change_of_it(one: Dataset, other: Dataset) -> None:
    text = written(Read(Dataset("")), one)
    there = read(text, "")
    assert (there.dataset, there.faults, there.remarks) == (one, (), ())
    assert written(there, one) == text
    assert read(written(there, other), "").dataset == other


@given(DATASETS)
def test_what_a_person_wrote_can_be_changed_and_their_remarks_and_lines_stay(wanted: Dataset) -> None:
    there = read(BY_HAND, "")
    assert (
        there.remarks[0] == "dataset.toml, line 4: nothing is known of 'tigger', which is kept; did you mean 'trigger'?"
    )
    kept = there.dataset.pictures
    text = written(there, msgspec.structs.replace(wanted, pictures=(*kept, *wanted.pictures)))
    assert read(text, "").dataset.pictures[:2] == kept
    for line in ("# my figurines", "# askew", "# the best", "rank = 16", 'mood = "my own"', 'tigger = "nua"'):
        assert line in text
    assert tomllib.loads(text)["training"] == {"rank": 16}


def test_the_file_of_another_trainer_is_left_as_it_is() -> None:
    there = read("[general]\nshuffle_caption = true\n\n[[datasets]]\nresolution = 512\n", "nua")
    assert [fault.reason for fault in there.faults] == ["this is the file of another trainer"]


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"])
def test_what_ends_lines_elsewhere_ends_none_here(end: str) -> None:
    wanted = Dataset("nua", pictures=(Picture("fig_01", prompt=f"a fox{end}[[picture]]{end}# red"), Picture("fig_02")))
    there = read(written(Read(Dataset("")), wanted), "")
    assert [one.name for one in there.dataset.pictures] == ["fig_01", "fig_02"]
    assert there.faults == ()


def test_one_step_that_is_changed_leaves_the_remark_at_another() -> None:
    there = read(BY_HAND, "")
    one, two = there.dataset.pictures
    changed = msgspec.structs.replace(one, steps=(one.steps[0], Square(768)), view="back")
    text = written(there, msgspec.structs.replace(there.dataset, pictures=(two, changed)))
    assert '{ do = "turn", degrees = 1 }, # askew' in text
    assert text.index("fig_02") < text.index("fig_01")
    assert read(text, "").dataset.pictures == (two, changed)
    assert written(there, there.dataset) == BY_HAND


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    text = BY_HAND.replace('"style"', '"styl"').replace("degrees = 1", 'degrees = "1"').replace("fig_02", "../fig_02")
    text += f'\n[[picture]]\nname = "fig_09"\nname = "x"\n\n[[picture]]\nname = "fig_08"\nsource = "{SHA[:9]}"\n'
    there = read(text, "")
    lines = ["3", "20", "27", "32, column 11", "36"]
    assert [fault.title for fault in there.faults] == [f"dataset.toml, line {line}" for line in lines]


@pytest.mark.parametrize(
    "text", ["", "[[picture]]", "[[picture]", "picture = 3", "name = 5", 'x = """', "\x00", "[[source]]\n"]
)
def test_any_text_is_read_and_what_is_wrong_with_it_told(text: str) -> None:
    there = read(text, "called")
    assert there.dataset == Dataset("called")
    assert bool(there.faults) == bool(text)


@given(st.text(alphabet='[]picturesoname="#.\n 12{},', max_size=80))
def test_nothing_that_is_written_by_hand_stops_the_reading(text: str) -> None:
    there = read(text, "")
    assert "".join(piece.text for piece in there.pieces) == text
    if not there.faults:
        assert written(there, there.dataset) == text


def test_five_hundred_pictures_are_written_at_once() -> None:
    quad = ((1.5, 2.0), (30.5, 2.0), (30.5, 40.0), (1.5, 40.0))
    steps = (Turn(0.5), Erase((quad, quad)), Cut(Box(1, 2, 3, 4)), Square())
    many = tuple(Picture(f"p_{number:03d}", source=SHA, sha256=SHA, steps=steps) for number in range(500))
    there = read(written(Read(Dataset("")), Dataset("big", pictures=many)), "")
    changed = tuple(msgspec.structs.replace(one, view="front") for one in many)
    begun = time.process_time()
    text = written(there, msgspec.structs.replace(there.dataset, pictures=changed))
    # 100 ms on an idle machine: each entry parsed and changed by tomlkit would take five seconds.
    assert time.process_time() - begun < 1.5
    assert read(text, "").dataset.pictures == changed
