"""The scene: what the person wrote and chose. What the studio makes of it: `studio.scenes.understanding`."""

from __future__ import annotations

from typing import Literal

import msgspec

from backends.families import GUIDANCE as GUIDANCE
from backends.families import STEPS as STEPS
from backends.families import Family as Family
from studio.scenes.recipe import LoraChoice, PictureUse

AUTO = "auto"
DRAFT = "draft"
"""Engines of every studio: the one that it chooses, and the draft painter, which needs no server."""

START_DENOISE = 0.6
"""How much of a picture that is painted over is drawn anew, where nobody says: the composition stays."""


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What the person wrote and chose. Empty or None is the studio's own choice.

    `sayings` go to the characters in the order they are named. `size` in pixels (width, height). `start` is a picture
    to paint over, `denoise` how much of it is drawn anew (over 0, up to 1), and the white of `mask` where; the library
    keeps both among its references. `references_joined` is one after another, side by side as one picture, or each
    one's words and references in a part of the picture. `best`: of `count` pictures the best one is wanted.
    `by_lot`: nobody chose the seed that it has.
    """

    text: str
    sayings: tuple[str, ...] = ()
    plate: str = ""
    style: str = "flat cartoon"
    count: int = 1
    best: bool = False
    seed: int | None = None
    by_lot: bool = False
    size: tuple[int, int] = (1024, 1024)
    engine: str = AUTO
    family: Family | None = None
    steps: int | None = None
    guidance: float | None = None
    sampler: str = "euler"
    scheduler: str = "simple"
    loras: tuple[LoraChoice, ...] | None = None
    references_joined: Literal["chained", "stitched", "regions"] = "chained"
    start: PictureUse | None = None
    denoise: float | None = None
    mask: PictureUse | None = None

    @property
    def redrawn(self) -> float:
        """The share that is drawn anew: what was chosen; else all, of a start picture without a mask START_DENOISE."""
        if self.denoise is not None:
            return self.denoise
        return START_DENOISE if self.start is not None and self.mask is None else 1.0
