"""The cast as it is read: the shipped one, and a person's own `cast.toml` over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

import data
from studio.cast.checking import base_wrong, slips_of
from studio.cast.members import Character
from studio.errors import Notice
from studio.settings import entries

FILE = "cast.toml"
"""The cast, shipped and in the settings folder."""


class Loaded(NamedTuple):
    """The cast, and what is wrong with a person's own file."""

    members: tuple[Character, ...]
    faults: tuple[entries.Fault, ...]


def load(folder: Path) -> Loaded:
    """The shipped cast, with a person's own `cast.toml` in `folder` adding to it or replacing by name.

    A mistake costs its own entry. What an entry leaves open is derived (`studio.cast.defaults`).
    """
    shipped = entries.decode(data.text(FILE), "character", Character, FILE)
    cast = {entry.value.name.casefold(): completed(entry.value) for entry in shipped.entries}
    found = entries.read(folder / FILE, "character", Character, slips_of)
    places: dict[str, str] = {}
    for member, place in found.entries:
        name = member.name.casefold()
        cast[name], places[name] = completed(msgspec.structs.replace(member, folder=str(folder))), place
    return Loaded(*_without_doubles(tuple(cast.values()), places, [*shipped.faults, *found.faults]))


def about_base(base: str, whose: str, place: str) -> Iterator[Notice]:
    """What is wrong where a person says what a LoRA was trained on, and nobody knows such a model."""
    if wrong := base_wrong(base, whose):
        yield Notice(place, *wrong)


def completed(member: Character) -> Character:
    """The character with what its entry leaves open: outfit, lettered outfit, species, lettered words."""
    from studio.cast import defaults

    look, outfit = defaults.look_and_outfit(member.look, member.outfit)
    outfits = (
        msgspec.structs.replace(one, lettered=one.lettered or defaults.lettered(one.words)) for one in member.outfits
    )
    return msgspec.structs.replace(
        member,
        look=look,
        outfit=outfit,
        lettered_outfit=member.lettered_outfit or defaults.lettered(outfit),
        species=member.species.strip() or defaults.species(member.look),
        outfits=tuple(outfits),
    )


def _without_doubles(
    members: Sequence[Character], places: Mapping[str, str], faults: list[entries.Fault]
) -> tuple[tuple[Character, ...], tuple[entries.Fault, ...]]:
    """The cast with each alias at one character: a name outweighs it, then who is not retired, then who comes first.

    Who has several names and no alias answers to the first.

    What is taken from a character of the person's own file is told.
    """
    from studio.cast import defaults

    whose = {member.name.casefold(): member.name for member in members}
    kept = {}
    for member in sorted(members, key=lambda member: member.retired):
        aliases = []
        for alias in member.aliases or defaults.aliases(member.name):
            other = whose.setdefault(alias.casefold(), member.name)
            if other == member.name:
                aliases.append(alias)
            elif member.aliases and not member.retired and (place := places.get(member.name.casefold())):
                reason = f"both {other} and {member.name} answer to {alias!r}, so {other} does"
                faults.append(entries.Fault(Notice(place, reason, "Take the alias from one of them")))
        kept[member.name] = msgspec.structs.replace(member, aliases=tuple(aliases))
    return tuple(kept[member.name] for member in members), tuple(faults)
