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
    from studio.engines.book import EngineBook
    from studio.scenes.recipe import Recipe


class Offer(msgspec.Struct, frozen=True):
    """An engine that could draw instead, with what is lost there and what it costs in words: "does without the seed;
    about $0.05"."""

    engine: str
    words: str = ""


def applying(order: Sequence[FallbackSettings], answers: Mapping[str, Health]) -> tuple[FallbackSettings, ...]:
    """Those of the order whose condition holds, by what the servers answered when they were asked how they are."""
    ready = [health for health in answers.values() if health.ready]
    return tuple(
        instead
        for instead in order
        if not ready or (instead.when == "busy" and all(health.waiting >= instead.jobs for health in ready))
    )


async def offers(engines: EngineBook, order: Sequence[str], recipe_for: Callable[[str], Recipe]) -> tuple[Offer, ...]:
    """What engines of an order could draw, and how; those that are not ready, or cannot draw it, are not offered.

    `recipe_for` makes the recipe for an engine; it may raise StudioError, and then that engine is none to offer.
    """
    found = await asyncio.gather(*(_offer(engines, name, recipe_for) for name in order))
    return tuple(offer for offer in found if offer is not None)


async def _offer(engines: EngineBook, name: str, recipe_for: Callable[[str], Recipe]) -> Offer | None:
    from backends.base import EngineError

    try:
        outlook = await outlook_of(engines, name, recipe_for(name))
        if not (await engines.health(name)).ready:
            return None
    except (EngineError, StudioError, TimeoutError):
        return None
    return Offer(name, "" if outlook is None else outlook.note)
