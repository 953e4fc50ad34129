"""What is wrong with a member as its fields say it, by the ways to the fields: "look", "colours.coat", "aliases"."""

from __future__ import annotations

from collections.abc import Sequence

from studio.cast.checking import slips_of
from studio.cast.members import Character, by_name


def mistakes_of(member: Character, others: Sequence[Character], shipped: str = "") -> dict[str, str]:
    """All that is wrong, in words with what to do; `others` are the cast without the member.

    `shipped` is the name of a shipped member that this one is to change, which has to stay.
    """
    found: dict[str, str] = {}
    if shipped and member.name.casefold() != shipped.casefold():
        found["name"] = f"{shipped} comes with the studio and keeps its name. Begin a copy, and retire {shipped}"
    for slip in slips_of(member):
        found.setdefault(".".join(slip.steps), f"{slip.reason[:1].upper()}{slip.reason[1:]}. {slip.remedy}")
    there = next((one for one in others if one.name.casefold() == member.name.strip().casefold()), None)
    if there is not None:
        found.setdefault("name", f"There is a {there.name} already. Choose another name")
    for alias in member.aliases:
        other = by_name(alias, others)
        if other is not None:
            found.setdefault("aliases", f"{other.name} answers to {alias!r} already. Choose another one")
    return found
