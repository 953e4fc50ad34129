"""Figures as they are compared, made of numbers."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from studio.pictures.drift import head, line
from studio.pictures.drift.colour import lab_of
from studio.pictures.drift.palette import Palette
from studio.pictures.drift.traits import Traits

SKIN, COAT, TROUSERS = (236, 190, 150), (60, 110, 170), (90, 80, 70)


def palette(*colours: tuple[int, int, int]) -> Palette:
    return Palette(lab_of(np.array(colours, np.uint8)), np.full(len(colours), 1 / len(colours), np.float32))


def traits(**other: object) -> Traits:
    """Somebody with a head, a coat and trousers, each of one colour, and black lines."""
    face = np.zeros((64, 64, 3), np.uint8)
    cv2.circle(face, (24, 20), 9, (255, 255, 255), -1)
    made = Traits(
        box=(0, 0, 10, 10),
        whole=palette(SKIN, COAT, TROUSERS),
        bands=(palette(SKIN), palette(SKIN), palette(COAT), palette(COAT), palette(TROUSERS), palette(TROUSERS)),
        seen=(1.0,) * 6,
        silhouette=np.tri(8, 6, dtype=np.int8),
        outline=np.linspace(1, 2, head.RAYS),
        drawn=head.gradients(face),
        large=2.0,
        tall=3.0,
        broad=1.2,
        lines=line.Line(0.05, lab_of(np.array([[20, 20, 24]], np.uint8))[0], 0.1),
        shading=line.Shading(0.9, 1.0),
        white=lab_of(np.array([[240, 240, 240]], np.uint8))[0],
    )
    return replace(made, **other)  # type: ignore[arg-type]
