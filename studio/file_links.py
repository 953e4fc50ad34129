"""Paths that a terminal opens when they are clicked on: OSC 8.

Source: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda. The host's name stands in each, so that a
terminal on another machine does not look for the file on its own.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

_ST = "\x1b\\"

PRINTS_THEM = frozenset({"", "dumb", "linux"})
"""Values of TERM of terminals that print such sequences, or may."""

NO_LINKS = frozenset({"Linux console"})
"""The same by their names."""


def file_link(path: str) -> str:
    """The address of a file on this machine; bytes that are no UTF-8 stay what they are."""
    return f"file://{quote(socket.gethostname())}{quote(os.fsencode(Path(path).absolute()))}"


def linked(shown: str, address: str) -> str:
    """Text that leads to an address."""
    return f"\x1b]8;;{address}{_ST}{shown}\x1b]8;;{_ST}"


def may_be_linked(name: str, within: str) -> bool:
    """Whether a terminal of this name takes links; GNU screen prints those that are long."""
    return name not in NO_LINKS and within != "GNU screen"


def takes_links(environment: Mapping[str, str]) -> bool:
    """The same of the terminal that a command is run in, as far as the environment says."""
    return environment.get("TERM", "") not in PRINTS_THEM and "STY" not in environment
