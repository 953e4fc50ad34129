"""Members of the cast as they are edited: in the person's own `cast.toml`, of which everything else stays to the byte.

A shipped member that is edited gets an entry of its own there, complete. `field` of CharacterWrong is the way to what is
wrong: "look", "colours.coat", "outfits.0.words", "references.2.outfit".
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from studio.cast.members import Character


class Written(NamedTuple):
    """A member as its entry says: what the entry leaves open is empty. `is_own`: it stands in the person's own file."""

    character: Character
    is_own: bool


def written(folder: Path, name: str) -> Written:
    """The entry of the member of this name or alias, in a settings folder or shipped. Blocks.

    Raises CharacterWrong (field name) where there is none; TableUnreadable.
    """
    raise NotImplementedError


def add(folder: Path, member: Character) -> Character:
    """Add a member with all that it says; as it is in the cast then. Blocks. Raises as `change`."""
    raise NotImplementedError


def change(folder: Path, name: str, changes: Mapping[str, Any], seen: Character | None = None) -> Character:
    """Change fields of a member's entry: `{"look": "a fox", "outfits": (Outfit(…),)}`; as it is in the cast then. Blocks.

    A field that is made empty is taken out of the entry. `seen` is the member as `written` gave it: where a field that is
    to be changed says something else by now, nothing is. Raises CharacterWrong, TableUnreadable where the file is no
    TOML, LibraryUnwritable, DiskFull.
    """
    raise NotImplementedError


def duplicate(folder: Path, name: str, new_name: str) -> Character:
    """Add a member like another, under a new name, without its aliases. Blocks. Raises as `change`."""
    raise NotImplementedError


def retire(folder: Path, name: str) -> Character:
    """Keep a member out of new scenes; pictures of it are found as before. Blocks. Raises as `change`."""
    raise NotImplementedError


def unretire(folder: Path, name: str) -> Character:
    """Let a retired member into scenes again. Blocks. Raises as `change`."""
    raise NotImplementedError
