"""What a dataset shows: views, framings, expressions and outfits, and what is worth drawing for it, as scenes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from studio.cast.members import Character, Outfit, Reference
from studio.cast.references.best import wanted_of
from studio.cast.references.coverage import VIEWS, Row, coverage, holes
from studio.cast.references.wording import scene_line
from studio.datasets.records import Dataset, Picture
from studio.datasets.reports.records import Hole

USUAL_HOLES = 6
_SOMEBODY = Character("figure", "")
"""Whom captions speak of, where they have the trigger word."""


class Covered(NamedTuple):
    """What pictures show: rows by outfit and view, how much of the table that is by worth (0 to 1), and its holes."""

    rows: tuple[Row, ...]
    share: float
    untagged: tuple[str, ...]
    """Pictures of which nobody has said from where they are seen."""
    holes: tuple[Hole, ...]

    @property
    def views(self) -> dict[str, int]:
        """How many pictures show each view, those that none shows too."""
        counts: Counter[str] = Counter()
        for row in self.rows:
            counts[row.view] += sum(row.framings.values())
        return dict(counts)


def covered(
    dataset: Dataset, pictures: Sequence[Picture], member: Character | None = None, most: int = USUAL_HOLES
) -> Covered:
    """What `pictures` show, and the scenes that would show what they lack.

    Outfits are those of the member of the cast where there is one, and those that pictures name. A dataset that trains
    a style has no scenes: there, other figures help more than another view of one. Nor has one of whose pictures most
    are untagged: what they lack is not known.
    """
    outfits = dict.fromkeys(outfit.name for outfit in member.outfits) if member else {}
    outfits |= dict.fromkeys(picture.outfit for picture in pictures if picture.outfit)
    shown = [_reference(picture) for picture in pictures]
    usual = tuple(one for one in shown if not one.outfit)
    dressed = tuple(Outfit(name, "", references=tuple(one for one in shown if one.outfit == name)) for name in outfits)
    as_member = Character(member.name if member else dataset.member, "", references=usual, outfits=dressed)
    seen = coverage(as_member)
    is_known = 2 * len(seen.untagged) <= len(pictures)
    found = holes(as_member, most) if is_known and dataset.kind != "style" else ()
    scenes = tuple(Hole(cell.label, scene_line(as_member.name, cell) if as_member.name else "") for cell in found)
    return Covered(seen.rows, seen.share, seen.untagged, scenes)


def as_said(picture: Picture, caption: str, trigger: str = "") -> Picture:
    """The picture with what its prompt or its caption says of view, framing and expression, where nobody said it."""
    said = picture
    for text in (picture.prompt, caption):
        if said.view and said.framing and said.expression:
            break
        if text:
            wanted = wanted_of(_SOMEBODY, text.replace(trigger, _SOMEBODY.name) if trigger else text)
            said = msgspec.structs.replace(
                said,
                view=said.view or (wanted.view if wanted.view in VIEWS else ""),
                framing=said.framing or wanted.framing,
                expression=said.expression or wanted.expression,
            )
    return said


def _reference(picture: Picture) -> Reference:
    return Reference(picture.name, picture.view, picture.framing, picture.expression, picture.outfit)
