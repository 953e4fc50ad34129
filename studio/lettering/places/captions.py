"""Words beside the figures: a caption along an edge, a speech bubble where little is, sized to their words."""

from __future__ import annotations

import numpy as np

from studio.lettering.geometry.quads import Array, as_tuple
from studio.lettering.places.bubble_placement import Crowd, crowd_of, middle_for, tail_end
from studio.lettering.records import Look, Placement, Setting
from studio.lettering.seeing.draft_tag import has_tag
from studio.lettering.seeing.faces import faces_in, likeliest
from studio.lettering.seeing.head_outline import Head
from studio.lettering.seeing.views import views_of
from studio.lettering.setting import layout
from studio.lettering.setting.ink import MARGIN
from studio.lettering.setting.paper import BUBBLE_ROOM, CAPTION_ROOM

CAPTION_EM = 0.058
BUBBLE_EM = 0.046
"""The ems of captions and bubbles over the picture's shorter side, where there is room."""

WIDEST_BUBBLE = 0.46
"""Of the picture's width."""

HIGHEST_BAR = 0.2
"""Of the picture's height."""

_LINE_WORTH = 0.9
_FILLED = CAPTION_ROOM[1] * (1 - 2 * MARGIN)
"""The height that words take of a caption's bar."""

_AIR = 0.6
"""Room within a bubble around its words, in ems."""


def caption(shape: tuple[int, ...], text: str, look: Look, *, top: bool = False) -> Setting:
    """A text on a bar over the whole width, along the bottom or the top edge of a picture of `shape` (H, W, …).

    Raises NothingToSet, GlyphsMissing, FontUnknown.
    """
    high, wide = shape[:2]
    room, most = CAPTION_ROOM[0] * wide * 0.97, HIGHEST_BAR * high * _FILLED

    def size(block: layout.Block) -> float:
        return min(CAPTION_EM * min(high, wide), room / block.width, most / block.height)

    # A line less is worth somewhat smaller letters.
    choices = layout.blocks(text, look.case, look.font)
    block = max(choices, key=lambda one: size(one) * one.worth * _LINE_WORTH ** len(one.lines))
    tall = max(block.height * size(block) / _FILLED, 4.0)
    # A pixel's centre has whole coordinates, so the picture begins at −½; the bar's line shows on one side of it.
    first, last = (-0.5, tall - 0.5) if top else (high - tall - 0.5, high - 0.5)
    quad = np.array([[-0.5, first], [wide - 0.5, first], [wide - 0.5, last], [-0.5, last]])
    return Setting(text, Placement("edge", as_tuple(quad)), "caption")


def top_is_freer(rgb: Array) -> bool:
    """Whether a bar should be along the top of a picture (H, W, 3) uint8 RGB: the bottom says that it is a draft, and
    no face is so high up."""
    if not has_tag(rgb):
        return False
    views = views_of(rgb)
    usual = likeliest(faces_in(views), views, 1)
    return all(face.y - face.radius > 0.5 * HIGHEST_BAR * len(rgb) for face in usual)


def bubble(
    rgb: Array,
    text: str,
    look: Look,
    speaker: Placement | Head | None = None,
    *,
    tail: tuple[float, float] | None = None,
    at: tuple[float, float] | None = None,
    avoid: tuple[Placement, ...] = (),
    crowd: Crowd | None = None,
) -> Setting:
    """A text in a speech bubble on a picture (H, W, 3) uint8 RGB.

    The tail goes to `tail`, or towards the mouth of `speaker`, a head or somebody's chest, and stops before the head;
    where nobody is named, to who looks most like somebody. The bubble's middle is `at`, or where the picture is empty
    near the head, clear of the heads of the `crowd` and of what is to `avoid`: words, captions and bubbles.
    Raises NothingToSet, GlyphsMissing, FontUnknown.
    """
    high, wide = rgb.shape[:2]
    size = _bubble_size(text, look, wide, high)
    views = views_of(rgb)
    chest = speaker if isinstance(speaker, Placement) else None
    if crowd is None:
        crowd = crowd_of(views, (chest or Placement("centre", ()),))
    head = speaker if isinstance(speaker, Head) else next(iter(crowd.speakers), None)
    if at is None:
        words = avoid if chest is None or chest.method == "centre" else (chest, *avoid)
        near = tail or (head.face.mouth if head is not None else (wide / 2, high / 3))
        at = middle_for(views, size, words, crowd, head if tail is None else None, near)
    if tail is None and head is not None:
        tail = tail_end(at, size, head)
    return Setting(text, bubble_at((high, wide), text, look, at), "bubble", tail)


def bubble_at(shape: tuple[int, ...], text: str, look: Look, at: tuple[float, float]) -> Placement:
    """The place of a bubble for a text, its middle `at`, on a picture of `shape` (H, W, …).

    Raises NothingToSet, GlyphsMissing, FontUnknown.
    """
    x, y = (side / 2 for side in _bubble_size(text, look, shape[1], shape[0]))
    return Placement("space", as_tuple(np.array([[-x, -y], [x, -y], [x, y], [-x, y]]) + np.array(at)))


def _bubble_size(text: str, look: Look, wide: int, high: int) -> tuple[float, float]:
    """Width and height in px of a bubble for a text: the block that makes it look most like a bubble, 1.7 wide."""
    em = BUBBLE_EM * min(wide, high)
    choices = layout.blocks(text, look.case, look.font)
    block = min(choices, key=lambda one: abs(np.log((one.width + 2 * _AIR) / (one.height + 2 * _AIR) / 1.7)))
    across, down = (block.width + _AIR) / BUBBLE_ROOM, (block.height + _AIR) / BUBBLE_ROOM
    em = min(em, WIDEST_BUBBLE * wide / across, 0.4 * high / down)
    return across * em, down * em
