"""What a picture of the library shows of a member, as far as the scene says by which it was drawn."""

from __future__ import annotations

from library.records import Picture
from studio.cast.members import Character
from studio.cast.references.best import wanted_of
from studio.cast.references.coverage import VIEWS
from studio.cast.references.picking import Shows


def shown_by(picture: Picture, member: Character) -> Shows:
    """The view, framing, expression and outfit that the scene of a picture asks for; empty where it does not say."""
    scene = picture.facts.scene
    outfit = next((one.name for one in member.outfits if one.name.casefold() in scene.casefold()), "")
    wanted = wanted_of(member, scene, outfit)
    return Shows(wanted.view if wanted.view in VIEWS else "", wanted.framing, wanted.expression, outfit)
