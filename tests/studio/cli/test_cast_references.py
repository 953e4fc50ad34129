"""`studio cast references` and `coverage`: a set is drawn, its pictures are kept, and the table says what is there."""

from __future__ import annotations

import json

from PIL import Image

from tests.conftest import Home
from tests.studio.cli.conftest import Studio

WHOLE = "full body, from head to foot"
CAST = '[[character]]\nname = "Cindy Miller"\nlook = "a woman with red hair"\n'


def test_a_set_is_planned_drawn_and_kept(studio: Studio, home: Home) -> None:
    (home.settings / "cast.toml").write_text(CAST)
    planned = studio("cast", "references", "Cindy", "--count", "2", "--views", "back, front", "--dry-run")
    assert planned.out.splitlines() == [
        f" 1  Cindy Miller from the front, {WHOLE}, with a neutral expression, on a plain light ground",
        f" 2  Cindy Miller from behind, {WHOLE}, on a plain light ground",
    ]
    assert not (home.library / ".studio" / "reference_sets").exists()
    drawn = studio("cast", "references", "Cindy", "--count", "2", "--engine", "draft", "--json")
    assert (drawn.status, drawn.err) == (
        0,
        "studio: All 2 are drawn. To keep some: studio cast references 'Cindy Miller' --keep ID,ID\n",
    )
    front, back = map(json.loads, drawn.out.splitlines())
    assert (front["view"], back["view"], back["state"]) == ("front", "back", "drawn")
    again = studio("cast", "references", "Cindy", "--resume", "--json")
    assert [json.loads(line)["id"] for line in again.out.splitlines()] == [front["id"], back["id"]]
    kept = studio("cast", "references", "Cindy", "--keep", f"{front['id']},{back['id']}", "--anchor", "2")
    assert kept.status == 0
    assert " 1  references/cindy-miller-001.png  front, full body" in kept.out
    assert " 2  references/cindy-miller-002.png  back, full body  (anchor)" in kept.out
    listed = studio("cast", "references", "Cindy", "--drop", "1", "--status")
    assert " 1  references/cindy-miller-002.png  back, full body  (anchor)" in listed.out
    assert "2 of 2 pictures of the set are drawn" in listed.err
    next_one = studio("cast", "references", "Cindy", "--count", "1", "--dry-run")
    assert "from the front" in next_one.out


def test_the_table_says_what_is_there_and_which_scenes_fill_the_holes(studio: Studio, home: Home) -> None:
    for file in ("one.png", "two.png"):
        Image.new("RGB", (64, 64)).save(home.settings / file)
    (home.settings / "cast.toml").write_text(CAST + 'references = ["one.png", {file = "two.png", view = "back"}]\n')
    told = studio("cast", "coverage", "Cindy", "--count", "1")
    assert told.out.startswith("Cindy Miller: 2 references, which show ")
    assert "  back                1          ·          ·          neutral\n" in told.out
    assert "Nobody says what one.png shows: studio cast references 'Cindy Miller' --tag one.png --view …" in told.out
    assert "studio draw 'Cindy Miller from the front, full body" in told.out
    record = json.loads(studio("cast", "coverage", "Cindy", "--json", "--count", "3").out)
    assert (record["references"], record["untagged"], len(record["holes"])) == (2, ["one.png"], 3)
    assert record["holes"][0]["scene"].startswith("Cindy Miller from the front")


def test_what_is_asked_for_wrongly_is_one_line(studio: Studio, home: Home) -> None:
    (home.settings / "cast.toml").write_text(CAST)
    for arguments, words in (
        (("references", "Nobody"), "Nobody of the cast is named 'Nobody'"),
        (("coverage", "Nobody"), "Nobody of the cast is named 'Nobody'"),
        (("references", "Cindy", "--count", "0"), "A set cannot have 0 pictures"),
        (("references", "Cindy", "--views", "above"), "There is no view 'above'"),
        (("references", "Cindy", "--resume"), "There is no set of Cindy Miller"),
        (("references", "Cindy", "--anchor", "7"), "No reference is '7'"),
        (("references", "Cindy", "--add", str(home.settings / "cast.toml")), "cast.toml is not a picture"),
    ):
        ended = studio("cast", *arguments)
        assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1), arguments
        assert words in ended.err
