"""Which reference of each character in a scene an engine gets to see, and why that one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from studio.cast import outfits
from studio.cast.members import Character, Reference

if TYPE_CHECKING:
    from studio.scenes.understanding import Role


class Sent(NamedTuple):
    """A character's reference that is sent; `reason` is empty where it is the usual one."""

    character: Character
    reference: Reference
    reason: str


def sent(scene: str, roles: Sequence[Role]) -> tuple[Sent, ...]:
    """One reference for each who is in the scene and has any, in the order of the roles."""
    cast = [role.character for role in roles]
    scene = outfits.without_names(scene, (role.outfit.name for role in roles if role.outfit))
    return tuple(
        Sent(role.character, *_best(role, scene, cast)) for role in roles if role.character.pictures
    )  # fmt: skip


def _best(role: Role, scene: str, cast: Sequence[Character]) -> tuple[Reference, str]:
    pictures = role.character.pictures
    if len(pictures) == 1:
        # The first paint need not know how scenes are read.
        return pictures[0], ""
    from studio.cast.references.best import best

    chosen = best(role.character, scene, role.outfit.name if role.outfit else "", cast)
    return (pictures[0], "") if chosen is None else chosen
