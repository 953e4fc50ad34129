"""What a terminal is told beside what it shows."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.terminal import sequences
from studio.terminal.records import Notification
from studio.terminal.sequences import Progress

ANYTHING = st.text(st.characters(), max_size=400)
"""Text as it may come from outside, surrogates and control characters among it."""

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@given(way=st.sampled_from(("osc9", "osc777")), title=ANYTHING, body=ANYTHING)
def test_no_text_ends_a_notification_or_parts_it(way: Notification, title: str, body: str) -> None:
    sent = sequences.notification(way, title, body)
    assert sent.endswith("\x1b\\")
    inner = sent.removeprefix("\x1b]").removesuffix("\x1b\\")
    assert not _CONTROLS.search(inner)
    assert inner.count(";") == (1 if way == "osc9" else 3)
    sent.encode()


@given(title=ANYTHING, body=ANYTHING)
def test_kitty_gets_title_and_body_as_base64(title: str, body: str) -> None:
    parts = sequences.notification("osc99", title, body).split("\x1b\\")
    assert parts.pop() == ""
    payloads = []
    for part, kind in zip(parts, ("d=0", "p=body"), strict=True):
        code, metadata, payload = part.removeprefix("\x1b]").split(";")
        assert code == "99"
        assert {"e=1", kind} <= {*metadata.split(":")}
        payloads.append(base64.b64decode(payload, validate=True))
    assert all(len(payload) <= 2048 and not _CONTROLS.search(payload.decode()) for payload in payloads)


def test_a_terminal_without_words_gets_the_bell_alone() -> None:
    assert sequences.notification("bell", "title", "body") == "\a"


@given(ANYTHING)
def test_a_title_has_no_control_characters(text: str) -> None:
    sent = sequences.title(text)
    assert not _CONTROLS.search(sent.removeprefix("\x1b]2;").removesuffix("\x1b\\"))
    assert len(sent) <= sequences.MOST_TITLE + 6


@given(state=st.sampled_from(Progress), percent=st.integers(-1000, 1000))
def test_progress_is_within_its_bounds_and_ends_with_st(state: Progress, percent: int) -> None:
    found = re.fullmatch(r"\x1b\]9;4;([0-4]);(\d{1,3})\x1b\\", sequences.progress(state, percent))
    assert found is not None
    assert int(found[1]) == state
    assert 0 <= int(found[2]) <= 100


@given(ANYTHING)
def test_what_goes_to_the_clipboard_is_the_text(text: str) -> None:
    sent = sequences.clipboard(text)
    payload = sent.removeprefix("\x1b]52;c;").removesuffix("\a")
    assert base64.b64decode(payload, validate=True) == text.encode("utf-8", "replace")


def test_the_clipboard_takes_what_terminals_take_and_no_more() -> None:
    assert len(sequences.clipboard("x" * sequences.MOST_COPIED)) <= 100_000
    with pytest.raises(ValueError, match="more than OSC 52 carries"):
        sequences.clipboard("é" * sequences.MOST_COPIED)


@given(title=ANYTHING, body=ANYTHING)
def test_tmux_finds_the_sequence_in_its_envelope(title: str, body: str) -> None:
    sent = sequences.notification("osc99", title, body)
    inside = sequences.through_tmux(sent).removeprefix("\x1bPtmux;").removesuffix("\x1b\\")
    assert "\x1b" not in inside.replace("\x1b\x1b", "")
    assert inside.replace("\x1b\x1b", "\x1b") == sent
