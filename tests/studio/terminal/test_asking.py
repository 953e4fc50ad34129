"""The exchange with a terminal on a real line: keys are kept, silence is borne, and the line is left as it was."""

from __future__ import annotations

import os
import pty
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.terminal import asking
from studio.terminal.asking import Exchange
from studio.terminal.judging import Set, judge
from tests.answering import RECORDED, Answerer, answers_of, environment_of


class Line:
    """A pseudo-terminal: `other` is the end at which the terminal sits."""

    def __init__(self) -> None:
        self.other, self.end = pty.openpty()

    def answer(self, answers: bytes, before: bytes = b"", after: bytes = b"") -> threading.Thread:
        """Answer the next question, with keys typed before the answers and after them."""

        def respond() -> None:
            answerer = Answerer(answers)
            while not (reply := answerer.feed(os.read(self.other, 4096))):
                pass
            os.write(self.other, before + reply + after)

        thread = threading.Thread(target=respond)
        thread.start()
        return thread


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    os.close(made.other)
    os.close(made.end)


@pytest.mark.parametrize("name", [file.stem for file in RECORDED.glob("*.json") if "tmux" not in file.stem])
def test_what_real_terminals_answer_is_heard(line: Line, name: str) -> None:
    answering = line.answer(answers_of(name))
    with Exchange(line.end, line.end, environment_of(name)) as exchange:
        heard = exchange.hear()
    answering.join()
    assert exchange.is_answered
    assert heard.round_trip is not None
    assert heard.answers.is_complete
    assert judge(Set(), environment_of(name), heard).picture.protocol != "half-cells"
    assert exchange.typed == b""


def test_keys_typed_meanwhile_are_kept_in_their_order(line: Line) -> None:
    answering = line.answer(answers_of("konsole"), before=b"Milo \x1b[A", after=b"codes\r")
    with Exchange(line.end, line.end, {"TERM": "xterm"}) as exchange:
        exchange.hear()
        answering.join()
    assert exchange.typed == b"Milo \x1b[Acodes\r"


def test_the_line_is_raw_from_the_question_on_and_then_as_it_was(line: Line) -> None:
    before = termios.tcgetattr(line.end)
    with Exchange(line.end, line.end, {"TERM": "xterm"}) as exchange:
        during = termios.tcgetattr(line.end)
        assert exchange.attributes == before
    assert not during[3] & (termios.ECHO | termios.ICANON)
    assert during[3] & termios.ISIG
    assert termios.tcgetattr(line.end) == before


def test_the_line_is_as_it_was_after_a_failure_too(line: Line) -> None:
    before = termios.tcgetattr(line.end)
    with pytest.raises(KeyboardInterrupt), Exchange(line.end, line.end, {"TERM": "xterm"}):
        raise KeyboardInterrupt
    assert termios.tcgetattr(line.end) == before


def test_silence_is_borne_for_so_long_and_no_longer(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.05)
    began = time.monotonic()
    with Exchange(line.end, line.end, {"TERM": "xterm"}) as exchange:
        heard = exchange.hear()
    assert time.monotonic() - began >= 0.05
    assert not exchange.is_answered
    assert heard.round_trip is None


def test_half_an_answer_is_no_key(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.2)
    os.write(line.other, b"abc\x1bP>|kit")
    with Exchange(line.end, line.end, {"TERM": "xterm"}) as exchange:
        assert exchange.hear().answers.name == ""
    assert (exchange.typed, exchange.rest) == (b"abc", b"\x1bP>|kit")


def test_what_is_no_terminal_is_not_asked(tmp_path: Path) -> None:
    with (tmp_path / "file").open("w+b") as file, Exchange(file.fileno(), file.fileno(), {"TERM": "x"}) as exchange:
        assert exchange.attributes is None
        assert exchange.hear().round_trip is None
    assert (tmp_path / "file").read_bytes() == b""


def test_a_terminal_that_prints_what_it_does_not_know_is_asked_one_thing(line: Line) -> None:
    with Exchange(line.end, line.end, {"TERM": "linux"}):
        assert os.read(line.other, 4096) == b"\x1b[c"


def test_gnu_screen_is_asked_nothing_that_it_would_hand_on_as_text(line: Line) -> None:
    with Exchange(line.end, line.end, {"TERM": "screen.xterm-256color", "STY": "1.pts"}):
        assert os.read(line.other, 4096) == b"\x1b[>0q\x1b[c"


def test_through_tmux_the_terminal_around_it_answers(
    line: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "mlterm|||1|3.3a|77|external"
    (tmp_path / "tmux").write_text(f"#!/bin/sh\necho '{said}'\n")
    (tmp_path / "tmux").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    of_tmux, outer = b"\x1bP>|tmux 3.3a\x1b\\\x1b[?1;2c", b"\x1bP>|kitty(0.41.1)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[?62;c"
    answering = line.answer(of_tmux, after=outer)
    environment = {"TERM": "tmux-256color", "TMUX": "x"}
    with Exchange(line.end, line.end, environment) as exchange:
        heard = exchange.hear()
    answering.join()
    assert (heard.answers.name, heard.outer.name, heard.outer.has_kitty) == ("tmux", "kitty", True)
    found = judge(Set(), environment, heard)
    assert (found.name, found.picture.protocol, found.picture.passthrough) == ("kitty", "kitty", True)
