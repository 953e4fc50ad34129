"""Ranking the pictures of some jobs: what is found is picked in the library, and said in the notice of each job."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from library.errors import NotInLibrary
from library.records import Lettering, Picture
from library.store import Library
from studio.cast.members import Character
from studio.errors import Notice, Rank
from studio.jobs.ledger import Ledger, MovedElsewhere
from studio.scenes.recipe import Recipe

Cast = Callable[[], Sequence[Character]]
"""Gives the cast as it is now."""


class Placed(NamedTuple):
    """A picture with its letterings, the job that drew it, and its place among the others."""

    job_id: str
    picture: Picture
    versions: tuple[Lettering, ...]
    rank: Rank


class Wanted(NamedTuple):
    """A job that has ended: what it drew, and by which recipe; `former` says that it was the best before."""

    job_id: str
    picture_ids: tuple[int, ...]
    recipe: Recipe
    former: bool


async def choose(
    ledger: Ledger, cast: Cast, job_ids: Sequence[str], stop: threading.Event | None = None
) -> tuple[Placed, ...]:
    """What some ended jobs drew, the best first: that one is picked, and each job's notice says how it came out.

    Nothing where there is no picture, or `stop` was set meanwhile. Raises LibraryError.
    """
    views = [ledger.view(job_id) for job_id in job_ids]
    wanted = [
        Wanted(view.id, view.picture_ids, ledger.recipe(view.id), _rank(view.notice) == 1)
        for view in views
        if view.picture_ids
    ]
    order = await asyncio.to_thread(_judged, ledger.library, cast, wanted, stop or threading.Event())
    ranks = {one.job_id: one.rank for one in reversed(order)}
    for job_id, rank in ranks.items():
        with contextlib.suppress(MovedElsewhere):
            await ledger.arrange(job_id, notice=with_rank(ledger.view(job_id).notice, rank))
    return order


def with_rank(notice: Notice | None, rank: Rank) -> Notice:
    """A job's notice that says its rank too, in place of one of before."""
    if notice is None or notice.is_praise:
        return Notice(rank.head, rank.why, rank=rank)
    return msgspec.structs.replace(notice, rank=rank)


def _rank(notice: Notice | None) -> int:
    return 0 if notice is None or notice.rank is None else notice.rank.place


def _judged(library: Library, cast: Cast, wanted: Sequence[Wanted], stop: threading.Event) -> tuple[Placed, ...]:
    """Look at each picture, and pick the best. Blocks: some hundred ms a picture."""
    from studio.pictures.best.judging import Judge
    from studio.pictures.best.ranking import ranked

    if not wanted:
        return ()
    judge = Judge(cast())
    drawn, takes = [], []
    for one in wanted:
        for picture_id in one.picture_ids:
            if stop.is_set():
                return ()
            with contextlib.suppress(NotInLibrary):
                picture, versions = library.picture(picture_id), library.letterings(picture_id)
                takes.append(judge.take(picture, versions[-1] if versions else None, one.recipe))
                drawn.append((one, picture, tuple(versions)))
    order = ranked(takes)
    placed = [
        Placed(drawn[n.take][0].job_id, *drawn[n.take][1:], Rank(place, len(order), n.reasons))
        for place, n in enumerate(order, 1)
    ]
    if placed:
        best = placed[0].picture.id
        before = [picture.id for one, picture, _ in drawn if one.former and picture.id != best]
        library.annotations.set_marks({**dict.fromkeys(before, ""), best: "pick"})
    return tuple(placed)
