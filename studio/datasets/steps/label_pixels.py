"""Which pixels of a quad are drawn on it, and which go on beyond it.

What stands behind a label reaches in from the quad's rim: the ground, the figure's flat colours, its outlines. What
does not is the label's own: letters, arrows, swatches, with their halo and the noise that JPEG puts around them.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]

RIM = 3
"""Px around a quad in which what goes on beyond it is seen."""

_SAME = 13.0
"""ΔE (CIE 1976) up to which two pixels are one colour: JPEG at quality 60 stays below it on flat colours."""

_COLOURS = 12
"""Colours of a rim, at most."""

_THIN = 22
"""Px from the middle of a quad to its sides up to which strokes may be two px thin."""

_PLAIN = 5.0
"""ΔE up to which a rim is of one colour, with some grain and a gradient."""

_ALL = 0.97
"""Share of a rim that is then of it, at least."""

_GROUND = 0.25
"""Share of a quad from which a colour that goes on is what the label stands on."""

_INKED = 0.2
"""Share of a label's own pixels that its ink has, at least."""

_ENTRIES = 8
"""Places where lines of one colour come in, at most: there are more in hatching, and none is a way through."""

_GROWN = 2
"""Px by which the label's pixels are grown: their smooth edges, and the noise of JPEG at them."""


def lab(rgb: Array) -> Array:
    """A picture (h, w, 3) uint8 RGB in CIE Lab, float32: L 0 to 100."""
    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab))


def label_pixels(rgb: Array, inside: Array, others: Array) -> Array:
    """The label's own pixels in a window (h, w, 3) uint8 RGB: (h, w) bool, none outside of `inside` (h, w) bool.

    `others` (h, w) bool is inside other quads: nothing is learned from there. On plain ground the whole quad is the
    label's, with the faintest of its edges; so it is where all of it goes on beyond it, or nothing: a person who marks
    it means something.
    """
    near = cv2.dilate(inside.astype(np.uint8), _disc(RIM)) > 0
    rim = near & ~inside & ~others
    if not rim.any():
        return inside.copy()
    # Thin strokes would be blurred away; thick ones are told more surely without JPEG's noise.
    depth = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3)
    colours = lab(cv2.medianBlur(rgb, 3) if float(depth.max()) > _THIN else rgb)
    modes = _modes(colours[rim])
    if modes and float((_away(colours[rim], modes[0]) < _PLAIN).mean()) > _ALL:
        return inside.copy()
    behind = _reaching(colours, inside, rim, modes)
    own = inside & ~behind & ~_between(colours, behind | rim)
    own = _without_specks(own)
    own = own | _touching(colours, inside, behind, own, modes)
    if not own.any():
        return inside.copy()
    return np.asarray((cv2.dilate(own.astype(np.uint8), _disc(_GROWN)) > 0) & inside)


def _reaching(colours: Array, inside: Array, rim: Array, modes: list[Array]) -> Array:
    """What is inside and of a colour of the rim, and connected to the rim in that colour: (h, w) bool."""
    behind = np.zeros_like(inside)
    for number, colour in enumerate(modes):
        # A rare colour near a frequent one is the smooth edge of something; it must not lead into letters' edges.
        apart = min((float(_away(colour, other)) for other in modes[:number]), default=np.inf)
        alike = (_away(colours, colour) < min(_SAME, 0.5 * apart)) & (inside | rim)
        _, numbers = cv2.connectedComponents(alike.astype(np.uint8), connectivity=4)
        entering = np.unique(numbers[rim & alike])
        behind |= np.isin(numbers, entering[entering > 0])
    return behind & inside


def _modes(colours: Array) -> list[Array]:
    """The colours (3,) that most of `colours` (n, 3) are near to, the most frequent first."""
    left = colours
    modes: list[Array] = []
    while len(left) >= 5 and len(modes) < _COLOURS:
        bins = np.floor(left / 8).astype(np.int32)
        keys = (bins[:, 0] * 128 + bins[:, 1] + 32) * 128 + bins[:, 2] + 32
        values, counts = np.unique(keys, return_counts=True)
        mode = np.median(left[keys == values[np.argmax(counts)]], axis=0)
        # Fewer pixels are the smooth edge of something, not a thing that goes on.
        if int((_away(colours, mode) < _SAME).sum()) >= 5:
            modes.append(mode)
        left = left[_away(left, mode) >= 0.7 * _SAME]
    return modes


def _between(colours: Array, known: Array) -> Array:
    """Smooth edges between two known colours: (h, w) bool of pixels whose colour lies between known ones at hand."""
    box = np.ones((5, 5), np.uint8)
    low = cv2.erode(np.where(known[..., None], colours, 1e3).astype(np.float32), box)
    high = cv2.dilate(np.where(known[..., None], colours, -1e3).astype(np.float32), box)
    return np.asarray(((colours > low - 3) & (colours < high + 3)).all(axis=2))


def _without_specks(own: Array) -> Array:
    """Without what is too small to be seen."""
    _, numbers, stats, _ = cv2.connectedComponentsWithStats(own.astype(np.uint8), connectivity=8)
    stays = stats[:, cv2.CC_STAT_AREA] >= 4
    stays[0] = False
    return np.asarray(stays[numbers])


def _touching(colours: Array, inside: Array, behind: Array, own: Array, modes: list[Array]) -> Array:
    """Letters and shafts that touch an outline of their ink, and are reached through it: its thin parts, (h, w) bool.

    An ink is a colour of the rim that little of what goes on has, and much of the label's own. An outline itself leads
    from one place of the rim to another, and stays.
    """
    touching = np.zeros_like(own)
    deep = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3) > 4
    nearest = np.argmin([_away(colours, ink) for ink in modes], axis=0) if modes else None
    for number, ink in enumerate(modes):
        alike = _away(colours, ink) < _SAME
        is_ground = (alike & behind).sum() > _GROUND * inside.sum()
        if is_ground or (alike & own).sum() < _INKED * max(1, own.sum()):
            continue
        depth = cv2.distanceTransform(own.astype(np.uint8), cv2.DIST_L2, 3)[alike & own]
        width = int(np.ceil(2 * float(np.quantile(depth, 0.9)))) + 1
        reached = (alike & behind & (nearest == number)).astype(np.uint8)
        thick = cv2.morphologyEx(reached, cv2.MORPH_OPEN, _disc((width + 1) // 2 + 1))
        thin = (reached > 0) & (cv2.dilate(thick, _disc(1)) == 0) & deep
        if thin.any():
            touching |= thin & (cv2.dilate(_passing(alike, inside, width).astype(np.uint8), _disc(1)) == 0)
    return touching


def _passing(alike: Array, inside: Array, width: int) -> Array:
    """What of one colour (h, w) leads through a quad: the shortest ways between the places where it comes in, bool.

    Ways are `width` px wide.
    """
    passing = np.zeros_like(inside)
    window = cv2.dilate(inside.astype(np.uint8), _disc(RIM)) > 0
    _, numbers = cv2.connectedComponents((alike & window).astype(np.uint8), connectivity=8)
    count, places = cv2.connectedComponents((alike & window & ~inside).astype(np.uint8), connectivity=8)
    entries: dict[int, list[Array]] = {}
    for place in range(1, count):
        entry = places == place
        entries.setdefault(int(numbers[entry][0]), []).append(entry)
    for number, there in entries.items():
        if 2 <= len(there) <= _ENTRIES:
            body = numbers == number
            steps = [_steps(body, entry) for entry in there]
            for n, one in enumerate(steps):
                for other in steps[n + 1 :]:
                    both = one + other
                    passing |= body & (both <= both[body].min() + width)
    return passing


def _steps(body: Array, entry: Array) -> Array:
    """How many steps within a body (h, w) bool each of its pixels is from an entry; far beyond it, (h, w) int32."""
    steps = np.full(body.shape, 1 << 20, np.int32)
    ring, seen, count = entry.astype(np.uint8), entry.copy(), 0
    while ring.any():
        steps[ring > 0] = count
        ring = ((cv2.dilate(ring, np.ones((3, 3), np.uint8)) > 0) & body & ~seen).astype(np.uint8)
        seen |= ring > 0
        count += 1
    return steps


def _away(colours: Array, colour: Array) -> Array:
    """ΔE of each colour (…, 3) to one: CIE 1976, the plain distance in Lab."""
    return np.asarray(np.sqrt(((colours - colour) ** 2).sum(axis=-1)))


def _disc(radius: int) -> Array:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)))
