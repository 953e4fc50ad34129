"""The coverage table: what references show, and the sets that cover most of what they do not."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from studio.cast.members import Character, Outfit, Reference
from studio.cast.references.coverage import (
    EXPRESSIONS,
    FRAMINGS,
    VIEWS,
    Cell,
    cell_of,
    cells,
    chosen,
    coverage,
    holes,
    outfits_of,
)

OUTFITS = st.lists(st.sampled_from(["party suit", "pyjamas", "armour"]), unique=True, max_size=3)
TAGGED = st.builds(
    Reference,
    file=st.sampled_from(["a.png", "b.png"]),
    view=st.sampled_from(["", *VIEWS]),
    framing=st.sampled_from(["", *FRAMINGS]),
    expression=st.sampled_from(["", *EXPRESSIONS]),
)


def member(outfits: list[str] = [], references: list[Reference] = []) -> Character:  # noqa: B006  never changed
    worn = tuple(Outfit(name, f"a {name}") for name in outfits)
    return Character("Milo", "a raccoon", references=tuple(references), outfits=worn)


def test_a_set_of_fifteen_turns_the_figure_once_around_and_shows_every_expression() -> None:
    plan = chosen(member())
    assert len(plan) == 15
    assert plan[0] == Cell("front", "full body", "neutral")
    assert {cell.view for cell in plan if cell.framing == "full body"} == {*VIEWS}
    assert {cell.expression for cell in plan} == {*EXPRESSIONS}
    assert {cell.framing for cell in plan} == {*FRAMINGS}


@given(OUTFITS, st.lists(TAGGED, max_size=12), st.integers(0, 60))
def test_a_set_is_balanced_the_same_each_time_and_says_nothing_twice(
    outfits: list[str], references: list[Reference], count: int
) -> None:
    who = member(outfits, references)
    plan = chosen(who, count)
    assert plan == chosen(who, count)
    assert plan == chosen(who, count + 5)[: len(plan)]
    assert len(set(plan)) == len(plan) == min(count, len(set(cells(outfits_of(who))) - {*coverage(who).counts}))
    assert not {*plan} & {*coverage(who).counts}
    if not references:
        views = Counter(cell.view for cell in plan)
        assert not views or max(views.values()) <= max(3, count * 0.4)
        if count >= 6 and not outfits:
            assert set(views) == {*VIEWS}


@given(OUTFITS, st.lists(TAGGED, max_size=12))
def test_holes_are_filled_one_by_one_and_the_share_grows_to_the_whole(
    outfits: list[str], references: list[Reference]
) -> None:
    who = member(outfits, references)
    share = coverage(who).share
    for _ in range(4):
        hole, *_ = holes(who, 1)
        drawn = Reference("new.png", *hole)
        who = Character(who.name, who.look, references=(*who.references, drawn), outfits=who.outfits)
        assert coverage(who).share >= share
        share = coverage(who).share
    whole = member(outfits, [Reference("x.png", *cell) for cell in cells(outfits_of(who))])
    assert holes(whole) == ()
    assert coverage(whole).share == 1.0


def test_only_the_views_and_outfits_that_are_asked_for_are_chosen() -> None:
    plan = chosen(member(["party suit"]), 8, views=["back", "side left"], outfits=["party suit"])
    assert {(cell.view, cell.outfit) for cell in plan} == {("back", "party suit"), ("side left", "party suit")}


def test_what_nobody_said_is_not_covered_and_what_is_left_open_is_the_usual() -> None:
    assert cell_of(Reference("a.png")) is None
    assert cell_of(Reference("a.png", view="back")) == Cell("back", "full body", "neutral")
    seen = coverage(Character("Milo", "x", references=("a.png", Reference("b.png", view="back"))))
    assert seen.untagged == ("a.png",)
    assert [row.framings["full body"] for row in seen.rows if row.view == "back"] == [1]


@given(OUTFITS)
def test_no_cell_shows_what_cannot_be_seen(outfits: list[str]) -> None:
    for cell in cells(["", *outfits]):
        assert cell.view != "back" or (cell.expression == "neutral" and cell.framing != "face")
        assert (cell.expression, cell.framing) != ("asleep", "full body")
