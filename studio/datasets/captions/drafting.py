"""First drafts of captions, by a vision server: one picture after another, each told as it comes.

A draft is marked as one (`Picture.drafted`) until a person has looked at it: a model sees things that are not there.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from backends.errors import ContentRefused, EngineError, EngineRefused, EngineUnreachable
from library.errors import LibraryError
from library.formats.pictures import read_picture
from studio.datasets.captions.asking import QUESTION, cleaned, rules
from studio.datasets.captions.pattern import caption_of, pattern_of
from studio.datasets.records import Dataset
from studio.errors import Notice, StudioError
from studio.notices import notice_of

if TYPE_CHECKING:
    from backends.vision.server import VisionServer

MOST_SIDE: Final = 1024
"""Px of the longer side of what is sent."""
QUALITY: Final = 92


class NotDrafted(StudioError):
    """The server drafts no caption of one picture, and would not of the next."""


class Draft(NamedTuple):
    """What became of one picture: a caption, or why there is none."""

    picture: str
    description: str = ""
    caption: str = ""
    failure: Notice | None = None


async def drafts(
    server: VisionServer, dataset: Dataset, pictures: Iterable[tuple[str, Callable[[], bytes]]]
) -> AsyncGenerator[Draft]:
    """Drafts of pictures, each with what reads its file, one after another: a server of one's own does one at a time.

    A picture that cannot be read, or of which the model says nothing, is told in its draft. Raises NotDrafted where the
    next would fare no better: the server does not answer, refuses, or its model sees no pictures.
    """
    asked, left = rules(dataset.kind), list(pictures)
    if not left:
        return
    try:
        await server.sees()
    except EngineError as error:
        raise _not_drafted(error) from error
    for name, read in left:
        try:
            small = await asyncio.to_thread(_small, read, name)
            said = await server.describe(small, asked, QUESTION)
        except LibraryError as error:
            yield Draft(name, failure=notice_of(error))
        except EngineError as error:
            if _ends_all(error):
                raise _not_drafted(error) from error
            yield Draft(name, failure=Notice(f"No caption of {name} was drafted", error.reason, error.remedy))
        else:
            description = cleaned(said.text, is_cut=said.is_cut)
            caption = caption_of(pattern_of(dataset), dataset.trigger, description) if description else ""
            useless = Notice(f"Nothing can be used of what was said of {name}", "", "Write it yourself")
            yield Draft(name, description, caption, None if caption else useless)


def _not_drafted(error: EngineError) -> NotDrafted:
    return NotDrafted("No caption was drafted", error.reason, error.remedy)


def _ends_all(error: EngineError) -> bool:
    """Whether the next picture would fare no better."""
    return isinstance(error, EngineUnreachable | EngineRefused) and not isinstance(error, ContentRefused)


def _small(read: Callable[[], bytes], name: str) -> bytes:
    """A picture as JPEG of at most MOST_SIDE px, what is transparent on white. Blocks. Raises LibraryError."""
    import cv2

    pixels = read_picture(read(), name)
    high, wide = pixels.shape[:2]
    share = min(1.0, MOST_SIDE / max(high, wide))
    if share < 1:
        size = max(1, round(wide * share)), max(1, round(high * share))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    return cv2.imencode(".jpg", pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()
