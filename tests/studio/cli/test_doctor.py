"""`studio doctor`: what is printed, and its exit status."""

from __future__ import annotations

from tests.conftest import Home
from tests.studio.cli.conftest import Studio


def test_the_command_exits_with_one_where_something_is_broken(studio: Studio, home: Home) -> None:
    assert studio("doctor").status == 0
    home.write_settings('[[servers]]\nname = "lab"\nurl = "http://127.0.0.1:9"\n')
    ended = studio("doctor")
    assert ended.status == 1
    assert "! engine lab" in ended.out
    assert ended.err == "studio: 1 thing is broken\n"
    home.write_settings("engine = 3\n")
    ended = studio("doctor")
    assert ended.status == 1
    assert "! settings" in ended.out
    assert "→ " in ended.out


def test_mistakes_in_the_persons_own_files_are_told_one_by_one(studio: Studio, home: Home) -> None:
    (home.settings / "cast.toml").write_text('[[character]]\nname = "Zork"\n')
    (home.settings / "plates.toml").write_text('[[plate]]\nname = "roof"\n')
    (home.settings / "styles.toml").write_text('[[style]]\nname = "ink"\npattern = "inky"\n')
    (home.settings / "sayings.txt").write_bytes(b"\xff\xff\n")
    ended = studio("doctor")
    assert (ended.status, ended.err) == (1, "studio: 4 things are broken\n")
    for words in (
        "cast.toml, line 1: 'look'",
        "plates.toml, line 1: 'description'",
        "styles.toml, line 1",
        "sayings.txt",
    ):
        assert words in ended.out
    assert "5 plates, 3 styles, 36 sayings" in ended.out


def test_pictures_of_plates_that_are_not_there_are_told(studio: Studio, home: Home) -> None:
    (home.settings / "plates.toml").write_text(
        '[[plate]]\nname = "roof"\ndescription = "a roof"\nday = "plates/gone.png"\nretired = true\n'
    )
    ended = studio("doctor")
    assert ended.status == 1
    assert "The picture plates/gone.png of the plate roof cannot be read" in ended.out
