"""A new character in a person's own `cast.toml`, of whom no more is said than a name and a look need."""

from __future__ import annotations

from pathlib import Path

import msgspec

from studio.cast import editing, loading
from studio.cast.checking import CharacterWrong as CharacterWrong
from studio.cast.members import Character


class NewCharacter(msgspec.Struct, frozen=True):
    """What a person says of a new character; what is empty is left open."""

    name: str
    look: str
    species: str = ""
    outfit: str = ""
    aliases: tuple[str, ...] = ()

    def entry(self) -> Character:
        """What its entry says."""
        species = self.species.casefold()
        return Character(self.name, self.look, outfit=self.outfit, species=species, aliases=self.aliases)

    def character(self) -> Character:
        """As it will be in the cast."""
        return loading.completed(self.entry())


def add(folder: Path, new: NewCharacter) -> Character:
    """Add a character to the cast of a settings folder; as it is there then. Blocks. Raises as `editing.add`."""
    return editing.add(folder, new.entry())
