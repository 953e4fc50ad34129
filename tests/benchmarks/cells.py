"""Pictures as cells in all colours, 256 and 16: how far off what is seen is, what it costs, and Rich.

    python -m tests.benchmarks.cells [--columns 80] [--rows 40] [PICTURE ...]

The error is the mean distance in OKLab, times 100, between the picture and the cells (12 × 24 px each), both blurred in
linear light by half a cell's width, by a whole one and by two, as eyes that are so far away blur them. "Rich" is its
own rounding of the cells in 24 bits. Without pictures the shipped references are taken.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from rich.color import Color, ColorSystem
from rich.console import Console

import data
from screens.terminal.colours import COLOURS
from screens.terminal.frames import dithering
from screens.terminal.frames.cell_strip import CellStrip
from screens.terminal.frames.cells import GRIDS, drawn, quadrant, sextant
from studio.terminal.records import Colours

Array = NDArray[Any]
Shown = Literal["24-bit", "256", "16", "Rich 256", "Rich 16"]

CELL = (12, 24)
"""Pixels of a cell: whole numbers of them for a part of any grid."""

BLURS = (0.5, 1.0, 2.0)
"""Widths of a cell."""

RUNS = 9
SHIPPED = ("references/milo.png", "references/james.png")
CONSOLE = Console(color_system="truecolor")
SYSTEMS = {"Rich 256": ColorSystem.EIGHT_BIT, "Rich 16": ColorSystem.STANDARD}
SIGNS: dict[str, Callable[[int], str]] = {
    "half-cells": lambda parts: " ▀▄█"[parts],
    "quadrants": quadrant,
    "sextants": sextant,
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--columns", type=int, default=80)
    parser.add_argument("--rows", type=int, default=40)
    parser.add_argument("pictures", type=Path, nargs="*")
    chosen = parser.parse_args()
    blobs = [path.read_bytes() for path in chosen.pictures] or [data.blob(name) for name in SHIPPED]
    pictures = [Image.open(io.BytesIO(blob)).convert("RGB") for blob in blobs]
    begun = time.perf_counter()
    dithering.palette_of("256")
    sys.stdout.write(f"the table of 256 colours was made in {1000 * (time.perf_counter() - begun):.0f} ms\n\n")
    heads = "".join(f"{f'blur {blur}':>10}" for blur in BLURS)
    sys.stdout.write(f"{'':22}{heads}{'ms':>8}{'KB':>8}\n")
    shown: tuple[Shown, ...] = ("24-bit", "256", "Rich 256", "16", "Rich 16")
    for protocol in GRIDS:
        for colours in shown:
            row = measured(pictures, protocol, colours, chosen.columns, chosen.rows)
            sys.stdout.write(f"{protocol:12}{colours:10}{''.join(row)}\n")


def measured(pictures: Sequence[Image.Image], protocol: str, shown: Shown, columns: int, rows: int) -> list[str]:
    """The mean errors, and but for Rich the median milliseconds and the KB of a picture."""
    errors, times, sizes = [], [], []
    made_in: Colours = "24-bit" if shown in SYSTEMS else shown  # type: ignore[assignment]
    for picture in pictures:
        for _ in range(RUNS):
            begun = time.perf_counter()
            strips = drawn(picture, columns, rows, protocol, made_in)
            times.append(1000 * (time.perf_counter() - begun))
        sizes.append(sum(len(strip.render(CONSOLE).encode()) for strip in strips) / 1000)
        whole = picture.resize((columns * CELL[0], rows * CELL[1]), Image.Resampling.LANCZOS)
        glass = pixels_of(strips, protocol, SYSTEMS.get(shown))
        errors.append([error(np.asarray(whole), glass, blur * CELL[0]) for blur in BLURS])
    row = [f"{mean:10.2f}" for mean in np.mean(errors, 0).tolist()]
    return row if shown in SYSTEMS else [*row, f"{statistics.median(times):8.1f}", f"{statistics.mean(sizes):8.1f}"]


def pixels_of(strips: Sequence[CellStrip], protocol: str, system: ColorSystem | None) -> Array:
    """What the cells look like, (h, w, 3); with a `system`, as Rich rounds them to it."""
    grid = GRIDS[protocol]
    parts_of = {SIGNS[protocol](parts): parts for parts in range(1 << grid.columns * grid.rows)}
    known: dict[Color, tuple[int, int, int]] = {}
    lines = []
    for strip in strips:
        cells = [(mark, style) for text, style, _ in strip for mark in text]
        line = np.empty((grid.rows, grid.columns * len(cells), 3), np.uint8)
        for at, (mark, style) in enumerate(cells):
            assert style is not None
            for bit in range(grid.columns * grid.rows):
                colour = style.color if parts_of[mark] >> bit & 1 else style.bgcolor
                assert colour is not None
                if colour not in known:
                    known[colour] = rgb_of(colour if system is None else colour.downgrade(system))
                line[bit // grid.columns, at * grid.columns + bit % grid.columns] = known[colour]
        lines.append(line)
    return np.repeat(np.repeat(np.concatenate(lines), CELL[1] // grid.rows, 0), CELL[0] // grid.columns, 1)


def rgb_of(colour: Color) -> tuple[int, int, int]:
    """A colour as a terminal shows it."""
    if colour.number is not None:
        return COLOURS[colour.number]
    red, green, blue = colour.get_truecolor()
    return red, green, blue


def error(one: Array, other: Array, blur: float) -> float:
    """The mean distance in OKLab, times 100, of two pictures that are blurred by so many pixels."""
    labs = [oklab(cv2.GaussianBlur(light(picture), (0, 0), blur)) for picture in (one, other)]
    return 100 * float(np.linalg.norm(labs[0] - labs[1], axis=2).mean())


def light(picture: Array) -> Array:
    """sRGB as linear light."""
    part = picture.astype(np.float32) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4).astype(np.float32)


def oklab(lights: Array) -> Array:
    """Linear light in OKLab (https://bottosson.github.io/posts/oklab/)."""
    cones = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566]])
    cones = np.vstack([cones, [0.0883024619, 0.2817188376, 0.6299787005]])
    axes = np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099]])
    axes = np.vstack([axes, [0.0259040371, 0.7827717662, -0.8086757660]])
    return np.asarray(np.cbrt(lights @ cones.T) @ axes.T)


if __name__ == "__main__":
    main()
