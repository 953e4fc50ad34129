"""A sheet's cuts, corrected: boxes stay in the sheet, labels stay with their figures, each step is taken back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screens.stock.datasets.model.cuts import LEAST, around, owner_of, quad_of
from screens.stock.datasets.model.cuts_bench import CutsBench
from studio.datasets.records import Box, Figure, Label, Sheet

FRONT = Label("text", quad_of(Box(20, 10, 40, 12)), "FRONT")
BACK = Label("text", quad_of(Box(120, 10, 40, 12)), "BACK")
NOTE = Label("arrow", quad_of(Box(90, 100, 20, 5)))
SHEET = Sheet(
    200,
    160,
    figures=(Figure(Box(10, 30, 80, 120), (FRONT,), "front"), Figure(Box(110, 30, 80, 120), (BACK,))),
    labels=(FRONT, BACK, NOTE),
)


def bench(sheet: Sheet = SHEET) -> CutsBench:
    return CutsBench(sheet, lambda: None)


def do(one: CutsBench, act: str, by: int) -> None:
    match act:
        case "pull":
            one.pull(by, -by)
        case "grow":
            one.pull(by, by, "right" if by % 2 else "bottom")
        case "add":
            one.add(is_label=by % 2 == 0)
        case "write":
            one.write(f"words {by}")
        case "choose":
            one.choose(by)
        case _:
            getattr(one, act)()


ACTS = ("pull", "grow", "add", "write", "choose", "split", "join", "remove", "next_side", "next_kind", "next_owner",
        "choose_labels", "undo", "redo")  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(-300, 300)), max_size=25))
def test_whatever_is_pressed_the_sheet_stays_one_and_can_be_taken_back(steps: list[tuple[str, int]]) -> None:
    one = bench()
    for act, by in steps:
        do(one, act, by)
        for box in one.boxes:
            assert box.x >= 0
            assert box.y >= 0
            assert box.x + box.width <= SHEET.width + LEAST
            assert box.y + box.height <= SHEET.height + LEAST
        for figure in one.sheet.figures:
            assert set(figure.labels) <= set(one.sheet.labels)
        assert one.at == 0 or one.at < len(one.boxes)
    while one.undo():
        pass
    assert one.sheet == SHEET


def test_a_split_figure_gives_each_label_to_the_half_beside_it() -> None:
    one = bench(Sheet(200, 160, figures=(Figure(Box(10, 30, 180, 120), (FRONT, BACK)),), labels=(FRONT, BACK)))
    one.split()
    assert [figure.labels for figure in one.sheet.figures] == [(FRONT,), (BACK,)]
    one.join()
    assert one.sheet.figures == (Figure(Box(10, 30, 180, 120), (FRONT, BACK)),)


def test_what_a_label_says_is_said_of_its_figure_too() -> None:
    one = bench()
    one.choose_labels()
    one.write("FRONT VIEW")
    assert [label.text for label in one.sheet.figures[0].labels] == ["FRONT VIEW"]
    one.next_owner()
    assert owner_of(one.sheet, 0) == 1
    one.next_owner()
    assert owner_of(one.sheet, 0) is None
    one.remove()
    assert [label.text for label in one.sheet.labels] == ["BACK", ""]


def test_a_side_is_pulled_and_stops_at_the_edge() -> None:
    one = bench()
    one.next_side()
    one.pull(-500, 0)
    assert list(one.boxes[:1]) == [Box(0, 30, 90, 120)]
    one.pull(500, 0)
    assert [box.width for box in one.boxes[:1]] == [LEAST]
    one.undo()
    assert one.sheet == SHEET


def test_a_label_that_is_moved_keeps_its_slant() -> None:
    slanted = Label("text", ((20, 20), (60, 30), (57, 42), (17, 32)), "up")
    one = bench(Sheet(200, 160, labels=(slanted,)))
    one.pull(10, 5)
    quads = [label.quad for label in one.sheet.labels]
    assert quads == [((30, 25), (70, 35), (67, 47), (27, 37))]
    assert list(map(around, quads)) == [Box(27, 25, 43, 22)]
