"""A person's studio over there: settings and a library of drawn and lettered pictures, in a temporary folder."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

from studio.settings.settings import FOLDER_VARIABLE

How = Literal["plain", "tmux", "passthrough"]
"""Plain; in tmux as it comes; in tmux with allow-passthrough."""

HOWS: Final[tuple[How, ...]] = get_args(How)

ROOT: Final = Path(__file__).parents[2]

SCENES: Final = (
    ("James asleep on the couch", "It's always DNS", 3),
    ("Milo and James celebrate at the rack", "RTFM", 5),
    ("Milo cycling", "Works on my machine", 4),
    ("Milo debugging at 2 AM", "PEBKAC", 7),
)
"""Scene, saying and seed; the last is the first in the Gallery."""


class Home(NamedTuple):
    """Where it all is; `pictures` are the lettered files, the newest first."""

    folder: Path
    pictures: tuple[Path, ...]

    def environment(self, settings: Path) -> dict[str, str]:
        """What the studio finds it by, with new settings in the folder `settings`: nothing that was asked before."""
        settings.mkdir(exist_ok=True)
        (settings / "settings.toml").write_text(f'library = "{self.folder / "library"}"\n', encoding="utf-8")
        state, cache = str(self.folder / "state"), str(self.folder / "cache")
        return {FOLDER_VARIABLE: str(settings), "XDG_STATE_HOME": state, "XDG_CACHE_HOME": cache}


def furnished(folder: Path) -> Home:
    """A home in `folder`, drawn by the draft painter."""
    folder.mkdir()
    environment = Home(folder, ()).environment(folder / "settings")
    return Home(folder, tuple(reversed([_drawn(environment, *scene) for scene in SCENES])))


def _drawn(environment: dict[str, str], scene: str, saying: str, seed: int) -> Path:
    command = [sys.executable, "-m", "studio", "draw", scene, "--shirt", saying, "--seed", str(seed), "--json"]
    command += ["--engine", "draft"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True)
    return Path(json.loads(done.stdout)["lettered"][0])


def command_there(home: Home, how: How, folder: Path) -> str:
    """What the shell over there is given: the studio, watched by the relay, and silence when it has ended.

    `folder` takes the settings, what the relay keeps, and tmux's socket.
    """
    named = [f"{name}={value}" for name, value in home.environment(folder / "settings").items()]
    watched = ["env", *named, sys.executable, "-m", "tests.terminals.relay", str(folder)]
    studio = f"cd {shlex.quote(str(ROOT))} && {shlex.join([*watched, sys.executable, '-m', 'studio'])}; exec sleep 600"
    if how == "plain":
        return studio
    settings = Path(os.devnull)
    if how == "passthrough":
        settings = folder / "tmux.conf"
        settings.write_text("set -g allow-passthrough on\n")
    return "exec " + shlex.join([*tmux(folder), "-f", str(settings), "new-session", studio])


def tmux(folder: Path) -> list[str]:
    """The tmux of one run."""
    return ["tmux", "-S", str(folder / "tmux")]
