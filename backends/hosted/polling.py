"""Following a job that a service has by a name of its own: it is asked again and again, until it says how it ended."""

from __future__ import annotations

import asyncio
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


async def fetched(http: Http, title: str, url: str) -> DrawnPicture:
    """A finished picture, whole, from where it lies.

    Raises EngineUnreachable where it did not arrive whole, MayBeCharged for what is no picture, and as `Http.download`.
    """
    data = await http.download(url)
    kind = kind_of(data)
    if kind is None:
        raise unreadable(title, "what arrived is neither PNG, JPEG nor WebP")
    if not await asyncio.to_thread(is_whole, data):
        raise EngineUnreachable(f"The picture of {title} did not arrive whole", "Look at the connection")
    return DrawnPicture(data, shown_name(urlsplit(url).path) or f"1.{EXTENSION[kind]}")


async def followed(access: Access, title: str, where: str, look: Look) -> AsyncIterator[Event]:
    """What `look` says, up to the end. While nothing answers, or nothing that makes sense, that is said as trouble and
    waited for.

    Raises MayBeCharged where a job takes longer than the account's patience, where the question is refused, or answers
    make no sense again and again: it goes on there, and can be looked for `where` a person sees it. Whatever else
    `look` raises is raised.
    """
    clock = asyncio.get_running_loop()
    until = clock.time() + access.patience
    waits = growing_waits(access.pause, LONGEST_PAUSE)
    reason = f"{title} has not finished it within {_length(access.patience)}"
    remedy = f"It may be drawn and charged all the same: look {where}, or follow it again"
    senseless = 0
    while True:
        wait = next(waits)
        try:
            for event in await look():
                yield event
                if isinstance(event, Finished | Failed | Cancelled):
                    return
            senseless = 0
        except BadAnswer as error:
            senseless += 1
            if senseless == MOST_SENSELESS:
                raise MayBeCharged(error.reason, remedy) from error
            yield Stage(f"asking {title} again: its answer makes no sense", trouble=True)
        except EngineUnreachable as error:
            reason = f"{title} has the job and answers no more: {error.reason}"
            yield Stage(f"waiting for {title} to answer again", trouble=True)
        except RateLimited as error:
            wait = max(wait, error.seconds or 0.0)
            yield Stage(f"waiting for {title} to take questions again", trouble=True)
        except EngineRefused as error:
            # It is the question that is refused, as with a key that holds no more; the job was taken.
            raise MayBeCharged(f"{title} has the job and says nothing of it: {error.reason}", error.remedy) from error
        if clock.time() + wait > until:
            raise MayBeCharged(reason, remedy)
        await asyncio.sleep(wait)


def _length(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} seconds"
