"""What of an entry is wrong, what it leaves open, and whose an alias is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.cast import loading
from studio.cast.checking import (
    LONGEST_LOOK,
    LONGEST_NAME,
    CharacterWrong,
    checked,
    in_plain_text,
    outfit_key,
    slips_of,
)
from studio.cast.members import Character, CharacterLora, Outfit, Reference

CAST = (
    Character("Milo", "a raccoon", aliases=("the raccoon",)),
    Character("Milo Grey", "a cat"),
    Character("Jo", "a woman", aliases=("Jo-Ann",)),
    Character("Ada", "a woman"),
)


def wrong(member: Character) -> list[str]:
    return [".".join(slip.steps) for slip in slips_of(member)]


def test_all_that_is_wrong_with_an_entry_is_said_with_the_way_to_it() -> None:
    assert wrong(Character("Bo", "a bear")) == []
    good = Character(
        "Bo", "a bear", colours={"fur": "#A1b2c3"}, references=("a.png", Reference("b.png", outfit="Party-suit")),
        anchor="b.png", loras=(CharacterLora("bo.safetensors", base="FLUX.1 dev"), CharacterLora("x.safetensors")),
        outfits=(Outfit("party suit", "a suit", references=("c.png",)), Outfit("pyjamas", "striped")),
    )  # fmt: skip
    assert wrong(good) == []
    bad = Character(
        " ", "\t", colours={"fur": "#12345", "suit": "#1234567", "cap": "123456"}, anchor="z.png",
        references=(" ", Reference("b.png", outfit="armour")),
        loras=(CharacterLora(" "), CharacterLora("x.safetensors", base="no such base")),
        outfits=(
            Outfit("party suit", " "), Outfit("Party_Suit", "a suit", colours={"suit": "red"}),
            Outfit("", "bare", references=("",), loras=(CharacterLora(""),)),
        ),
    )  # fmt: skip
    assert sorted(wrong(bad)) == sorted(
        ["name", "look", "colours.fur", "colours.suit", "colours.cap", "loras.0.file", "loras.1.base",
         "references.0.file", "references.1.outfit", "outfits.0.words", "outfits.1.name", "outfits.1.colours.suit",
         "outfits.2.name", "outfits.2.loras.0.file", "outfits.2.references.0.file", "anchor"]
    )  # fmt: skip
    (slip,) = slips_of(Character("Bo", "a bear", anchor="z.png", references=("a.png", "b.png")))
    assert slip.remedy == "Write one of a.png, b.png"


@given(
    st.lists(st.sampled_from(["party", "suit", "PARTY"]), min_size=1, max_size=3),
    st.sampled_from([" ", "-", "__", " - "]),
)
def test_outfits_are_one_however_their_words_are_joined(words: list[str], between: str) -> None:
    assert outfit_key(between.join(words)) == outfit_key(f" {' '.join(words).upper()} ") == " ".join(words).casefold()


@pytest.mark.parametrize(
    ("member", "field"),
    [
        (Character("", "a bear"), "name"),
        (Character("Bo", ""), "look"),
        (Character("ada", "a bear"), "name"),
        (Character("Bo", "a bear", aliases=("bear", "JO-ANN")), "aliases"),
        (Character("B" * (LONGEST_NAME + 1), "a bear"), "name"),
        (Character("Bo", "a" * (LONGEST_LOOK + 1)), "look"),
        (Character("Bo", "a bear", colours={"fur": "brown"}), "colours.fur"),
    ],
)
def test_what_a_member_cannot_be_is_said_at_its_field(member: Character, field: str) -> None:
    with pytest.raises(CharacterWrong) as told:
        checked(member, CAST)
    assert told.value.field == field


def test_what_a_member_was_before_it_may_stay() -> None:
    for member in (
        Character("Bo", "a bear", aliases=("bear",)),
        Character("B" * LONGEST_NAME, "a" * LONGEST_LOOK),
        # A new name outweighs another's alias.
        Character("Jo-Ann", "a bear"),
    ):
        assert checked(member, CAST) is member
    long = Character("Ada", "a" * (LONGEST_LOOK + 9), aliases=("Jo",))
    assert checked(long, CAST, long) is long
    with pytest.raises(CharacterWrong):
        checked(Character("Ada", "b" * (LONGEST_LOOK + 9), aliases=("Jo",)), CAST, long)


def test_texts_come_into_one_line_and_names_of_files_stay() -> None:
    typed = Character(
        "Bo\n Bear ", "a\tbear", aliases=("", "  "), references=("a  b.png", ""), anchor="a  b.png",
        colours={"fur\n": "#112233"}, outfits=(Outfit("x  y", "a\n\nsuit", references=(Reference("c  d.png", " "),)),),
    )  # fmt: skip
    found = in_plain_text(typed)
    assert (found.name, found.look, found.aliases, found.references) == ("Bo Bear", "a bear", (), ("a  b.png",))
    assert (found.anchor, found.colours) == ("a  b.png", {"fur": "#112233"})
    assert (found.outfits[0].name, found.outfits[0].words) == ("x y", "a suit")
    assert found.outfits[0].references == (Reference("c  d.png", ""),)


OWN = """
[[character]]
name = "Bo Bear"
look = "a woman wearing a red coat."
aliases = ["bo", "the bear"]

[[character]]
name = "Old Bo"
look = "an anthropomorphic badger with a hat"
aliases = ["bo", "old one"]

[[character]]
name = "Gone"
look = "a wolf"
aliases = ["the bear"]
retired = true

[[character]]
name = "Cindy Miller"
look = "a woman"
outfits = [{name = "party", words = "a dress"}, {name = "work", words = "a coat", lettered = "a sign"}]

[[character]]
name = "Rack Smith"
look = "something"
species = " robot "
"""


def test_each_alias_is_ones_and_what_entries_leave_open_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / loading.FILE).write_text(OWN)
    loaded = loading.load(tmp_path)
    bo, old, gone, cindy, rack = (one for one in loaded.members if one.folder)
    assert (bo.aliases, old.aliases, gone.aliases) == (("bo", "the bear"), ("old one",), ())
    # Who is retired answers to less, and nobody has to do anything about it.
    assert [fault.notice.reason for fault in loaded.faults] == [
        "both Bo Bear and Old Bo answer to 'bo', so Bo Bear does"
    ]
    assert (bo.look, bo.outfit, bo.species) == ("a woman", "a red coat", "person")
    assert bo.lettered_outfit.startswith("a red coat with a clean white")
    assert [one.species for one in (old, gone, cindy, rack)] == ["badger", "wolf", "person", "robot"]
    assert (cindy.aliases, rack.aliases) == (("Cindy",), ())
    assert [one.lettered[:12] for one in cindy.outfits] == ["a dress with", "a sign"]
    assert {"Milo", "James"} <= {one.name for one in loaded.members if not one.folder}
