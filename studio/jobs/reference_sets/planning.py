"""A set as it is begun, and the recipe that draws one of its pictures."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from library.errors import PictureUnreadable
from library.store import Library
from studio.cast.members import Character, Outfit, by_name, reference_bytes
from studio.cast.references import coverage, wording
from studio.cast.references.sets import ReferenceSet, Shot, Source, from_json, planned, to_json
from studio.engines.book import EngineBook
from studio.errors import StudioError
from studio.jobs.desk import Desk
from studio.scenes import plan
from studio.scenes.limits import SEED_LIMIT
from studio.scenes.prompt import in_style
from studio.scenes.recipe import Recipe, ReferenceUse
from studio.scenes.scene import DRAFT, Scene
from studio.scenes.stock import Stock
from studio.scenes.suiting import suited
from studio.scenes.understanding import Role, understand
from studio.settings.settings import Settings

GROUND = "plain ground"
"""The plate of reference pictures."""

UPRIGHT, SQUARE = (896, 1152), (1024, 1024)
"""Pixels of a whole figure, and of what is nearer; both suit all families."""


class Means(Protocol):
    """What a set is drawn with, as a Workspace has it."""

    library: Library
    stock: Stock
    settings: Settings
    engines: EngineBook
    desk: Desk


class SetWrong(StudioError):
    """A set cannot be begun, or gone on with, as it is asked for."""


def member_of(means: Means, name: str) -> Character:
    """The member of this name or alias. Raises SetWrong."""
    member = by_name(name, means.stock.cast)
    if member is None:
        known = ", ".join(one.name for one in means.stock.cast)
        raise SetWrong(f"Nobody of the cast is named {name!r}", "", f"Known: {known}")
    return member


def wanted(
    member: Character, count: int, views: Sequence[str] = (), outfits: Sequence[str] | None = None
) -> tuple[coverage.Cell, ...]:
    """What a set of this member would show: the cells that add most to what its references show already.

    Raises SetWrong for a count out of its range, an unknown view or outfit, and where nothing is left to draw.
    """
    if not 1 <= count <= coverage.MOST_COUNT:
        raise SetWrong(f"A set cannot have {count} pictures", "", f"Choose from 1 to {coverage.MOST_COUNT}")
    known = {"view": coverage.VIEWS, "outfit": coverage.outfits_of(member)}
    for kind, asked in (("view", views), ("outfit", outfits or ())):
        for word in asked:
            if word not in known[kind]:
                remedy = f"Known: {', '.join(filter(None, known[kind])) or 'the usual one alone'}"
                raise SetWrong(f"There is no {kind} {word!r}", "", remedy)
    cells = coverage.chosen(member, count, views or coverage.VIEWS, outfits)
    if not cells:
        raise SetWrong(f"{member.name}'s references show all of this already", "", "Choose other views or outfits")
    return cells


def kept(means: Means, member: str) -> ReferenceSet | None:
    """The set of a member that was begun last, None where there is none. Blocks. Raises SetUnreadable, LibraryError."""
    data = means.library.reference_sets.read(member)
    return from_json(data) if data else None


def keep(means: Means, made: ReferenceSet) -> None:
    """Write down how far a set is. Blocks. Raises LibraryError."""
    means.library.reference_sets.keep(made.member, to_json(made))


def begin(
    means: Means,
    member: Character,
    cells: Sequence[coverage.Cell],
    *,
    engine: str,
    style: str,
    source: Source | None = None,
    restart: bool = False,
) -> ReferenceSet:
    """Write down a new set, of which nothing is drawn; what was drawn of the one before stays in the library. Blocks.

    With `restart` it takes the place of one that is not finished. Raises SetWrong, LibraryError.
    """
    if not restart and (before := kept(means, member.name)) is not None and before.left:
        title = f"A set of {member.name} is not finished"
        reason = f"{len(before.left)} of {len(before.shots)} pictures are not drawn"
        raise SetWrong(title, reason, "Go on with --resume, or begin another one with --restart")
    made = planned(
        member.name,
        cells,
        ids=[str(uuid.uuid4()) for _ in range(len(cells) + 1)],
        first_seed=random.randrange(2**32),
        engine=engine,
        style=style,
        created=time.time(),
        source=source,
    )
    keep(means, made)
    return made


def source_of(means: Means, name: str, data: bytes) -> Source:
    """A picture as what a set is drawn after; the library keeps it. Blocks. Raises SetWrong, LibraryError."""
    try:
        return Source(name, means.library.references.add(data))
    except PictureUnreadable as error:
        raise SetWrong(f"{name} is not a picture", error.reason, "Choose a PNG, JPEG or WebP") from error


def recipe_of(means: Means, made: ReferenceSet, shot: Shot, engine: str) -> Recipe:
    """What draws one picture of a set; the reference that it is drawn after is kept in the library. Blocks.

    `engine` is one that was chosen. Raises StudioError, LibraryError.
    """
    member = member_of(means, made.member)
    role = Role(member, "", _outfit_of(member, shot.outfit))
    kind = means.engines.kind(engine)
    source = _source(means, made, member, shot) if kind != DRAFT else None
    scene = Scene(
        text=wording.scene_line(member.name, shot.cell),
        plate=GROUND,
        style=made.style,
        engine=made.engine,
        seed=shot.seed % SEED_LIMIT,
        by_lot=True,
        size=UPRIGHT if shot.framing == "full body" else SQUARE,
        family=None if member.pictures or source is None else "kontext",
    )
    if source is None and kind != DRAFT:
        scene = msgspec.structs.replace(scene, family="schnell")
    # An outfit may be named like somebody else: who is in the picture is known.
    alone = msgspec.structs.replace(understand(scene, means.stock), roles=(role,))
    understood = suited(alone, means.engines.abilities(engine))
    (recipe,) = plan.recipes(
        understood,
        engine=engine,
        engine_kind=kind,
        references=[ReferenceUse(member.name, source.name, source.sha256)] if source else (),
        models=means.engines.models(engine),
        chooser=random.Random(shot.seed),
    )
    if recipe.references and source is not None:
        words = wording.instructed(shot.cell, role.wearing, changes_outfit=source.outfit != shot.outfit)
    else:
        words = wording.described(member, shot.cell, role.wearing)
    return msgspec.structs.replace(recipe, prompt=in_style(words, understood.style))


def _outfit_of(member: Character, name: str) -> Outfit | None:
    """The outfit of this name, None for the usual one, which has an empty one. Raises SetWrong."""
    worn = next((one for one in member.outfits if one.name == name), None)
    if name and worn is None:
        raise SetWrong(f"{member.name} has no outfit {name!r} any more", "", "Begin another set with --restart")
    return worn


def _source(means: Means, made: ReferenceSet, member: Character, shot: Shot) -> Source | None:
    """The picture to draw after: that of the set, else the member's own in this outfit, else its anchor."""
    if made.source is not None:
        return made.source
    own = [one for one in member.pictures if one.outfit == shot.outfit] or member.pictures[:1]
    if not own:
        return None
    found = source_of(means, Path(own[0].file).name, reference_bytes(member, own[0].file))
    return msgspec.structs.replace(found, outfit=own[0].outfit)
