"""A picture made ready for its room: decoded, encoded, and laid among empty lines. Runs in threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from screens.terminal.colour_filter import ground_colour
from screens.terminal.frames.encode import Encoded, encode, enough, pixels_needed
from screens.terminal.frames.frame_store import Frame, FrameKey, PictureStore
from screens.terminal.frames.joined_strip import padded
from screens.terminal.frames.kitty_placed import PlacedStrip, blank
from studio.pictures.screen_pixels import image_for

if TYPE_CHECKING:
    from rich.console import Console

    from studio.pictures.screen_pixels import Pixels


class Source(msgspec.Struct, frozen=True):
    """What to show: a file, what finds it (in a thread), encoded bytes, or pixels.

    `key` names it for good; empty: nothing of it is kept.
    """

    key: str
    content: Path | bytes | Pixels | Callable[[], Path]


class Stale(Exception):
    """Something else is wanted by now."""


class Order(msgspec.Struct, frozen=True):
    """One frame that is wanted. `stale` is set when it is not wanted any more, and heeded before each stage.

    `alignment` is "left|center|right top|middle|bottom". `light`: something better follows, so few bytes will do.
    """

    key: FrameKey
    ground: Color
    alignment: str
    console: Console
    light: bool = False
    stale: threading.Event = msgspec.field(default_factory=threading.Event)

    def heed(self) -> None:
        """Raise Stale where something else is wanted."""
        if self.stale.is_set():
            raise Stale


def make_frame(source: Source, order: Order, store: PictureStore) -> Frame:
    """Decode, resize, encode, and draw the lines once. Keeps what has a key. Raises Stale, LibraryError."""
    key, choice = order.key, store.choice()
    order.heed()
    content = source.content() if callable(source.content) else source.content
    order.heed()
    if isinstance(content, (Path, bytes)):
        # Without numpy, whose import would hold the first pictures up: of the protocols only cells need it.
        image = image_for(content, *pixels_needed(key.columns, key.rows, key.cell, choice))
    else:
        from PIL import Image

        image = Image.fromarray(content)
    order.heed()
    ground = Style(bgcolor=ground_colour(order.ground, choice.colours))
    encoded = encode(
        image,
        key.columns,
        key.rows,
        key.cell,
        choice,
        image_id=store.new_id(),
        ground=ground,
        fleeting=order.light or not source.key,
    )
    order.heed()
    frame = _laid(encoded, order, ground, enough(image, encoded, key.cell, choice))
    for line in frame.lines:
        line.render(order.console)
    if source.key:
        store.keep(key, frame)
    return frame


def _laid(encoded: Encoded, order: Order, ground: Style, is_enough: bool) -> Frame:
    """The picture among blank cells, where the alignment puts it."""
    columns, rows = order.key.columns, order.key.rows
    horizontal, vertical = order.alignment.split()
    across, down = columns - encoded.columns, rows - encoded.rows
    left = {"left": 0, "right": across}.get(horizontal, across // 2)
    top = {"top": 0, "bottom": down}.get(vertical, down // 2)
    empty = Strip([Segment(" " * columns, ground)], columns)
    beside = blank if encoded.strips and isinstance(encoded.strips[0], PlacedStrip) else _blank
    before, after = ([beside(width, ground)] if width else [] for width in (left, across - left))
    filled = [padded(before, strip, after) for strip in encoded.strips]
    return Frame((*[empty] * top, *filled, *[empty] * (down - top)), left, top, encoded, is_enough)


def _blank(width: int, ground: Style) -> Strip:
    return Strip([Segment(" " * width, ground)], width)
