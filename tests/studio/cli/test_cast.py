"""`studio cast`: the cast listed, and characters added to it."""

from __future__ import annotations

from tests.conftest import Home
from tests.studio.cli.conftest import Studio, one_line


def test_cast_list_shows_what_everybody_wears(studio: Studio, home: Home) -> None:
    (home.settings / "cast.toml").write_text(
        '[[character]]\nname = "Nancy"\nlook = "a fox"\noutfit = "a coat"\nlettered_outfit = "a coat with a panel"\n'
        'aliases = ["the boss"]\nreferences = ["nancy.png"]\n'
        'loras = [{file = "n.safetensors", styles = ["painterly"]}]\n'
    )
    ended = studio("cast", "list")
    assert ended.status == 0
    for words in ("Milo (also: the raccoon", "James", "Nancy (also: the boss), fox", "a coat with a panel"):
        assert words in ended.out
    assert "nancy.png: Nancy's reference picture nancy.png cannot be read" in ended.out
    assert "n.safetensors at 1 in the style painterly" in ended.out
    assert str(home.settings / "cast.toml") in ended.out


def test_all_slips_in_the_persons_cast_are_told_and_the_others_listed(studio: Studio, home: Home) -> None:
    good = '[[character]]\nname = "Zed"\nlook = "a man"\n'
    (home.settings / "cast.toml").write_text('[[character]]\nname = "Nancy"\n[[character]]\nlook = 3\n' + good)
    ended = studio("cast", "list")
    assert ended.status == 1
    assert "Zed, person" in ended.out
    assert [line.partition("cast.toml, ")[2].partition(":")[0] for line in ended.err.splitlines()] == [
        "line 1",
        "line 3",
        "line 4",
    ]


def test_a_character_is_added_and_drawn(studio: Studio, home: Home) -> None:
    (home.settings / "cast.toml").write_text("# mine\n")
    look = "a woman with red hair, wearing a green ski jacket"
    ended = studio("cast", "add", "Cindy", "--look", look, "--alias", "the instructor")
    assert ended.status == 0
    assert ended.out.splitlines()[0] == "Cindy (also: the instructor), person"
    assert "a green ski jacket with a clean white" in ended.out
    assert str(home.settings / "cast.toml") in one_line(ended.err)
    assert (home.settings / "cast.toml").read_text().startswith("# mine\n\n[[character]]\n")
    drawn = studio("draw", "Cindy and the instructor", "--size", "256x256", "--engine", "draft")
    assert (drawn.status, drawn.err) == (0, "")


def test_who_cannot_be_added_is_wrong_use(studio: Studio) -> None:
    for name, look in (("milo", "a man"), ("Cindy", " ")):
        ended = studio("cast", "add", name, "--look", look)
        assert (ended.status, ended.out) == (2, "")
        one_line(ended.err)


def test_a_member_goes_from_one_library_to_another_as_a_file(studio: Studio, home: Home) -> None:
    target = home.settings / "milo.milo.zip"
    ended = studio("cast", "export", "milo", "--licence", "CC0-1.0", "-o", str(target))
    assert (ended.status, ended.out) == (0, f"{target}\n")
    assert "Its LoRAs stay here: milo_painterly.safetensors" in ended.err
    again = studio("cast", "export", "milo", "-o", str(target))
    assert (again.status, "is there already" in again.err) == (2, True)
    ended = studio("cast", "import", str(target), "--as", "Otto")
    assert (ended.status, ended.out) == (0, "Otto: raccoon, 1 reference picture\n  licence    CC0-1.0\n")
    assert (home.settings / "references" / "otto-001.png").exists()
    ended = studio("cast", "import", str(target))
    assert (ended.status, "Milo is in the cast already" in ended.err) == (1, True)


def test_who_nobody_knows_and_loras_that_are_not_the_members_are_not_exported(studio: Studio, home: Home) -> None:
    for words in (["Zed"], ["Milo", "--lora", "other.safetensors"]):
        ended = studio("cast", "export", *words)
        assert ended.status == 2
        assert one_line(ended.err)
