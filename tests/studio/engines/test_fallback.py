"""Who draws while the servers cannot: by the order of the settings, asked first, and never instead of who was named."""

from __future__ import annotations

import pytest

from backends.base import Health
from studio.engines.book import EngineBook
from studio.engines.fallback import applying
from studio.settings.engine_settings import FallbackSettings, HostedSettings, ServerSettings
from studio.settings.settings import Settings
from tests.studio.engines.asked import Asked

LAB = (ServerSettings("one", "http://127.0.0.1:1"), ServerSettings("two", "http://127.0.0.1:1"))
ACCOUNTS = (HostedSettings("first", "openai"), HostedSettings("second", "bfl"))


def book(*fallback: FallbackSettings, preferred: str = "auto", **ready: bool) -> EngineBook:
    made = EngineBook(Settings(engine=preferred, servers=LAB, hosted=ACCOUNTS, fallback=fallback))
    for name in ("one", "two", "first", "second"):
        made._made[name] = Asked(name, ready.get(name, True))
    return made


async def test_an_engine_that_may_draws_by_itself_while_no_server_is_ready_and_that_is_said() -> None:
    made = book(FallbackSettings("first"), FallbackSettings("second", by_itself=True), one=False, two=False)
    engine, notice = await made.choose("auto")
    assert engine == "second"
    assert notice is not None
    assert "No server is ready, so second draws" in notice.title


async def test_one_that_is_not_ready_itself_is_passed_over() -> None:
    order = (FallbackSettings("first", by_itself=True), FallbackSettings("second", by_itself=True))
    assert (await book(*order, first=False, one=False, two=False).choose("auto"))[0] == "second"
    assert (await book(*order, first=False, second=False, one=False, two=False).choose("auto"))[0] == "draft"


async def test_what_may_not_draw_by_itself_is_offered_and_not_taken() -> None:
    made = book(FallbackSettings("first"), one=False, two=False)
    assert (await made.choose("auto"))[0] == "draft"
    assert [instead.engine for instead in await made.fallback("auto")] == ["first"]


@pytest.mark.parametrize("name", ["one", "first", "draft"])
async def test_an_engine_that_is_named_is_never_left(name: str) -> None:
    made = book(FallbackSettings("second", by_itself=True), first=False, one=False, two=False)
    assert await made.choose(name) == (name, None)
    set_so = book(FallbackSettings("second", by_itself=True), preferred=name, first=False, one=False, two=False)
    assert await set_so.choose("auto") == (name, None)


async def test_nothing_is_offered_where_a_server_can_draw_or_the_engine_is_no_server() -> None:
    order = (FallbackSettings("first"),)
    assert await book(*order, one=False).fallback("auto") == ()
    assert await book(*order, one=False, two=False).fallback("draft") == ()
    assert await book(*order, one=False, two=False).fallback("second") == ()
    assert await book(one=False, two=False).fallback("auto") == ()
    assert [instead.engine for instead in await book(*order, one=False).fallback("one")] == ["first"]


@pytest.mark.parametrize(
    ("waiting", "wanted"), [((0, 9), []), ((5, 9), ["busy"]), ((None, 9), ["busy"]), ((None, None), ["away", "busy"])]
)
def test_servers_are_busy_when_each_that_is_ready_has_as_many_jobs(
    waiting: tuple[int | None, int | None], wanted: list[str]
) -> None:
    answers = {str(number): Health(count is not None, "", waiting=count or 0) for number, count in enumerate(waiting)}
    order = (FallbackSettings("away"), FallbackSettings("busy", when="busy", jobs=5))
    assert [instead.engine for instead in applying(order, answers)] == wanted


async def test_settings_that_change_are_heeded_and_others_stay() -> None:
    made = book(one=False, two=False)
    kept = made.get("second")
    changed = made.learn(
        Settings(
            servers=LAB, hosted=(HostedSettings("first", "gemini"), ACCOUNTS[1]), fallback=(FallbackSettings("second"),)
        )
    )
    assert changed == ("first",)
    assert made.get("second") is kept
    assert made.kind("first") == "gemini"
    assert [instead.engine for instead in await made.fallback("auto")] == ["second"]


def test_the_others_are_in_the_order_in_which_they_may_take_a_job_over() -> None:
    made = book(FallbackSettings("second"))
    assert list(made.others("one")) == ["second", "two", "first", "draft"]


async def test_models_of_an_account_are_engines_by_name() -> None:
    made = EngineBook(Settings(hosted=ACCOUNTS))
    assert made.names() == ("auto", "draft", "first", "second")
    assert (made.kind("first/gpt-image-2"), made.server("first/gpt-image-2")) == ("openai", "first")
    engine = made.get("first/gpt-image-2")
    assert (engine.kind, engine.sends_once) == ("openai", True)
    assert made.abilities("first") is not None
    assert made.abilities("draft") is None
    await made.close()
