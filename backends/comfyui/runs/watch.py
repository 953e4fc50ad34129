"""A job that is watched: hears the socket, and holds what it has to tell until somebody takes it.

What is not taken in time is thinned out and not piled up: of steps, words and previews only the newest stays.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections import deque
from typing import Final

import msgspec

from backends.base import Cancelled, Event, Failed, Preview, ResultLost, Stage, Started, Step, Words
from backends.comfyui.graphs.graph import classes_of
from backends.comfyui.runs.events import Known, Outcome, queued, running, translate
from backends.comfyui.runs.whereabouts import Pending, Running
from backends.comfyui.wire.frames import Frame, Message, remaining
from backends.comfyui.wire.socket import Socket

BETWEEN_PREVIEWS: Final = 0.1
"""Seconds between two previews at least."""
MOST_HELD: Final = 256
POLL_PAUSES: Final = 4
"""While the socket is away, the job is looked for every so many of the server's pauses."""


class Watch:
    """One job as one process sees it. Belongs to the event loop that made it."""

    def __init__(self, job_id: str, socket: Socket, graph: object = None) -> None:
        self.job_id = job_id
        self.socket = socket
        self.look_wanted = True
        self.cancel_asked = False
        self.graph = graph
        self.sent_again = False
        """Whether the job went on the wire more than once: it may stand in the queue a second time."""
        self.note = ""
        """What a person should know of how the job is drawn."""
        self._known = Known(job_id, classes_of(graph))
        self._events: deque[Event] = deque(maxlen=MOST_HELD)
        self._preview: Preview | None = None
        self._previewed = float("-inf")
        self._news = asyncio.Event()
        self._queued_at_opening = 0
        self._told_at = _now()
        self._remaining = sys.maxsize
        socket.add(self)

    @property
    def running(self) -> bool:
        """Whether the server is known to work on the job."""
        return self._known.phase == "running"

    @property
    def done(self) -> bool:
        """Whether the server said that it is done with the job."""
        return self._known.done

    @property
    def quiet(self) -> float:
        """Seconds since anything was heard or found out about this job."""
        return _now() - self._told_at

    def hear(self, frame: Frame) -> None:
        """Take a frame of the socket."""
        self._take(translate(self._known, frame))
        waiting = self._known.phase in ("unknown", "queued")
        if self._known.done or (self._came_nearer(frame) and waiting):
            self.look_soon()

    def _came_nearer(self, frame: Frame) -> bool:
        """Whether the frame says that the queue may have moved; what is added to it stands behind this job."""
        if not isinstance(frame, Message) or frame.type != "status":
            return False
        before, self._remaining = self._remaining, remaining(frame)
        return self._remaining <= before

    def connection_changed(self) -> None:
        """What happened around a lost or new connection was not heard: look for it."""
        self.look_soon()

    def look_soon(self) -> None:
        """Have queue and history looked at."""
        self.look_wanted = True
        self._news.set()

    def found(self, place: Pending | Running) -> None:
        """Take what a look in the queue found."""
        if not self._known.classes:
            self.graph = place.graph
            self._known = msgspec.structs.replace(self._known, classes=classes_of(place.graph))
        self._known = msgspec.structs.replace(self._known, done=False)
        if isinstance(place, Pending):
            self._queued_at_opening = self.socket.opened if self.socket.open else 0
            self._take(queued(self._known, place.position))
        else:
            self._take(running(self._known))

    def gone(self) -> Cancelled | Failed:
        """What it means that neither queue nor history knows the job.

        A job that waited, while the same socket stayed open, was deleted; a restart would have closed the socket.
        """
        same_socket = self.socket.open and self.socket.opened == self._queued_at_opening
        if self.cancel_asked or (self._known.phase == "queued" and same_socket):
            return Cancelled()
        return Failed(
            ResultLost(
                "The server no longer knows this job: it was restarted, or its queue or history was cleared",
                "Draw it again",
            )
        )

    def stalled(self, words: str) -> None:
        """Tell in a stage of its own that nothing moves; the stage before it is told again when it does."""
        if self._known.stage != words:
            self._known = msgspec.structs.replace(self._known, stage=words)
            self._events.append(Stage(words, trouble=True))

    def take(self) -> list[Event]:
        """What there is to tell now, oldest first; a preview only when enough time has gone by since the last."""
        events = list(self._events)
        self._events.clear()
        if self._preview is not None and _now() >= self._previewed + BETWEEN_PREVIEWS:
            events.append(self._preview)
            self._preview, self._previewed = None, _now()
        return events

    async def wait(self, silence: float, pause: float) -> None:
        """Wait for news, for the time of a held preview, or until the silence is long enough to look for oneself."""
        look_at = self.socket.heard + silence if self.socket.open else _now() + pause * POLL_PAUSES
        wake_at = look_at if self._preview is None else min(look_at, self._previewed + BETWEEN_PREVIEWS)
        if not self._events:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(0.0, wake_at - _now())):
                    await self._news.wait()
        self._news.clear()
        if _now() >= look_at:
            self.look_wanted = True

    def _take(self, outcome: Outcome) -> None:
        self._known, events = outcome
        for event in events:
            self._told_at = _now()
            if isinstance(event, Preview):
                self._preview = event
            elif isinstance(event, Step | Words) and self._events and type(self._events[-1]) is type(event):
                self._events[-1] = event
            else:
                self._events.append(event)
            if isinstance(event, Started) and self.note:
                self._events.append(Stage(self.note))
        if events:
            self._news.set()


def _now() -> float:
    return asyncio.get_running_loop().time()
