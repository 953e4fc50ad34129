"""Jobs that wait for one engine, handed on to another: what that would be like, and doing it."""

from __future__ import annotations

from studio.engines.book import EngineBook
from studio.engines.fallback import Offer, offers
from studio.jobs.desk import Desk
from studio.scenes.again.other_engine import for_engine
from studio.scenes.recipe import Recipe
from studio.scenes.stock import Stock


def recipe_for(engines: EngineBook, stock: Stock, recipe: Recipe, engine: str) -> Recipe:
    """A recipe as another engine would have got it. Raises UnknownEngine, StudioError."""
    kind, abilities = engines.kind(engine), engines.abilities(engine)
    return for_engine(recipe, engine, kind, abilities, engines.models(engine), stock)


async def offers_for(engines: EngineBook, stock: Stock, recipe: Recipe, asked_for: str) -> tuple[Offer, ...]:
    """Who could draw a recipe while the engine that was asked for is not ready; none where it is, or the settings name
    nobody."""
    order = [instead.engine for instead in await engines.fallback(asked_for)]
    return await offers(engines, order, lambda engine: recipe_for(engines, stock, recipe, engine))


async def others_for(engines: EngineBook, stock: Stock, recipe: Recipe) -> tuple[Offer, ...]:
    """Who else could draw a recipe: those of the settings' order first, then every other engine that is ready."""
    return await offers(
        engines, engines.others(recipe.engine), lambda engine: recipe_for(engines, stock, recipe, engine)
    )


async def hand_on(desk: Desk, stock: Stock, job_id: str, engine: str) -> bool:
    """Let another engine draw a job that waits here; False where its own has it already.

    Raises UnknownEngine, StudioError where the scene cannot be made for it, LibraryError.
    """
    return await desk.hand_on(job_id, recipe_for(desk.engines, stock, desk.recipe(job_id), engine))
