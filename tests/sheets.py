"""Sheets of small pictures that were looked at, and whether what is made now is still what they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Pixels: TypeAlias = npt.NDArray[Any]
"""A picture, (H, W, 3) uint8 RGB."""

_ACROSS: Final = 16
"""Pictures in a row."""
_NEAR: Final = 3
"""Levels by which a channel of a small picture may differ: another machine rounds otherwise."""


def write(sheet: Path, side: int, cases: Mapping[str, Callable[[], Pixels]]) -> None:
    """Make all pictures and keep them, `side` pixels wide and high each, losslessly."""
    pictures = [_small(make(), side) for make in cases.values()]
    pictures += [np.zeros((side, side, 3), np.uint8)] * (-len(pictures) % _ACROSS)
    rows = np.stack(pictures).reshape(-1, _ACROSS, side, side, 3).transpose(0, 2, 1, 3, 4)
    whole = rows.reshape(-1, _ACROSS * side, 3)
    # A quality over 100 is lossless.
    cv2.imwrite(str(sheet), cv2.cvtColor(whole, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_WEBP_QUALITY, 101])


def differing(sheet: Path, side: int, cases: Mapping[str, Callable[[], Pixels]]) -> dict[str, int]:
    """Of the pictures that are made now, those that the sheet shows otherwise, and by how many levels at most."""
    before = _pictures(sheet, side)
    if len(before) != len(cases) + -len(cases) % _ACROSS:
        return {f"there are {len(cases)} pictures now, and {len(before)} places on the sheet": 255}
    off = {
        name: int(np.abs(_small(make(), side).astype(np.int16) - old).max())
        for (name, make), old in zip(cases.items(), before, strict=False)
    }
    return {name: most for name, most in off.items() if most > _NEAR}


def _pictures(sheet: Path, side: int) -> Sequence[Pixels]:
    read = cv2.imread(str(sheet))
    assert read is not None
    whole = cv2.cvtColor(read, cv2.COLOR_BGR2RGB)
    rows = whole.reshape(-1, side, _ACROSS, side, 3).transpose(0, 2, 1, 3, 4)
    return [*rows.reshape(-1, side, side, 3)]


def _small(picture: Pixels, side: int) -> Pixels:
    return cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA).astype(np.uint8)
