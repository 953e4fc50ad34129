"""What comes back from OpenAI: one JSON, or a stream of events with unfinished pictures before the finished one
(openai 3.57, `types/images_response.py`, `types/image_gen_stream_event.py`, `types/image_edit_stream_event.py`)."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Final

import msgspec

from backends.base import Event, Failed, Finished, Preview
from backends.costs import Cost
from backends.errors import BadAnswer, ContentRefused, EngineError, EngineRefused, MayBeCharged
from backends.hosted.inline import picture_in, unreadable
from backends.hosted.models import Model
from backends.hosted.sse import EventReader, ServerEvent
from backends.openai.costs import Usage, measured
from backends.openai.refusals import FieldRefused
from backends.openai.requests import TITLE

if TYPE_CHECKING:
    from backends.hosted.sent import Sent

LARGEST: Final = 96 * 2**20
"""Bytes of an answer that is one JSON, and of one event."""
MOST_PREVIEWS: Final = 16
"""Unfinished pictures of one stream that are heeded: three are asked for at most."""


class _Picture(msgspec.Struct):
    b64_json: str


class _Answer(msgspec.Struct):
    data: tuple[_Picture, ...]
    usage: msgspec.Raw = msgspec.Raw(b"null")


class _StreamEvent(msgspec.Struct):
    type: str = ""
    b64_json: str = ""
    usage: msgspec.Raw = msgspec.Raw(b"null")
    error: Any = None


async def told(sent: Sent, model: Model, note: str = "") -> AsyncGenerator[Event]:
    """The events of a picture up to its end.

    Raises what a refusal means, and MayBeCharged where no picture comes of what was not refused.
    """
    response = await sent.response()
    if "text/event-stream" not in response.headers.get("content-type", ""):
        # What stands between here and the service may answer as if no stream had been asked for.
        yield await asyncio.to_thread(_finished, await sent.body(LARGEST), model, note)
        return
    previews = 0
    async with aclosing(_streamed(sent)) as events:
        async for event in events:
            found = await asyncio.to_thread(_heeded, event, sent, model, note, previews)
            if isinstance(found, Preview):
                previews += 1
            if found is not None and previews <= MOST_PREVIEWS:
                yield found
            if isinstance(found, Finished | Failed):
                return
    raise unreadable(TITLE, "the stream ended without it")


async def _streamed(sent: Sent) -> AsyncGenerator[ServerEvent]:
    """What the service says, up to its last word."""
    reader = EventReader(LARGEST)
    async with aclosing(sent.parts()) as parts:
        async for part in parts:
            try:
                events = reader.feed(part)
            except BadAnswer as error:
                raise unreadable(TITLE, "what came is larger than is allowed") from error
            for event in events:
                if event.data.strip() == b"[DONE]":
                    return
                yield event


def _heeded(event: ServerEvent, sent: Sent, model: Model, note: str, previews: int) -> Event | None:
    try:
        said = msgspec.json.decode(event.data, type=_StreamEvent)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise unreadable(TITLE, "an event of the stream cannot be read") from error
    if event.name == "error" or said.type == "error" or said.error is not None:
        raise _broke_off(sent, event.data, said.error, previews)
    if said.type.endswith(".partial_image"):
        # An unfinished picture that cannot be read is no reason to lose the finished one.
        with contextlib.suppress(MayBeCharged):
            return Preview(picture_in(said.b64_json, TITLE).data)
    elif said.type.endswith(".completed"):
        return _end(said.b64_json, said.usage, model, note)
    return None


def _broke_off(sent: Sent, body: bytes, error: object, previews: int) -> EngineError:
    """What an error within a stream means. After an unfinished picture, or without a word, something was drawn."""
    if error is None:
        body = b'{"error": ' + body + b"}"
    meant = sent.refusal(400, body)
    is_plain = isinstance(meant, EngineRefused) and type(meant) not in (EngineRefused, FieldRefused)
    if not isinstance(meant, ContentRefused) and (previews or not is_plain):
        return MayBeCharged(f"{TITLE} broke off while it drew: {meant.reason}", meant.remedy)
    return meant


def _finished(body: bytes, model: Model, note: str) -> Event:
    try:
        answer = msgspec.json.decode(body, type=_Answer)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise unreadable(TITLE, "its answer cannot be read") from error
    if not answer.data:
        return Failed(unreadable(TITLE, "there is none in its answer"), _cost(answer.usage, model))
    return _end(answer.data[0].b64_json, answer.usage, model, note)


def _end(picture: str, usage: msgspec.Raw, model: Model, note: str) -> Event:
    cost = _cost(usage, model)
    try:
        return Finished((picture_in(picture, TITLE),), note=note, cost=cost)
    except MayBeCharged as error:
        return Failed(error, cost)


def _cost(usage: msgspec.Raw, model: Model) -> Cost | None:
    """What it cost, where the answer says what was used; a picture is never lost for its bill."""
    try:
        return measured(msgspec.json.decode(usage, type=Usage), model)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
