"""Tests of servers and hosted engines, beside everything else: what the doctor says of each; nothing is spent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from screens.base.host import Host
from screens.base.topics import Calls
from studio.settings.engine_settings import HostedSettings, ServerSettings

if TYPE_CHECKING:
    from studio.doctor.doctor import Fact
    from studio.workspace import Workspace


class EngineTests:
    """Keeps what the last test of each engine said; `show` is called when one says more."""

    def __init__(self, calls: Calls, studio: Host, show: Callable[[EngineTests], None]) -> None:
        self._calls, self._studio, self._show = calls, studio, show
        self._facts: dict[str, Sequence[Fact]] = {}

    def facts(self, name: str) -> Sequence[Fact]:
        """What is known of an engine, the answer first."""
        return self._facts.get(name, ())

    def begin(self, engine: ServerSettings | HostedSettings) -> None:
        """Test an engine; it may take some seconds."""
        self._calls.begin(partial(self._test, engine), group=f"test {engine.name}", is_exclusive=True)

    def tell(self) -> None:
        """Show again what is known."""
        self._show(self)

    async def _test(self, engine: ServerSettings | HostedSettings) -> None:
        from studio.doctor.doctor import Fact

        workspace = self._studio.workspace
        if workspace is None:
            return
        self._facts[engine.name] = (Fact("", "asking …", "note"),)
        self._show(self)
        self._facts[engine.name] = await tested(engine, workspace)
        if self._calls.is_there:
            self._show(self)


async def tested(engine: ServerSettings | HostedSettings, workspace: Workspace) -> Sequence[Fact]:
    """What the doctor says of an engine, which need not be in the settings yet."""
    if isinstance(engine, HostedSettings):
        from studio.doctor.hosted import account_facts

        return await account_facts(engine)
    from studio.doctor.doctor import server_facts

    return await server_facts(engine, workspace.folder, workspace.settings.style)
