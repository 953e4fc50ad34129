"""A small draft of a scene, or of a member of the cast, while it is being written, painted in a process of its own.

The draft painter is Python for the most part: in a thread it would hold the GIL, and every key would wait for it.
"""

from __future__ import annotations

import logging
import random
import threading
from concurrent.futures import BrokenExecutor, CancelledError, Future
from concurrent.futures.process import ProcessPoolExecutor
from typing import TYPE_CHECKING

import msgspec

from backends.base import DrawRequest
from library.files.processes import ended, spawned
from studio.errors import StudioError
from studio.lettering.records import Look
from studio.pictures import live_worker
from studio.pictures.portrait import PortraitOrder
from studio.scenes import plan
from studio.scenes.scene import DRAFT
from studio.scenes.stock import Plate
from studio.scenes.understanding import Understanding

if TYPE_CHECKING:
    from studio.pictures.screen_pixels import Pixels

SIDE, LEAST_SIDE = 448, 256
"""Pixels of the longer side, and of the shorter one at least, which the painter does not paint smaller."""

SEED = 8
"""Of a scene that has a random one: while one writes, the room and the camera stay."""

TRIES = 2
"""Processes that are begun for one order, where one dies."""

_LOG = logging.getLogger(__name__)


class DraftFailed(StudioError):
    """The scene, or the member of the cast, could not be painted."""


class LiveOrder(msgspec.Struct, frozen=True):
    """What is to be painted, and which words go on whose shirt, by the figure's name.

    `plate` is the plate where the figures stand before its own picture, the file `plate_picture`.
    """

    request: DrawRequest
    words: tuple[tuple[str, str], ...]
    look: Look
    plate: Plate | None = None
    plate_picture: str = ""


class LiveDraft(msgspec.Struct, frozen=True):
    """A painted scene or portrait, (height, width, 3) uint8 RGB; equal pixels have an equal `digest`, and no others.

    `remark` says why words are missing on a scene, and what of somebody is not in a portrait.
    """

    pixels: Pixels
    digest: str
    remark: str = ""


def order_of(understood: Understanding, look: Look) -> LiveOrder:
    """The order for a scene, small. Raises SceneImpossible where no engine would draw it."""
    scene = understood.scene
    seed = SEED if scene.seed is None else scene.seed
    small = msgspec.structs.replace(scene, count=1, seed=seed, size=small_size(*scene.size))
    (recipe,) = plan.recipes(
        msgspec.structs.replace(understood, scene=small),
        engine=DRAFT,
        engine_kind=DRAFT,
        references=(),
        models={},
        # The seed is given, so that nothing is chosen.
        chooser=random.Random(0),
    )
    recipe = msgspec.structs.replace(recipe, start=None, mask=None)
    words = tuple((role.character.name, role.saying) for role in understood.roles if role.saying)
    request, file = plan.request(recipe, job_id="", client_id=""), understood.plate_picture
    return LiveOrder(request, words, look, understood.plate if file else None, file)


def small_size(width: int, height: int) -> tuple[int, int]:
    """A size in pixels of the same proportions, as small as is painted while one writes."""
    share = max(SIDE / max(width, height), LEAST_SIDE / min(width, height))
    return round(width * share), round(height * share)


def _begun_in(pool: ProcessPoolExecutor, order: LiveOrder | PortraitOrder) -> Future[tuple[Pixels, str, str]]:
    if isinstance(order, PortraitOrder):
        return pool.submit(live_worker.portrayed, order.figure, order.side)
    return pool.submit(live_worker.painted, *msgspec.structs.astuple(order))


class LivePainter:
    """Paints orders one at a time, each within a tenth of a second or two; the first waits for its process too."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._is_closed = False
        self._told: set[str] = set()

    def paint(self, order: LiveOrder | PortraitOrder) -> LiveDraft:
        """The draft. Blocks: belongs in a thread. Raises DraftFailed; each reason is logged once."""
        error: BaseException | None = None
        for _ in range(TRIES):
            try:
                pool = self._begun()
                future = _begun_in(pool, order)
                ended(pool, future)
                error = future.exception()
            except (RuntimeError, OSError, CancelledError) as gone:
                error = gone
            if error is None:
                return LiveDraft(*future.result())
            if not isinstance(error, BrokenExecutor):
                break
            # The process was killed, perhaps long ago: the next one is another.
            self.rest()
        assert error is not None
        raise self._failed(error)

    def _failed(self, error: BaseException) -> DraftFailed:
        what = f"{type(error).__name__}: {error}"
        if what not in self._told and not self._is_closed:
            self._told.add(what)
            _LOG.warning("the live draft could not be painted", exc_info=error)
        return DraftFailed("The draft painter could not paint this", what, "It can be drawn all the same")

    def _begun(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the live draft's painter is closed")
            if self._pool is None:
                self._pool = spawned(1, live_worker.begin)
            return self._pool

    def rest(self) -> None:
        """End the process, as soon as it has painted; the next order begins another. Blocks until it has ended."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def close(self) -> None:
        """End the process for good. Blocks until it has ended."""
        with self._lock:
            self._is_closed = True
        self.rest()
