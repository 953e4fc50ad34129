"""A new character in a person's own `cast.toml`: added at its end, with all that stands there kept to the byte."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import tomlkit

from library.files.disk import rewrite
from studio.cast import loading
from studio.cast.entry_text import entry_table
from studio.cast.members import Character, by_name
from studio.errors import StudioError
from studio.plain_text import plain
from studio.settings import tables

HEAD = "# Your own cast. A character needs a name and a look; what else can be said is in the README.\n"


LONGEST_NAME, LONGEST_LOOK = 60, 1000
"""Characters."""


class CharacterWrong(StudioError):
    """A character cannot be added as it is; `field` is name, look or species."""

    def __init__(self, field: str, title: str, reason: str, remedy: str) -> None:
        super().__init__(title, reason, remedy)
        self.field = field


class NewCharacter(msgspec.Struct, frozen=True):
    """What a person says of a new character; what is empty is left open."""

    name: str
    look: str
    species: str = ""
    outfit: str = ""
    aliases: tuple[str, ...] = ()

    def character(self) -> Character:
        """As it will be in the cast."""
        return loading.completed(
            Character(self.name, self.look, outfit=self.outfit, species=self.species, aliases=self.aliases)
        )


def add(folder: Path, new: NewCharacter) -> Character:
    """Add a character to the cast of a settings folder; as it is there then. Blocks.

    Raises CharacterWrong, TableUnreadable where the file is no TOML, LibraryUnwritable, DiskFull.
    """
    new = _checked(new, loading.load(folder).members)
    _append(folder, written(new), new.name)
    return new.character()


def add_entry(folder: Path, member: Character) -> Character:
    """Add a character with all that its entry says; as it is in the cast then. Blocks. Raises as `add`."""
    said = NewCharacter(member.name, member.look, member.species, member.outfit, member.aliases)
    new = _checked(said, loading.load(folder).members)
    member = msgspec.structs.replace(
        member, name=new.name, look=new.look, species=new.species, outfit=new.outfit, aliases=new.aliases
    )
    _append(folder, tomlkit.dumps({"character": [entry_table(member)]}), member.name)
    return loading.completed(msgspec.structs.replace(member, folder=str(folder)))


def _append(folder: Path, entry: str, name: str) -> None:
    file = folder / loading.FILE
    before = tables.text_of(file) if file.exists() else HEAD
    tables.table_of(before, str(file))
    end = "\r\n" if "\r\n" in before else "\n"
    gap = "" if not before or before.endswith("\n") else end
    text = before + gap + end + entry.replace("\n", end)
    try:
        tables.table_of(text, str(file))
    except tables.TableUnreadable as error:
        title, reason = f"{name} cannot be added to {file}", "its characters stand in a list in [ ]"
        raise CharacterWrong("name", title, reason, "Write them as [[character]] tables") from error
    rewrite(file, text.encode())


def _checked(new: NewCharacter, members: tuple[Character, ...]) -> NewCharacter:
    """The same in plain text. Raises CharacterWrong."""
    new = msgspec.structs.replace(
        new,
        name=plain(new.name),
        look=plain(new.look),
        species=plain(new.species).casefold(),
        outfit=plain(new.outfit),
        aliases=tuple(filter(None, map(plain, new.aliases))),
    )
    if not new.name:
        raise CharacterWrong("name", "The character has no name", "", "Write the name that scenes call it by")
    for name in (new.name, *new.aliases):
        there = by_name(name, members)
        # A new name outweighs another's alias.
        if there is not None and not (name is new.name and there.name.casefold() != name.casefold()):
            remedy = f"Choose another name, or change the entry of {there.name}"
            raise CharacterWrong("name", f"{there.name} answers to {name} already", "", remedy)
    if not new.look:
        remedy = "Write what it looks like: a woman in her fifties with curly red hair"
        raise CharacterWrong("look", f"{new.name} has no look", "every picture would have another one", remedy)
    for what, text, most in (("name", new.name, LONGEST_NAME), ("look", new.look, LONGEST_LOOK)):
        if len(text) > most:
            reason = f"it has {len(text)} characters"
            raise CharacterWrong(what, f"The {what} is too long", reason, f"Take at most {most}")
    return new


def written(new: NewCharacter) -> str:
    """The entry as TOML. A JSON string is a basic string of TOML but for DEL (https://toml.io/en/v1.0.0#string)."""
    fields = {"name": new.name, "aliases": list(new.aliases), "species": new.species, "look": new.look}
    fields["outfit"] = new.outfit
    lines = (f"{field} = {json.dumps(value, ensure_ascii=False)}\n" for field, value in fields.items() if value)
    return "[[character]]\n" + "".join(lines)
