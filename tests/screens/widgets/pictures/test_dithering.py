"""Pictures in few colours: which pixels get which, and how cells of two colours are made of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from rich.console import Console

from screens.terminal.colours import COLOURS, Few, Rgb, nearest, numbers_of, oklab
from screens.terminal.frames.cells import GRIDS, drawn, quadrant, sextant
from screens.terminal.frames.dithering import SIDE, dithered, palette_of
from tests.screens.glass import Glass

FEW: tuple[Few, ...] = ("256", "16")
PARTS = {"half-cells": lambda parts: " ▀▄█"[parts], "quadrants": quadrant, "sextants": sextant}

levels = st.integers(0, 255)
colours = st.tuples(levels, levels, levels)
few_colours = st.sampled_from(FEW)


def light(colour: Rgb) -> NDArray[Any]:
    part = np.array(colour) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def seen_from_afar(numbers: NDArray[Any]) -> Rgb:
    """The colour of a patch whose pixels cannot be told apart: the mean of their light."""
    mean = np.mean([light(COLOURS[int(number)]) for number in numbers.ravel()], 0)
    red, green, blue = np.where(mean <= 0.0031308, mean * 12.92, 1.055 * mean ** (1 / 2.4) - 0.055) * 255
    return round(red), round(green), round(blue)


def apart(one: Rgb, other: Rgb) -> float:
    return float(np.linalg.norm(np.subtract(oklab(one), oklab(other))))


def patch(colour: Rgb, few: Few, side: int = 4 * SIDE) -> NDArray[Any]:
    palette = palette_of(few)
    return np.asarray(palette.numbers[dithered(np.full((side, side, 3), colour, np.uint8), palette)])


@given(colours, few_colours)
@example((47, 47, 47), "256")
@example((0, 0, 60), "256")
@example((128, 64, 32), "16")
def test_a_patch_seen_from_afar_is_no_farther_from_its_colour_than_the_nearest(colour: Rgb, few: Few) -> None:
    plain = COLOURS[nearest(colour, numbers_of(few))]
    # A level of the table is 8 of 255.
    assert apart(seen_from_afar(patch(colour, few)), colour) <= apart(plain, colour) + 0.02


@pytest.mark.parametrize(("few", "part"), [("256", 0.5), ("16", 0.4)])
def test_dithering_leaves_half_of_what_the_nearest_colours_leave(few: Few, part: float) -> None:
    some = [
        (int(red), int(green), int(blue)) for red, green, blue in np.random.default_rng(5).integers(0, 256, (60, 3))
    ]
    left = sum(apart(seen_from_afar(patch(colour, few)), colour) for colour in some)
    plain = sum(apart(COLOURS[nearest(colour, numbers_of(few))], colour) for colour in some)
    assert left < part * plain


@given(st.sampled_from(range(256)))
def test_a_colour_that_is_there_stays(number: int) -> None:
    few: Few = "256" if number >= 16 else "16"
    shown = patch(COLOURS[number], few)
    assert {COLOURS[one] for one in shown.ravel().tolist()} == {COLOURS[number]}


def test_a_picture_is_dithered_from_its_corner_whatever_its_size() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (13, 7, 3), np.uint8)
    palette = palette_of("256")
    whole = dithered(pixels, palette)
    assert whole.shape == (13, 7)
    assert np.array_equal(dithered(pixels[:5, :3], palette), whole[:5, :3])


def test_a_palette_goes_from_dark_to_light_and_has_all() -> None:
    for few in FEW:
        palette = palette_of(few)
        assert sorted(palette.numbers.tolist()) == list(numbers_of(few))
        lights = [oklab(COLOURS[number]).light for number in palette.numbers.tolist()]
        assert np.all(np.diff(lights) > -1e-6)
        assert palette_of(few) is palette


@pytest.mark.parametrize("protocol", PARTS)
def test_characters_and_the_parts_of_a_cell_say_the_same(protocol: str) -> None:
    count = GRIDS[protocol].columns * GRIDS[protocol].rows
    signs = [PARTS[protocol](parts) for parts in range(1 << count)]
    assert len(set(signs)) == 1 << count
    assert all(len(sign) == 1 for sign in signs)


def test_quadrants_are_named_as_unicode_names_them() -> None:
    """Source: the code chart of Block Elements."""
    import unicodedata

    corners = ("UPPER LEFT", "UPPER RIGHT", "LOWER LEFT", "LOWER RIGHT")
    for parts in range(1, 15):
        name = unicodedata.name(quadrant(parts))
        if name.startswith("QUADRANT"):
            assert {one for one in corners if one in name} == {corners[bit] for bit in range(4) if parts >> bit & 1}
    halves = {0b0011: "UPPER HALF BLOCK", 0b1100: "LOWER HALF BLOCK", 0b0101: "LEFT HALF BLOCK"}
    halves |= {0b1010: "RIGHT HALF BLOCK"}
    assert {parts: unicodedata.name(quadrant(parts)) for parts in halves} == halves


def on_glass(pixels: NDArray[np.uint8], protocol: str, few: str) -> NDArray[Any]:
    """The pixels that a terminal then shows, (h, w, 3)."""
    grid = GRIDS[protocol]
    rows, columns = pixels.shape[0] // grid.rows, pixels.shape[1] // grid.columns
    strips = drawn(Image.fromarray(pixels), columns, rows, protocol, few)  # type: ignore[arg-type]
    glass = Glass(columns, rows)
    for row, strip in enumerate(strips):
        glass.feed(f"\x1b[{row + 1};1H{strip.render(Console(color_system='standard'))}".encode())
    count = grid.columns * grid.rows
    parts_of = {PARTS[protocol](parts): parts for parts in range(1 << count)}
    shown = np.zeros(pixels.shape, int)
    for y, x in np.ndindex(pixels.shape[:2]):
        cell = glass.cells[y // grid.rows][x // grid.columns]
        bit = y % grid.rows * grid.columns + x % grid.columns
        shown[y, x] = cell.fore if parts_of[cell.text] >> bit & 1 else cell.back
    return shown


ways = st.sampled_from([*PARTS])


@given(ways, st.integers(0, 2**24 - 1), st.sampled_from([(0, 0, 0), (0, 95, 135)]), st.sampled_from([(255, 255, 255)]))
def test_a_cell_of_two_colours_that_are_there_is_shown_as_it_is(
    protocol: str, parts: int, one: Rgb, other: Rgb
) -> None:
    grid = GRIDS[protocol]
    shape = (2 * grid.rows, 2 * grid.columns)
    bits = np.array([parts >> bit & 1 for bit in range(shape[0] * shape[1])]).reshape(shape)
    pixels = np.where(bits[..., None], other, one).astype(np.uint8)
    assert np.array_equal(on_glass(pixels, protocol, "256"), pixels)


@given(ways, few_colours, st.integers(0, 1000))
def test_cells_show_pixels_of_the_palette_and_of_two_colours_each(protocol: str, few: Few, seed: int) -> None:
    grid = GRIDS[protocol]
    pixels = np.random.default_rng(seed).integers(0, 256, (3 * grid.rows, 4 * grid.columns, 3), np.uint8)
    shown = on_glass(pixels, protocol, few)
    assert {tuple(one) for one in shown.reshape(-1, 3).tolist()} <= {COLOURS[number] for number in numbers_of(few)}
    palette = palette_of(few)
    numbers = palette.numbers[dithered(pixels, palette)]
    wanted = np.array([COLOURS[number] for number in numbers.ravel().tolist()]).reshape(shown.shape)
    cells = [
        (shown[y : y + grid.rows, x : x + grid.columns], wanted[y : y + grid.rows, x : x + grid.columns])
        for y in range(0, len(pixels), grid.rows)
        for x in range(0, pixels.shape[1], grid.columns)
    ]
    for made, asked in cells:
        assert left(made, asked) <= least_left(asked) + 1e-5


def left(made: NDArray[Any], asked: NDArray[Any]) -> float:
    """The squared error in OKLab of a cell's pixels."""
    pairs = zip(made.reshape(-1, 3).tolist(), asked.reshape(-1, 3).tolist(), strict=True)
    return sum(apart(tuple(one), tuple(other)) ** 2 for one, other in pairs)


def least_left(asked: NDArray[Any]) -> float:
    """The least that any two of a cell's colours leave."""
    colours = [tuple(one) for one in asked.reshape(-1, 3).tolist()]
    pairs = [(one, other) for one in colours for other in colours]
    return min(sum(min(apart(one, c), apart(other, c)) ** 2 for c in colours) for one, other in pairs)
