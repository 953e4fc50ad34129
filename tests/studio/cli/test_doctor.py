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
