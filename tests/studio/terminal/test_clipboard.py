"""Whether a copy reaches the person, and what is said of it."""

from __future__ import annotations

import pytest

from studio.terminal import clipboard
from studio.terminal.answers import Answers
from studio.terminal.judging import Heard, Set, judge
from studio.terminal.records import Terminal
from studio.terminal.tmux import Tmux
from tests.answering import environment_of
from tests.tmux import tmux_around


def plain(name: str, version: str = "") -> Terminal:
    """The terminal that answers so."""
    return judge(Set(), {"TERM": "xterm-256color"}, Heard(Answers(name=name, version=version, is_complete=True)))


def in_tmux(terminal: str, *features: str, option: str = "external") -> Terminal:
    """A terminal as tmux tells of it."""
    return judge(
        Set(),
        {"TERM": "tmux-256color", "TMUX": "/tmp/tmux,1,0"},
        Heard(tmux=Tmux("xterm-256color", terminal, features, clipboard=option, client=7, version="3.4")),
    )


@pytest.mark.parametrize(
    ("terminal", "said"),
    [
        (plain("kitty", "0.41.1"), "Copied"),
        (plain("Konsole", "24.12.0"), "Copied"),
        (plain("XTerm", "390"), "Sent to the terminal's clipboard, if it takes it"),
        (plain("", ""), "Sent to the terminal's clipboard, if it takes it"),
        (in_tmux("kitty(0.41.1)", "clipboard"), "Copied"),
        (in_tmux("", "clipboard"), "Copied in tmux, and sent to the terminal's clipboard, if it takes it"),
        (in_tmux("kitty(0.41.1)"), "Copied in tmux only: its prefix and ] paste it"),
        (in_tmux("VTE(7600)", "clipboard"), "Copied in tmux only: its prefix and ] paste it"),
    ],
)
def test_copied_is_said_where_it_may_be_true(terminal: Terminal, said: str) -> None:
    assert clipboard.sent_words(terminal.clipboard) == said


@pytest.mark.parametrize("terminal", [plain("VTE", "7600"), plain("Konsole", "22.12.3")])
def test_to_a_terminal_that_takes_none_nothing_is_sent(terminal: Terminal) -> None:
    assert terminal.clipboard.way == "none"
    assert clipboard.sent_words(terminal.clipboard).startswith("Not copied")


def test_gnu_screen_keeps_it() -> None:
    assert judge(Set(), {"TERM": "screen", "STY": "1.pts"}, Heard()).clipboard.way == "none"


@pytest.mark.parametrize("name", ["kitty-0.26", "konsole", "xterm", "mlterm"])
def test_terminals_over_ssh_that_say_nothing_are_not_promised(name: str) -> None:
    silent = judge(Set(), {**environment_of(name), "TERM": "xterm-256color"}, Heard())
    assert silent.clipboard.arrives == "perhaps"


def test_the_doctor_names_the_setting_of_the_terminal_and_of_tmux() -> None:
    assert clipboard.clipboard_words(plain("XTerm", "390"))[1].startswith("XTerm*disallowedWindowOps")
    assert "set-clipboard is off" in clipboard.clipboard_words(in_tmux("kitty(0.41.1)", "clipboard", option="off"))[0]
    assert "terminal-features" in clipboard.clipboard_words(in_tmux("kitty(0.41.1)"))[1]


@pytest.mark.parametrize(
    ("name", "version", "has"),
    [
        ("kitty", "0.38.1", False),
        ("kitty", "0.39.0", True),
        ("kitty", "", False),
        ("ghostty", "1.1.3", False),
        ("ghostty", "1.2.0", True),
        ("iTerm2", "3.6.5", False),
        ("iTerm2", "3.6.6", True),
        ("VTE", "7800", False),
        ("VTE", "8000", True),
        ("Konsole", "25.12.3", False),
        ("Konsole", "26.04.0", True),
        ("WezTerm", "20240203-110809-5046fc22", False),
        ("xterm.js", "", True),
        ("foot", "1.22.0", False),
        ("XTerm", "390", False),
    ],
)
def test_progress_goes_only_where_it_is_taken_for_nothing_else(name: str, version: str, has: bool) -> None:
    assert plain(name, version).has_progress is has


def test_what_is_copied_lands_in_tmux(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a path with 日本語\nand a second line\n"
    with tmux_around(["cat"], {}) as tmux:
        monkeypatch.setenv("TMUX", f"{tmux.do('display-message', '-p', '#{socket_path}').strip()},1,0")
        assert clipboard.load(text)
        assert tmux.do("show-buffer") == text
        tmux.until(lambda: b"]52;" in tmux.seen)


def test_where_there_is_no_tmux_nothing_is_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert not clipboard.load("text")
