"""Gemini as a hosted service. It is cheap to import: httpx comes with who sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from backends.base import DrawRequest, Event, Failed, ReferencePicture, Stage, Started
from backends.costs import Cost
from backends.errors import BadAnswer, EngineError, ResultLost
from backends.gemini import costs, refusals, requests
from backends.gemini.answers import LARGEST, finished
from backends.gemini.models import MODELS, model_of
from backends.gemini.options import Options
from backends.hosted.models import Model
from backends.hosted.options import options_of
from backends.hosted.refusals import Refusal
from backends.hosted.service import Accepted, Listing, Told

if TYPE_CHECKING:
    from backends.hosted.http import Http

LARGEST_LIST = 8 * 2**20
MOST_PAGES = 10


class _Named(msgspec.Struct):
    name: str


class _List(msgspec.Struct, rename="camel"):
    models: tuple[_Named, ...] = ()
    next_page_token: str = ""


class Gemini:
    """One picture for a request, and nothing is kept of it."""

    kind = "gemini"
    title = requests.TITLE
    url = "https://generativelanguage.googleapis.com"
    variables = ("GEMINI_API_KEY", "GOOGLE_API_KEY")
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
        return {"x-goog-api-key": key}

    def explained(self, refusal: Refusal, model: str) -> EngineError:
        """What a refusal means."""
        return refusals.explained(refusal, model)

    def estimate(self, request: DrawRequest, model: Model) -> Cost | None:
        """What a picture would cost, about."""
        return costs.estimate(request, model)

    def prepared(self, request: DrawRequest, model: Model) -> str:
        """What will be sent, as JSON, with hashes for pictures. Raises EngineRefused."""
        options = options_of(Options, request.options, self.title)
        return msgspec.json.encode(requests.prepared(request, model, options)).decode()

    async def begin(self, http: Http, prepared: str, pictures: Mapping[str, ReferencePicture]) -> AsyncIterator[Told]:
        """Send it once, and tell what becomes of it."""
        asked = msgspec.json.decode(prepared, type=requests.Prepared)
        body = await asyncio.to_thread(requests.body, asked, pictures)
        async with http.once(asked.route, model=asked.model, body=body) as sent:
            yield Accepted()
            yield Started()
            yield Stage("drawing")
            yield await asyncio.to_thread(finished, await sent.body(LARGEST), model_of(asked.model), asked.note)

    async def resume(self, http: Http, remote: str) -> AsyncIterator[Event]:
        """Nothing: the picture comes with the answer, or not at all."""
        yield Failed(ResultLost(f"{self.title} does not keep what it drew"))

    async def stop(self, http: Http, remote: str) -> None:
        """Nothing: it cannot be told to stop."""

    async def listing(self, http: Http) -> Listing:
        """The models that this key sees."""
        names: set[str] = set()
        page = ""
        for _ in range(MOST_PAGES):
            more = f"&pageToken={quote(page, safe='')}" if page else ""
            body = await http.get(f"/v1beta/models?pageSize=1000{more}", limit=LARGEST_LIST)
            try:
                found = msgspec.json.decode(body, type=_List)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise BadAnswer(f"The list of models of {self.title} cannot be read", "Look at its url") from error
            names |= {model.name.removeprefix("models/") for model in found.models}
            page = found.next_page_token
            if not page:
                break
        return Listing(frozenset(names))
