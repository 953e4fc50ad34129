"""A photograph in a style, by OpenCV alone: flat colours in outlines, brush strokes, or the pale ground of a figurine.

Which of the three a style is, the words of its name say, as they do for the draft painter. The same picture and style
always give the same pixels.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.draft.brush import brushed
from backends.draft.palette import INK
from backends.draft.room import ACCENTS, WALLS
from backends.draft.styles import is_figurine, is_painterly
from studio.pictures.plates.reading import shrunk

if TYPE_CHECKING:
    from library.formats.pictures import Pixels

Lab = NDArray[np.float32]

SIDE = 1344
"""Pixels of the longer side of what comes out, at most: as large as pictures are drawn."""
FLAT_SIDE = 900
"""The same while colours are found; mean shift takes its time."""
TONES = 20
"""Flat colours of a picture."""
_SEED = 7
_LINES = 0.0025
"""Width of an outline over the longer side."""
_TOWARDS = 0.14
"""How far a flat colour goes to the nearest of the draft painter's."""
_EARTH = (236, 220, 196)


def stylised(picture: Pixels, style: str) -> Pixels:
    """A picture (height, width, 3) uint8 RGB as a place in a style, named as in `styles.toml`; at most SIDE pixels."""
    picture = shrunk(picture, SIDE)
    if is_painterly(style):
        return _painterly(picture)
    if is_figurine(style):
        return _figurine(picture)
    return _flat(picture)


def _painterly(picture: Pixels) -> Pixels:
    """Brush strokes in rich, muted, somewhat warm colours."""
    soft = cv2.edgePreservingFilter(picture, flags=cv2.RECURS_FILTER, sigma_s=40, sigma_r=0.35)
    warm = _graded(np.asarray(soft, dtype=np.uint8), colourful=0.92, warm=5.0, contrast=1.06)
    return brushed(warm, Random(f"{_SEED}:brush").getrandbits(32))


def _figurine(picture: Pixels) -> Pixels:
    """Soft flat forms in earthy pastels: what stands far behind a small figure."""
    flat = _flat(picture, lines=0.0)
    pale = _graded(flat, colourful=0.95, warm=7.0, contrast=0.84)
    return np.asarray(cv2.addWeighted(pale, 0.72, np.full_like(pale, _EARTH), 0.28, 0), dtype=np.uint8)


def _flat(picture: Pixels, lines: float = 1.0) -> Pixels:
    """Few vivid colours without shading, in ink outlines of `lines` times the usual darkness."""
    rows, columns = picture.shape[:2]
    small = shrunk(picture, FLAT_SIDE)
    calm = cv2.pyrMeanShiftFiltering(cv2.bilateralFilter(small, 9, 40, 7), 10, 22, maxLevel=1)
    lab = _lab(np.asarray(calm, dtype=np.uint8))
    tones = _tones(lab)
    # Which tone is nearest is told on a smooth enlargement, so that borders are smooth too.
    large = np.asarray(cv2.resize(lab, (columns, rows), interpolation=cv2.INTER_CUBIC), dtype=np.float32)
    placed = _nearest(large, tones)
    placed = _without_specks(placed, max(3, round(max(rows, columns) / 260) | 1))
    vivid = _vivid(tones)
    coloured = np.asarray(cv2.GaussianBlur(vivid[placed], (0, 0), 0.8), dtype=np.float32)
    return _inked(_rgb(coloured), picture, placed, tones, lines) if lines else _rgb(coloured)


def _tones(lab: Lab) -> Lab:
    """The colours (TONES, 3) that a picture comes down to, the same ones each time."""
    flat = lab.reshape(-1, 3)
    sample = flat[np.random.RandomState(_SEED).randint(0, len(flat), min(len(flat), 24_000))]
    # Colours that cover little are seen too: hues count for more than brightness.
    weights = np.array([0.8, 1.5, 1.5], dtype=np.float32)
    cv2.setRNGSeed(_SEED)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 24, 0.5)
    none = np.empty((0, 0), dtype=np.int32)
    _, _, centres = cv2.kmeans(sample * weights, TONES, none, criteria, 2, cv2.KMEANS_PP_CENTERS)
    return np.asarray(centres / weights, dtype=np.float32)


def _nearest(lab: Lab, tones: Lab) -> NDArray[np.uint8]:
    """Which of the tones each pixel is nearest to: (height, width)."""
    best = np.full(lab.shape[:2], np.inf, dtype=np.float32)
    placed = np.zeros(lab.shape[:2], dtype=np.uint8)
    for number, tone in enumerate(tones):
        far = ((lab - tone) ** 2).sum(axis=2)
        nearer = far < best
        best[nearer], placed[nearer] = far[nearer], number
    return placed


def _without_specks(placed: NDArray[np.uint8], wide: int) -> NDArray[np.uint8]:
    """The same, with what is smaller than `wide` pixels given to what lies around it."""
    votes = np.full(placed.shape, -1.0, dtype=np.float32)
    winner = placed.copy()
    for number in np.unique(placed):
        share = cv2.boxFilter((placed == number).astype(np.float32), -1, (2 * wide + 1, 2 * wide + 1))
        more = share > votes
        votes[more], winner[more] = share[more], number
    return winner


def _vivid(tones: Lab) -> Lab:
    """The tones, more colourful, and a little nearer to the draft painter's own."""
    house = _lab(np.array([[*WALLS, *ACCENTS]], dtype=np.uint8))[0]
    chroma = np.hypot(tones[:, 1], tones[:, 2])[:, None]
    out = tones.copy()
    out[:, 1:] *= 1 + 0.35 * np.clip(chroma / 12, 0, 1) * np.clip(1.6 - chroma / 60, 0, 1)
    out[:, 0] = np.clip(50 + (tones[:, 0] - 50) * 1.1, 6, 95)
    far = np.hypot(out[:, None, 1] - house[None, :, 1], out[:, None, 2] - house[None, :, 2])
    near = house[far.argmin(axis=1)]
    towards = _TOWARDS * np.clip(chroma / 10, 0, 1)
    out[:, 1:] += (near[:, 1:] - out[:, 1:]) * towards
    return np.asarray(out, dtype=np.float32)


def _inked(flat: Pixels, picture: Pixels, placed: NDArray[np.uint8], tones: Lab, lines: float) -> Pixels:
    """Outlines where two tones meet that are far apart, and where the picture has a line of its own."""
    side = max(picture.shape[:2])
    wide = max(1.2, _LINES * side)
    seen = tones[placed]
    across = np.sqrt(((seen[:, 1:] - seen[:, :-1]) ** 2).sum(axis=2))
    down = np.sqrt(((seen[1:] - seen[:-1]) ** 2).sum(axis=2))
    border = np.zeros(placed.shape, dtype=np.float32)
    border[:, 1:] = across
    border[1:] = np.maximum(border[1:], down)
    strong = np.clip((border - 16) / 14, 0, 1)
    drawn = cv2.GaussianBlur(strong, (0, 0), wide * 0.55) * wide * 2.1
    grey = cv2.cvtColor(cv2.bilateralFilter(picture, 9, 50, 7), cv2.COLOR_RGB2GRAY).astype(np.float32)
    # Difference of Gaussians: H. Winnemöller, "XDoG", NPAR 2011, eq. 2, on edges that go dark.
    inner = cv2.GaussianBlur(grey, (0, 0), wide * 0.7) - 0.99 * cv2.GaussianBlur(grey, (0, 0), wide * 1.12)
    own = np.clip((-inner - 1.2) / 5.5, 0, 1)
    ink = np.clip(np.maximum(drawn, own), 0, 1)[:, :, None] * (0.88 * lines)
    return np.asarray(np.rint(flat * (1 - ink) + np.asarray(INK, dtype=np.float32) * ink), dtype=np.uint8)


def _graded(picture: Pixels, *, colourful: float, warm: float, contrast: float) -> Pixels:
    """Other colours: chroma and contrast by a factor, and warmer by so many units of b*."""
    lab = _lab(picture)
    lab[..., 0] = np.clip(50 + (lab[..., 0] - 50) * contrast, 0, 100)
    lab[..., 1:] *= colourful
    lab[..., 2] += warm
    return _rgb(lab)


def _lab(picture: Pixels) -> Lab:
    """RGB as CIE L*a*b*: L 0 to 100."""
    return np.asarray(cv2.cvtColor(picture.astype(np.float32) / 255, cv2.COLOR_RGB2Lab), dtype=np.float32)


def _rgb(lab: Lab) -> Pixels:
    shown = cv2.cvtColor(np.asarray(lab, dtype=np.float32), cv2.COLOR_Lab2RGB)
    return np.asarray(np.rint(np.clip(shown, 0, 1) * 255), dtype=np.uint8)
