"""Answers are text from outside: what is none of those that were asked for changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.terminal.answers import Answers, named, read
from studio.terminal.tmux import Tmux
from studio.terminal.tmux import read as read_tmux


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kitty(0.41.1)", ("kitty", "0.41.1")),
        ("Konsole 22.12.3", ("Konsole", "22.12.3")),
        ("WezTerm 20240203-110809-5046fc22", ("WezTerm", "20240203-110809-5046fc22")),
        ("ghostty 1.2.0", ("ghostty", "1.2.0")),
        ("iTerm2 3.5.11", ("iTerm2", "3.5.11")),
        ("foot(1.21)", ("foot", "1.21")),
        ("XTerm(390)", ("XTerm", "390")),
        ("xterm.js(5.5.0)", ("xterm.js", "5.5.0")),
        ("VTE(7600)", ("VTE", "7600")),
        ("tmux 3.3a", ("tmux", "3.3a")),
        ("contour 0.4.3", ("contour", "0.4.3")),
        ("mintty 3.7.0", ("mintty", "3.7.0")),
        ("", ("", "")),
        ("日本", ("日本", "")),
    ],
)
def test_names_and_versions(text: str, expected: tuple[str, str]) -> None:
    assert named(text) == expected


@given(st.lists(st.binary(max_size=60), max_size=5))
def test_no_answer_is_trusted(came: list[bytes]) -> None:
    said = read(came)
    assert said.name.isprintable()
    assert said.version.isprintable()
    assert len(said.name) <= 80


def test_a_name_has_no_control_characters() -> None:
    assert read((b"\x1bP>|ev\x07il\x9b31m\x1b\\",)).name.isprintable()


def test_another_kitty_answer_is_not_ours() -> None:
    assert read((b"\x1b_Gi=7;OK\x1b\\",)) == Answers()
    assert read((b"\x1b_Gi=31;EINVAL:no\x1b\\",)).has_kitty is False


def test_tc_and_a_colour_that_was_kept_are_both_a_yes() -> None:
    assert read((b"\x1bP1+r5463\x1b\\", b"\x1bP1$r0;48;5;16m\x1b\\")).true_colour is True
    assert read((b"\x1bP0+r5463\x1b\\",)).true_colour is None
    assert read((b"\x1bP1$r48:2:1:2:3m\x1b\\",)).true_colour is True
    assert read((b"\x1bP1$r0;48;5;16m\x1b\\",)).true_colour is False
    assert read((b"\x1bP1$r0;40m\x1b\\",)).true_colour is False
    assert read((b"\x1bP1$r0m\x1b\\",)).true_colour is None


@given(st.text(max_size=80))
def test_whatever_tmux_says_is_read(said: str) -> None:
    assert isinstance(read_tmux(said), Tmux)


def test_both_spellings_of_the_option_are_known() -> None:
    assert read_tmux("foot|foot(1.21)|RGB,sixel|on|3.4|42|external").passes
    assert read_tmux("foot|||1|3.3a||").passes
    assert not read_tmux("foot|||off|3.4||").passes
    assert not read_tmux("foot|||0|3.3a||").passes
    assert read_tmux("foot|foot(1.21)|RGB,sixel|on|3.4|42|external").client == 42
