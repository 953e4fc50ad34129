"""Paths that a terminal opens: addresses of files, and who takes them."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.cli import output
from studio.file_links import file_link, linked, may_be_linked, takes_links

PATHS = st.binary(min_size=1, max_size=30).filter(lambda name: b"\0" not in name).map(lambda name: b"/" + name)


@given(PATHS)
def test_an_address_has_the_path_and_nothing_that_a_terminal_obeys(path: bytes) -> None:
    address = file_link(os.fsdecode(path))
    assert address.isascii()
    assert address.isprintable()
    assert unquote_to_bytes(urlsplit(address).path) == os.fsencode(Path(os.fsdecode(path)).absolute())
    assert unquote_to_bytes(urlsplit(address).netloc).decode() == socket.gethostname()


def test_who_takes_links() -> None:
    assert takes_links({"TERM": "xterm-256color"})
    assert not takes_links({"TERM": "linux"})
    assert not takes_links({})
    assert not takes_links({"TERM": "screen", "STY": "1.pts"})
    assert may_be_linked("kitty", "tmux")
    assert not may_be_linked("Linux console", "")
    assert not may_be_linked("kitty", "GNU screen")


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_command_links_paths_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch, is_terminal: bool) -> None:
    said: list[str] = []
    monkeypatch.setattr(click, "echo", said.append)
    monkeypatch.setattr("sys.stdout.isatty", lambda: is_terminal, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("STY", raising=False)
    output.say("7  /a/b\x1b.png  Milo", "/a/b\x1b.png")
    output.say("no path")
    shown = "/a/b\\x1b.png"
    expected = linked(shown, file_link("/a/b\x1b.png")) if is_terminal else shown
    assert said == [f"7  {expected}  Milo", "no path"]
