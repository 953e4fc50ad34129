"""Where things lie in a library's folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

OWN_FOLDER = ".studio"
DATASET_FILE, DATASET_FOLDER = "dataset.toml", ".milo"
"""Both lie in a folder that is a dataset: its pictures are copies, which are no pictures of the library."""


class Places(msgspec.Struct, frozen=True):
    """`folder` is what a person browses; everything else is under `.studio` in it, except an index put elsewhere."""

    folder: Path
    index: Path

    @classmethod
    def of(cls, folder: Path, index: Path | None) -> Places:
        """The places of a library, all absolute."""
        home = folder.expanduser().absolute()
        return cls(home, home / OWN_FOLDER / "index.sqlite" if index is None else index.expanduser().absolute())

    @property
    def trash(self) -> Path:
        """Trashed pictures, under the same relative paths."""
        return self.folder / OWN_FOLDER / "trash"

    @property
    def thumbnails(self) -> Path:
        """Thumbnails by hash; all of them can be made again."""
        return self.folder / OWN_FOLDER / "thumbnails"

    @property
    def references(self) -> Path:
        """Reference pictures by hash."""
        return self.folder / OWN_FOLDER / "references"

    @property
    def originals(self) -> Path:
        """Files as their engines gave them, where the pictures made of them have not all that those had."""
        return self.folder / OWN_FOLDER / "originals"

    def thumbnail(self, sha256: str) -> Path:
        """Where the thumbnail of the file with this hash lies."""
        return self.thumbnails / sha256[:2] / f"{sha256}.jpg"

    def stored(self, path: str) -> str:
        """An absolute path as the index has it: relative where it lies in the folder, as it is where it does not."""
        prefix = f"{self.folder.as_posix().rstrip('/')}/"
        return path[len(prefix) :] if path.startswith(prefix) else path

    def root(self, trashed: bool) -> Path:
        """What a picture's relative path is relative to."""
        return self.trash if trashed else self.folder
