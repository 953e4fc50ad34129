"""Where a terminal's program is: here, or in another root folder, such as a newer Debian from debootstrap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

MOUNTED = (Path("/dev"), Path("/proc"), Path("/tmp/.X11-unix"))
"""What a program in another root folder sees of this system; the mounts are its own, and end with it."""


class Root(NamedTuple):
    """A root folder, `/` or another."""

    folder: Path = Path("/")

    @property
    def elsewhere(self) -> bool:
        """Whether it is another than this system's."""
        return self.folder != Path("/")

    @contextmanager
    def inside(self, command: Sequence[str], shared: Sequence[Path] = ()) -> Iterator[list[str]]:
        """`command` as it is run in this root, where `shared` folders stand at the same paths as here."""
        if not self.elsewhere:
            yield list(command)
            return
        places = [*filter(Path.exists, MOUNTED), *shared]
        mounts = "".join(f'mount --rbind "{place}" "$0{place}" && ' for place in places)
        script = f'{mounts}exec chroot "$0" "$@"'
        made = [folder for place in places for folder in self._made(place)]
        try:
            yield ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, str(self.folder), *command]
        finally:
            for folder in made:
                folder.rmdir()

    def _made(self, place: Path) -> list[Path]:
        """Make a folder here for `place` there; those that had to be made, the innermost first."""
        here = self.folder / place.relative_to("/")
        lacking = [folder for folder in (here, *here.parents) if not folder.exists()]
        here.mkdir(parents=True, exist_ok=True)
        return lacking

    def has(self, program: str) -> bool:
        """Whether a program is installed there."""
        return any((self.folder / place / program).exists() for place in ("usr/bin", "usr/local/bin", "bin"))
