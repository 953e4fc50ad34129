"""The client of a vision server: whether its model sees, and what it says of a picture.

The key goes to the server's own host and nowhere else, for no redirect is followed. A server that loads its model is
waited for; what was asked is asked again only where that may help.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
import msgspec

from backends.errors import BadAnswer, EngineError, EngineRefused, EngineUnreachable, RateLimited
from backends.hosted.access import Access, FetchedKey
from backends.hosted.refusals import Refusal
from backends.hosted.sent import bounded, kind_of_error, refusal_of
from backends.plain import plain
from backends.vision import requests
from backends.vision.answers import SaidNothing, Told, told
from backends.vision.card import QUESTION, card, has_seen
from backends.vision.refusals import ANOTHER, Blind, FieldUnknown, StillLoading, blind, explained
from backends.waits import growing_waits

LARGEST: Final = 4 * 2**20
"""Bytes of an answer."""
QUESTIONS: Final = 10.0
"""Seconds for what is asked of the server itself."""


class VisionServer:
    """One model at one server. `access.timeout` is how long an answer may take, `access.patience` how long the loading
    of a model. It belongs to one event loop; making one raises EngineRefused."""

    def __init__(self, access: Access, model: str = "") -> None:
        self.access = msgspec.structs.replace(access, url=requests.home_of(access.url))
        self.model = model
        self._fetched = FetchedKey(access.fetch_key, access.key_from) if access.fetch_key is not None else None
        self._sees = False
        self._left_out: tuple[str, ...] = ()
        timeout = httpx.Timeout(access.timeout, connect=min(10.0, access.timeout))
        try:
            self._client = httpx.AsyncClient(follow_redirects=False, timeout=timeout)
        except (OSError, ImportError, ValueError) as error:
            raise EngineRefused(
                "The certificates or the proxy cannot be used that the environment names",
                "Look at SSL_CERT_FILE, SSL_CERT_DIR and ALL_PROXY",
            ) from error

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    @property
    def title(self) -> str:
        """The server as a person calls it: its host and port."""
        return plain(httpx.URL(self.access.url).netloc.decode("ascii", "replace").rpartition("@")[2], 120)

    async def sees(self) -> None:
        """Make sure, once, that the model sees pictures: by the server's word, else by the colour card.

        Raises Blind where it does not, and EngineError where nobody can tell.
        """
        if self._sees:
            return
        said = await self._said()
        if said is False:
            raise blind(self.title, self.model)
        if said is None:
            answer = await self._asked("", QUESTION, card())
            if not has_seen(answer.text):
                raise Blind(
                    f"The model at {self.title} was shown four coloured stripes, and saw “{plain(answer.text, 80)}”",
                    ANOTHER,
                )
        self._sees = True

    async def describe(self, picture: bytes, rules: str, question: str) -> Told:
        """What the model says of a picture, a JPEG or PNG of at most MOST_SIDE px. Raises EngineError."""
        await self.sees()
        return await self._asked(rules, question, picture)

    async def _said(self) -> bool | None:
        """Whether the server itself says that its model sees: llama.cpp in `/props`, Ollama in `/api/show`; None where
        it says neither."""
        props = await self._question("GET", "/props")
        modalities = props.get("modalities")
        if isinstance(modalities, dict) and isinstance(modalities.get("vision"), bool):
            return bool(modalities["vision"])
        capabilities = (await self._question("POST", "/api/show", {"model": self.model})).get("capabilities")
        return "vision" in capabilities if isinstance(capabilities, list) else None

    async def _question(self, method: str, route: str, content: object = None) -> Mapping[str, Any]:
        """A JSON object that a server says of itself; an empty one where it has no such route."""
        body = b"" if content is None else msgspec.json.encode(content)
        try:
            async with asyncio.timeout(QUESTIONS), self._answer(method, route, body) as response:
                if response.status_code != 200:
                    return {}
                found = msgspec.json.decode(await bounded(response, LARGEST, self.title))
        except (msgspec.DecodeError, UnicodeDecodeError, BadAnswer, TimeoutError, httpx.TimeoutException):
            # One that draws meanwhile answers late; whether it is there at all, the question itself will tell.
            return {}
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._unreachable(error) from error
        return found if isinstance(found, dict) else {}

    async def _asked(self, rules: str, question: str, picture: bytes) -> Told:
        sent = await asyncio.to_thread(requests.body, self.model, rules, question, picture)
        try:
            return await self._fitting(sent)
        except SaidNothing:
            return await self._fitting({**sent, "max_tokens": requests.MOST_THOUGHT_TOKENS})

    async def _fitting(self, sent: dict[str, Any]) -> Told:
        """The answer to a body, less the fields that this model takes none of, which are learnt once."""
        while True:
            body = sent
            for field in self._left_out:
                body = requests.without(body, field)
            try:
                return told(await self._patiently(msgspec.json.encode(body)), self.title)
            except FieldUnknown as error:
                if error.field in self._left_out:
                    raise
                self._left_out += (error.field,)

    async def _patiently(self, body: bytes) -> bytes:
        """The answer to a question, asked again while the model loads, or a quota comes back within the patience."""
        waits = growing_waits(self.access.pause)
        until = asyncio.get_running_loop().time() + self.access.patience
        while True:
            try:
                return await self._exchange(body)
            except (StillLoading, RateLimited) as error:
                pause = error.seconds if isinstance(error, RateLimited) and error.seconds is not None else next(waits)
                if asyncio.get_running_loop().time() + pause > until:
                    raise
                await asyncio.sleep(pause)

    async def _exchange(self, body: bytes) -> bytes:
        try:
            async with asyncio.timeout(self.access.timeout), self._answer("POST", requests.CHAT, body) as response:
                if response.has_redirect_location:
                    raise EngineRefused(
                        f"{self.title} sends the studio elsewhere",
                        "Write where to as the url of [vision] in the settings",
                    )
                if response.status_code >= 300:
                    raise self._explained(await refusal_of(response, self.access.key))
                return await bounded(response, LARGEST, self.title)
        except (httpx.TransportError, TimeoutError) as error:
            raise self._unreachable(error) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise BadAnswer(f"{self.title} gave an answer that cannot be read: {kind_of_error(error)}") from error

    @asynccontextmanager
    async def _answer(self, method: str, route: str, body: bytes) -> AsyncGenerator[httpx.Response]:
        headers = {**self.access.headers, "Content-Type": "application/json"}
        if self._fetched is not None and not self.access.key:
            self.access = msgspec.structs.replace(self.access, key=await self._fetched.get())
        if self.access.key:
            headers["Authorization"] = f"Bearer {self.access.key.reveal()}"
        url = f"{self.access.url}{route}"
        async with self._client.stream(method, url, headers=headers, content=body) as response:
            yield response

    def _explained(self, refusal: Refusal) -> EngineError:
        return explained(refusal, self.title, self.model)

    def _unreachable(self, error: BaseException) -> EngineUnreachable:
        if isinstance(error, httpx.ReadTimeout | TimeoutError):
            return EngineUnreachable(
                f"{self.title} did not answer within {self.access.timeout:.0f} s",
                "Look whether the server is busy, or take a smaller model",
            )
        return EngineUnreachable(
            f"No vision server answers at {self.title}", "Start it, or mend the url of [vision] in the settings"
        )
