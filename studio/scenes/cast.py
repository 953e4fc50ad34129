"""The cast: who the characters are, and who of them is in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

import data
from studio.errors import Notice, StudioError
from studio.settings import entries

FILE = "cast.toml"
"""The cast, shipped and in the settings folder."""


class ReferenceMissing(StudioError):
    """A reference picture that the cast names is not there."""


class CharacterLora(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A LoRA that knows the character; used with the named styles, or with all when none is named.

    `base` is what it was trained on, for files that do not say so themselves: "FLUX.1", "FLUX.2 klein 4B".
    """

    file: str
    strength: float = 1.0
    base: str = ""
    styles: tuple[str, ...] = ()


class Character(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the cast, as `cast.toml` has it. `folder` is where its reference pictures lie; empty: shipped ones."""

    name: str
    look: str
    outfit: str = ""
    lettered_outfit: str = ""
    species: str = ""
    aliases: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    colours: dict[str, str] = {}
    loras: tuple[CharacterLora, ...] = ()
    folder: str = ""

    def loras_for(self, style: str) -> tuple[CharacterLora, ...]:
        """The LoRAs to use with a style."""
        return tuple(lora for lora in self.loras if not lora.styles or style in lora.styles)


class Mention(msgspec.Struct, frozen=True):
    """A character found in a text, and the characters of the text (start, end) that name it first."""

    character: Character
    start: int
    end: int


class Loaded(NamedTuple):
    """The cast, and what is wrong with a person's own file."""

    members: tuple[Character, ...]
    faults: tuple[entries.Fault, ...]


def load(folder: Path) -> Loaded:
    """The shipped cast, with a person's own `cast.toml` in `folder` adding to it or replacing by name.

    A mistake costs its own entry. What an entry leaves open is derived (`studio.scenes.characters.defaults`).
    """
    shipped = entries.decode(data.text(FILE), "character", Character, FILE)
    cast = {entry.value.name.casefold(): entry.value for entry in shipped.entries}
    found = entries.read(folder / FILE, "character", Character)
    faults = [*shipped.faults, *found.faults]
    places: dict[str, str] = {}
    for member, place in found.entries:
        wrong = [entries.Fault(notice, member.name, "character") for notice in _wrong(member, place)]
        faults += wrong
        name = member.name.casefold()
        if not wrong:
            cast[name], places[name] = completed(msgspec.structs.replace(member, folder=str(folder))), place
    return Loaded(*_without_doubles(tuple(cast.values()), places, faults))


def _wrong(member: Character, place: str) -> Iterator[Notice]:
    """What is wrong with a character: nobody could name it, nobody knows its looks, or a colour is none."""
    for field, value in (("name", member.name), ("look", member.look)):
        if not value.strip():
            yield Notice(place, f"a character has an empty {field}", f"Write its {field}")
    for lora in member.loras:
        yield from about_base(lora.base, f"{member.name}'s LoRA {lora.file}", place)
    for part, colour in member.colours.items():
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            yield Notice(place, f"{member.name}'s {part} is {colour!r}, which is not a colour", "Write it as #2f6b4f")


def about_base(base: str, whose: str, place: str) -> Iterator[Notice]:
    """What is wrong where a person says what a LoRA was trained on, and nobody knows such a model."""
    if not base:
        return
    from backends.bases import KNOWN, base_of

    if not base_of(base):
        yield Notice(place, f"the base {base!r} of {whose} is not known", f"Write one of {', '.join(KNOWN)}")


def completed(member: Character) -> Character:
    """The character with what its entry leaves open: outfit, lettered outfit, species."""
    from studio.scenes.characters import defaults

    look, outfit = defaults.look_and_outfit(member.look, member.outfit)
    return msgspec.structs.replace(
        member,
        look=look,
        outfit=outfit,
        lettered_outfit=member.lettered_outfit or defaults.lettered(outfit),
        species=member.species.strip() or defaults.species(member.look),
    )


def _without_doubles(
    members: Sequence[Character], places: Mapping[str, str], faults: list[entries.Fault]
) -> tuple[tuple[Character, ...], tuple[entries.Fault, ...]]:
    """The cast with each alias at one character: a name outweighs it, then who comes first. Who has several names and
    no alias answers to the first.

    What is taken from a character of the person's own file is told.
    """
    from studio.scenes.characters import defaults

    whose = {member.name.casefold(): member.name for member in members}
    kept = []
    for member in members:
        aliases = []
        for alias in member.aliases or defaults.aliases(member.name):
            other = whose.setdefault(alias.casefold(), member.name)
            if other == member.name:
                aliases.append(alias)
            elif member.aliases and (place := places.get(member.name.casefold())):
                reason = f"both {other} and {member.name} answer to {alias!r}, so {other} does"
                faults.append(entries.Fault(Notice(place, reason, "Take the alias from one of them")))
        kept.append(msgspec.structs.replace(member, aliases=tuple(aliases)))
    return tuple(kept), tuple(faults)


def find(text: str, cast: Iterable[Character]) -> tuple[Mention, ...]:
    """Who is in a text, in the order they are first named.

    Names and aliases count as whole words in any case, with a possessive or not ("Milo's"), and never inside another
    word ("Jamestown"). A longer name wins over a shorter one at the same place.
    """
    found: dict[str, Mention] = {}
    for member, start, end in _mentions(text, cast):
        known = found.get(member.name)
        if known is None or start < known.start:
            found[member.name] = Mention(member, start, end)
    return tuple(sorted(found.values(), key=lambda mention: mention.start))


def spans(text: str, cast: Iterable[Character]) -> tuple[range, ...]:
    """Where names and aliases of the cast stand in a text, every one of them."""
    return tuple(range(start, end) for _, start, end in _mentions(text, cast))


def _mentions(text: str, cast: Iterable[Character]) -> Iterator[tuple[Character, int, int]]:
    named = sorted(
        ((name, member) for member in cast for name in (member.name, *member.aliases)), key=lambda pair: -len(pair[0])
    )
    taken: list[range] = []
    for name, member in named:
        for match in _pattern(name).finditer(text):
            if any(match.start() < span.stop and match.end() > span.start for span in taken):
                continue
            taken.append(range(match.start(), match.end()))
            yield member, match.start(), match.end()


def _pattern(name: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<!\w)(?<!\w[-’']){words}(?=(?:['’]s?)?(?!\w))(?!-\w)", re.IGNORECASE)


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
