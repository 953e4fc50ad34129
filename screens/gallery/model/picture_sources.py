"""Where a picture's pixels come from: its thumbnail, its file, or those of its newest lettered version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from library.records import Lettering, Picture
from screens.terminal.frames.frames import Source

if TYPE_CHECKING:
    from library.store import Library


def tile(library: Library, picture: Picture) -> Source:
    """The thumbnail that stands for a picture: of its newest lettered version, where there is one."""

    def thumbnail() -> Path:
        letterings = library.letterings(picture.id) if picture.letterings else ()
        if letterings:
            return library.lettering_thumbnail(newest(letterings).id)
        return library.thumbnail(picture.id)

    return Source(f"tile {_now(picture)}", thumbnail)


def whole(library: Library, picture: Picture) -> Source:
    """The file that stands for a picture: its newest lettered version, or itself."""

    def file() -> Path:
        letterings = library.letterings(picture.id) if picture.letterings else ()
        return Path(newest(letterings).path if letterings else picture.path)

    return Source(f"whole {_now(picture)}", file)


def _now(picture: Picture) -> str:
    """What names a picture's pixels for good: its file may be another one after an import."""
    return f"{picture.id}/{picture.letterings}/{picture.sha256}/{picture.bytes}"


def version(library: Library, picture: Picture, lettering: Lettering | None) -> tuple[Source, Source]:
    """Thumbnail and file of one version: a lettering, or None for the picture as it was drawn."""
    if lettering is None:
        return (
            Source(f"drawn thumbnail {_now(picture)}", lambda: library.thumbnail(picture.id)),
            Source(f"drawn {_now(picture)}", Path(picture.path)),
        )
    number = lettering.id
    return (
        Source(f"lettered thumbnail {number}", lambda: library.lettering_thumbnail(number)),
        Source(f"lettered {number}", Path(lettering.path)),
    )


def newest(letterings: tuple[Lettering, ...]) -> Lettering:
    """The lettering that was made last."""
    return max(letterings, key=lambda lettering: lettering.id)
