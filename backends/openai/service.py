"""OpenAI as a hosted service. It is cheap to import: httpx comes with who sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

import msgspec

from backends.base import DrawRequest, Event, Failed, ReferencePicture, Stage, Started
from backends.costs import Cost
from backends.errors import BadAnswer, EngineError, ResultLost
from backends.hosted.models import Model
from backends.hosted.options import options_of
from backends.hosted.refusals import Refusal
from backends.hosted.service import Accepted, Listing, Told
from backends.openai import costs, refusals, requests
from backends.openai.answers import told
from backends.openai.models import MODELS, model_of
from backends.openai.options import Options

if TYPE_CHECKING:
    from backends.hosted.http import Http

LARGEST_LIST = 8 * 2**20


class _Named(msgspec.Struct):
    id: str


class _List(msgspec.Struct):
    data: tuple[_Named, ...]


class OpenAI:
    """One picture for a request, and nothing is kept of it."""

    kind = "openai"
    title = requests.TITLE
    url = "https://api.openai.com"
    variables = ("OPENAI_API_KEY",)
    can_be_asked = False

    @property
    def models(self) -> Sequence[Model]:
        """Those that are shipped as known, the usual one first."""
        return MODELS

    def model(self, name: str) -> Model:
        """A model by its name, also one that was not known here."""
        return model_of(name)

    def authorization(self, key: str) -> Mapping[str, str]:
        """The header that carries the key."""
        return {"Authorization": f"Bearer {key}"}

    def explained(self, refusal: Refusal, model: str) -> EngineError:
        """What a refusal means."""
        return refusals.explained(refusal, model)

    def estimate(self, request: DrawRequest, model: Model) -> Cost | None:
        """What a picture would cost, about. Raises EngineRefused for an option that is none."""
        return costs.estimate(request, model, options_of(Options, request.options, self.title))

    def prepared(self, request: DrawRequest, model: Model) -> str:
        """What will be sent, as JSON, with hashes for pictures. Raises EngineRefused for an option that is none."""
        options = options_of(Options, request.options, self.title)
        return msgspec.json.encode(requests.prepared(request, model, options)).decode()

    async def begin(self, http: Http, prepared: str, pictures: Mapping[str, ReferencePicture]) -> AsyncIterator[Told]:
        """Send it once, and tell what becomes of it."""
        asked = msgspec.json.decode(prepared, type=requests.Prepared)
        model = model_of(str(asked.fields.get("model")))
        is_first = True
        while True:
            files, fields = await asyncio.to_thread(requests.form, asked, pictures) if asked.pictures else (None, None)
            async with http.once(asked.route, model=model.id, body=asked.fields, files=files, fields=fields) as sent:
                if is_first:
                    for begun in (Accepted(), Started(), Stage("drawing")):
                        yield begun
                is_first = False
                try:
                    async with aclosing(told(sent, model, asked.note)) as events:
                        async for event in events:
                            yield event
                    return
                except refusals.FieldRefused as error:
                    # Nothing was drawn: the request was not even understood.
                    less = requests.without(asked, error.field)
                    if less is None:
                        raise
                    asked = less

    async def resume(self, http: Http, remote: str) -> AsyncIterator[Event]:
        """Nothing: the picture comes with the answer, or not at all."""
        yield Failed(ResultLost(f"{self.title} does not keep what it drew"))

    async def stop(self, http: Http, remote: str) -> None:
        """Nothing: it cannot be told to stop."""

    async def listing(self, http: Http) -> Listing:
        """The models that this key sees. Some that are listed still need a verified organisation."""
        body = await http.get("/v1/models", limit=LARGEST_LIST)
        try:
            found = msgspec.json.decode(body, type=_List)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise BadAnswer(f"The list of models of {self.title} cannot be read", "Look at its url") from error
        return Listing(frozenset(model.id for model in found.data))
