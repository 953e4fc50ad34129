"""`studio draw --best-of`: which of the pictures is handed out, and why."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from library.records import Lettering, Picture
from studio.pictures.best.ranking import Ranked
from studio.workspace import Workspace


class Drawn(NamedTuple):
    """A picture with its letterings, and the job that drew it."""

    job_id: str
    picture: Picture
    versions: tuple[Lettering, ...]


async def ranked(workspace: Workspace, drawn: Sequence[Drawn]) -> tuple[Ranked, ...]:
    """The pictures, the best first. That one is picked in the library, and the others are as they were."""

    def look() -> tuple[Ranked, ...]:
        from studio.pictures.best.judging import Judge
        from studio.pictures.best.ranking import ranked as in_order

        judge = Judge(workspace.stock.cast)
        takes = [
            judge.take(one.picture, one.versions[-1] if one.versions else None, workspace.desk.recipe(one.job_id))
            for one in drawn
        ]
        order = in_order(takes)
        workspace.library.annotations.mark_many([drawn[order[0].take].picture.id], "pick")
        return order

    return await asyncio.to_thread(look)
