"""The colours by which a member is known, of the head and of the body, from what the cast and its words say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from backends.base import Figure
from backends.draft.palette import rgb
from backends.draft.reading.looks import colours_of, features_of
from studio.lettering.geometry.quads import Array
from studio.scenes.recipe import CastMember

_HEAD: Mapping[str, float] = {
    "fur": 0.45, "mask": 0.15, "muzzle": 0.2, "belly": 0.2, "inner": 0.05, "skin": 0.5, "hair": 0.3, "cap": 0.3,
    "glasses": 0.06, "eyes": 0.03, "nose": 0.03,
}  # fmt: skip
_BODY: Mapping[str, float] = {
    "suit": 0.7, "accent": 0.06, "trousers": 0.12, "skirt": 0.12, "shorts": 0.08, "fur": 0.06, "skin": 0.06,
}  # fmt: skip
"""How much of a head, and of a chest with what is around it, a part takes where it is there at all."""

_SKINS = ("#f4d3bb", "#e6b48e", "#c8966c", "#8a5a3c", "#5a3a28")
"""Of a person of whose skin nothing is said, it may be any of these."""

_USUAL = 0.8
"""What all parts of one take together: where those that are known take less, others are there too."""


@dataclass(frozen=True, slots=True)
class Blend:
    """Colours (n, 3) in CIE Lab, and their shares (n,): together 1, or less where some are not known."""

    colours: Array
    shares: Array


@dataclass(frozen=True, slots=True)
class Palette:
    """What a member's head and body are made of."""

    head: Blend
    body: Blend

    @property
    def known(self) -> bool:
        """Whether there is anything to know the member by."""
        return bool(len(self.head.shares) or len(self.body.shares))


def palette_of(member: CastMember) -> Palette:
    """The colours that the cast names for a member, and those that its look and outfit say."""
    figure = Figure(
        member.name, member.species, member.colours, member.features, member.lettered, member.look, member.wearing
    )
    named = {part.strip().lower(): value for part, value in colours_of(figure, features_of(figure)).items()}
    if "muzzle" in named:
        named.pop("belly", None)
    head = [(named[part], share) for part, share in _HEAD.items() if part in named]
    if "skin" not in named and (member.species.strip().lower() or "person") == "person":
        head += [(tone, _HEAD["skin"] / len(_SKINS)) for tone in _SKINS]
    return Palette(_blend(head), _blend([(named[part], share) for part, share in _BODY.items() if part in named]))


def lab(colours: Array) -> Array:
    """Colours (…, 3) uint8 RGB in CIE Lab, float32: L 0 to 100, a and b about ±100."""
    if not colours.size:
        return np.zeros(colours.shape, np.float32)
    flat = np.ascontiguousarray(colours.reshape(1, -1, 3), np.float32) / 255
    return np.asarray(cv2.cvtColor(flat, cv2.COLOR_RGB2Lab).reshape(colours.shape))


def _blend(parts: Sequence[tuple[str, float]]) -> Blend:
    none = (-1, -1, -1)
    known = [(colour, share) for text, share in parts if (colour := rgb(text, none)) != none]
    if not known:
        return Blend(np.zeros((0, 3), np.float32), np.zeros(0, np.float32))
    total = max(sum(share for _, share in known), _USUAL)
    colours = lab(np.array([colour for colour, _ in known], np.uint8))
    return Blend(colours, np.array([share / total for _, share in known], np.float32))
