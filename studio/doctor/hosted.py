"""What the doctor says of an account at a hosted service, in one line; nothing of it is spent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from backends.base import DrawRequest
from backends.errors import EngineRefused
from backends.hosted.fitting import fit, in_words
from studio.doctor.doctor import Fact
from studio.engines.book import EngineBook
from studio.engines.hosted import service_of
from studio.engines.services import price_of
from studio.settings.engine_settings import HostedSettings
from studio.settings.settings import Settings

if TYPE_CHECKING:
    from backends.base import Health
    from backends.hosted.models import Model


async def hosted_facts(accounts: Iterable[HostedSettings]) -> list[Fact]:
    """What is said of accounts, all asked at once."""
    told = await asyncio.gather(*map(account_facts, accounts))
    return [fact for facts in told for fact in facts]


async def account_facts(account: HostedSettings) -> list[Fact]:
    """What is said of one account, which need not be in the settings yet; the first fact is whether it can draw."""
    book = EngineBook(Settings(hosted=(account,)))
    try:
        health = await book.health(account.name)
    finally:
        await book.close()
    topic = f"engine {account.name}"
    if not health.ready:
        held = health.facts.get("key", "")
        asked = f" (the key is from {held})" if held and held not in health.detail else ""
        return [Fact(topic, f"{health.detail}{asked}", "broken")]
    service = service_of(account.service)
    model = service.model(account.model)
    told = [f"{service.title} knows the key from {health.facts['key']}", model.title, *_left(health)]
    wrong: list[Fact] = []
    try:
        if price := price_of(service, model, account.options):
            told[1] = f"{model.title}, about {price} a picture"
    except EngineRefused as error:
        wrong = [Fact(topic, error.reason, "broken", error.remedy)]
    return [Fact(topic, "; ".join(told)), *wrong, *_unheeded(topic, account, model)]


def _left(health: Health) -> list[str]:
    """What is left of money, or whose the account is, where the service tells."""
    return [health.detail] if health.facts.keys() & {"credits", "account"} else []


def _unheeded(topic: str, account: HostedSettings, model: Model) -> list[Fact]:
    """The options that the model does not take."""
    request = DrawRequest("", "", "", 0, options=account.options)
    lost = tuple(one for one in fit(request, model).unheeded if one.part == "options")
    return [Fact(topic, f"{model.title} does without {in_words(lost)}", "note")] if lost else []
