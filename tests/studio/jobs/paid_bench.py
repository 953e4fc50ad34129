"""A desk with one paid engine, which names its jobs itself or does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from backends.base import DrawRequest, Event, Ticket
from library.records import JobRecord
from library.store import Library
from studio.engines.book import EngineBook
from studio.jobs.desk import Desk
from studio.jobs.states import State
from studio.jobs.views import Change
from studio.lettering.records import Look
from studio.scenes.recipe import Recipe
from studio.settings.engine_settings import HostedSettings
from studio.settings.settings import Settings
from tests.studio.jobs.bench import Bench, Script, ScriptedEngine, left, whole_run


def ending(*events: Event) -> Script:
    """A run of these events."""

    async def script(ticket: Ticket) -> AsyncIterator[Event]:
        for event in events:
            yield event

    return script


class PaidEngine(ScriptedEngine):
    """A scripted engine that is paid for each request, and names the jobs itself where `names`."""

    kind = "bfl"
    sends_once = True

    def __init__(self, script: Script, *, names: bool = True) -> None:
        super().__init__(script)
        self.names = names
        self.followed: list[str] = []

    async def submit(self, request: DrawRequest, prepared: str = "") -> Ticket:
        ticket = await super().submit(request, prepared)
        return msgspec.structs.replace(ticket, remote=f"remote-{len(self.asked)}" if self.names else "")

    def follow(self, ticket: Ticket) -> AsyncIterator[Event]:
        self.followed.append(ticket.remote)
        return self.script(ticket)


class PaidBench(Bench):
    """A desk with one paid engine, `spark`."""

    def __init__(self, folder: Path, script: Script = whole_run, *, names: bool = True) -> None:
        self.library = Library.open(folder)
        self.paid = PaidEngine(script, names=names)
        self.book = EngineBook(Settings(hosted=(HostedSettings("spark", "bfl"),)))
        self.book._made["spark"] = self.paid
        self.desk = Desk(self.library, self.book, look=Look(), pose_model=None)
        self.changes: list[Change] = []
        self.desk.subscribe(self.changes.append)

    def recipe(self) -> Recipe:
        (recipe,) = self.recipes()
        return msgspec.structs.replace(recipe, engine_kind="bfl")

    def left(self, state: State, *, graph: str = "", remote: str = "") -> JobRecord:
        """A job in this state, in the index, of a studio that is gone."""
        record = msgspec.structs.replace(left(self.recipe(), state, graph), remote=remote)
        self.library.jobs.put([record])
        return record
