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
from studio.pictures.drift.cutting.choosing import Known, Spot
from studio.pictures.drift.cutting.figures import figure_at
from studio.pictures.drift.palette import EMPTY

_SURE = 3.0
"""How much more of a face than the least there must be for a figure to be cut out of more than a plain ground."""

_BAND, _ROUNDS = 0.02, 3
"""How wide, as a share of the longer side, the band around an edge is in which it is looked for again."""

_LEAST, _MOST = 0.02, 0.85
_APART = 12.0
"""ΔE between both sides of the edge, in the middle, from which a figure is cut out where one ends."""


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
    if standing is not None:
        found = masks.filled(standing, 0.002)
    else:
        cut = _cut_out(views, models)
        if cut is None:
            return None
        found = cut
    if not _LEAST <= found.mean() <= _MOST:
        return None
    soft = cv2.resize(
        cv2.GaussianBlur(found.astype(np.float32), (0, 0), 0.8), (wide, high), interpolation=cv2.INTER_LINEAR
    )
    return np.asarray(np.rint(np.clip((soft - 0.25) * 2, 0, 1) * 255), np.uint8)


def _cut_out(views: Views, models: Models) -> Array | None:
    face = _face(views, models)
    if face is None:
        return None
    figure = figure_at(views, Spot(face, EMPTY), Known())
    if figure is None:
        return None
    refined = _refined(views.small, figure.mask)
    return refined if _contrast(views.small, refined) >= _APART else None


def _face(views: Views, models: Models) -> Face | None:
    grow = float(views.grow[0])
    found = main_of(faces(views.small, models.face), views.small.shape) if models.face else None
    if found is not None:
        left, top, right, low = found.edges
        return Face((left + right) / 2 * grow, (top + low) / 2 * grow, (low - top) / 2 * grow)
    best = next(iter(likeliest(faces_in(views), views, 1, bodies=True)), None)
    return best if best is not None and best.score >= _SURE * LEAST else None


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
