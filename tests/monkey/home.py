"""A person's studio for the monkey: a library of drafts, drawn once and copied for each run, and settings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from studio.settings.settings import FOLDER_VARIABLE

ROOT: Final = Path(__file__).parents[2]
PROTOCOLS: Final = ("kitty", "sixel", "iterm2", "half-cells", "kitty-placed")
DRAWN: Final = (("Milo at the rack", "RTFM", 12), ("Milo and James at the whiteboard", "PEBKAC", 12))
"""Scenes, what is said in them, and how many pictures there are of each."""
PATIENCE: Final = 90.0
"""Seconds after which a command hangs."""


class Home(NamedTuple):
    """The folder of one studio; everything that it writes is in it."""

    folder: Path

    @property
    def library(self) -> Path:
        """Where the pictures are."""
        return self.folder / "library"

    @property
    def log(self) -> Path:
        """Where the studio's log is, if there is one."""
        return self.folder / "state" / "milo-studio" / "studio.log"

    def settle(self, protocol: str, server: str = "") -> None:
        """Write settings: the way of pictures, and the address of a ComfyUI server if there is one."""
        lines = [f'library = "{self.library}"', f'pictures = "{protocol}"', 'size = "256x256"']
        lines += [f'[[servers]]\nname = "rack"\nurl = "{server}"'] if server else ['engine = "draft"']
        (self.folder / "settings").mkdir(parents=True, exist_ok=True)
        (self.folder / "settings" / "settings.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def environment(self) -> Mapping[str, str]:
        """What a studio that lives here gets."""
        plain = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        own = {FOLDER_VARIABLE: self.folder / "settings", "HOME": self.folder, "TMPDIR": self.folder}
        own |= {"XDG_STATE_HOME": self.folder / "state", "XDG_CACHE_HOME": self.folder / "cache"}
        return plain | {name: str(place) for name, place in own.items()} | {"NO_PROXY": "*", "PYTHONPATH": str(ROOT)}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`studio ARGUMENTS`, to its end. Raises subprocess.TimeoutExpired."""
        return subprocess.run(
            [sys.executable, "-m", "studio", *arguments],
            env=self.environment(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )


def draw(folder: Path) -> Home:
    """A home with pictures. Raises CalledProcessError."""
    home = Home(folder)
    home.settle("half-cells")
    for seed, (scene, saying, count) in enumerate(DRAWN, 1):
        asked = ("draw", scene, "--shirt", saying, "--count", str(count), "--seed", str(seed))
        home.command(*asked).check_returncode()
    return home


def copied(drawn: Home, folder: Path) -> Home:
    """A home of its own with the same pictures."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(drawn.library, folder / "library")
    return Home(folder)


@contextmanager
def standin() -> Iterator[str]:
    """A stand-in for ComfyUI, in a process of its own; gives its address."""
    command = [sys.executable, "-m", "tests.standin", "--port", "0", "--seconds-per-step", "0.05"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split(" at ")[1].partition(",")[0]
        finally:
            process.terminate()
