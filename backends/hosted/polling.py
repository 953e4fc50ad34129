"""Following a job that a service has by a name of its own: it is asked again and again, until it says how it ended."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final
from urllib.parse import urlsplit

from backends.base import (
    BadAnswer,
    Cancelled,
    DrawnPicture,
    EngineRefused,
    EngineUnreachable,
    Event,
    Failed,
    Finished,
    MayBeCharged,
    Stage,
)
from backends.errors import RateLimited
from backends.hosted.access import Access
from backends.hosted.http import Http
from backends.hosted.inline import unreadable
from backends.picture_files import EXTENSION, is_whole, kind_of
from backends.plain import shown_name
from backends.waits import growing_waits

LONGEST_PAUSE: Final = 5.0
"""Seconds between two questions at most: what is ready lies there unseen for half of that."""
MOST_SENSELESS: Final = 3
"""So many answers in a row that make no sense are the last."""

Look = Callable[[], Awaitable[Sequence[Event]]]
"""Asks once, and says what is new; with an end as the last, nobody asks again."""


class NotWhole(EngineUnreachable):
    """A finished picture did not arrive whole: `digest` is of what did."""

    def __init__(self, title: str, digest: str) -> None:
        super().__init__(f"The picture of {title} did not arrive whole", "Look at the connection")
        self.digest = digest


async def fetched(http: Http, title: str, url: str) -> DrawnPicture:
    """A finished picture, whole, from where it lies.

    Raises NotWhole where it did not arrive so, MayBeCharged for what is no picture, and as `Http.download`.
    """
    data = await http.download(url)
    kind = kind_of(data)
    if kind is None:
        raise unreadable(title, "what arrived is neither PNG, JPEG nor WebP")
    if not await asyncio.to_thread(is_whole, data):
        raise NotWhole(title, hashlib.sha256(data).hexdigest())
    return DrawnPicture(data, shown_name(urlsplit(url).path) or f"1.{EXTENSION[kind]}")


async def followed(access: Access, title: str, where: str, look: Look) -> AsyncIterator[Event]:
    """What `look` says, up to the end. While nothing answers, or nothing that makes sense, that is said as trouble and
    waited for.

    Raises MayBeCharged where a job takes longer than the account's patience, where the question is refused, answers
    make no sense again and again, or the picture came twice broken in the same way, for then it lies there so: it goes
    on there, and can be looked for `where` a person sees it. Whatever else `look` raises is raised.
    """
    clock = asyncio.get_running_loop()
    until = clock.time() + access.patience
    waits = growing_waits(access.pause, LONGEST_PAUSE)
    asking = _Asking(title, where, access.patience)
    while True:
        wait = next(waits)
        try:
            for event in await look():
                yield event
                if isinstance(event, Finished | Failed | Cancelled):
                    return
            asking.senseless = 0
        except RateLimited as error:
            wait = max(wait, error.seconds or 0.0)
            yield Stage(f"waiting for {title} to take questions again", trouble=True)
        except (BadAnswer, EngineUnreachable, EngineRefused) as error:
            yield asking.again(error)
        if clock.time() + wait > until:
            raise MayBeCharged(asking.reason, asking.remedy)
        await asyncio.sleep(wait)


class _Asking:
    """What went wrong so far with the questions after one job, and what is said of it in the end."""

    def __init__(self, title: str, where: str, patience: float) -> None:
        self._title = title
        self._broken = ""
        self.senseless = 0
        self.reason = f"{title} has not finished it within {_length(patience)}"
        self.remedy = f"It may be drawn and charged all the same: look {where}, or follow it again"

    def again(self, error: BadAnswer | EngineUnreachable | EngineRefused) -> Stage:
        """What to say while it is asked again; raises MayBeCharged where that is of no use."""
        if isinstance(error, EngineRefused):
            # It is the question that is refused, as with a key that holds no more; the job was taken.
            reason = f"{self._title} has the job and says nothing of it: {error.reason}"
            raise MayBeCharged(reason, error.remedy) from error
        if isinstance(error, BadAnswer):
            self.senseless += 1
            if self.senseless == MOST_SENSELESS:
                raise MayBeCharged(error.reason, self.remedy) from error
            return Stage(f"asking {self._title} again: its answer makes no sense", trouble=True)
        if isinstance(error, NotWhole):
            if error.digest == self._broken:
                raise MayBeCharged(
                    f"{self._title} drew it, and its picture is broken where it lies: the same came twice", self.remedy
                ) from error
            self._broken = error.digest
        self.reason = f"{self._title} has the job and answers no more: {error.reason}"
        return Stage(f"waiting for {self._title} to answer again", trouble=True)


def _length(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} seconds"
