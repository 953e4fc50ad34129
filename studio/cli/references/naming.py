"""What a command line names: members of the cast, pictures by path or by id, and what a reference shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from library.store import Library
    from studio.cast.members import Character
    from studio.cast.references.picking import Shows


class Named(NamedTuple):
    """A picture that was named: what to call it, its bytes, and what its scene says that it shows."""

    called: str
    data: bytes
    shows: Shows


def loaded_member(name: str) -> Character:
    """The member of this name or alias in the cast as it is now. Raises WrongUse."""
    from studio.cast import loading
    from studio.cast.members import by_name
    from studio.cli.failure import WrongUse
    from studio.cli.output import typed
    from studio.settings import settings

    members = loading.load(settings.folder()).members
    member = by_name(typed(name), members)
    if member is None:
        known = ", ".join(one.name for one in members)
        raise WrongUse(f"Nobody of the cast is named {typed(name)!r}", "", f"Known: {known}")
    return member


def picture_named(text: str, library: Library, member: Character) -> Named:
    """A picture by its path, or by its id in the library. Raises WrongUse, LibraryError."""
    from library.files.disk import read_file
    from studio.cast.references.picking import Shows
    from studio.cast.references.shown import shown_by

    path = Path(text)
    if text.isdecimal() and not path.exists():
        picture = library.picture(int(text))
        return Named(Path(picture.path).name, read_file(Path(picture.path)), shown_by(picture, member))
    return Named(path.name, read_file(path), Shows())
