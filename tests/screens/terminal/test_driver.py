"""The studio at terminals that answer, late or never: no answer is taken for keys, and no key is lost."""

from __future__ import annotations

import pytest

from tests.answering import answers_of, environment_of
from tests.conftest import Home
from tests.screens.glass import Glass
from tests.screens.terminals import Terminal


def opened(home: Home, answers: bytes, **environment: str) -> Terminal:
    """A studio on a terminal that gives these answers."""
    surroundings = {"MILO_STUDIO_SETTINGS": str(home.settings), "XDG_STATE_HOME": str(home.state)}
    return Terminal(["-m", "studio"], {**surroundings, "COLORTERM": "", **environment}, answers=answers)


def shown(seen: bytes) -> str:
    return Glass().feed(seen).page


def test_what_is_typed_before_the_first_paint_is_in_the_scene(cast_home: Home) -> None:
    with opened(cast_home, answers_of("xterm")) as terminal:
        terminal.press(b"Milo at the rack")
        terminal.until(lambda seen: "Milo at the rack" in shown(seen))
        terminal.press(b"\x11")


def test_answers_that_come_late_are_no_keys(cast_home: Home) -> None:
    with opened(cast_home, b"") as terminal:
        terminal.until(lambda seen: b"Scene" in seen)
        late = answers_of("konsole")
        terminal.press(late[:7])
        terminal.press(late[7:] + b"then words")
        page = shown(terminal.until(lambda seen: "then words" in shown(seen)))
        assert "Konsole" not in page
        assert "Gi=" not in page
        assert "rgb:" not in page
        terminal.press(b"\x11")


def test_escape_is_escape_where_an_answer_is_waited_for(cast_home: Home) -> None:
    with opened(cast_home, b"") as terminal:
        terminal.until(lambda seen: b"Scene" in seen)
        terminal.press(b"\x1bOP")
        terminal.until(lambda seen: "esc Close" in shown(seen))
        terminal.press(b"\x1b")
        terminal.until(lambda seen: "esc Close" not in shown(seen))
        terminal.press(b"\x11")


@pytest.mark.parametrize(
    ("name", "colour", "other"),
    [
        ("kitty-0.41", b"\x1b[38;2;", b"38;5;"),
        ("kitty-0.26", b"\x1b[38;2;", b"38;5;"),
        ("konsole", b"\x1b[38;2;", b"38;5;"),
        ("xterm", b"\x1b[38;2;", b"38;5;"),
        ("mlterm", b"\x1b[38;5;", b"38;2;"),
    ],
)
def test_words_come_in_the_colours_that_the_terminal_has(
    cast_home: Home, name: str, colour: bytes, other: bytes
) -> None:
    with opened(cast_home, answers_of(name), **environment_of(name)) as terminal:
        seen = terminal.until(lambda seen: b"Scene" in seen)
        assert colour in seen
        assert other not in seen
        terminal.press(b"\x11")


def test_gnu_screen_which_would_hold_escape_back_is_not_asked_for_the_mouse(cast_home: Home) -> None:
    for environment, is_asked in (({}, True), ({"STY": "1.pts", "TERM": "screen-256color"}, False)):
        with opened(cast_home, answers_of("xterm"), **environment) as terminal:
            seen = terminal.until(lambda seen: b"Scene" in seen)
            assert (b"\x1b[?1000h" in seen) is is_asked
            terminal.press(b"\x11")
