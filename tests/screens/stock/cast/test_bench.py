"""Whose fields are seen and what is typed of whom, with no screen; and how the list shows them."""

from __future__ import annotations

import msgspec
import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input, OptionList

from screens.stock.cast.bench import Bench
from screens.stock.cast.edited import USUAL
from screens.stock.cast.member_list import MemberList
from studio.cast.members import Character, Outfit
from studio.cast.roster import Listed, Roster
from studio.errors import Notice

BO = Character("Bo", "a bear", aliases=("the bear",), outfits=(Outfit("party", "a suit"), Outfit("work", "a coat")))
OLD = Character("Old", "a wolf", retired=True)
MILO = Character("Milo", "a raccoon")
FAULT = Notice("cast.toml, line 9", "no look", "Write one")
ROSTER = Roster(
    (
        Listed("Old", OLD, True), Listed("Bo", BO, True), Listed("Mo", None, True, faults=(FAULT,)),
        Listed("Milo", MILO, False),
    ),
    cast=(BO, MILO),
)  # fmt: skip


def bench() -> tuple[Bench, list[str]]:
    shown: list[str] = []
    made = Bench(lambda: shown.append(made.key))
    made.learn(ROSTER)
    shown.clear()
    return made, shown


def kinds(made: Bench, typed: str = "") -> list[tuple[str, str]]:
    return [(row.name, row.kind) for row in made.rows(typed)]


def test_new_ones_come_first_and_retired_ones_last() -> None:
    made, shown = bench()
    assert kinds(made) == [("Bo", "own"), ("Mo", "left out"), ("Milo", "shipped"), ("Old", "retired")]
    made.begin(Character("Ann", "a cat"))
    made.begin(Character("", ""), "Bo")
    assert kinds(made)[:3] == [("Ann", "new"), ("", "new"), ("Bo", "own")]
    assert [shown, made.key, made.is_new] == [["+1", "+2"], "+2", True]
    assert kinds(made, "the BEAR") == [("Bo", "own")]
    assert kinds(made, "own b") == [("Bo", "own")]
    assert kinds(made, "bear wolf") == []
    made.forget("+1")
    assert [made.key, shown[2:]] == ["+2", []]
    made.forget("+2")
    assert [made.key, made.is_new, shown[2:]] == ["bo", False, ["bo"]]


def test_steps_go_back_and_forth_for_each_alone() -> None:
    made, shown = bench()
    assert not made.undo()
    made.open("bo")
    made.open("bo")
    made.wear(1)
    made.wear(7)
    assert (made.at, shown) == (1, ["bo", "bo"])
    made.change(msgspec.structs.replace(BO, look="a big bear"), "look")
    made.change(msgspec.structs.replace(BO, look="a bigger bear"), "look")
    assert [row.is_unsaved for row in made.rows()] == [True, False, False, False]
    assert {key: left.now.look for key, left in made.unsaved().items()} == {"bo": "a bigger bear"}
    made.open("milo")
    assert (made.at, made.undo(), made.redo()) == (USUAL, False, False)
    made.open("bo")
    assert made.undo()
    assert made.current is not None
    assert made.current.now == BO
    assert made.unsaved() == {}
    assert made.redo()
    assert not made.redo()
    made.wear(1)
    made.change(msgspec.structs.replace(BO, outfits=BO.outfits[:1]))
    made.learn(ROSTER)
    assert made.at == 0
    made.forget("bo")
    assert (made.key, made.at, made.unsaved()) == ("bo", USUAL, {})


def test_who_is_changed_elsewhere_too_is_told_and_who_has_gone_is_new() -> None:
    made, _ = bench()
    made.open("bo")
    made.change(msgspec.structs.replace(BO, look="mine"))
    other = msgspec.structs.replace(BO, look="theirs", species="bear")
    changed = Roster(
        tuple(one._replace(entry=other) if one.name == "Bo" else one for one in ROSTER.listed),
        cast=(other, MILO),
    )
    assert made.learn(changed) == ("Bo",)
    assert made.learn(changed) == ()
    assert made.current is not None
    assert (made.current.now.look, made.current.now.species) == ("mine", "bear")
    gone = Roster(tuple(one for one in ROSTER.listed if one.name != "Bo"), cast=(MILO,))
    made.open("milo")
    made.change(MILO)
    made.open("bo")
    assert made.learn(gone) == ()
    assert made.is_new
    assert made.current.now.look == "mine"
    assert [left.seen for left in made.unsaved().values()] == [None]


def test_what_was_typed_waits_for_an_entry_that_cannot_be_read() -> None:
    made, _ = bench()
    made.open("bo")
    made.change(msgspec.structs.replace(BO, look="a brown bear"))
    spoilt = Roster((Listed("Bo", None, True, faults=(FAULT,)), Listed("Milo", MILO, False)), cast=(MILO,))
    assert made.learn(spoilt) == ()
    assert (made.current, kinds(made), "bo" in made.unsaved()) == (
        None,
        [("Bo", "left out"), ("Milo", "shipped")],
        True,
    )
    assert made.learn(ROSTER) == ()
    assert made.current is not None
    assert (made.current.now.look, made.current.seen) == ("a brown bear", BO)


def test_what_is_saved_is_no_more_typed_and_what_was_typed_meanwhile_is() -> None:
    made, _ = bench()
    made.begin(Character("Ann", "a cat"))
    ann = Character("Ann", "a cat")
    saved = Roster((Listed("Ann", ann, True), *ROSTER.listed), cast=(ann, BO, MILO))
    made.saved("+1", ann, "Ann", saved)
    assert (made.key, made.is_new, made.unsaved()) == ("ann", False, {})
    made.change(msgspec.structs.replace(ann, look="a grey cat"))
    as_it_was = msgspec.structs.replace(ann, look="a grey cat")
    made.change(msgspec.structs.replace(ann, look="a grey cat", species="cat"))
    after = Roster((Listed("Ann", as_it_was, True), *ROSTER.listed), cast=(as_it_was, BO, MILO))
    made.saved("ann", as_it_was, "Ann", after)
    (left,) = made.unsaved().values()
    assert (left.seen, left.now.look, left.now.species) == (as_it_was, "a grey cat", "cat")


def test_what_was_left_is_taken_up_where_nothing_is_typed() -> None:
    made, _ = bench()
    made.begin(Character("Ann", "a cat"))
    other, _ = bench()
    other.take_up(made.unsaved())
    other.begin(Character("Zed", "a robot"))
    assert [name for name, kind in kinds(other) if kind == "new"] == ["Ann", "Zed"]
    other.open("+1")
    assert other.undo()
    other.open("+2")
    again = made.unsaved() | other.unsaved()
    other.take_up(again)
    assert other.current is not None
    assert other.current.now.name == "Zed"


def test_mistakes_know_who_else_there_is() -> None:
    made, _ = bench()
    assert made.mistakes() == {}
    made.open("bo")
    assert made.mistakes() == {}
    assert [one.name for one in made.others()] == ["Milo"]
    made.change(msgspec.structs.replace(BO, name="Milo"))
    assert {*made.mistakes()} == {"name"}
    made.open("milo")
    assert [one.name for one in made.others()] == ["Bo"]
    made.change(msgspec.structs.replace(MILO, name="Mylo"))
    assert {*made.mistakes()} == {"name"}
    made.begin(Character("Ann", "a cat"))
    assert [one.name for one in made.others()] == ["Bo", "Milo"]


class OneList(App[None]):
    """A list, and what it told."""

    CSS = "MemberList { width: 30; }"

    def __init__(self, made: Bench) -> None:
        super().__init__()
        self.told: list[str] = []
        self.list = MemberList(
            lambda key: self.told.append(key), lambda: self.told.append("?"), lambda: self.told.append("!")
        )
        self.bench = made

    def compose(self) -> ComposeResult:
        yield self.list

    def lines(self) -> list[str]:
        options = self.query_one(OptionList)
        return [str(options.get_option_at_index(at).prompt) for at in range(options.option_count)]


async def test_the_list_goes_round_and_says_what_each_is() -> None:
    made, _ = bench()
    made.open("bo")
    made.change(msgspec.structs.replace(BO, look="mine"))
    app = OneList(made)
    async with app.run_test(size=(40, 16)) as pilot:
        app.list.show(made.rows(), "bo")
        app.list.line.focus()
        await pilot.pause()
        bo, mo, milo, old = app.lines()
        assert bo == "● Bo"
        assert mo.startswith("! Mo")
        assert [line.split()[-1] for line in (mo, milo, old)] == ["out", "shipped", "retired"]
        await pilot.press("down", "down", "down", "down", "up")
        assert app.told == ["mo", "milo", "old", "bo", "old"]
        app.told.clear()
        app.list.show(made.rows(), "nobody")
        await pilot.press("down")
        assert app.told == ["bo"]
        await pilot.press("x", "left", "right", "right", "enter")
        assert app.told == ["bo", "?", "!", "!"]
        app.list.say("a mistake")
        assert app.query_one("#cast-told").display
        app.list.say("")
        assert not app.query_one("#cast-told").display
        app.list.show((), "")
        await pilot.press("down")
        assert isinstance(app.focused, Input)


@pytest.mark.parametrize("width", [30, 14])
async def test_long_names_leave_room_for_what_they_are(width: int) -> None:
    made, _ = bench()
    long = msgspec.structs.replace(OLD, name="A very long name of somebody who is retired")
    made.learn(Roster((Listed(long.name, long, True),)))
    app = OneList(made)
    async with app.run_test(size=(width, 16)) as pilot:
        app.list.show(made.rows(), "")
        await pilot.pause()
        app.list.styles.width = width - 2
        await pilot.pause()
        (line,) = app.lines()
        assert line.endswith(" retired")
        assert len(line) <= width
