"""What the command line says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminals.emulators import EMULATORS
from tests.terminals.options import read


def test_nothing_said_means_everything() -> None:
    said = read([])

    assert said.emulators == tuple(EMULATORS)
    assert said.hows == ("plain", "tmux", "passthrough")
    assert said.out is None
    assert said.root == Path("/")


def test_names_are_taken_once_and_in_their_order() -> None:
    said = read(["--only", "xterm, kitty,xterm", "--how", "tmux,plain", "--out", "shots", "--root", "/srv/trixie"])

    assert said.emulators == ("kitty", "xterm")
    assert said.hows == ("plain", "tmux")
    assert said.out == Path("shots")
    assert said.root == Path("/srv/trixie")


@pytest.mark.parametrize("wrong", [["--only", "kity"], ["--how", ""], ["--how", "plain,screen"]])
def test_a_name_that_is_not_known_ends_it(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read(wrong)
    assert "there are" in capsys.readouterr().err
