"""New characters come into a person's own cast, and what stands there stays."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.cast import defaults, loading, mentions
from studio.cast.members import Character
from studio.cast.own_file import CharacterWrong, NewCharacter, add
from studio.cast.writing import edits
from studio.cast.writing.toml_values import table_of
from studio.plain_text import plain
from studio.settings import entries
from studio.settings.tables import TableUnreadable

CINDY = NewCharacter("Cindy", "a woman in her fifties with curly red hair, wearing a green ski jacket")


def test_a_character_needs_a_name_and_a_look(tmp_path: Path) -> None:
    assert add(tmp_path / "new", CINDY).name == "Cindy"
    *_, cindy = loading.load(tmp_path / "new").members
    assert cindy.look == "a woman in her fifties with curly red hair"
    assert (cindy.species, cindy.outfit) == ("person", "a green ski jacket")
    assert cindy.lettered_outfit.startswith("a green ski jacket with a clean white rectangular chest panel")


def test_what_stands_in_the_file_stays_to_the_byte(tmp_path: Path) -> None:
    file = tmp_path / "elsewhere.toml"
    entry = b"# mine\r\n[[character]]   # the first\r\nname = \"Bob\"\r\nlook = 'a man'\r\n"
    before = entry + b'\r\n[character.colours]\r\nhair = "#112233"'
    file.write_bytes(before)
    file.chmod(0o640)
    (tmp_path / "cast.toml").symlink_to(file)
    add(tmp_path, CINDY)
    assert file.read_bytes().startswith(before + b"\r\n\r\n[[character]]\r\n")
    assert (tmp_path / "cast.toml").is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    loaded = loading.load(tmp_path)
    assert [member.name for member in loaded.members] == ["Milo", "James", "Bob", "Cindy"]
    assert loaded.members[2].colours == {"hair": "#112233"}


@pytest.mark.parametrize(
    ("new", "field", "words"),
    [
        (NewCharacter(" ", "a man"), "name", "no name"),
        (NewCharacter("Cindy", "\t"), "look", "no look"),
        (NewCharacter("milo", "a man"), "name", "Milo answers to milo already"),
        (NewCharacter("Cindy", "a woman", aliases=("the raccoon",)), "aliases", "Milo answers to the raccoon already"),
        (NewCharacter("Cindy", "a woman" * 500), "look", "too long"),
    ],
)
def test_who_cannot_be_added_is_not(tmp_path: Path, new: NewCharacter, field: str, words: str) -> None:
    with pytest.raises(CharacterWrong, match=words) as caught:
        add(tmp_path, new)
    assert caught.value.field == field
    assert not (tmp_path / "cast.toml").exists()


def test_a_name_may_be_the_alias_of_another(tmp_path: Path) -> None:
    add(tmp_path, NewCharacter("Jim", "a tall man"))
    loaded = loading.load(tmp_path)
    assert loaded.faults == ()
    assert [mention.character.name for mention in mentions.find("Jim waves at James", loaded.members)] == [
        "Jim",
        "James",
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [("[[character]\n", TableUnreadable), ("character = [{name = 'A', look = 'b'}]\n", CharacterWrong)],
)
def test_a_file_that_nothing_can_be_added_to_stays(tmp_path: Path, text: str, error: type[Exception]) -> None:
    (tmp_path / "cast.toml").write_text(text, encoding="utf-8")
    with pytest.raises(error):
        add(tmp_path, CINDY)
    assert (tmp_path / "cast.toml").read_text(encoding="utf-8") == text


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30).map(plain)


@given(TEXTS.filter(bool), TEXTS.filter(bool), TEXTS, TEXTS, st.lists(TEXTS, max_size=3))
def test_what_is_written_is_read_again(name: str, look: str, species: str, outfit: str, aliases: list[str]) -> None:
    new = NewCharacter(name, look, species, outfit, tuple(aliases))
    text = edits.appended("", table_of(new.entry()))
    (entry,) = entries.decode(text, "character", Character, "").entries
    read = entry.value
    assert NewCharacter(read.name, read.look, read.species, read.outfit, read.aliases) == msgspec.structs.replace(
        new, species=species.casefold()
    )


@pytest.mark.parametrize(
    ("look", "species"),
    [
        ("an anthropomorphic fox with a long tail", "fox"),
        ("an anthropomorphic grey badger with a scar", "badger"),
        ("a small robot, one wheel", "robot"),
        ("a dog walker in her forties", "person"),
        ("a woman with a cat on her shoulder", "person"),
        ("a raccoon in a man's coat", "raccoon"),
        ("curly red hair", "person"),
    ],
)
def test_what_somebody_is_comes_from_the_look(look: str, species: str) -> None:
    assert defaults.species(look) == species


@pytest.mark.parametrize(
    ("look", "left", "outfit"),
    [
        ("a man, wearing a red coat", "a man", "a red coat"),
        ("a tall man dressed in a black suit and tie.", "a tall man", "a black suit and tie"),
        ("a man wearing glasses", "a man wearing glasses", defaults.PLAIN),
        ("wearing a coat", "wearing a coat", defaults.PLAIN),
        ("a man", "a man", defaults.PLAIN),
        (
            "a fox with red fur, round glasses and a blue lab coat",
            "a fox with red fur, round glasses",
            "a blue lab coat",
        ),
        ("a fox with a blue lab coat and round glasses", "a fox with round glasses", "a blue lab coat"),
        ("a bear in a red dress with a wide belt", "a bear", "a red dress with a wide belt"),
        ("a bear in a green jacket with red hair", "a bear with red hair", "a green jacket"),
        ("a boy in a striped tee and blue jeans.", "a boy", "a striped tee and blue jeans"),
        ("a woman with grey hair, a red coat and a cane", "a woman with grey hair and a cane", "a red coat"),
        ("a dog with a shiny black coat", "a dog with a shiny black coat", defaults.PLAIN),
        ("a man with a top hat and a suit case", "a man with a top hat and a suit case", defaults.PLAIN),
    ],
)
def test_an_outfit_comes_from_the_look(look: str, left: str, outfit: str) -> None:
    assert defaults.look_and_outfit(look, "") == (left, outfit)
    assert defaults.look_and_outfit(look, "a robe") == (look, "a robe")


def test_who_has_several_names_answers_to_the_first(tmp_path: Path) -> None:
    add(tmp_path, NewCharacter("Cindy Miller", "a woman"))
    add(tmp_path, NewCharacter("Rose Gardener", "a woman"))
    loaded = loading.load(tmp_path).members
    assert [mention.character.name for mention in mentions.find("Cindy has a rose", loaded)] == ["Cindy Miller"]
