"""The door of drift: what a member's references show, and how far a figure in a picture is from that.

All of it blocks, and belongs into a thread or a worker process: a figure takes some 100 ms, 140 with the network, a
reference twice that, once.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, cast, get_args

import msgspec
import numpy as np
from numpy.typing import NDArray

from library.digest import sha256_of
from library.errors import PictureUnreadable
from library.files.untrusted import untrusted
from library.formats.pictures import read_picture
from library.formats.png_text import parse_header, read_header
from studio.cast.members import Character, ReferenceMissing, reference_bytes
from studio.pictures.drift import words
from studio.pictures.drift.calibrating import Calibration, calibrated, number
from studio.pictures.drift.comparing import compare
from studio.pictures.drift.cutting.choosing import Known
from studio.pictures.drift.embedding import extra
from studio.pictures.drift.looking import Seen, known_colours, looked_at, references_seen, seen
from studio.pictures.drift.records import VERSION, Drift, Part, PartName, Unmeasurable
from studio.pictures.drift.signature import Signature, signatures
from studio.pictures.drift.traits import Traits

Pixels = NDArray[np.uint8]

_OTHERS = 4
"""How many references of each other member are looked at to tell how far those are."""

_ODD = 0.6
"""The number from which a reference is unlike the others where no other member is known."""


class KnownMember(NamedTuple):
    """A member as its references show it. It can be pickled; `key` names all that it was made of, so that who keeps
    drift knows when it has to be measured anew. `files` and `references` belong together, `known` is what a picture is
    searched for, and `odd` are the files that do not look like the others, each with its number."""

    name: str
    key: str
    files: tuple[str, ...] = ()
    references: tuple[Traits, ...] = ()
    colours: tuple[Signature, ...] = ()
    known: Known = Known()
    calibration: Calibration = Calibration({}, True)
    odd: tuple[tuple[str, float], ...] = ()


class _Shown(NamedTuple):
    """What the references of a member show, before others are known."""

    member: Character
    key: str
    files: tuple[str, ...]
    references: tuple[Traits, ...]


def known_cast(cast: Sequence[Character]) -> tuple[KnownMember | Unmeasurable, ...]:
    """Each member as its references show it, calibrated against those of all others; a reason for who has none."""
    return tuple(_calibrated([_shown(member) for member in cast]))


def known_from(shown: Sequence[tuple[Character, Sequence[Seen]]]) -> tuple[KnownMember | Unmeasurable, ...]:
    """The same of members whose reference pictures are given, in the order of their entries."""
    made = []
    for member, pictures in shown:
        files = [reference.file for reference in member.pictures] or [str(n + 1) for n in range(len(pictures))]
        made.append(_looked(member, "", list(zip(files, pictures, strict=False))))
    return tuple(_calibrated(made))


def measure(pixels: Pixels, member: KnownMember, recipe: str = "") -> Drift:
    """How far a member in a picture (H, W, 3 or 4) uint8 RGB(A) is from its references. Raises Unmeasurable.

    `recipe` is the JSON of the picture's recipe, where it has one: it tells who is there, and where.
    """
    (found,) = measure_all(pixels, (member,), recipe)
    if isinstance(found, Unmeasurable):
        raise found
    return found


def measure_all(pixels: Pixels, members: Sequence[KnownMember], recipe: str = "") -> tuple[Drift | Unmeasurable, ...]:
    """The same of several members in one picture, each with a figure of its own, in their order."""
    return measure_seen(seen(pixels, recipe), members)


def measure_seen(picture: Seen, members: Sequence[KnownMember]) -> tuple[Drift | Unmeasurable, ...]:
    """The same of a picture whose places are known."""
    figures = looked_at(picture, [member.known for member in members], [member.name for member in members])
    return tuple(
        _nobody(member.name) if figure is None else _drift(member, figure)
        for member, figure in zip(members, figures, strict=True)
    )


def _nobody(name: str) -> Unmeasurable:
    return Unmeasurable(
        f"How far {name} is from the references cannot be measured",
        "no figure that is large enough is found in the picture",
        "Look at it yourself",
    )


def _shown(member: Character) -> _Shown | Unmeasurable:
    pictures: list[tuple[str, Seen]] = []
    hashes: list[str] = []
    for reference in member.pictures:
        try:
            data = reference_bytes(member, reference.file)
            pictures.append((reference.file, seen(read_picture(data, reference.file), recipe_in(data))))
        except (ReferenceMissing, PictureUnreadable):
            # `studio cast list` and the doctor say so; the others are enough to measure by.
            continue
        hashes.append(sha256_of(data))
    named = msgspec.json.encode((VERSION, *extra.mark(), member.name, sorted(member.colours.items()), hashes))
    return _looked(member, sha256_of(named), pictures)


def recipe_in(source: Path | bytes) -> str:
    """The JSON of the recipe in a PNG that the studio drew; empty of any other picture."""
    try:
        with untrusted("the recipe in a picture"):
            header = parse_header(source) if isinstance(source, bytes) else read_header(source)
    except PictureUnreadable:
        return ""
    return "" if header.note is None else header.note.facts.recipe


def _looked(member: Character, key: str, pictures: Sequence[tuple[str, Seen]]) -> _Shown | Unmeasurable:
    found = references_seen(member.name, [picture for _, picture in pictures])
    pairs = [(file, traits) for (file, _), traits in zip(pictures, found, strict=True) if traits is not None]
    if not pairs:
        return Unmeasurable(
            f"How far {member.name} is from the references cannot be measured",
            "there are no references" if not pictures else "no figure is found in the references",
            f"Give {member.name} reference pictures",
        )
    return _Shown(member, key, tuple(file for file, _ in pairs), tuple(traits for _, traits in pairs))


def _calibrated(made: Sequence[_Shown | Unmeasurable]) -> list[KnownMember | Unmeasurable]:
    known: list[KnownMember | Unmeasurable] = []
    for one in made:
        if isinstance(one, Unmeasurable):
            known.append(one)
            continue
        others = [
            traits
            for other in made
            if isinstance(other, _Shown) and other is not one
            for traits in other.references[:_OTHERS]
        ]
        colours = signatures(one.member.colours, one.references)
        calibration = calibrated(one.references, others, colours)
        odd = _odd(one.files, calibration)
        known.append(
            KnownMember(
                one.member.name,
                one.key,
                one.files,
                one.references,
                colours,
                known_colours(one.references),
                calibration,
                odd,
            )
        )
    return known


def _odd(files: Sequence[str], calibration: Calibration) -> tuple[tuple[str, float], ...]:
    """The references that are nearer to other members than to the rest of their own."""
    own, others = calibration.own, calibration.others
    if len(own) < 3:
        return ()
    middle = statistics.median(own)
    bound = (middle + statistics.median(others)) / 2 if len(others) >= _OTHERS else middle + _ODD
    return tuple((file, off) for file, off in zip(files, own, strict=True) if off > max(bound, 2 * middle))


def _drift(member: KnownMember, figure: Traits) -> Drift:
    distances, nearest, lit = compare(figure, member.references, member.colours)
    limits = member.calibration.limits
    parts = []
    for name in get_args(PartName):
        measures = {one: distance for one, distance in distances.items() if one.partition(".")[0] == name}
        if measures:
            parts.append(_part(cast(PartName, name), measures, member, lit))
    return Drift(
        member.name,
        round(number(distances, limits), 4),
        tuple(parts),
        figure.box,
        member.files[nearest],
        member.calibration.rough,
    )


def _part(name: PartName, measures: Mapping[str, float], member: KnownMember, figure: Traits) -> Part:
    """A part by that of its measures that is farthest over its limit."""
    limits = member.calibration.limits
    worst = max(measures, key=lambda one: measures[one] / max(limits[one].limit, 1e-6))
    return Part(
        name,
        round(measures[worst], 4),
        round(limits[worst].limit, 4),
        round(limits[worst].drift(measures[worst]), 4),
        words.of_part(measures, limits, member.colours, figure, member.references),
    )
