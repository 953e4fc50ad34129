"""Replicate as a service of hosted engines. Source: Replicate's HTTP API, and replicate/replicate-python."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

from backends.base import (
    BadAnswer,
    Cancelled,
    DrawnPicture,
    DrawRequest,
    EngineBroke,
    EngineError,
    Event,
    Failed,
    Finished,
    ReferencePicture,
    ResultLost,
)
from backends.costs import Cost
from backends.hosted.inline import picture_in
from backends.hosted.models import Model
from backends.hosted.refusals import Refusal
from backends.hosted.service import Accepted, Listing, Told
from backends.plain import plain
from backends.replicate import answers, costs, refusals, requests
from backends.replicate.inputs import read as read_inputs
from backends.replicate.models import MODELS, ReplicateModel, known, made, parsed

if TYPE_CHECKING:
    from backends.hosted.http import Http

WHERE: Final = f"at {refusals.LIST}"


class Replicate:
    """Predictions by official models, by any other public one, and by those that one trained oneself."""

    kind = "replicate"
    title = refusals.TITLE
    url = "https://api.replicate.com/v1"
    variables = ("REPLICATE_API_TOKEN",)
    can_be_asked = True
    models: Sequence[Model] = MODELS

    def model(self, name: str) -> Model:
        """A shipped model, else what one that was trained there takes, until it is described."""
        return known(name)

    def authorization(self, key: str) -> Mapping[str, str]:
        """The header that carries the key."""
        return {"Authorization": f"Bearer {key}"}

    def explained(self, refusal: Refusal, model: str) -> EngineError:
        """What a refusal means (`refusals`)."""
        return refusals.explained(refusal, model)

    def estimate(self, request: DrawRequest, model: Model) -> Cost | None:
        """What a picture costs, about (`costs`)."""
        return costs.estimate(request, _of(model))

    def prepared(self, request: DrawRequest, model: Model) -> str:
        """The prediction as JSON, with hashes in place of its pictures."""
        return msgspec.json.encode(requests.prepared(request, _of(model))).decode()

    async def described(self, http: Http, model: Model) -> Model:
        """The model with the inputs of its own schema, and the version that runs now."""
        name = parsed(model.id)
        if name is None or not name.path:
            return model
        told = _object(await http.get(f"/models/{name.path}", model=model.id))
        version = answers.mapping(told.get("latest_version"))
        if name.version:
            version = _object(await http.get(f"/models/{name.path}/versions/{name.version}", model=model.id))
        official = not name.version and (told.get("is_official") is True or _of(model).official)
        if not version:
            if official:
                return model
            raise refusals.without_version(model.id)
        inputs = read_inputs(version.get("openapi_schema"))
        runs = version.get("id")
        return made(
            model.id,
            model.title,
            inputs or _of(model).inputs,
            version=runs if isinstance(runs, str) and len(runs) <= answers.LONGEST_ID else name.version,
            official=official,
            hardware="" if inputs else _of(model).hardware,
        )

    async def begin(self, http: Http, prepared: str, pictures: Mapping[str, ReferencePicture]) -> AsyncIterator[Told]:
        """Bring the pictures there, begin the prediction, and follow it."""
        from backends.replicate.uploads import brought

        asked = requests.read(prepared)
        inputs: dict[str, Any] = {**asked.input, **await brought(http, asked, pictures)}
        body = {"version": asked.version, "input": inputs}
        async with http.once("/predictions", model=asked.model, body=body) as sent:
            answer = await sent.body()
        try:
            first = answers.prediction(answer)
        except BadAnswer as error:
            raise sent.lost(error) from error
        yield Accepted(first.id)
        async for event in self._followed(http, first.id, first, asked.model):
            yield event

    async def sent_lately(self, http: Http, prepared: str, since: float) -> Sequence[str]:
        """The predictions of the newest page of its list that have the same version and inputs."""
        return answers.like(await http.get("/predictions"), requests.read(prepared), since)

    async def resume(self, http: Http, remote: str) -> AsyncIterator[Event]:
        """Follow the prediction of that id."""
        async for event in self._followed(http, remote, None, ""):
            yield event

    async def stop(self, http: Http, remote: str) -> None:
        """Cancel the prediction of that id; the time that it took stays paid."""
        with contextlib.suppress(ResultLost):
            await http.post(f"/predictions/{_route(remote)}/cancel")

    async def listing(self, http: Http) -> Listing:
        """Whose the key is. Replicate lists too many models to be asked for all, and says nothing of money."""
        told = _object(await http.get("/account"))
        who = plain(told.get("username") or told.get("name"), 80)
        return Listing(detail=f"answers to {who}" if who else "", facts={"account": who} if who else {})

    async def _followed(
        self, http: Http, remote: str, first: answers.Prediction | None, model: str
    ) -> AsyncIterator[Event]:
        from backends.hosted.polling import followed

        news = answers.News()
        answered = [first] if first is not None else []

        async def look() -> Sequence[Event]:
            found = answered.pop() if answered else answers.prediction(await http.get(f"/predictions/{_route(remote)}"))
            return [*news.of(found), *await self._end(http, found, model)]

        async for event in followed(http.access, self.title, WHERE, look):
            yield event

    async def _end(self, http: Http, found: answers.Prediction, model: str) -> Sequence[Event]:
        """The last event of a prediction that has ended, its pictures fetched; none of one that has not."""
        name = model or found.model or ""
        metrics, machine = answers.mapping(found.metrics), answers.hardware(found)
        match found.state:
            case "cancelled":
                return [Cancelled()]
            case "failed":
                error = refusals.failed(plain(found.error), found.logs or "")
                return [Failed(error, costs.spent(name, machine, metrics, 0))]
            case "drawn":
                addresses = answers.outputs(found.output)
                if not addresses:
                    return [Failed(_nothing(found), costs.spent(name, machine, metrics, 0))]
                drawn = [await _picture(http, address) for address in addresses]
                cost = costs.spent(name, machine, metrics, len(drawn), answers.references(found))
                return [Finished(tuple(drawn), _models(found, name), drawn=answers.drawn(found), cost=cost)]
            case _:
                return []


async def _picture(http: Http, address: str) -> DrawnPicture:
    """A picture from where it lies, or out of its own address (RFC 2397). Raises EngineError."""
    from backends.hosted.polling import fetched

    if not address.startswith("data:"):
        return await fetched(http, Replicate.title, address)
    return await asyncio.to_thread(picture_in, address.partition(",")[2], Replicate.title)


def _nothing(found: answers.Prediction) -> EngineError:
    """Why a prediction that went well has no picture."""
    if found.data_removed:
        return ResultLost("Replicate has removed the picture: it keeps them for an hour", "Draw it again")
    return EngineBroke("Replicate ended it without a picture", f"Its log is {WHERE}")


def _models(found: answers.Prediction, name: str) -> dict[str, str]:
    version = found.version if found.version and found.version != "hidden" else ""
    shown = plain(name.partition(":")[0], 200)
    return {"model": f"{shown}:{plain(version, 64)}" if version and shown else shown or plain(version, 64)}


def _route(remote: str) -> str:
    """An id as a part of a route. Raises ResultLost for what never was one."""
    if not answers.is_id(remote):
        raise ResultLost(f"“{plain(remote, 40)}” is no name of a prediction at Replicate", "Draw it again")
    return remote


def _of(model: Model) -> ReplicateModel:
    return model if isinstance(model, ReplicateModel) else known(model.id)


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadAnswer("Replicate's answer cannot be read") from error
    return answers.mapping(found)
