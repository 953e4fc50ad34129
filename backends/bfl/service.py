"""Black Forest Labs as a service of hosted engines. Source: docs.bfl.ai."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

from backends.base import (
    BadAnswer,
    Drawn,
    DrawRequest,
    EngineError,
    EngineRefused,
    Event,
    Failed,
    Finished,
    ReferencePicture,
    ResultLost,
)
from backends.bfl import answers, costs, refusals, requests
from backends.bfl.models import MODELS, FluxModel, known
from backends.costs import Cost
from backends.hosted.access import is_home
from backends.hosted.models import Model
from backends.hosted.pictures import brought_to, sendable
from backends.hosted.refusals import Refusal
from backends.hosted.service import Accepted, Listing, Told
from backends.plain import plain

if TYPE_CHECKING:
    from backends.hosted.http import Http

LONGEST_ADDRESS: Final = 1000
SURELY_LOST: Final = 3
"""So often in a row a task is said not to be there before that is believed: a region may hear of it a little later."""
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,100}", re.ASCII)
LARGEST_PICTURE: Final = 14 * 2**20
"""Bytes of a picture: it takes 20 MB, of base64."""


class BlackForestLabs:
    """FLUX.2 and Kontext. A task is asked for at the address that its answer names, which is what it is known by."""

    kind = "bfl"
    title = refusals.TITLE
    url = "https://api.bfl.ai"
    variables = ("BFL_API_KEY",)
    can_be_asked = True
    models: Sequence[Model] = MODELS

    def model(self, name: str) -> Model:
        """A shipped model, else one that takes what the newest take."""
        return known(name)

    def authorization(self, key: str) -> Mapping[str, str]:
        """The header that carries the key."""
        return {"x-key": key}

    def explained(self, refusal: Refusal, model: str) -> EngineError:
        """What a refusal means (`refusals`)."""
        return refusals.explained(refusal, model)

    def estimate(self, request: DrawRequest, model: Model) -> Cost | None:
        """What a picture costs, about (`costs`)."""
        return costs.estimate(request, _of(model))

    def prepared(self, request: DrawRequest, model: Model) -> str:
        """The task as JSON, with hashes in place of its pictures."""
        return msgspec.json.encode(requests.prepared(request, _of(model))).decode()

    async def begin(self, http: Http, prepared: str, pictures: Mapping[str, ReferencePicture]) -> AsyncIterator[Told]:
        """Begin the task with its pictures, and follow it."""
        asked = requests.read(prepared)
        body = {**asked.body, **await _encoded(asked, pictures)}
        async with http.once(f"/v1/{asked.model}", model=asked.model, body=body) as sent:
            answer = await sent.body()
        try:
            task = answers.taken(answer)
            remote = _remote(http, task)
        except BadAnswer as error:
            raise sent.lost(error) from error
        yield Accepted(remote)
        cost = costs.of_credits(task.credits) if task.credits is not None else None
        async for event in self._followed(http, remote, cost, asked):
            yield event

    async def resume(self, http: Http, remote: str) -> AsyncIterator[Event]:
        """Follow the task at that address."""
        if not remote.startswith("/") and not is_home(http.access, remote):
            raise ResultLost(f"“{plain(remote, 80)}” is no address of a task at {self.title}", "Draw it again")
        async for event in self._followed(http, remote, None, None):
            yield event

    async def stop(self, http: Http, remote: str) -> None:
        """Nothing: a task that was taken is drawn and paid for."""

    async def listing(self, http: Http) -> Listing:
        """How many credits are left. It lists no models."""
        try:
            left = msgspec.json.decode(await http.get("/v1/credits"), type=_Credits).credits
        except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise BadAnswer(f"{self.title}'s answer cannot be read") from error
        words = f"{left:,.1f} credits left (${left * costs.DOLLARS:,.2f})"
        return Listing(detail=words, facts={"credits": f"{left:g}"})

    async def _followed(
        self, http: Http, remote: str, cost: Cost | None, asked: requests.Prepared | None
    ) -> AsyncIterator[Event]:
        from backends.hosted.polling import followed

        news = answers.News()
        unknown = 0

        async def look() -> Sequence[Event]:
            nonlocal unknown
            found = answers.told(await http.get(remote))
            unknown = unknown + 1 if found.state == "lost" else 0
            if 0 < unknown < SURELY_LOST:
                return []
            return [*news.of(found), *await _end(http, found, cost, asked)]

        async for event in followed(http.access, self.title, f"at {refusals.WHERE}", look):
            yield event


async def _end(http: Http, found: answers.Told, cost: Cost | None, asked: requests.Prepared | None) -> Sequence[Event]:
    """The last event of a task that has ended, its picture fetched; none of one that has not."""
    error = answers.why_none(found)
    if error is not None:
        # What was drawn is paid for, also where it is held back.
        return [Failed(error, cost if found.state == "held back" else None)]
    if found.state != "ready":
        return []
    from backends.hosted.polling import fetched

    picture = await fetched(http, refusals.TITLE, found.sample)
    given: Mapping[str, Any] = asked.body if asked is not None else {}
    steps, guidance = given.get("steps"), given.get("guidance")
    drawn = Drawn(steps=steps, guidance=guidance, seed=found.seed if found.seed != given.get("seed") else None)
    models = {"model": asked.model} if asked is not None else {}
    return [Finished((picture,), models, drawn=drawn, cost=cost)]


async def _encoded(asked: requests.Prepared, pictures: Mapping[str, ReferencePicture]) -> dict[str, str]:
    """The fields that are pictures, as base64. Raises EngineRefused."""
    stretched = len(asked.resized) > 1
    fields: dict[str, str] = {}
    for name, digest in asked.pictures.items():
        picture = pictures.get(digest)
        if picture is None:
            raise EngineRefused(
                f"A picture that {refusals.TITLE} is to see is not here any more", "Draw it as a new job"
            )
        size = asked.size if name in asked.resized else None
        fields[name] = await asyncio.to_thread(_as_base64, picture, size, stretched)
    return fields


def _as_base64(picture: ReferencePicture, size: tuple[int, int] | None, stretched: bool) -> str:
    if size is not None:
        picture = brought_to(picture, refusals.TITLE, size, stretched=stretched)
    return base64.b64encode(sendable(picture, refusals.TITLE, largest=LARGEST_PICTURE)[1]).decode()


def _remote(http: Http, task: answers.Taken) -> str:
    """Where a task is asked for: at the address that it names, with its region, where that is the service's own, which
    alone gets the key. Raises BadAnswer for a task without a name."""
    if is_home(http.access, task.polling_url) and len(task.polling_url) <= LONGEST_ADDRESS:
        return task.polling_url
    if not _ID.fullmatch(task.id):
        raise BadAnswer(f"{refusals.TITLE} did not say how to ask for a task", f"Look at {refusals.WHERE}")
    return f"/v1/get_result?id={task.id}"


def _of(model: Model) -> FluxModel:
    return model if isinstance(model, FluxModel) else known(model.id)


class _Credits(msgspec.Struct):
    credits: float
