"""Files and pictures of the library on their way into a dataset. All of it blocks, and belongs in a thread.

It raises StudioError and LibraryError, and then nothing was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from studio.errors import StudioError
from studio.path_completion import is_there
from studio.plain_text import expanded

if TYPE_CHECKING:
    from studio.datasets.making.adding import As, Given, Proposal
    from studio.workspace import Workspace

MOST_ADDED = 2_000
"""Pictures that a search of the library may add at once."""


class Wanted(NamedTuple):
    """What is to be added: files and folders, what a search finds, as what (empty: as they look)."""

    paths: tuple[Path, ...]
    query: str = ""
    kind: str = ""


class Done(NamedTuple):
    """What came of it: how many pictures are new, and how many files were there already.

    `waiting` are sheets whose cuts a person should look at first.
    """

    added: int
    there: int
    waiting: tuple[Proposal, ...]
    refused: tuple[str, ...]
    stopped: bool

    def words(self) -> str:
        """It in words."""
        parts = [
            "Stopped" if self.stopped else "",
            f"{self.added:,} added" if self.added or not (self.waiting or self.refused or self.there) else "",
            f"{self.there:,} were there already" if self.there else "",
            f"{len(self.waiting):,} to be looked at first: Esc leads there" if self.waiting else "",
            f"{len(self.refused):,} could not be taken" if self.refused else "",
        ]
        return "\n".join([". ".join(filter(None, parts)), *self.refused[:5]])


PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif"})
"""How files end that are offered where a path is typed."""

Tell = Callable[[int, int, str], object]


def add(folder: Path, workspace: Workspace, wanted: Wanted, tell: Tell, stopped: Callable[[], bool]) -> Done:
    """Add files to a dataset; what is in doubt waits."""
    from studio.datasets.folder.reading import opened
    from studio.datasets.making import adding
    from studio.datasets.photographs.networks import Models

    given = [*_files(wanted.paths), *(_found(workspace, wanted.query) if wanted.query else ())]
    if not given:
        raise StudioError("There is nothing to add", "no picture lies there, or is found", "Name others")

    def progress(done: int, total: int, name: str) -> bool:
        tell(done, total, name)
        return not stopped()

    models = Models(_file(workspace.settings.datasets.face_model), workspace.pose_model)
    kind = cast("As", wanted.kind or "auto")
    added = adding.add(opened(folder), given, kind, progress=progress, models=models)
    refused = tuple(f"{name}: {notice.line()}" for name, notice in added.refused)
    return Done(len(added.added), len(added.there), added.waiting, refused, stopped())


def _file(path: str) -> Path | None:
    return expanded(path) if path else None


def _files(paths: Collection[Path]) -> list[Given]:
    """Files, and the pictures in folders. Raises StudioError for what is not there."""
    from studio.datasets.making.adding import Given, files_in

    absent = next((path for path in paths if not is_there(path)), None)
    if absent is not None:
        raise StudioError(f"Nothing lies at {absent}", "", "Name another file or folder")
    return [Given(file) for path in paths for file in files_in(path)]


def _found(workspace: Workspace, query: str) -> list[Given]:
    """What a search of the library finds, the oldest first. Raises LibraryError."""
    from studio.datasets.making.adding import Given

    ids = workspace.library.ids(query, limit=MOST_ADDED)
    return [Given(Path(one.path), one) for one in sorted(workspace.library.pictures(ids), key=lambda one: one.id)]
