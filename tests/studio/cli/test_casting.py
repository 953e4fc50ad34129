"""`studio cast new`, `show`, `edit`, `duplicate`, `retire`."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Home
from tests.studio.cli.conftest import Studio, one_line

PARTY = ("--outfit-words", "party suit=a red suit", "--outfit-colour", "party suit:suit=#c23b38")
NED = """# My cast.
[[character]]
name = "Old Ned"   # the badger
look = "a badger"
aliases = ["Ned"]
"""


class Terminal(io.StringIO):
    """In place of stdin: a terminal, with what is typed."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The person's editor does each `sed` command in its turn; what is typed at questions is `answers`."""

    def use(*commands: str, answers: str = "") -> None:
        done = tmp_path / "done"
        done.write_text("")
        lines = [f"{number}) sed -i '{command}' \"$1\";;" for number, command in enumerate(commands)]
        script = tmp_path / "editor"
        # A file is taken for unchanged whose time is that of before.
        script.write_text(
            f"#!/bin/sh\ncase $(wc -c < {done}) in\n" + "\n".join(lines) + f"\nesac\nprintf x >> {done}\n"
            'touch -d "2030-01-01" "$1"\n'
        )
        script.chmod(0o755)
        monkeypatch.setenv("VISUAL", str(script))
        monkeypatch.setattr(sys, "stdin", Terminal(answers))
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    return use


def test_a_member_is_made_with_outfits_and_shown(studio: Studio, home: Home) -> None:
    ended = studio(
        "cast", "new", "Bob", "--look", "a fox", "--colour", "fur=#e07a34", "--lora", "bob.safetensors:0.8",
        "--trigger", "bob.safetensors=bobfox", *PARTY, "--outfit-lora", "party suit=suit.safetensors",
    )  # fmt: skip
    assert (ended.status, ended.out.splitlines()[0]) == (0, "Bob, fox")
    shown = studio("cast", "show", "bob")
    for words in ("party suit: a red suit", "colours: suit #c23b38", "suit.safetensors at 1", "listens to 'bobfox'"):
        assert words in shown.out
    assert str(home.settings / "cast.toml") in shown.out
    read = json.loads(studio("cast", "show", "Bob", "--json").out)
    assert (read["own"], read["outfits"][0]["name"], read["colours"]) == (True, "party suit", {"fur": "#e07a34"})
    assert read["outfits"][0]["lettered"].startswith("a red suit with a clean white")
    milo = json.loads(studio("cast", "show", "Milo", "--json").out)
    assert (milo["own"], milo["references"][0]["file"], milo["references"][0]["bytes"] > 1000) == (
        False,
        "references/milo.png",
        True,
    )
    drawn = studio("draw", "Bob in his party suit", "--size", "256x256", "--engine", "draft", "--json")
    recipe = json.loads(studio("gallery", "search", "bob", "--json").out.splitlines()[0])
    assert drawn.status == 0
    assert "red suit" in json.dumps(recipe)


def test_options_change_what_they_say_and_no_other_line(studio: Studio, home: Home) -> None:
    file = home.settings / "cast.toml"
    file.write_text(NED)
    ended = studio(
        "cast", "edit", "Old", "Ned", "--look", "an old badger", "--alias", "Grandpa", "--no-alias", "ned", *PARTY
    )
    assert ended.status == 0
    changed = NED.replace("a badger", "an old badger").replace('["Ned"]', '["Grandpa"]')
    outfit = '\n[[character.outfits]]\nname = "party suit"\nwords = "a red suit"\n'
    assert file.read_text() == f'{changed}{outfit}\n[character.outfits.colours]\nsuit = "#c23b38"\n'
    assert studio("cast", "edit", "Grandpa", "--no-outfit", "Party-Suit", "--name", "Ned").status == 0
    assert file.read_text() == changed.replace('"Old Ned"', '"Ned"')


@pytest.mark.parametrize(
    "arguments",
    [
        ("edit", "Ned", "--colour", "fur"),
        ("edit", "Ned", "--colour", "fur=red"),
        ("edit", "Ned", "--outfit-colour", "gala:suit=#aabbcc"),
        ("edit", "Ned", "--lora", "a.safetensors:much"),
        ("edit", "Ned", "--trigger", "a.safetensors=word"),
        ("edit", "Ned", "--look", " "),
        ("edit", "Ned"),
        ("edit", "Zoe", "--look", "a cat"),
        ("show", "Zoe"),
        ("retire", "Zoe"),
        ("duplicate", "Ned", "milo"),
    ],
)
def test_what_cannot_be_meant_is_wrong_use_and_changes_nothing(
    studio: Studio, home: Home, arguments: tuple[str, ...]
) -> None:
    (home.settings / "cast.toml").write_text(NED)
    ended = studio("cast", *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.splitlines()[-1].startswith(("studio: ", "Error: "))
    assert (home.settings / "cast.toml").read_text() == NED


def test_who_is_retired_is_listed_so_and_in_no_new_scene(studio: Studio, home: Home) -> None:
    assert studio("cast", "retire", "James").status == 0
    assert "James (also: Jim), person, retired" in studio("cast", "list").out
    drawn = studio("draw", "James and Milo", "--size", "256x256", "--engine", "draft")
    assert "James is retired" in one_line(drawn.err)
    assert "retired" not in studio("cast", "retire", "Jim", "--back").out
    assert studio("cast", "duplicate", "James", "Jonas").out.startswith("Jonas, person\n")


def test_an_entry_is_edited_as_a_whole_until_it_is_right(
    studio: Studio, home: Home, editor: Callable[..., None]
) -> None:
    file = home.settings / "cast.toml"
    file.write_text(NED + '\n# Not mine.\n[[character]]\nname = "Zed"\nlook = "a man"\n')
    editor("s/look =/lok =/", 's/lok = .*/look = "a grey badger"  # grey!/', answers="y\n")
    ended = studio("cast", "edit", "Ned")
    assert ended.status == 0
    assert "there is no setting named 'lok' here. Did you mean 'look'?" in ended.err
    assert file.read_text().startswith(NED.replace('"a badger"', '"a grey badger"  # grey!') + "\n# Not mine.")

    before = file.read_text()
    editor('s/name = .*/name = "Milo"/', answers="n\n")
    ended = studio("cast", "edit", "Ned")
    assert (ended.status, file.read_text()) == (2, before)
    assert ended.err.count("Milo answers to Milo already") == 1
    assert ended.err.endswith("studio: Old Ned stays as it was\n")
    editor("s/x/x/")
    assert "Nothing was changed" in one_line(studio("cast", "edit", "Ned").err)


def test_an_entry_with_a_mistake_is_mended_in_the_editor(
    studio: Studio, home: Home, editor: Callable[..., None]
) -> None:
    file = home.settings / "cast.toml"
    file.write_text(NED.replace("aliases", "alias"))
    assert "studio cast edit Old Ned" in one_line(studio("cast", "show", "Old Ned").err)
    editor("s/alias /aliases /")
    assert studio("cast", "edit", "Old Ned").status == 0
    assert file.read_text() == NED


def test_a_shipped_member_is_edited_into_an_entry_of_its_own(
    studio: Studio, home: Home, editor: Callable[..., None]
) -> None:
    editor('s/^look = .*/look = "a raccoon" # short/')
    assert "found" in studio("cast", "edit", "Milo").out
    assert 'look = "a raccoon" # short\n' in (home.settings / "cast.toml").read_text()
    assert (home.settings / "references" / "milo.png").exists()
