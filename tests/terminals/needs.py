"""What the terminals need of Debian and of npm, and bringing it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

from tests.terminals.emulators import EMULATORS
from tests.terminals.roots import Root

TOOLS: Final = ("xvfb", "xdotool", "openssh-server", "openssh-client", "tmux", "fonts-dejavu-core")
DESCRIPTIONS: Final = ("ncurses-term", "kitty-terminfo", "foot-terminfo")
"""What tmux over there must know of a terminal."""

MODULES: Final = ("@xterm/xterm", "@xterm/addon-image")


class Missing(RuntimeError):
    """Something is not installed, and cannot be from here."""


def bring(emulators: Sequence[str], root: Root) -> None:
    """Install what is missing. Raises Missing where that takes another person, or fails."""
    wanted = [*TOOLS, *DESCRIPTIONS]
    for name in emulators:
        if not root.elsewhere:
            wanted += EMULATORS[name].packages
        elif not root.has(EMULATORS[name].version[0]) or not root.has("ssh"):
            raise Missing(f"{root.folder} has no {EMULATORS[name].version[0]}, or no ssh")
    if "xtermjs" in emulators and shutil.which("npm") is None:
        wanted.append("npm")
    lacking = [package for package in dict.fromkeys(wanted) if not _installed(package)]
    if lacking:
        _install(lacking)
    if "xtermjs" in emulators:
        modules()


def _installed(package: str) -> bool:
    command = ["dpkg-query", "--show", "--showformat", "${db:Status-Status}", package]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout == "installed"


def _install(packages: Sequence[str]) -> None:
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        raise Missing(f"sudo {' '.join(install)}")
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], install):
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"{' '.join(command)}: {done.stderr.strip()}")


def modules() -> Path:
    """The folder in which npm has put xterm.js, in the person's cache. Raises Missing."""
    folder = user_cache_path("milo-studio-terminals")
    folder.mkdir(parents=True, exist_ok=True)
    if not all((folder / "node_modules" / module).is_dir() for module in MODULES):
        command = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", *MODULES]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"{' '.join(command)}: {done.stderr.strip()}")
    return folder / "node_modules"


def version(name: str, root: Root) -> str:
    """A terminal's name with its version, as in `xterm-sixel 379`."""
    if name == "xtermjs":
        said = (modules() / MODULES[0] / "package.json").read_text().partition('"version"')[2]
    else:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        with root.inside(EMULATORS[name].version) as command:
            said = subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+(\.\d+)*", said)
    return f"{name} {number[0] if number else '?'}"
