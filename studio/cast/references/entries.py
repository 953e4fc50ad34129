"""The references of an entry as one list, wherever they stand in it, and changes of that list as fields of the entry.

A reference stands among the member's own or among those of an outfit; it stays where it is, unless it is of another
outfit from now on. Who shows nothing but its file is written as that file alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from studio.cast.members import Character, Outfit, Reference


class Standing(NamedTuple):
    """A reference, and where it stands in the entry: among those of an outfit, or (empty) the member's own."""

    reference: Reference
    among: str = ""


Listed = tuple[Standing, ...]


def listed(member: Character) -> Listed:
    """All references of an entry in its order; each has the outfit that it shows."""
    own = [Standing(_whole(one)) for one in member.references]
    for outfit in member.outfits:
        own += [
            Standing(msgspec.structs.replace(_whole(one), outfit=outfit.name), outfit.name) for one in outfit.references
        ]
    return tuple(own)


def fields(member: Character, wanted: Sequence[Standing], anchor: str) -> Mapping[str, Any]:
    """What of an entry has to be written anew, so that it has these references, and this anchor (a file, or empty)."""
    references = tuple(_short(one.reference) for one in wanted if not one.among)
    outfits = tuple(
        msgspec.structs.replace(outfit, references=_of(outfit, wanted)) for outfit in member.outfits
    )  # fmt: skip
    every = {"references": references, "outfits": outfits, "anchor": anchor}
    return {name: value for name, value in every.items() if value != getattr(member, name)}


def tagged(wanted: Listed, file: str, change: Callable[[Reference], Reference]) -> Listed:
    """The list with one reference changed; where it is of another outfit then, it stands among the member's own."""

    def one(standing: Standing) -> Standing:
        if standing.reference.file != file:
            return standing
        fresh = change(standing.reference)
        return Standing(fresh, standing.among if fresh.outfit == standing.among else "")

    return tuple(map(one, wanted))


def ordered(wanted: Listed, files: Sequence[str]) -> Listed:
    """The list with these files first, in this order; the others follow as they were."""
    places = {file: number for number, file in enumerate(files)}
    return tuple(sorted(wanted, key=lambda standing: places.get(standing.reference.file, len(places))))


def _of(outfit: Outfit, wanted: Sequence[Standing]) -> tuple[str | Reference, ...]:
    here = [one.reference for one in wanted if one.among == outfit.name]
    return tuple(_short(msgspec.structs.replace(one, outfit="")) for one in here)


def _whole(one: str | Reference) -> Reference:
    return Reference(one) if isinstance(one, str) else one


def _short(one: Reference) -> str | Reference:
    return one.file if one == Reference(one.file) else one
