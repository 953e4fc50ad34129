"""Light: one shift of all colours, as a lamp, a night or a filter makes it, seen at the lines and at the whites."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from studio.pictures.drift.colour import Array, lab_of, rgb_of
from studio.pictures.drift.palette import Palette
from studio.pictures.drift.traits import Traits

_LEAST, _MOST = 0.6, 2.6
"""How much brighter or darker a channel may be made: what is beyond is no light."""

_SMALL = 0.03


class Light(NamedTuple):
    """What takes the light out: each channel, 0 to 1, times `gain` (3,), plus `lift` (3,)."""

    gain: Array
    lift: Array


def between(here: Traits, there: Traits) -> Light | None:
    """What makes the whites and the lines of one figure those of another; None where they are so, or no light does
    it."""
    white, goal = (rgb_of(one.white[None])[0] / 255.0 for one in (here, there))
    dark, dark_goal = np.zeros(3), np.zeros(3)
    if here.lines is not None and there.lines is not None:
        dark, dark_goal = (rgb_of(one.colour[None])[0] / 255.0 for one in (here.lines, there.lines))
    if np.abs(white - goal).max() < _SMALL and np.abs(dark - dark_goal).max() < _SMALL:
        return None
    span = white - dark
    if span.min() < 0.15:
        return None
    gain = (goal - dark_goal) / span
    if gain.min() < _LEAST or gain.max() > _MOST:
        return None
    return Light(gain, dark_goal - gain * dark)


def all_over(here: Traits, there: Traits) -> Light | None:
    """What makes the middle colour of one figure's head that of another: for those who have no whites."""
    own, goal = (_middle(one.zones[0]) for one in (here, there))
    if own is None or goal is None or own.min() < 0.05:
        return None
    gain = goal / own
    return None if gain.min() < _LEAST or gain.max() > _MOST else Light(gain, np.zeros(3))


def _middle(palette: Palette) -> Array | None:
    """The mean of a palette, RGB, 0 to 1."""
    if palette.empty:
        return None
    return np.asarray(np.average(rgb_of(palette.colours) / 255.0, 0, palette.weights))


def without(traits: Traits, light: Light) -> Traits:
    """The figure as it would be without that light."""
    return replace(
        traits,
        whole=_relit(traits.whole, light),
        bands=tuple(_relit(palette, light) for palette in traits.bands),
    )


def _relit(palette: Palette, light: Light) -> Palette:
    if palette.empty:
        return palette
    rgb = np.clip(rgb_of(palette.colours) / 255.0 * light.gain + light.lift, 0, 1)
    return Palette(lab_of(np.rint(rgb * 255).astype(np.uint8)), palette.weights)
