"""What is packed, and what a pack is made of."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec

from studio.datasets.records import SIDE, Kind


class Item(NamedTuple):
    """A picture that is learned, with its caption, and its mask and its control picture where it has such.

    In a mask, PNG where it is bytes, white is learned and black is not; a control is what an editing model is shown, to
    make the picture of.
    """

    name: str
    file: Path
    caption: str
    mask: Path | bytes | None = None
    control: Path | None = None


class Order(msgspec.Struct, frozen=True):
    """A dataset on its way to a trainer."""

    name: str
    items: tuple[Item, ...]
    kind: Kind = "character"
    trigger: str = ""
    side: int = SIDE
    steps: int = 1500
    batch: int = 1
    base: str = ""
    """The model that is trained, a word of `configs.BASES`; empty: the trainer's usual one."""
    place: str = ""
    """Where the pack will lie, absolute, for what tells the trainer; empty where nobody knows."""
    judging: tuple[str, ...] = ()
    """Captions of held-out pictures: what samples are drawn of, where the trainer draws such."""


class Entry(NamedTuple):
    """A file of a pack: its path there, with slashes, and its bytes or the file that has them."""

    path: str
    data: bytes | Path


class Pack(NamedTuple):
    """What will be written, and a line for each thing that it leaves out or that is to be known."""

    entries: tuple[Entry, ...]
    remarks: tuple[str, ...] = ()
