"""What has been made ready for the terminal and is kept, by source and size, and what the terminal holds of it."""

from __future__ import annotations

import itertools
import random
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple, Protocol
from weakref import WeakSet

from textual.strip import Strip

from screens.terminal.frames.encode import OVERLAID, Encoded, forgotten
from screens.terminal.frames.overlays import Overlays
from screens.terminal.line import cell_size
from studio.terminal.records import CellSize, PictureChoice

MOST_WEIGHT = 48 << 20
"""Bytes of encoded pictures that are kept, roughly."""

MOST_SENT = 160
"""Pictures that a Kitty terminal is left to hold; the oldest are freed, but none that is placed over cells."""


class FrameKey(NamedTuple):
    """What a frame depends on: the source, the room for it in cells, the cell's size, the ground's colour."""

    source: str
    columns: int
    rows: int
    cell: CellSize
    ground: str


class Frame(NamedTuple):
    """A picture in its room: `lines` fill it whole. `left` and `top` place the picture's cells within it.

    `enough`: a source with more pixels would look no better.
    """

    lines: tuple[Strip, ...]
    left: int
    top: int
    encoded: Encoded
    enough: bool


class Place(Protocol):
    """Where a picture is shown."""

    def begin_anew(self) -> None:
        """Make ready anew what is shown."""


class PictureStore:
    """One for an app, shared by its picture views. `choose` is asked at the first picture, and when all begins anew."""

    def __init__(self, choose: Callable[[], PictureChoice], cell: Callable[[], CellSize] = cell_size) -> None:
        self._choose = choose
        self._chosen: PictureChoice | None = None
        self._lock = threading.Lock()
        self._frames: OrderedDict[FrameKey, Frame] = OrderedDict()
        self._weight = 0
        self._sent: OrderedDict[int, None] = OrderedDict()
        self._is_left = False
        # Kitty ids are shared with every other program in the terminal, so they begin anywhere.
        self._ids = itertools.count(random.randrange(1 << 16, 1 << 23))
        self._places: WeakSet[Place] = WeakSet()
        self.cell = cell
        self.overlays = Overlays()

    def choice(self) -> PictureChoice:
        """The way of pictures."""
        with self._lock:
            if self._chosen is None:
                self._chosen = self._choose()
            return self._chosen

    def join(self, place: Place) -> None:
        """Let a place of pictures hear when all begins anew."""
        self._places.add(place)

    def begin_anew(self) -> None:
        """The terminal is another one: it holds no picture, and shows them in its own way."""
        with self._lock:
            self._chosen = None
            self._frames.clear()
            self._weight = 0
            self._sent.clear()
            self.overlays.forget_all()
        for place in list(self._places):
            place.begin_anew()

    def new_id(self) -> int:
        """A Kitty id, 1 to 2²⁴ − 1, that this store has not given before in a while."""
        return next(self._ids) % ((1 << 24) - 1) + 1

    def get(self, key: FrameKey) -> Frame | None:
        """A kept frame."""
        with self._lock:
            frame = self._frames.get(key)
            if frame is not None:
                self._frames.move_to_end(key)
            return frame

    def keep(self, key: FrameKey, frame: Frame) -> None:
        """Keep a frame; the least used go where there are too many."""
        with self._lock:
            old = self._frames.pop(key, None)
            self._weight += frame.encoded.weight - (old.encoded.weight if old else 0)
            self._frames[key] = frame
            while self._weight > MOST_WEIGHT and len(self._frames) > 1:
                _, gone = self._frames.popitem(last=False)
                self._weight -= gone.encoded.weight

    @property
    def is_overlaid(self) -> bool:
        """Whether pictures lie over the cells of this terminal. Never blocks: False before the first picture."""
        return self._chosen is not None and self._chosen.protocol in OVERLAID

    def to_send(self, encoded: Encoded) -> str:
        """What must be written to the terminal before this picture's strips; empty where it has it already."""
        number = encoded.image_id
        if not number or self._is_left:
            return ""
        if number in self._sent:
            self._sent.move_to_end(number)
            return ""
        self._sent[number] = None
        freed = ""
        if len(self._sent) > MOST_SENT:
            stand = {number, *(one.encoded.image_id for one in self.overlays)}
            for gone in [one for one in self._sent if one not in stand][: len(self._sent) - MOST_SENT]:
                del self._sent[gone]
                freed += forgotten(gone, self.choice().passthrough)
        return freed + encoded.transmit

    def to_leave(self) -> str:
        """What frees every picture that the terminal holds; it must be written before the screen is left.

        Nothing more is sent until `come_back`.
        """
        self._is_left = True
        self.overlays.forget_all()
        sent, self._sent = self._sent, OrderedDict()
        return "".join(forgotten(number, self.choice().passthrough) for number in sent)

    def come_back(self) -> None:
        """The screen is ours again: whatever is shown is sent anew."""
        self._is_left = False
