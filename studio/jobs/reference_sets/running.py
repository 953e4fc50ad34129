"""A set on its way: its pictures are drawn through the desk one after the other, with pauses where an engine asks.

What was drawn is known by the ids of the jobs, which stand in the set's record from the beginning. So a studio may be
killed between any two steps, and who goes on neither leaves a picture out nor draws one twice.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

import msgspec

from library.errors import NotInLibrary
from library.files.disk import read_file
from library.files.owners import claim
from library.records import JobRecord, Picture
from studio.cast.references.schedule import (
    Draw,
    Drawn,
    End,
    Failed,
    Limited,
    Next,
    Outcome,
    Wait,
    heeded,
    next_of,
    resumed,
)
from studio.cast.references.sets import ReferenceSet, Shot
from studio.jobs.reference_sets import planning
from studio.jobs.reference_sets.planning import Means
from studio.jobs.states import State
from studio.jobs.views import JobView


class Told(NamedTuple):
    """What is told of a set while it is drawn: how far it is, and what comes next of it."""

    made: ReferenceSet
    step: Next


class Clock(NamedTuple):
    """The time (Unix seconds), and how one waits until then."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep


CLOCK = Clock()


async def run(
    means: Means, member: str, tell: Callable[[Told], object] = lambda told: None, clock: Clock = CLOCK
) -> tuple[ReferenceSet, End]:
    """Draw what is left of a member's set, until all is drawn or it has to end; how far it is then, and why it ended.

    The desk is started, and takes up what earlier studios left. Cancelling this leaves the set to be gone on with.
    Raises SetWrong where there is no set, or another studio draws it; StudioError, LibraryError.
    """
    made = await asyncio.to_thread(planning.kept, means, member)
    if made is None:
        raise planning.SetWrong(f"There is no set of {member}", "", f"Begin one: studio cast references {member}")
    held = await asyncio.to_thread(claim, means.library.folder, made.id)
    if not held.mine:
        raise planning.SetWrong(f"Another studio draws the set of {member}", "", "Wait for it, or close that studio")
    try:
        return await _run(means, resumed(made), tell, clock)
    finally:
        held.release()


async def _run(
    means: Means, made: ReferenceSet, tell: Callable[[Told], object], clock: Clock
) -> tuple[ReferenceSet, End]:
    while True:
        step = next_of(made, clock.now())
        tell(Told(made, step))
        if isinstance(step, End):
            return made, step
        if isinstance(step, Wait):
            await clock.sleep(step.until - clock.now())
            continue
        made = heeded(made, step.number, await _draw(means, made, step, clock))
        made = await asyncio.to_thread(_with_source, means, made)
        await asyncio.to_thread(planning.keep, means, made)


async def _draw(means: Means, made: ReferenceSet, step: Draw, clock: Clock) -> Outcome:
    shot = made.shots[step.number]
    if await asyncio.to_thread(picture_of, means, shot) is not None:
        return Drawn()
    record = await asyncio.to_thread(_job_of, means, shot)
    if record is None:
        engine, notice = await means.engines.choose(made.engine)
        if notice is not None:
            # In its stead the draft painter would draw: a set is of one hand.
            return Failed(f"no server is ready: {notice.reason}")
        recipe = await asyncio.to_thread(planning.recipe_of, means, made, shot, engine)
        await means.desk.submit([recipe], ids=[shot.job])
    else:
        view = await means.desk.look_up(shot.job)
        if view.ended and view.state is not State.DONE:
            await means.desk.retry(shot.job)
    (view,) = await means.desk.wait([shot.job])
    return _outcome(view, clock)


def _outcome(view: JobView, clock: Clock) -> Outcome:
    if view.state is State.DONE:
        return Drawn()
    if view.notice is not None and view.notice.pause is not None:
        return Limited(view.notice.pause, clock.now())
    return Failed(view.notice.line() if view.notice is not None else view.words)


def picture_of(means: Means, shot: Shot) -> Picture | None:
    """The picture that was drawn of a shot, None while there is none, or when it was deleted. Blocks."""
    return means.library.picture_by_key(shot.key)


def _job_of(means: Means, shot: Shot) -> JobRecord | None:
    try:
        return means.library.jobs.get(shot.job)
    except NotInLibrary:
        return None


def _with_source(means: Means, made: ReferenceSet) -> ReferenceSet:
    """The set; where it is drawn after no picture yet, the first that was drawn becomes that: all are of one figure.

    Drafts are drawn after none.
    """
    member = planning.member_of(means, made.member)
    first = next(iter(made.drawn), None)
    if made.source is not None or member.pictures or first is None:
        return made
    picture = picture_of(means, first)
    if picture is None or picture.facts.draft:
        return made
    path = Path(picture.path)
    source = planning.source_of(means, path.name, read_file(path))
    return msgspec.structs.replace(made, source=msgspec.structs.replace(source, outfit=first.outfit))
