"""Text for a terminal: nothing that it would obey, nothing that it cannot write."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.cli.output import Bar, bar, duration, json_line, plain, typed


@given(st.text())
def test_plain_text_has_nothing_that_a_terminal_obeys(text: str) -> None:
    shown = plain(text)
    shown.encode("utf-8")
    obeyed = {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert obeyed <= {"\u200c", "\u200d"}


@pytest.mark.parametrize("text", ["plain words", "Füchse und Waschbären", "猫", "👩\u200d💻", "a/b c.png"])
def test_letters_stay_as_they_are(text: str) -> None:
    assert plain(text) == text


def test_what_is_escaped_can_still_be_recognised() -> None:
    assert plain("a\x1b[2J\nb") == "a\\x1b[2J\\nb"
    assert plain("bad\udcff.png") == "bad\\udcff.png"
    assert plain("\u202egnp.exe") == "\\u202egnp.exe"


def test_typed_words_are_always_whole_text() -> None:
    assert typed("plain") == "plain"
    assert typed("bad\udcff") == "bad�"


def test_json_is_one_line_of_ascii() -> None:
    line = json_line({"path": "a\n\x1b\udcffé"})
    assert line.isascii()
    assert line == plain(line)
    assert json.loads(line) == {"path": "a\n\x1b\udcffé"}


def test_without_a_terminal_there_is_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    with bar() as shown:
        shown.show("drawing", 1, 2, 3.0)
        shown.say("a result")
        shown.complain("a word")
    captured = capsys.readouterr()
    assert captured.out == "a result\n"
    assert captured.err == "studio: a word\n"


def test_a_bar_shows_markup_as_text() -> None:
    import io

    from rich.console import Console
    from rich.progress import Progress, TextColumn

    page = io.StringIO()
    console = Console(file=page, force_terminal=True, width=80)
    with Progress(TextColumn("{task.description}", markup=False), console=console) as progress:
        Bar(progress).show("[bold]x[/] \x1b]0;y")
    assert "[bold]x[/] \\x1b]0;y" in page.getvalue()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0123, "12 ms"), (4.24, "4.2 s"), (59.2, "59 s"), (200, "3 min 20 s"), (7260, "2 h 1 min")],
)
def test_lengths_of_time_in_words(seconds: float, words: str) -> None:
    assert duration(seconds) == words
