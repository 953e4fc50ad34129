"""Pictures of the library on their way into a dataset. All of it blocks, and belongs in a thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from studio.errors import StudioError
from studio.plain_text import plain

if TYPE_CHECKING:
    from studio.datasets.making.adding import Added
    from studio.workspace import Workspace


def known(workspace: Workspace) -> tuple[Path, ...]:
    """The folders of the datasets that there are, the one that was changed last first."""
    from studio.datasets.folder import layout
    from studio.datasets.making import places

    home = places.datasets_folder(workspace.library.folder)
    found = [home / name for name in places.names(workspace.library.folder)]
    return tuple(sorted(found, key=lambda folder: _changed(folder / layout.TOML), reverse=True))


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


class Sending:
    """The way of some pictures to a dataset: in `folder`, or None to a new one of this name; and the way back."""

    def __init__(self, workspace: Workspace, ids: Sequence[int], folder: Path | None, name: str) -> None:
        self._workspace, self._ids, self._folder, self._name = workspace, tuple(ids), folder, name
        self._added: Added | None = None
        self._done: tuple[int, str] = (0, "")
        """How many changes the dataset knows with this one, and what it calls it."""

    def send(self) -> tuple[int, ...]:
        """Add the pictures, as one change; the ids of those that were chosen where any went, else none.

        Raises StudioError, LibraryError.
        """
        from studio.datasets.folder import reading, writing
        from studio.datasets.folder.layout import stem_of
        from studio.datasets.making import adding, places
        from studio.datasets.records import Dataset

        if self._folder is None:
            folder = places.folder_of(self._workspace.library.folder, self._name)
            opened = writing.create(folder, Dataset(folder.name, stem=stem_of(folder.name)))
            self._folder = folder
        else:
            opened = reading.opened(self._folder)
        pictures = sorted(self._workspace.library.pictures(self._ids), key=lambda one: one.id)
        given = [adding.Given(Path(one.path), one) for one in pictures]
        self._added = adding.add(opened, given, "picture")
        self._done = _last_change(self._folder)
        return self._ids if self._added.added else ()

    def take_back(self, ids: Sequence[int]) -> Sequence[int]:
        """Take them out of the dataset again; the ids. Raises StudioError where the dataset was changed since."""
        from studio.datasets.folder import undoing

        assert self._folder is not None
        if _last_change(self._folder) != self._done:
            reason = "it was changed since"
            raise StudioError(f"{self._name} stays as it is", reason, "Shift+F8 leads there: Ctrl+Z takes changes back")
        undoing.undo(self._folder)
        return ids

    def words(self) -> tuple[str, str]:
        """How many went where, and what is to be known of the others."""
        added = self._added
        assert added is not None
        count = len(added.added)
        went = "The picture" if count == 1 else f"{count:,} pictures" if count else "Nothing"
        refused = [f"{plain(name)}: {notice.line()}" for name, notice in added.refused[:3]]
        more = len(added.refused) - len(refused)
        told = [*refused, f"and {more:,} more"] if more > 0 else refused
        if added.there:
            told = [f"{len(added.there):,} were there already", *told]
        way_back = "Ctrl+Z takes it back" if added.added else ""
        return f"{went} went to {plain(self._name)}", "\n".join([*filter(None, [way_back]), *told])


def _last_change(folder: Path) -> tuple[int, str]:
    from studio.datasets.folder import undoing

    done = [one.words for one in undoing.history(folder) if not one.undone]
    return len(done), done[-1] if done else ""
