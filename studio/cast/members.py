"""Who the members of the cast are: records, and the bytes of their reference pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

import data
from studio.errors import StudioError


class ReferenceMissing(StudioError):
    """A reference picture that the cast names is not there."""


class CharacterLora(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A LoRA that knows the character; used with the named styles, or with all when none is named.

    `base` is what it was trained on, for files that do not say so themselves: "FLUX.1", "FLUX.2 klein 4B". `trigger` is
    the word that it listens to, where it has one.
    """

    file: str
    strength: float = 1.0
    base: str = ""
    styles: tuple[str, ...] = ()
    trigger: str = ""


class Reference(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reference picture by its file, relative to the character's folder, and what it shows where somebody says so.

    `view`, `framing` and `expression` are words of `studio.cast.references.coverage`; `outfit` is the name of one of
    the character's outfits, empty for the usual one.
    """

    file: str
    view: str = ""
    framing: str = ""
    expression: str = ""
    outfit: str = ""


class Outfit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other clothes than the usual ones, chosen where a scene says their name: "Milo in his party suit".

    `words` say what is worn, and `lettered` the same with a blank panel for words. `colours` and `loras` are beside
    those of the character, and outweigh them.
    """

    name: str
    words: str
    lettered: str = ""
    references: tuple[str | Reference, ...] = ()
    colours: dict[str, str] = {}
    loras: tuple[CharacterLora, ...] = ()


class Character(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the cast, as `cast.toml` has it. `folder` is where its reference pictures lie; empty: shipped ones.

    A reference is a file, or a table that says what it shows; `anchor` is the file of the one that speaks for the
    character where no other fits better, the first where nobody says. Who is `retired` is in no new scene.
    """

    name: str
    look: str
    outfit: str = ""
    lettered_outfit: str = ""
    species: str = ""
    aliases: tuple[str, ...] = ()
    references: tuple[str | Reference, ...] = ()
    anchor: str = ""
    features: tuple[str, ...] = ()
    colours: dict[str, str] = {}
    loras: tuple[CharacterLora, ...] = ()
    outfits: tuple[Outfit, ...] = ()
    retired: bool = False
    author: str = ""
    licence: str = ""
    folder: str = ""

    @property
    def pictures(self) -> tuple[Reference, ...]:
        """All reference pictures, also those of the outfits: the anchor first, then in the order of the entry."""
        every = [_reference(one) for one in self.references]
        every += [
            msgspec.structs.replace(_reference(one), outfit=outfit.name)
            for outfit in self.outfits
            for one in outfit.references
        ]
        return tuple(sorted(every, key=lambda reference: reference.file != self.anchor))

    @property
    def every_lora(self) -> tuple[CharacterLora, ...]:
        """All LoRAs, also those of the outfits."""
        return (*self.loras, *(lora for outfit in self.outfits for lora in outfit.loras))

    def loras_for(self, style: str) -> tuple[CharacterLora, ...]:
        """The LoRAs to use with a style."""
        return tuple(lora for lora in self.loras if not lora.styles or style in lora.styles)


def _reference(one: str | Reference) -> Reference:
    return Reference(one) if isinstance(one, str) else one


def reference_bytes(character: Character, name: str) -> bytes:
    """The bytes of one of a character's reference pictures. Raises ReferenceMissing."""
    try:
        return (Path(character.folder) / name).expanduser().read_bytes() if character.folder else data.blob(name)
    except OSError as error:
        raise ReferenceMissing(
            f"{character.name}'s reference picture {name} cannot be read",
            error.strerror or str(error),
            f"Put it into {character.folder or 'the settings folder'}, or correct the character's `references`",
        ) from error


def by_name(name: str, cast: Sequence[Character]) -> Character | None:
    """The character of this name or alias, in any case, if there is one."""
    wanted = name.casefold()
    return next(
        (member for member in cast if wanted in (member.name.casefold(), *(a.casefold() for a in member.aliases))), None
    )


def part_called(name: str, colours: Mapping[str, str]) -> str:
    """The part of this name in any case that has a colour, or else the name: a part that is to get one."""
    return next((part for part in colours if part.casefold() == name.casefold()), name)


def with_files(member: Character, names: Mapping[str, str]) -> Character:
    """The member with other files in place of those of its references that `names` has."""

    def moved(references: tuple[str | Reference, ...]) -> tuple[str | Reference, ...]:
        return tuple(
            names.get(one, one)
            if isinstance(one, str)
            else msgspec.structs.replace(one, file=names.get(one.file, one.file))
            for one in references
        )

    def dressed(outfit: Outfit) -> Outfit:
        return msgspec.structs.replace(outfit, references=moved(outfit.references))

    return msgspec.structs.replace(
        member,
        references=moved(member.references),
        anchor=names.get(member.anchor, member.anchor),
        outfits=tuple(map(dressed, member.outfits)),
    )
