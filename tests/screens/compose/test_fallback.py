"""While the lab is away: who draws instead is chosen, leaving a paid answer is asked about, and jobs are handed on."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from screens.base.engine_window import EngineWindow
from screens.base.windows import Confirm
from screens.progress.screen import ProgressScreen
from studio.jobs.states import HERE, State
from tests.conftest import Home
from tests.screens.compose.writing import recipes, write
from tests.screens.conftest import Opened, shows, studio_of, until
from tests.standin.hosted.openai import OpenAIStandIn
from tests.standin.hosted.server import KEY


@pytest_asyncio.fixture
async def service(cast_home: Home, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OpenAIStandIn]:
    """A service that draws instead of a lab where nobody answers."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    standin = OpenAIStandIn()
    async with standin:
        cast_home.write_settings(
            'pictures = "half-cells"\n[[servers]]\nname = "lab"\nurl = "http://127.0.0.1:9"\n'
            f'[[hosted]]\nname = "paid"\nservice = "openai"\nurl = "{standin.url}"\n[[fallback]]\nengine = "paid"\n'
        )
        yield standin


def state(pilot: Pilot[None]) -> State:
    workspace = studio_of(pilot).workspace
    assert workspace is not None
    return workspace.desk.views()[0].state


async def asked(pilot: Pilot[None]) -> list[str]:
    """What is offered, once somebody asks."""
    await until(pilot, lambda: shows(pilot, EngineWindow))
    ways = pilot.app.screen.query_one("#ways", OptionList)
    return [str(ways.get_option_at_index(place).prompt) for place in range(ways.option_count)]


async def test_f5_offers_who_draws_instead_and_leaving_meanwhile_is_asked_about(
    opened: Opened, service: OpenAIStandIn
) -> None:
    service.hold()
    async with opened() as pilot:
        await write(pilot, "Milo waves")
        await pilot.press("f5")
        paid, draft = await asked(pilot)
        assert paid.startswith("paid\n")
        assert "about $0.0" in paid
        assert draft.startswith("the draft painter\n")
        reason = str(pilot.app.screen.query_one("#engine-reason", Static).content)
        assert reason.startswith("No server is ready. lab: Nothing answers")
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, ProgressScreen))
        await service.held()
        await pilot.press("ctrl+q")
        await until(pilot, lambda: shows(pilot, Confirm))
        await pilot.press("n")
        service.release()
        await until(pilot, lambda: state(pilot) is State.DONE)
        assert recipes(pilot)[0].engine == "paid"
        assert service.paid == 1


async def test_a_job_that_waits_for_the_lab_is_handed_on(
    opened: Opened, service: OpenAIStandIn, cast_home: Home
) -> None:
    file = cast_home.settings / "settings.toml"
    file.write_text(f'engine = "lab"\n{file.read_text()}')
    async with opened() as pilot:
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        await workspace.desk.pause()
        await write(pilot, "Milo waves")
        await pilot.press("f5")
        assert (await asked(pilot))[-1] == "lab\n  is tried all the same"
        await pilot.press("end", "enter")
        await until(pilot, lambda: shows(pilot, ProgressScreen) and recipes(pilot))
        assert state(pilot) in HERE, workspace.desk.views()[0].notice
        await pilot.press("x")
        assert [way.partition("\n")[0] for way in await asked(pilot)] == ["paid", "the draft painter"]
        await pilot.press("enter")
        await until(pilot, lambda: recipes(pilot)[0].engine == "paid")
        await workspace.desk.resume()
        await until(pilot, lambda: state(pilot) is State.DONE)
        assert service.paid == 1
