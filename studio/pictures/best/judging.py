"""What is known of a drawn picture when the best of several is looked for: who is there, its words, its drift."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from library.records import Lettering, Picture
from studio.cast.members import Character
from studio.errors import StudioError
from studio.lettering.batches.readback import unread
from studio.lettering.records import LetteringRecord, from_json
from studio.pictures.best.ranking import Take
from studio.pictures.troubles import troubles
from studio.scenes.recipe import Recipe


class Judge:
    """Knows the cast as its references show it. Making one reads all references, and takes a second or more."""

    def __init__(self, cast: Sequence[Character]) -> None:
        from studio.pictures.drift.measuring import KnownMember, known_cast

        self._known = {one.name: one for one in known_cast(cast) if isinstance(one, KnownMember)}

    def take(self, picture: Picture, lettering: Lettering | None, recipe: Recipe) -> Take:
        """What is known of a picture and its newest lettering. Raises PictureUnreadable. Blocks."""
        from library.formats.pictures import read_picture
        from studio.pictures.drift.measuring import measure_all
        from studio.pictures.drift.records import Drift

        pixels = read_picture(Path(picture.path))
        members = [self._known[member.name] for member in recipe.cast if member.name in self._known]
        found = measure_all(pixels, members, picture.facts.recipe) if members else ()
        drifts = [one for one in found if isinstance(one, Drift)]
        farthest = max(drifts, key=lambda one: one.value, default=None)
        record = _record(lettering)
        return Take(
            missing=tuple(
                member.name for member, one in zip(members, found, strict=True) if not isinstance(one, Drift)
            ),
            troubles=tuple(one.words for one in troubles(pixels, recipe, record)),
            sayings=len(recipe.sayings),
            panels=0 if record is None else sum(one.placement.method == "panel" for one in record.settings),
            unread=None if record is None or record.read is None else tuple(saying for saying, _ in unread(record)),
            drift=None if farthest is None else farthest.value,
            drift_words="" if farthest is None or not farthest.words else f"{farthest.member}: {farthest.words}",
        )


def _record(lettering: Lettering | None) -> LetteringRecord | None:
    """The record of a lettering; None where there is none, or a newer studio wrote it."""
    try:
        return None if lettering is None else from_json(lettering.record)
    except StudioError:
        return None
