"""A member from the first word to another library, by commands, with the draft painter alone."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest

from library.store import Library
from studio.scenes.recipe import from_json
from studio.settings.settings import FOLDER_VARIABLE
from tests.conftest import Home
from tests.studio.cli.conftest import Studio

pytestmark = pytest.mark.long

PAIR, TRIO = "Milo and Zoë in her party suit celebrate", "Milo, James and Zoë in the ski jacket debug at 2 AM"


def drawn(process: Studio, scene: str, *sayings: str) -> int:
    """Draw a scene with these sayings, small; the id of its picture, which is lettered from left to right."""
    shirts = [word for saying in sayings for word in ("--shirt", saying)]
    done = process("draw", scene, *shirts, "--seed", "3", "--size", "512x512", "--engine", "draft", "--json")
    assert (done.status, done.err) == (0, "")
    return int(json.loads(done.out)["id"])


def test_a_member_is_made_referenced_drawn_found_sent_and_drawn_elsewhere(
    process: Studio, studio: Studio, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = "a tall fox with red fur, round glasses and a blue lab coat"
    assert process("cast", "new", "Zoë", "--look", look).status == 0
    for outfit in ("party suit=a red tuxedo", "ski jacket=a green ski jacket"):
        assert studio("cast", "edit", "Zoë", "--outfit-words", outfit).status == 0
    assert "wears      a blue lab coat" in studio("cast", "show", "Zoë").out
    made = studio("cast", "references", "Zoë", "--count", "3", "--views", "front, back", "--json")
    ids = ",".join(str(json.loads(line)["id"]) for line in made.out.splitlines())
    assert studio("cast", "references", "Zoë", "--keep", ids).status == 0

    pair, trio = drawn(process, PAIR, "PEBKAC", "RTFM"), drawn(process, TRIO, "PEBKAC", "RTFM", "It's DNS")
    for query, found in (
        ("cast:zoe cast:milo", [trio, pair]), ("from:zoe", [trio, pair]), ("from:james", [trio]),
        ('cast:zoe saying:"it\'s dns"', [trio]),
    ):  # fmt: skip
        lines = studio("gallery", "search", query, "--json").out.splitlines()
        assert [json.loads(line)["id"] for line in lines] == found
    with closing(Library.open(home.library)) as library:
        (lettering,) = library.letterings(trio)
        settings = json.loads(lettering.record)["settings"]
        lefts = [one["placement"]["quad"][0][0] for one in settings]
        assert [one["text"] for one in settings] == ["PEBKAC", "RTFM", "It's DNS"]
        assert lefts == sorted(lefts)
        cast = from_json(library.picture(trio).facts.recipe).cast
        assert [(one.name, one.outfit) for one in cast] == [("Milo", ""), ("James", ""), ("Zoë", "ski jacket")]
    told = studio("cast", "drift", str(pair), "--member", "Zoë", "--json")
    assert 0 <= json.loads(told.out)["value"] < 1
    assert studio("cast", "measure").status == 0
    sorted_by = studio("gallery", "search", "drift:zoe", "--sort", "drift:zoe", "--json").out.splitlines()
    assert {pair, trio} <= {json.loads(line)["id"] for line in sorted_by}

    file = tmp_path / "zoe.milo.zip"
    assert process("cast", "export", "Zoë", "--licence", "CC-BY-4.0", "-o", file).status == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "settings.toml").write_text(f'library = "{tmp_path / "theirs"}"\n')
    monkeypatch.setenv(FOLDER_VARIABLE, str(elsewhere))
    broken = tmp_path / "broken.milo.zip"
    broken.write_bytes(file.read_bytes()[:2000])
    assert "is cut off" in studio("cast", "import", broken).err
    assert process("cast", "import", file).status == 0
    there = drawn(process, PAIR, "PEBKAC", "RTFM")
    (line,) = studio("gallery", "search", "from:zoe", "--json").out.splitlines()
    assert json.loads(line)["id"] == there
