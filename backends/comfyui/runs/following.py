"""A job followed to its end: by the socket while it speaks, by queue and history whenever it may have been missed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Final

import msgspec

from backends.base import (
    BadAnswer,
    Cancelled,
    EngineBroke,
    EngineError,
    EngineUnreachable,
    Event,
    Failed,
    Finished,
    Stage,
)
from backends.comfyui.graphs.fitting import drawn_by
from backends.comfyui.graphs.graph import models_of
from backends.comfyui.runs.events import FETCHING
from backends.comfyui.runs.memory import advised
from backends.comfyui.runs.pictures import fetch
from backends.comfyui.runs.submission import delete
from backends.comfyui.runs.watch import Watch
from backends.comfyui.runs.whereabouts import (
    Ended,
    Nowhere,
    Pending,
    Running,
    Whereabouts,
    graph_in_queue,
    images,
    look,
    verdict,
)
from backends.comfyui.wire.http import Http, NotFound, TooLarge
from backends.comfyui.wire.server import Server
from backends.waits import growing_waits

AWAY: Final = "waiting for the server to answer again"
SILENCES_WORTH_A_WORD: Final = 4
LONGEST_AWAY: Final = 5.0
"""Seconds between two questions at most, while the server is away."""


class _Trouble:
    """How long the server has been away, and how long to wait before it is asked again."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._since: float | None = None
        self._waits: Iterator[float] = growing_waits(server.pause, LONGEST_AWAY)

    def wait_after(self, error: EngineError) -> float:
        """Seconds to wait. Raises the error itself once the server has been away for longer than its patience."""
        now = asyncio.get_running_loop().time()
        self._since = now if self._since is None else self._since
        if now - self._since > self._server.patience or isinstance(error, TooLarge):
            raise error
        return next(self._waits)

    def over(self) -> None:
        if self._since is not None:
            self._since, self._waits = None, growing_waits(self._server.pause, LONGEST_AWAY)


async def follow(watch: Watch, http: Http, server: Server) -> AsyncIterator[Event]:
    """The job's events to its end. Raises EngineError when the server refuses, or stays away beyond its patience."""
    trouble = _Trouble(server)
    missed = False
    while True:
        for event in watch.take():
            yield _advised(event, watch.graph)
            if isinstance(event, Failed | Cancelled):
                return
        if not watch.look_wanted:
            await watch.wait(server.silence, server.pause)
            continue
        watch.look_wanted = False
        try:
            place = await _look(watch, http)
            if isinstance(place, Ended):
                yield Stage(FETCHING)
                yield await _ending(place, watch, http)
                return
        except (EngineUnreachable, BadAnswer, NotFound) as error:
            seconds = trouble.wait_after(error)
            watch.stalled(AWAY)
            watch.look_wanted = True
            for event in watch.take():
                yield event
            await asyncio.sleep(seconds)
            continue
        trouble.over()
        if isinstance(place, Nowhere):
            if missed or watch.cancel_asked:
                yield watch.gone()
                return
            # One empty answer is not believed: what a proxy keeps may be older than the job.
            missed = watch.look_wanted = True
            await asyncio.sleep(server.pause)
            continue
        missed = False
        await _found(place, watch, server)


async def _look(watch: Watch, http: Http) -> Whereabouts:
    place = await look(http, watch.job_id, done=watch.done)
    if watch.graph is None and isinstance(place, Pending | Running):
        # A job of another process: what its nodes are, newer servers tell only with the whole queue.
        place = msgspec.structs.replace(place, graph=place.graph or await graph_in_queue(http, watch.job_id))
    if watch.sent_again and isinstance(place, Running | Ended):
        # What runs or ran is the one that counts; an echo of it would only be drawn again.
        await delete(http, watch.job_id)
    return place


async def _ending(place: Ended, watch: Watch, http: Http) -> Event:
    prompt = place.entry.get("prompt")
    graph = prompt[2] if isinstance(prompt, list) and len(prompt) > 2 else watch.graph
    ended = verdict(place.entry)
    if ended is not None:
        return _advised(ended, graph)
    pictures = tuple([await fetch(http, image) for image in images(place.entry)])
    return Finished(pictures, models_of(graph), watch.note, drawn_by(graph))


def _advised(event: Event, graph: object) -> Event:
    if isinstance(event, Failed) and isinstance(event.error, EngineBroke):
        return Failed(advised(event.error, graph))
    return event


async def _found(place: Pending | Running, watch: Watch, server: Server) -> None:
    watch.found(place)
    silent = asyncio.get_running_loop().time() >= watch.socket.heard + server.silence
    if not silent or not watch.socket.open:
        return
    # The queue says that the job runs and the socket says nothing: it may be open and deaf.
    if isinstance(place, Running):
        await watch.socket.reopen()
        if watch.quiet >= server.silence * SILENCES_WORTH_A_WORD:
            watch.stalled(f"running, and no news from the server for {_minutes(watch.quiet)}")
    else:
        watch.socket.heard = asyncio.get_running_loop().time()


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
