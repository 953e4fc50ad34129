"""What tmux says of the terminal that it is in: tmux answers most questions itself, or not at all.

Source: tmux(1), FORMATS; `client_termtype` is the outer terminal's XTVERSION (tmux 3.2 and later).
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping

import msgspec

_FORMS = (
    "#{client_termname}",
    "#{client_termtype}",
    "#{client_termfeatures}",
    "#{allow-passthrough}",
    "#{version}",
    "#{client_pid}",
    "#{set-clipboard}",
)
QUESTION = ("tmux", "display-message", "-p", "|".join(_FORMS))
PATIENCE = 0.5
"""Seconds to wait for tmux's answer."""


class Tmux(msgspec.Struct, frozen=True):
    """tmux, and the client that is attached to it: `term` is its TERM, `terminal` its XTVERSION, empty where unknown.

    `client` is the process of that client, 0 where nobody is attached; `clipboard` is the option `set-clipboard`.
    """

    term: str = ""
    terminal: str = ""
    features: tuple[str, ...] = ()
    passes: bool = False
    version: str = ""
    client: int = 0
    clipboard: str = ""


def read(answer: str) -> Tmux:
    """What an answer to QUESTION says; nothing is known of what is missing in it."""
    parts = [part.strip() for part in answer.strip("\r\n").split("|")]
    term, terminal, features, passes, version, client, clipboard = (parts + [""] * len(_FORMS))[: len(_FORMS)]
    return Tmux(
        term,
        terminal,
        tuple(filter(None, features.split(","))),
        passes in ("on", "all", "1", "2"),
        version,
        int(client) if client.isdecimal() else 0,
        clipboard,
    )


def is_around(environment: Mapping[str, str]) -> bool:
    """Whether the studio runs inside tmux."""
    return bool(environment.get("TMUX"))


def begin() -> subprocess.Popen[bytes] | None:
    """Ask tmux, without waiting; None where there is no tmux to ask."""
    try:
        return subprocess.Popen(
            QUESTION, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, close_fds=True
        )
    except OSError:
        return None


def end(asked: subprocess.Popen[bytes] | None) -> Tmux:
    """tmux's answer, waited for for PATIENCE at most."""
    if asked is None:
        return Tmux()
    try:
        said, _ = asked.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        asked.kill()
        asked.communicate()
        return Tmux()
    return read(said.decode("utf-8", "replace")) if asked.returncode == 0 else Tmux()
