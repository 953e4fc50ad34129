"""What a report on a dataset is made of: what was seen of each picture, and what is found wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

if TYPE_CHECKING:
    from studio.datasets.photographs.odd_one_out import Parts
    from studio.datasets.photographs.quality import Flaw

Weight = Literal["fails", "likely", "slight"]
"""`fails`: training stops, or surely learns something else; `likely`: it will be seen in what is drawn; `slight`."""

WEIGHTS: tuple[Weight, ...] = ("fails", "likely", "slight")


class Size(NamedTuple):
    """A picture's size in pixels, upright."""

    width: int
    height: int


class Ground(NamedTuple):
    """What stands at a picture's edges: its colour, `#rrggbb`, and whether that is all that stands there."""

    colour: str
    is_plain: bool


class Seen(NamedTuple):
    """What was seen in the file of one picture."""

    name: str
    size: Size
    ground: Ground
    prints: tuple[bytes, ...]
    """What it looks like, for `alikeness`: of the whole picture, and of what stands on its ground."""
    flaws: tuple[Flaw, ...] = ()
    """What is wrong with its pixels."""
    figure: Parts | None = None
    """The colours of who is on it; None where nobody was looked for, or found."""


class Finding(msgspec.Struct, frozen=True):
    """One thing that may go wrong: what, how surely, what to do, and with which pictures (none: all of them)."""

    weight: Weight
    topic: str
    """One word, for scripts: "count", "captions", "leak"…"""
    text: str
    remedy: str = ""
    pictures: tuple[str, ...] = ()


class Hole(NamedTuple):
    """What no picture shows, in a few words, and the scene that would show it; empty where nobody is named."""

    label: str
    scene: str
