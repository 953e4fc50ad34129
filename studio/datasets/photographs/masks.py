"""A mask of the figure in a picture, for trainers that take one: what is white counts.

ai-toolkit takes a folder of such beside the pictures (`mask_path`), each under the picture's name.
"""

from __future__ import annotations

import cv2
import numpy as np

from studio.datasets.photographs.networks import NO_MODELS, Models, faces
from studio.datasets.photographs.subject import main_of
from studio.lettering.seeing.faces import LEAST, Face, faces_in, likeliest
from studio.lettering.seeing.views import Views, views_of
from studio.pictures.drift.colour import Array, lab_of
from studio.pictures.drift.cutting import masks
from studio.pictures.drift.cutting.choosing import Known, Spot, around
from studio.pictures.drift.cutting.figures import figure_at
from studio.pictures.drift.palette import EMPTY

_SURE, _RIVAL = 2.0, 0.65
"""How much more of a face than the least there must be for a figure to be cut out of more than a plain ground, and how
much of one the next likely face may be at most, over the first."""

_BAND, _ROUNDS = 0.02, 3
"""How wide, as a share of the longer side, the band around an edge is in which it is looked for again."""

_LEAST, _MOST = 0.02, 0.85
_PART = 0.04
"""Of the largest part of what stands on plain ground, the share from which another one counts as well."""

_APART = 48.0
"""How far colours (ΔE 1976) around the edge go apart, in the middle one, where a figure is cut out where it ends."""

_BORDER = 0.03
"""The share of the picture's upper border and sides that a figure may take, for what goes with it is seldom its."""


def figure_mask(pixels: Array, models: Models = NO_MODELS) -> Array | None:
    """The mask (H, W) uint8 of the figure in a picture (H, W, 3 or 4) uint8 RGB(A): 255 where it is, 0 elsewhere, and
    between them along its edge. None where no figure is certain: all of the picture counts then.

    Transparency and a plain ground are certain; elsewhere there must be a face, and an edge where the figure ends.
    Raises FaceModelUnusable.
    """
    high, wide = pixels.shape[:2]
    if min(high, wide) < 32:
        return None
    if pixels.shape[2] == 4 and masks.by_alpha(pixels[..., 3]) is not None:
        return np.ascontiguousarray(pixels[..., 3])
    views = views_of(np.ascontiguousarray(pixels[..., :3]))
    standing = masks.by_plain_ground(views.small)
    found = _alone(standing) if standing is not None else _cut_out(views, models)
    if found is None:
        return None
    if not _LEAST <= found.mean() <= _MOST:
        return None
    soft = cv2.resize(
        cv2.GaussianBlur(found.astype(np.float32), (0, 0), 0.8), (wide, high), interpolation=cv2.INTER_LINEAR
    )
    return np.asarray(np.rint(np.clip((soft - 0.25) * 2, 0, 1) * 255), np.uint8)


def _alone(standing: Array) -> Array | None:
    """The figure (h, w) bool of what stands on plain ground: without words and specks; None where it is many things."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(standing.astype(np.uint8), connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    large = np.concatenate([[False], areas >= _PART * areas.max()])
    if areas.max() < 0.5 * areas.sum():
        return None
    return masks.filled(np.asarray(large[labels]), 0.002)


def _cut_out(views: Views, models: Models) -> Array | None:
    face = _face(views, models)
    if face is None:
        return None
    # The colours around a face are its hair's too, where they are rare beside it.
    figure = figure_at(views, Spot(face, EMPTY), Known(head=around(views, face)))
    if figure is None:
        return None
    found = _refined(views.small, figure.mask)
    border = np.concatenate([found[0], found[:, 0], found[:, -1]]).mean()
    return found if border <= _BORDER and _contrast(views.small, found) >= _APART else None


def _face(views: Views, models: Models) -> Face | None:
    found = main_of(faces(views.rgb, models.face), views.rgb.shape) if models.face else None
    if found is not None:
        left, top, right, low = found.edges
        return Face((left + right) / 2, (top + low) / 2, (low - top) / 2)
    likely = likeliest(faces_in(views), views, 2, bodies=True)
    if not likely or likely[0].score < _SURE * LEAST:
        return None
    return likely[0] if len(likely) == 1 or likely[1].score <= _RIVAL * likely[0].score else None


def _refined(rgb: Array, mask: Array) -> Array:
    """The mask (h, w) bool with its edge looked for again in a band around it, in all px of the copy."""
    wide = 2 * max(2, round(_BAND * max(mask.shape))) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (wide, wide))
    as_bytes = mask.astype(np.uint8)
    inner, outer = cv2.erode(as_bytes, kernel), cv2.dilate(as_bytes, kernel)
    guess = np.where(mask, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    guess[outer == 0], guess[inner > 0] = cv2.GC_BGD, cv2.GC_FGD
    found = masks.by_grab_cut(cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab), guess)
    found = cv2.morphologyEx(found.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) > 0
    largest = max(masks.pieces(found), key=lambda part: int(part.sum()), default=found)
    return masks.filled(largest, 0.002)


def _contrast(rgb: Array, mask: Array) -> float:
    """ΔE (CIE 1976) across the edge of a mask, in the middle: how much it is an edge of what is shown."""
    near = cv2.GaussianBlur(lab_of(rgb), (0, 0), 1.0)
    as_bytes = mask.astype(np.uint8)
    kernel = np.ones((3, 3), np.uint8)
    edge = (as_bytes - cv2.erode(as_bytes, kernel)) > 0
    off = cv2.dilate(near, np.ones((7, 7), np.uint8)) - cv2.erode(near, np.ones((7, 7), np.uint8))
    apart = np.linalg.norm(off, axis=2)[edge]
    return float(np.median(apart)) if len(apart) else 0.0
