"""One member as it is edited: steps back and forth, and what was changed elsewhere meanwhile."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screens.stock.cast.edited import FIELDS, USUAL, Edited, joined, listed, merged, outfit_at, with_outfit, worn
from screens.stock.cast.form import field_of, with_new_outfit
from screens.stock.cast.mistakes import mistakes_of
from studio.cast.members import Character, Outfit

WORDS = st.text("abc", max_size=3)
MEMBERS = st.builds(
    Character,
    name=WORDS,
    look=WORDS,
    aliases=st.tuples(WORDS) | st.just(()),
    colours=st.dictionaries(st.sampled_from(["fur", "suit"]), WORDS, max_size=2),
    outfits=st.lists(st.builds(Outfit, name=WORDS, words=WORDS), max_size=2).map(tuple),
)


@given(st.lists(st.tuples(MEMBERS, st.sampled_from(["", "look", "name"])), max_size=12), st.data())
def test_steps_back_and_forth_lead_where_one_was(steps: list[tuple[Character, str]], data: st.DataObject) -> None:
    first = Character("Milo", "a raccoon")
    edited = Edited(first, first)
    for now, kind in steps:
        edited = edited.then(now, kind)
    last = edited.now
    back = edited
    for _ in range(20):
        back = back.back()
    assert back.now == first
    assert not back.is_unsaved
    for _ in range(20):
        back = back.forth()
    assert back.now == last
    some = edited
    for _ in range(data.draw(st.integers(0, 20))):
        some = some.back()
    assert some.back().forth().now == some.now or not some.past


@given(MEMBERS, MEMBERS, MEMBERS)
def test_of_two_changes_the_own_one_holds_in_its_fields(base: Character, mine: Character, theirs: Character) -> None:
    both = merged(base, mine, theirs)
    for field in FIELDS:
        own, before = getattr(mine, field), getattr(base, field)
        assert getattr(both, field) == (own if own != before else getattr(theirs, field))
    read = Edited(base, mine).read_anew(theirs)
    assert read.seen == theirs
    assert read.now == (both if theirs != base else mine)


@given(MEMBERS, st.data())
def test_an_outfit_that_is_put_where_it_was_changes_nothing(member: Character, data: st.DataObject) -> None:
    at = data.draw(st.integers(USUAL, len(member.outfits) - 1))
    assert with_outfit(member, at, outfit_at(member, at)) == member
    assert worn(member, at).name == member.name


@given(st.lists(st.text("ab c", min_size=1).map(str.strip).filter(bool), max_size=4))
def test_lists_are_read_as_they_are_written(parts: list[str]) -> None:
    assert listed(joined(tuple(parts))) == tuple(parts)
    assert listed(f"{joined(tuple(parts))}, ") == tuple(parts)


def test_an_outfit_has_colours_over_the_usual_ones() -> None:
    dressed = Outfit("party", "a red dress", colours={"suit": "#ff0000"})
    member = Character("Bo", "a bear", colours={"fur": "#112233", "suit": "#000000"}, outfits=(dressed,))
    seen = worn(member, 0)
    assert seen.colours == {"fur": "#112233", "suit": "#ff0000"}
    assert seen.outfit == "a red dress"
    assert "white rectangular chest panel" in seen.lettered_outfit
    assert [one.name for one in with_new_outfit(with_new_outfit(member)).outfits] == [
        "party",
        "party suit",
        "party suit 2",
    ]


def test_words_that_are_still_to_be_written_are_not_forgotten() -> None:
    saved = Character("Bo", "a bear", outfits=(Outfit("party", ""),))
    assert Edited(None, Character("", "a bear")).not_written_yet == {"name"}
    assert Edited(saved, with_new_outfit(saved)).not_written_yet == {"outfits.1.words"}


def test_a_mistake_is_said_at_the_field_that_is_seen() -> None:
    assert field_of("look", USUAL) == "look"
    assert field_of("colours.fur", USUAL) == "colours"
    assert field_of("colours.fur", 0) == "outfits"
    assert field_of("outfits.0.words", 0) == "words"
    assert field_of("outfits.0.name", 0) == "outfit-name"
    assert field_of("outfits.1.words", 0) == "outfits"
    assert field_of("lettered_outfit", USUAL) == "lettered"
    assert field_of("anchor", USUAL) == "references"


def test_names_and_aliases_of_others_are_mistakes() -> None:
    others = (Character("Milo", "a raccoon", aliases=("the raccoon",)),)
    found = mistakes_of(Character("milo ", "", aliases=("The raccoon", "bandit"), colours={"fur": "brown"}), others)
    assert set(found) == {"look", "name", "aliases", "colours.fur"}
    assert found["name"] == "There is a Milo already. Choose another name"
    assert not mistakes_of(Character("Bo", "a bear"), others)
