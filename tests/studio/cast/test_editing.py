"""Members are edited in the person's own file, which keeps all else that stands in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from studio.cast import editing, loading
from studio.cast.checking import CharacterWrong
from studio.cast.members import Character, Outfit, Reference, reference_bytes

PARTY = Outfit("party suit", "a red suit")

OWN = """# My cast, \u2014 do not sort!

[[character]]   # the fox
name = 'Bob'    # of the night shift
look = "a fox"
references = [
    "bob/front.png",   # the good one
    # at the Christmas party
    { file = "bob/party.png", outfit = "party suit" },
]

# Colours from the sheet of 2024.
[character.colours]
fur = '#E07A34'  # measured

# For birthdays.
[[character.outfits]]
name = "party suit"
words = "a red suit"

# She came later.
[[character]]
name = "Eve"
aliases = ["the boss"]
look = "a woman"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cast.toml").write_bytes(OWN.encode())
    return tmp_path


def text_of(folder: Path) -> str:
    return (folder / "cast.toml").read_bytes().decode()


def test_only_the_lines_of_what_changes_are_others(folder: Path) -> None:
    bob = editing.written(folder, "bob").character
    suit = msgspec.structs.replace(bob.outfits[0], words="a black suit")
    changes = {
        "look": "  a tall\tfox ",
        "colours": {**bob.colours, "tie": "#aa0000"},
        "outfits": (suit, Outfit("pyjamas", "striped pyjamas", colours={"suit": "#3f6fb0"})),
        "references": (*bob.references, Reference("bob/back.png", view="back")),
        "anchor": "bob/front.png",
    }
    changed = editing.change(folder, "Bob", changes, bob)
    assert (changed.look, changed.outfits[1].lettered.startswith("striped pyjamas with")) == ("a tall fox", True)
    back = '    { file = "bob/back.png", view = "back" },\n'
    pyjamas = '\n[[character.outfits]]\nname = "pyjamas"\nwords = "striped pyjamas"\n'
    wanted = (
        OWN.replace('"a fox"', '"a tall fox"')
        .replace('outfit = "party suit" },\n', f'outfit = "party suit" }},\n{back}')
        .replace("]\n\n# Colours", ']\nanchor = "bob/front.png"\n\n# Colours')
        .replace("# measured\n", '# measured\ntie = "#aa0000"\n')
        .replace('red suit"\n', f'black suit"\n{pyjamas}\n[character.outfits.colours]\nsuit = "#3f6fb0"\n')
    )
    assert text_of(folder) == wanted
    editing.change(folder, "Bob", {field: getattr(bob, field) for field in changes})
    assert text_of(folder) == OWN


def test_remarks_move_and_go_with_what_they_are_about(folder: Path) -> None:
    bob = editing.written(folder, "Bob").character
    editing.change(folder, "Bob", {"references": bob.references[::-1], "colours": {}})
    said = text_of(folder)
    assert said.index("# at the Christmas party") < said.index("bob/party.png") < said.index('png",   # the good one')
    assert "# Colours from the sheet" not in said
    editing.change(folder, "Bob", {"references": bob.references[:1], "outfits": ()})
    assert "Christmas" not in text_of(folder)
    assert "birthdays" not in text_of(folder)
    assert text_of(folder).endswith(OWN[OWN.index("# She came later") :])


def test_references_follow_the_name_of_their_outfit(folder: Path) -> None:
    changed = editing.change(folder, "Bob", {"outfits": (msgspec.structs.replace(PARTY, name="gala suit"),)})
    assert [one.outfit for one in changed.pictures] == ["", "gala suit"]
    assert text_of(folder) == OWN.replace('"party suit"', '"gala suit"')


def test_a_shipped_member_gets_a_whole_entry_and_its_pictures(tmp_path: Path) -> None:
    before = loading.load(tmp_path).members[0]
    milo = editing.change(tmp_path, "the raccoon", {"outfits": (Outfit("party suit", "a red suit"),)})
    assert editing.written(tmp_path, "Milo").is_own
    assert msgspec.structs.replace(milo, outfits=(), folder="") == before
    assert reference_bytes(
        milo, milo.references[0].file if isinstance(milo.references[0], Reference) else milo.references[0]
    )
    with pytest.raises(CharacterWrong, match="keeps its name"):
        editing.change(tmp_path, "James", {"name": "Jimbo"})


def test_what_was_changed_meanwhile_is_not_written_over(folder: Path) -> None:
    seen = editing.written(folder, "Bob").character
    other = OWN.replace('"a fox"', '"a wolf"')
    (folder / "cast.toml").write_text(other, encoding="utf-8")
    with pytest.raises(CharacterWrong, match="look was changed meanwhile") as caught:
        editing.change(folder, "Bob", {"look": "a tall fox", "species": "fox"}, seen)
    assert caught.value.field == "look"
    assert text_of(folder) == other
    # Another field is nobody else's, and what is so already is no quarrel.
    editing.change(folder, "Bob", {"look": "a wolf", "species": "wolf"}, seen)


def test_a_member_is_duplicated_retired_and_comes_back(folder: Path) -> None:
    bill = editing.duplicate(folder, "Bob", "Bill")
    assert (bill.name, bill.references, bill.outfits[0].name) == ("Bill", bill.references, "party suit")
    assert text_of(folder).startswith(OWN)
    assert editing.retire(folder, "bob").retired
    assert not editing.unretire(folder, "bob").retired
    assert text_of(folder).startswith(OWN)
    jim = editing.duplicate(folder, "James", "Jim Two")
    assert reference_bytes(jim, jim.pictures[0].file) == reference_bytes(
        loading.load(folder).members[1], "references/james.png"
    )
    # A shipped one that is not retired needs no entry to come back.
    before = text_of(folder)
    editing.unretire(folder, "Milo")
    assert text_of(folder) == before


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"look": " "}, "look", "Bob has no look"),
        ({"name": "Eve"}, "name", "Eve answers to Eve already"),
        ({"aliases": ("Bobby", "the boss")}, "aliases", "Eve answers to the boss already"),
        ({"colours": {"fur": "red"}}, "colours.fur", "'red', which is not a colour"),
        ({"outfits": (PARTY, Outfit("Party-Suit", "c"))}, "outfits.1.name", "two outfits named 'party suit'"),
        ({"outfits": (Outfit("party suit", " "),)}, "outfits.0.words", "has no words"),
        ({"outfits": ()}, "references.1.outfit", "which is not there"),
        ({"anchor": "x.png"}, "anchor", "none of the references"),
        ({"name": "N" * 61}, "name", "too long"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(
    folder: Path, changes: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(CharacterWrong, match=words) as caught:
        editing.change(folder, "Bob", changes)
    assert caught.value.field == field
    assert text_of(folder) == OWN


@pytest.mark.parametrize(
    "call", [editing.written, editing.retire, lambda folder, name: editing.duplicate(folder, name, "Zed")]
)
def test_nobody_of_that_name_is_told(folder: Path, call: Callable[[Path, str], object]) -> None:
    with pytest.raises(CharacterWrong, match="Nobody of the cast is named 'Zoe'"):
        call(folder, "Zoe")
    (folder / "cast.toml").write_text(OWN.replace('"a woman"', "3").replace("Eve", "Zoe"), encoding="utf-8")
    with pytest.raises(CharacterWrong, match=r"The entry of Zoe has a mistake: .*line 25"):
        call(folder, "Zoe")


def test_a_file_that_cannot_be_changed_in_part_stays(folder: Path) -> None:
    text = "character = [{ name = 'Bob', look = 'a fox' }]\n"
    (folder / "cast.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CharacterWrong, match=r"stand in a list in \[ \]"):
        editing.change(folder, "Bob", {"look": "a wolf"})
    with pytest.raises(CharacterWrong, match=r"stand in a list in \[ \]"):
        editing.add(folder, Character("Zoe", "a cat"))
    assert text_of(folder) == text
