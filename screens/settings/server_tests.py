"""Tests of servers, beside everything else: what the doctor says of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from screens.base.host import Host
from screens.base.topics import Calls

if TYPE_CHECKING:
    from studio.doctor.doctor import Fact
    from studio.settings.engine_settings import ServerSettings
    from studio.workspace import Workspace


class ServerTests:
    """Keeps what the last test of each server said; `show` is called when one says more."""

    def __init__(self, calls: Calls, studio: Host, show: Callable[[ServerTests], None]) -> None:
        self._calls, self._studio, self._show = calls, studio, show
        self._facts: dict[str, Sequence[Fact]] = {}

    def facts(self, name: str) -> Sequence[Fact]:
        """What is known of a server, the answer first."""
        return self._facts.get(name, ())

    def begin(self, server: ServerSettings) -> None:
        """Test a server; it may take some seconds."""
        self._calls.begin(partial(self._test, server), group=f"test {server.name}", is_exclusive=True)

    def tell(self) -> None:
        """Show again what is known."""
        self._show(self)

    async def _test(self, server: ServerSettings) -> None:
        from studio.doctor.doctor import Fact

        workspace = self._studio.workspace
        if workspace is None:
            return
        self._facts[server.name] = (Fact("", "asking …", "note"),)
        self._show(self)
        self._facts[server.name] = await tested(server, workspace)
        if self._calls.is_there:
            self._show(self)


async def tested(server: ServerSettings, workspace: Workspace) -> Sequence[Fact]:
    """What the doctor says of a server, which need not be in the settings yet."""
    from studio.doctor.doctor import server_facts

    return await server_facts(server, workspace.folder, workspace.settings.style)
