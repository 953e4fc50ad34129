"""A set that is killed between any two writes, at an engine that plays and at stand-ins of both ComfyUIs.

Whoever goes on with it finds each picture once: none is left out, and none is drawn twice.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from library.index.jobs import Jobs
from library.keeping.reference_sets import ReferenceSets
from library.keeping.references import References
from library.store import Library
from studio.cast.references.schedule import End
from studio.cast.references.sets import ReferenceSet
from studio.jobs.reference_sets import planning, running
from studio.workspace import Workspace
from tests.conftest import Home
from tests.standin.recorded import VERSIONS
from tests.standin.server import StandIn
from tests.studio.jobs.bench import ScriptedEngine, whole_run

WRITES: tuple[tuple[type[Any], str], ...] = (
    (Jobs, "put"),
    (Jobs, "change"),
    (Library, "save_picture"),
    (ReferenceSets, "keep"),
    (References, "add"),
)


class Killed(BaseException):
    """The process is no more."""


class Killer:
    """Ends the studio before its write of this number, counted from 1, which is after the one before that.

    Nothing is written from then on.
    """

    def __init__(self, patch: pytest.MonkeyPatch, at: int = 0) -> None:
        self.writes, self.at = 0, at
        self.loop = asyncio.get_running_loop()
        self.dead = asyncio.Event()
        for owner, name in WRITES:
            patch.setattr(owner, name, self._guarded(getattr(owner, name)))

    def _guarded(self, write: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*given: Any, **named: Any) -> Any:
            self.writes += 1
            if 0 < self.at <= self.writes:
                self.loop.call_soon_threadsafe(self.dead.set)
                raise Killed
            return write(*given, **named)

        return guarded


async def drawn(
    folder: Path, killer: Killer | None, open_engine: Callable[[Workspace], object]
) -> tuple[ReferenceSet, End] | None:
    """Begin the set of a member, or go on with it, until its end or its studio's; None where that was killed."""
    workspace = Workspace.open(folder)
    open_engine(workspace)
    try:
        if planning.kept(workspace, "Cindy") is None:
            member = planning.member_of(workspace, "Cindy")
            planning.begin(workspace, member, planning.wanted(member, 2), engine="spark", style="flat cartoon")
        await workspace.start()
        run = asyncio.create_task(running.run(workspace, "Cindy"))
        death = asyncio.create_task(killer.dead.wait() if killer else asyncio.Event().wait())
        async with asyncio.timeout(20):
            await asyncio.wait({run, death}, return_when=asyncio.FIRST_COMPLETED)
        death.cancel()
        if killer is not None and killer.dead.is_set():
            run.cancel()
            with contextlib.suppress(asyncio.CancelledError, Killed):
                await run
            return None
        return await run
    except Killed:
        return None
    finally:
        with contextlib.suppress(Killed):
            await workspace.close()


def check(folder: Path, made: ReferenceSet, end: End) -> None:
    """Two pictures, each once, in the order of their seeds."""
    assert end.why == "done"
    assert [shot.state for shot in made.shots] == ["drawn"] * 2
    workspace = Workspace.open(folder)
    try:
        found = workspace.library.page().pictures
        assert sorted(picture.facts.seed or 0 for picture in found) == [shot.seed for shot in made.shots]
        assert all(running.picture_of(workspace, shot) for shot in made.shots)
    finally:
        workspace.library.close()


def cast(home: Home, url: str) -> None:
    home.write_settings(f'[[servers]]\nname = "spark"\nurl = "{url}"\n')
    (home.settings / "cast.toml").write_text('[[character]]\nname = "Cindy"\nlook = "a woman"\n')


async def test_a_set_is_whole_wherever_it_was_killed(home: Home, tmp_path: Path) -> None:
    engine = ScriptedEngine(whole_run)

    def scripted(workspace: Workspace) -> None:
        workspace.engines._made["spark"] = engine

    cast(home, "http://spark")
    with pytest.MonkeyPatch.context() as patch:
        whole = Killer(patch)
        assert await drawn(home.settings, whole, scripted) is not None
    assert whole.writes > 14
    settings = (home.settings / "settings.toml").read_text()
    for at in range(1, whole.writes + 1):
        library = tmp_path / f"killed-before-{at}"
        (home.settings / "settings.toml").write_text(settings.replace(str(home.library), str(library)))
        with pytest.MonkeyPatch.context() as patch:
            await drawn(home.settings, Killer(patch, at), scripted)
        done = await drawn(home.settings, None, scripted)
        assert done is not None
        check(home.settings, *done)
        # What is drawn first is what all others are drawn after.
        assert done[0].source is not None


@pytest.mark.parametrize("version", VERSIONS)
async def test_a_server_is_asked_for_each_picture_once(home: Home, version: str) -> None:
    async with StandIn(version=version) as server:
        cast(home, server.url)
        # Again and again, each time a little later: with the record, while a job is on its way, when its picture comes.
        for at in (1, 2, 3, 4, 5, 6, 7):
            with pytest.MonkeyPatch.context() as patch:
                await drawn(home.settings, Killer(patch, at), lambda workspace: None)
        done = await drawn(home.settings, None, lambda workspace: None)
        assert done is not None
        check(home.settings, *done)
        assert sorted(server.ran) == sorted(shot.job for shot in done[0].shots)
