"""What stands out of a picture to the eye: no network, and nothing known of what it may be.

Three cues are put together, each of which fails where the others do not: colours unlike the picture's mean
(Achanta, Hemami, Estrada and Süsstrunk, "Frequency-tuned Salient Region Detection", 2009), detail that is unlike its
surroundings' (Hou and Zhang, "Saliency Detection: A Spectral Residual Approach", 2007), and colours that do not go on
to the picture's borders (after Zhu, Liang, Wei and Sun, "Saliency Optimization from Robust Background Detection",
2014).
"""

from __future__ import annotations

import cv2
import numpy as np

from studio.pictures.drift.colour import Array

SIDE = 160
"""Px of the longer side of the copy that is looked at."""

_WAVES = 64
_BORDERS = 5
"""Colours that stand for all borders of a picture."""


def saliency(rgb: Array) -> Array:
    """How much each pixel of a copy (h, w) float32 of a picture (H, W, 3) uint8 RGB stands out, 0 to 1."""
    high, wide = rgb.shape[:2]
    scale = min(1.0, SIDE / max(high, wide))
    size = max(1, round(wide * scale)), max(1, round(high * scale))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    lab = cv2.GaussianBlur(lab, (0, 0), 1.2)
    tuned = np.linalg.norm(lab - lab.reshape(-1, 3).mean(0), axis=2)
    cues = 0.3 * _to_one(tuned) + 0.25 * _to_one(_residual(lab[..., 0])) + 0.45 * _to_one(_unlike_borders(lab))
    return np.asarray(_to_one(cues * _near_the_middle(size[1], size[0])), np.float32)


def _to_one(values: Array) -> Array:
    low, far = np.quantile(values, (0.02, 0.99))
    return np.asarray(np.clip((values - low) / max(far - low, 1e-6), 0, 1) if far - low > 1e-3 else 0 * values)


def _residual(light: Array) -> Array:
    high, wide = light.shape
    shrunk = cv2.resize(light, (_WAVES, _WAVES), interpolation=cv2.INTER_AREA)
    waves = np.fft.fft2(shrunk)
    strength = np.log(np.abs(waves) + 1e-6).astype(np.float32)
    residual = strength - cv2.blur(strength, (3, 3))
    back = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(waves)))) ** 2
    soft = cv2.GaussianBlur(back.astype(np.float32), (0, 0), 2.5)
    return np.asarray(cv2.resize(soft, (wide, high), interpolation=cv2.INTER_LINEAR))


def _unlike_borders(lab: Array) -> Array:
    """How far each pixel's colour is from the nearest of those that stand at the borders, the lower one left out: who
    is cut there goes on to it."""
    high, wide = lab.shape[:2]
    edge = max(1, min(high, wide) // 20)
    sides = [lab[:edge], lab[: 3 * high // 4 + 1, :edge], lab[: 3 * high // 4 + 1, -edge:]]
    border = np.ascontiguousarray(np.concatenate([one.reshape(-1, 3) for one in sides]), np.float32)
    many = min(_BORDERS, len(border))
    cv2.setRNGSeed(1)
    ends = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 0.5)
    _, labels, middles = cv2.kmeans(border, many, np.zeros((0, 1), np.int32), ends, 1, cv2.KMEANS_PP_CENTERS)
    shares = np.bincount(labels.ravel(), minlength=many) / len(border)
    # A colour of a few border pixels may well be the subject's own.
    kept = middles[shares >= min(0.06, float(shares.max()))]
    off = np.linalg.norm(lab[:, :, None] - kept[None, None], axis=3).min(2)
    return np.asarray(cv2.GaussianBlur(off.astype(np.float32), (0, 0), 1.5))


def _near_the_middle(high: int, wide: int) -> Array:
    rows, columns = (np.arange(high) + 0.5) / high - 0.5, (np.arange(wide) + 0.5) / wide - 0.5
    return np.asarray(np.exp(-0.5 * ((rows[:, None] / 0.42) ** 2 + (columns[None] / 0.34) ** 2)))


def box_of(salient: Array) -> tuple[float, float, float, float] | None:
    """Left, top, right, bottom of what stands out most, as shares of the picture; None where nothing does."""
    if salient.max() <= 0.05:
        return None
    scaled = np.rint(salient * 255).astype(np.uint8)
    bound, _ = cv2.threshold(scaled, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    outstanding = (scaled > bound).astype(np.uint8)
    kernel = np.ones((3, 3), np.uint8)
    outstanding = cv2.morphologyEx(cv2.morphologyEx(outstanding, cv2.MORPH_OPEN, kernel), cv2.MORPH_CLOSE, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(outstanding, connectivity=8)
    if count < 2:
        return None
    weight = np.bincount(labels.ravel(), salient.ravel(), minlength=count)
    weight[0] = 0
    high, wide = salient.shape
    kept = stats[weight >= 0.35 * weight.max()]
    left, top = kept[:, cv2.CC_STAT_LEFT].min(), kept[:, cv2.CC_STAT_TOP].min()
    right = (kept[:, cv2.CC_STAT_LEFT] + kept[:, cv2.CC_STAT_WIDTH]).max()
    low = (kept[:, cv2.CC_STAT_TOP] + kept[:, cv2.CC_STAT_HEIGHT]).max()
    return float(left / wide), float(top / high), float(right / wide), float(low / high)
