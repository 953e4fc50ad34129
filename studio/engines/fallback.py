"""Who draws while the servers cannot: the order that the settings give, and what each would cost and lose."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from studio.engines.preflight import outlook_of
from studio.errors import StudioError
from studio.settings.engine_settings import FallbackSettings

if TYPE_CHECKING:
    from backends.base import Health
    from backends.costs import Cost
    from studio.engines.book import EngineBook
    from studio.scenes.recipe import Recipe


class Offer(msgspec.Struct, frozen=True):
    """An engine that could draw instead, with what is lost there and what it costs in words: "does without the seed;
    about $0.05". `by_itself`: the settings let it draw without asking."""

    engine: str
    words: str = ""
    cost: Cost | None = None
    by_itself: bool = False


def applying(order: Sequence[FallbackSettings], answers: Mapping[str, Health]) -> tuple[FallbackSettings, ...]:
    """Those of the order whose condition holds, by what the servers answered when they were asked how they are."""
    ready = [health for health in answers.values() if health.ready]
    return tuple(
        instead
        for instead in order
        if not ready or (instead.when == "busy" and all(health.waiting >= instead.jobs for health in ready))
    )


async def offers(
    engines: EngineBook, order: Sequence[FallbackSettings], recipe_for: Callable[[str], Recipe]
) -> tuple[Offer, ...]:
    """What engines of an order could draw, and how; those that are not ready, or cannot draw it, are not offered.

    `recipe_for` makes the recipe for an engine; it may raise StudioError, and then that engine is none to offer.
    """
    found = await asyncio.gather(*(_offer(engines, instead, recipe_for) for instead in order))
    return tuple(offer for offer in found if offer is not None)


async def _offer(engines: EngineBook, instead: FallbackSettings, recipe_for: Callable[[str], Recipe]) -> Offer | None:
    from backends.base import EngineError

    try:
        outlook = await outlook_of(engines, instead.engine, recipe_for(instead.engine))
        if not (await engines.health(instead.engine)).ready:
            return None
    except (EngineError, StudioError, TimeoutError):
        return None
    if outlook is None:
        return Offer(instead.engine, by_itself=instead.by_itself)
    return Offer(instead.engine, outlook.note, outlook.cost, instead.by_itself)
