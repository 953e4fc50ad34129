"""`studio draw`: the whole path from a scene to files, with the draft painter and with the stand-in for ComfyUI."""

from __future__ import annotations

from pathlib import Path

from library.formats.pictures import read_picture
from library.formats.png_text import read_header
from library.store import Library
from studio.scenes.recipe import from_json
from tests.conftest import Home
from tests.studio.cli.conftest import Studio, one_line
from tests.studio.cli.drawing.drawn import SMALL, drawn


def test_the_paths_of_both_versions_are_printed_and_nothing_else(studio: Studio) -> None:
    ended = studio("draw", "Milo debugging at 2 AM", "--shirt", "PEBKAC", *SMALL)
    assert (ended.status, ended.err) == (0, "")
    original, lettered = map(Path, ended.out.splitlines())
    assert "milo-debugging-at-2-am" in original.name
    assert lettered.name.startswith(original.stem + "--pebkac")
    before, after = read_picture(original), read_picture(lettered)
    assert before.shape == (256, 256, 3)
    assert (before != after).any()


def test_words_need_no_quotes(studio: Studio) -> None:
    (record,) = drawn(studio("draw", "somebody", "at", "the", "rack", *SMALL, "--json").out)
    assert record["scene"] == "somebody at the rack"
    assert record["plate"] == "north"


def test_json_is_one_line_a_picture(studio: Studio, home: Home) -> None:
    ended = studio("draw", "somebody", "--shirt", "RTFM", "--count", "2", "--seed", "7", *SMALL, "--json")
    first, second = drawn(ended.out)
    assert (first["seed"], second["seed"]) == (7, 8)
    for record in (first, second):
        assert Path(record["picture"]).is_relative_to(home.library)
        assert len(record["lettered"]) == 1
        assert record["sayings"] == ["RTFM"]
        assert (record["engine"], record["width"], record["height"]) == ("draft", 256, 256)
        assert "out" not in record


def test_the_recipe_of_a_draft_says_where_its_panels_are(studio: Studio, tmp_path: Path) -> None:
    words = ("--shirt", "RTFM", "--shirt", "PEBKAC", "--seed", "902")
    (record,) = drawn(studio("draw", "Milo and James celebrate at the rack", *words, *SMALL, "--json").out)
    note = read_header(Path(record["picture"])).note
    assert note is not None
    places = from_json(note.facts.recipe).places
    assert [(place.who, place.kind) for place in places] == [("Milo", "panel"), ("James", "panel")]
    letter = ("letter", record["picture"], "--text", "1", "--text", "2", "--out", str(tmp_path), "--json")
    (again,) = drawn(studio(*letter).out)
    assert [tuple(map(tuple, one["quad"])) for one in again["placements"]] == [place.quad for place in places]


def test_a_saying_for_which_there_is_nobody_is_a_warning(studio: Studio, home: Home) -> None:
    ended = studio("draw", "Milo at the rack", "--shirt", "RTFM", "--shirt", "PEBKAC", *SMALL, "--json")
    (record,) = drawn(ended.out)
    assert ended.status == 0
    assert [one.partition(":")[0] for one in record["warnings"]] == ["“PEBKAC”"]
    before, after = ended.err.splitlines()
    assert before == "studio: Nobody who is named wears “PEBKAC”: it goes on whoever is drawn"
    assert "Nobody wears “" in after
    found = drawn(studio("gallery", "search", "is:misplaced", "--json").out)
    assert [one["id"] for one in found] == [record["id"]]
    ended = studio("draw", "Milo at the rack", "--shirt", "RTFM", *SMALL, "--json")
    assert (drawn(ended.out)[0]["warnings"], ended.err) == ([], "")


def test_the_same_seed_gives_the_same_picture(studio: Studio) -> None:
    pixels = []
    for _ in range(2):
        (record,) = drawn(studio("draw", "somebody", "--seed", "5", *SMALL, "--json").out)
        pixels.append(read_picture(Path(record["picture"])))
    assert (pixels[0] == pixels[1]).all()


def test_random_takes_one_of_the_sayings(studio: Studio) -> None:
    import data

    (record,) = drawn(studio("draw", "somebody", "--shirt", "random", *SMALL, "--json").out)
    assert record["sayings"][0] in data.text("bofh.txt").splitlines()


def test_random_is_drawn_for_each_picture_and_is_not_the_other_shirts(studio: Studio) -> None:
    ended = studio(
        "draw",
        "Milo and James",
        "--shirt",
        "RTFM",
        "--shirt",
        "random",
        "--count",
        "5",
        "--seed",
        "7",
        *SMALL,
        "--json",
    )
    records = drawn(ended.out)
    assert [record["seed"] for record in records] == [7, 8, 9, 10, 11]
    assert {record["sayings"][0] for record in records} == {"RTFM"}
    others = [record["sayings"][1] for record in records]
    assert len(set(others)) == 5
    assert "RTFM" not in others


def test_a_batch_with_random_sayings_is_a_stack(studio: Studio, home: Home) -> None:
    for asked in (("--shirt", "random", "--count", "3"), ("--shirt", "random", "--count", "2"), ("--shirt", "RTFM")):
        assert not studio("draw", "Milo", *asked, *SMALL).status
    library = Library.open(home.library)
    assert [picture.stacked for picture in library.page(stacked=True).pictures] == [1, 5]
    library.close()


def test_a_saying_that_cannot_be_set_keeps_the_picture(studio: Studio) -> None:
    ended = studio("draw", "Milo", "--shirt", "猫", *SMALL)
    assert ended.status == 1
    one_line(ended.err)
    (path,) = ended.out.splitlines()
    assert Path(path).exists()


def test_a_library_that_cannot_be_made_is_one_line(studio: Studio, home: Home) -> None:
    home.library.write_text("a file")
    ended = studio("draw", "somebody", *SMALL)
    assert ended.status == 1
    assert str(home.library) in one_line(ended.err)


def test_what_is_named_and_not_drawn_is_said_before_drawing(studio: Studio, home: Home) -> None:
    entry = '[[character]]\nname = "{}"\nlook = "{}"\n'
    people = "".join(entry.format(name, "a woman") for name in ("Anna", "Berta", "Clara"))
    dora = entry.format("Dora", "an anthropomorphic badger")
    (home.settings / "cast.toml").write_text(people + dora + '[[character]]\nname = "Emil"\nlok = "a man"\n')
    scene = "Dora, Anna, Berta, Clara, Milo, Emil and Cindy at the north and west walls"
    ended = studio("draw", scene, *SMALL)
    assert ended.status == 0
    mistake, emil, walls, cindy, fifth, badger = ended.err.splitlines()
    assert "cast.toml, line 15: there is no setting named 'lok' here. Did you mean 'look'?" in mistake
    assert emil.startswith("studio: Emil is left out, for the entry has a mistake: ")
    assert walls == "studio: The scene names west wall too; what is drawn is north wall, which it names first"
    assert cindy.startswith("studio: Cindy is not in the cast")
    assert "studio cast new Cindy --look" in cindy
    assert fifth == "studio: The draft painter paints 4 figures at most: Milo is not painted"
    assert "knows no badger, and paints Dora as some animal" in badger


def test_a_lora_that_the_draft_painter_leaves_out_is_said(studio: Studio, home: Home) -> None:
    ended = studio("draw", "Milo", "--lora", "ink.safetensors:0.8", *SMALL)
    assert ended.err == "studio: The draft painter uses no LoRAs: ink.safetensors\n"


def test_how_a_picture_is_drawn_can_be_said_in_full(studio: Studio, home: Home) -> None:
    more = ("--sampler", "dpmpp_2m", "--scheduler", "karras", "--lora", "ink.safetensors:0.5", "--joined", "stitched")
    shirts = ("--shirt", "", "--shirt", "RTFM")
    (record,) = drawn(studio("draw", "Milo and James", *shirts, *more, *SMALL, "--json").out)
    note = read_header(Path(record["picture"])).note
    assert note is not None
    recipe = from_json(note.facts.recipe)
    assert (recipe.sampler, recipe.scheduler, recipe.references_joined) == ("dpmpp_2m", "karras", "stitched")
    assert [(lora.file, lora.strength) for lora in recipe.loras] == [("ink.safetensors", 0.5)]
    assert [(one.name, one.lettered) for one in recipe.cast] == [("Milo", False), ("James", True)]


def test_what_cannot_be_painted_over_is_said(studio: Studio, home: Home, tmp_path: Path) -> None:
    (record,) = drawn(studio("draw", "Milo", *SMALL, "--json").out)
    ended = studio("draw", "Milo", "--over", record["picture"], *SMALL)
    assert ended.status == 1
    assert "does not paint over" in one_line(ended.err)
    ended = studio("draw", "Milo", "--over", str(tmp_path / "none.png"), *SMALL)
    assert ended.status == 1
    assert "none.png cannot be read" in one_line(ended.err)
    ended = studio("draw", "Milo", "--denoise", "0.5", *SMALL)
    assert ended.status == 2
    assert "--over" in one_line(ended.err)
    ended = studio("draw", "Milo", "--lora", "ink:much", *SMALL)
    assert ended.status == 2
    assert "FILE:0.8" in one_line(ended.err)
