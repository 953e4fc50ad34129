"""How servers would draw a scene, told before it is sent: by another family of models, without some LoRAs, or not."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import msgspec

from studio.errors import StudioError
from studio.scenes import plan
from studio.scenes.understanding import listed

if TYPE_CHECKING:
    from backends.base import Drawn, DrawRequest, Outlook
    from studio.engines.book import EngineBook
    from studio.scenes.recipe import Recipe

PATIENCE = 4.0
"""Seconds that one server is given to say how it would draw."""


@runtime_checkable
class Foretells(Protocol):
    """An engine that can say how it would draw a request."""

    async def outlook(self, request: DrawRequest) -> Outlook:
        """How it would draw it now. Raises EngineError, where it could not."""


async def warnings(engines: EngineBook, recipe: Recipe, *, refusals: bool = True) -> tuple[str, ...]:
    """What a person should know of how a recipe would be drawn, a line each; empty where it is drawn as it stands.

    Of a recipe that any server may draw, all are asked; one that does not answer says nothing here. `refusals`: also
    why a server would not take it.
    """
    from studio.scenes.scene import AUTO

    if recipe.engine_kind == "draft":
        return await asyncio.to_thread(not_painted, recipe)
    names = engines.servers() if recipe.engine == AUTO else (recipe.engine,)
    answers = await asyncio.gather(*(_of(engines, name, recipe, refusals) for name in names))
    told: dict[str, list[str]] = {}
    for name, words in zip(names, answers, strict=True):
        for line in words:
            told.setdefault(line, []).append(name)
    return tuple(f"On {', '.join(servers)}: {line}" for line, servers in told.items())


def not_painted(recipe: Recipe) -> tuple[str, ...]:
    """Who of a recipe's cast the draft painter leaves out, or paints as something else; imports the painter."""
    from backends.draft.palette import SPECIES
    from backends.draft.players import MOST_FIGURES

    lines = []
    if beyond := [member.name for member in recipe.cast[MOST_FIGURES:]]:
        are = "is" if len(beyond) == 1 else "are"
        lines.append(f"The draft painter paints {MOST_FIGURES} figures at most: {listed(beyond)} {are} not painted")
    for member in recipe.cast[:MOST_FIGURES]:
        if member.species and member.species.strip().lower() not in SPECIES:
            known = ", ".join(SPECIES)
            lines.append(
                f"The draft painter knows no {member.species}, and paints {member.name} as some animal. Known: {known}"
            )
    return tuple(lines)


async def outlook_of(engines: EngineBook, name: str, recipe: Recipe) -> Outlook | None:
    """How an engine would draw a recipe; None for one that cannot say.

    Raises EngineError where it could not, StudioError for a name that is none, TimeoutError.
    """
    # The first engine brings httpx with it, and a screen may be waiting.
    module = "backends.hosted.engine" if engines.is_hosted(name) else "backends.comfyui.engine"
    await asyncio.to_thread(importlib.import_module, module)
    engine = engines.get(name)
    if not isinstance(engine, Foretells):
        return None
    if engines.is_hosted(name) and recipe.left_out:
        # The recipe is made for it already: what it was made without is lost all the same.
        recipe = msgspec.structs.replace(recipe, loras=(*recipe.loras, *recipe.left_out))
    async with asyncio.timeout(PATIENCE):
        return await engine.outlook(request_of(recipe))


async def as_used(engines: EngineBook, name: str, recipe: Recipe, drawn: Drawn) -> Drawn:
    """What a hosted engine drew with, by how it would draw the recipe now where it does not say it: of a job that an
    earlier studio began, its service gives the picture alone. As it is where nobody can tell."""
    from backends.base import EngineError

    if drawn.loras is not None or not engines.is_hosted(name):
        return drawn
    try:
        # What the service says of its model wins over what is shipped, and the outlook asks nobody.
        await engines.health(name)
        found = await outlook_of(engines, name, recipe)
    except (EngineError, StudioError, TimeoutError):
        return drawn
    if found is None:
        return drawn
    left_out = {one.file for one in found.left_out}
    used = tuple(lora.file for lora in recipe.loras if lora.file not in left_out)
    return msgspec.structs.replace(drawn, loras=used, unheeded=drawn.unheeded or found.unheeded)


def request_of(recipe: Recipe) -> DrawRequest:
    """What an engine would get for a recipe, without the bytes of its pictures."""
    from backends.base import ReferencePicture

    references = [ReferencePicture(use.name, use.sha256, b"") for use in recipe.references]
    bare = msgspec.structs.replace(recipe, start=None, mask=None)
    start, mask = (ReferencePicture(use.name, use.sha256, b"") if use else None for use in (recipe.start, recipe.mask))
    request = plan.request(bare, job_id="", client_id="", references=references)
    return msgspec.structs.replace(request, start=start, mask=mask)


def absent(files: Iterable[str]) -> str:
    """That a server lacks LoRAs, and where they belong."""
    return f"there is no {', no '.join(files)} in its models/loras, and nothing is drawn without"


async def _of(engines: EngineBook, name: str, recipe: Recipe, refusals: bool) -> tuple[str, ...]:
    from backends.base import EngineError, EngineRefused

    try:
        found = await outlook_of(engines, name, recipe)
    except EngineRefused as error:
        words = f"{error.reason}. {error.remedy}" if error.remedy else error.reason
        return (words,) if refusals else ()
    except (EngineError, StudioError, TimeoutError):
        return ()
    if found is None:
        return ()
    lines = (absent(found.absent) if found.absent and refusals else "", found.note)
    return tuple(line for line in lines if line)
