from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.cast import loading, mentions
from studio.cast.members import Character, ReferenceMissing, by_name, reference_bytes
from studio.scenes import stock

SHIPPED = loading.load(Path("/nonexistent")).members


def names(text: str) -> list[str]:
    return [mention.character.name for mention in mentions.find(text, SHIPPED)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Milo debugging at 2 AM", ["Milo"]),
        ("milo and JAMES", ["Milo", "James"]),
        ("James looks at Milo's screen", ["James", "Milo"]),
        ("Milo’s badge", ["Milo"]),
        ("James' bike", ["James"]),
        ("(James), Milo!", ["James", "Milo"]),
        ("the raccoon sleeps", ["Milo"]),
        ("the  raccoon\nsleeps", ["Milo"]),
        ("Jamestown", []),
        ("Kilimilo and Milos are islands", []),
        ("Milo-like", []),
        ("neo-Milo", []),
        ("Milo_2", []),
        ("", []),
        ("Milo, Milo and Milo", ["Milo"]),
    ],
)
def test_who_is_in_a_text(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_mention_says_where_it_stands() -> None:
    (mention,) = mentions.find("so, Milo's here", SHIPPED)
    assert "so, Milo's here"[mention.start : mention.end] == "Milo"


def test_a_longer_name_wins_over_a_shorter_one() -> None:
    longer = Character(name="Milo Senior", look="", outfit="", lettered_outfit="")
    found = mentions.find("Milo Senior waves", (*SHIPPED, longer))
    assert [mention.character.name for mention in found] == ["Milo Senior"]


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=5), st.booleans())
def test_a_name_inside_a_word_is_nobody(letters: str, before: bool) -> None:
    word = f"{letters}Milo" if before else f"Milo{letters}"
    assert names(f"a {word} here") == []


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    for mention in mentions.find(text, SHIPPED):
        assert 0 <= mention.start < mention.end <= len(text)


def test_the_shipped_cast_is_whole() -> None:
    assert [member.name for member in SHIPPED] == ["Milo", "James"]
    for member in SHIPPED:
        assert "white rectangular chest panel" in member.lettered_outfit
        assert "neon-cyan piping" in member.lettered_outfit
        assert "panel" not in member.outfit
        for name in (reference.file for reference in member.pictures):
            assert reference_bytes(member, name).startswith(b"\x89PNG")


def test_an_own_cast_adds_and_replaces(tmp_path: Path) -> None:
    (tmp_path / "cast.toml").write_text(
        """
[[character]]
name = "milo"
look = "a tall raccoon"
outfit = "a coat"
lettered_outfit = "a coat with a panel"
references = ["own.png"]

[[character]]
name = "Cindy"
look = "a woman"
outfit = "a dress"
lettered_outfit = "a dress with a panel"
""",
        encoding="utf-8",
    )
    (tmp_path / "own.png").write_bytes(b"picture")
    loaded = loading.load(tmp_path).members
    assert [member.name for member in loaded] == ["milo", "James", "Cindy"]
    assert reference_bytes(loaded[0], "own.png") == b"picture"
    with pytest.raises(ReferenceMissing) as caught:
        reference_bytes(loaded[0], "gone.png")
    assert "gone.png" in caught.value.notice.title


def mistakes(folder: Path, text: str) -> list[str]:
    """What is told of a cast file: the line, what is wrong, what to do."""
    (folder / "cast.toml").write_text(text, encoding="utf-8")
    return [fault.notice.line().removeprefix(f"{folder}/") for fault in loading.load(folder).faults]


def test_a_slip_in_the_cast_names_its_line(tmp_path: Path) -> None:
    told = mistakes(tmp_path, '[[character]]\nname = "A"\nlook = "b"\noutfitt = "c"\n')
    assert told == ["cast.toml, line 4: there is no setting named 'outfitt' here. Did you mean 'outfit'?"]
    assert [member.name for member in loading.load(tmp_path).members] == ["Milo", "James"]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ('name = " "', "line 2: a character has an empty name"),
        ('name = "Cindy"\ncolours = { fur = "reddish" }', "Cindy's fur is 'reddish', which is not a colour"),
        ('name = "Cindy"\nanchor = "a.png"', "line 3: Cindy's anchor 'a.png' is none of the references"),
        (
            'name = "Cindy"\nreferences = [{ file = "a.png", outfit = "Suit" }]',
            "line 3: Cindy's reference a.png shows the outfit 'Suit', which is not there",
        ),
        ('name = "Cindy"\naliases = ["Milo"]', "both Milo and Cindy answer to 'Milo', so Milo does"),
    ],
)
def test_a_character_that_cannot_be_is_told(tmp_path: Path, field: str, words: str) -> None:
    (told,) = mistakes(tmp_path, f'[[character]]\n{field}\nlook = "a"\noutfit = "b"\nlettered_outfit = "c"\n')
    assert words in told


def test_mistakes_in_outfits_are_told_with_their_lines(tmp_path: Path) -> None:
    text = """[[character]]
name = "Cindy"
look = "a woman"

[[character.outfits]]
name = "party suit"
words = ""

[character.outfits.colours]
suit = "red"

[[character.outfits]]
name = "Party-Suit"
words = "a dress"

[[character.outfits.loras]]
file = "a.safetensors"
base = "nothing"

[[character.loras]]
file = "b.safetensors"
base = "no such"
"""
    told = mistakes(tmp_path, text)
    assert [line.partition(". ")[0] for line in told] == [
        "cast.toml, line 7: Cindy's outfit 'party suit' has no words",
        "cast.toml, line 10: Cindy's outfit 'party suit': suit is 'red', which is not a colour",
        "cast.toml, line 13: Cindy has two outfits named 'party suit'",
        "cast.toml, line 18: the base 'nothing' of Cindy's outfit 'Party-Suit': LoRA a.safetensors is not known",
        "cast.toml, line 22: the base 'no such' of Cindy's LoRA b.safetensors is not known",
    ]
    fields = [fault.field for fault in loading.load(tmp_path).faults]
    assert fields[:2] == ["outfits.0.words", "outfits.0.colours.suit"]


def test_all_mistakes_are_told_at_once_and_the_good_entries_kept(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """
[[character]]
name = "Cindy"
look = "a woman"

[[character]]
name = "Bob"
lok = "a man"
aliases = "Bobby"
colours = { fur = 3 }

[[character.loras]]
file = "bob.safetensors"

[[character.loras]]
strength = "much"

[[character]]
name = "Eve
look = "a spy"

[[character]]
look = "somebody"

[[character]]
name = "Zed"
look = "the last one"
""",
    )
    assert [member.name for member in loading.load(tmp_path).members] == ["Milo", "James", "Cindy", "Zed"]
    assert [line.partition(":")[0] for line in told] == [
        "cast.toml, line 8",
        "cast.toml, line 9",
        "cast.toml, line 10",
        "cast.toml, line 15",
        "cast.toml, line 16",
        "cast.toml, line 19, column 12",
        "cast.toml, line 22",
    ]
    assert "'name' is missing. Add name" in told[-1]


def test_a_second_character_of_a_name_is_told(tmp_path: Path) -> None:
    one = '[[character]]\nname = "Cindy"\nlook = "{}"\n'
    (told,) = mistakes(tmp_path, one.format("the first") + one.format("the second"))
    assert told.startswith("cast.toml, line 4: there is a character Cindy at")
    assert loading.load(tmp_path).members[-1].look == "the first"


def test_a_name_outweighs_the_alias_of_another(tmp_path: Path) -> None:
    assert mistakes(tmp_path, '[[character]]\nname = "Jim"\nlook = "a tall man"\n') == []
    loaded = loading.load(tmp_path).members
    assert [mention.character.look for mention in mentions.find("Jim waves", loaded)] == ["a tall man"]


def test_a_lora_can_belong_to_a_style() -> None:
    milo = by_name("MILO", SHIPPED)
    assert milo is not None
    assert [lora.file for lora in milo.loras_for("painterly")] == ["milo_painterly.safetensors"]
    assert milo.loras_for("flat cartoon") == ()


def test_a_base_that_nobody_knows_is_refused_in_cast_and_styles(tmp_path: Path) -> None:
    lora = '[[{}.loras]]\nfile = "cindy.safetensors"\nbase = "{}"\n'
    cindy = '[[character]]\nname = "Cindy"\nlook = "a"\noutfit = "b"\nlettered_outfit = "c"\n'
    (tmp_path / "cast.toml").write_text(cindy + lora.format("character", "flux2 klein 4B"), encoding="utf-8")
    (tmp_path / "styles.toml").write_text('[[style]]\nname = "ink"\n' + lora.format("style", "SDXL"), encoding="utf-8")
    goods = stock.load(tmp_path)
    assert (goods.style("ink").loras[0].base, goods.cast[-1].loras[0].base) == ("SDXL", "flux2 klein 4B")
    (tmp_path / "styles.toml").write_text('[[style]]\nname = "ink"\n' + lora.format("style", "flox"), encoding="utf-8")
    goods = stock.load(tmp_path)
    (notice,) = goods.faults_of("style", "ink")
    assert "'flox' of the LoRA cindy.safetensors of the style 'ink'" in notice.reason
    assert "FLUX.2 klein 4B" in notice.remedy
    with pytest.raises(stock.UnknownName, match="flox"):
        goods.style("ink")
    (tmp_path / "styles.toml").unlink()
    (told,) = mistakes(tmp_path, cindy + lora.format("character", "flox"))
    assert "'flox' of Cindy's LoRA cindy.safetensors is not known" in told
