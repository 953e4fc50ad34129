"""Sizes as models on Replicate take them: by the name of a ratio, by width and height, or as one word of both."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Final

from backends.hosted.models import SizeRule
from backends.replicate.inputs import Input, Inputs
from backends.replicate.roles import Roles

MEGAPIXEL: Final[dict[str, tuple[int, int]]] = {
    "1:1": (1024, 1024),
    "16:9": (1344, 768),
    "21:9": (1536, 640),
    "3:2": (1216, 832),
    "2:3": (832, 1216),
    "4:5": (896, 1088),
    "5:4": (1088, 896),
    "3:4": (896, 1152),
    "4:3": (1152, 896),
    "9:16": (768, 1344),
    "9:21": (640, 1536),
}
"""Pixels of the ratios that FLUX.1 draws (replicate/cog-flux, predict.py); other models draw about the same."""
STEP: Final = 16
CUSTOM: Final = "custom"
_RATIO = re.compile(r"(\d{1,3}):(\d{1,3})")
_SIZE = re.compile(r"(\d{2,5})[x*×](\d{2,5})")


def size_rule(inputs: Inputs, roles: Roles) -> SizeRule:
    """Which sizes a model draws; those of ratios are about so large."""
    ratios = [name for name in _words(inputs.get(roles.ratio)) if _RATIO.fullmatch(name)]
    if roles.width and roles.height and (not roles.ratio or CUSTOM in _words(inputs[roles.ratio])):
        return _sides(inputs[roles.width], inputs[roles.height])
    if ratios:
        return SizeRule(listed=tuple(pixels(name) for name in ratios), named=True)
    whole = [_SIZE.fullmatch(word) for word in _words(inputs.get("size"))]
    if found := tuple((int(match[1]), int(match[2])) for match in whole if match):
        return SizeRule(listed=found)
    return SizeRule(listed=(MEGAPIXEL["1:1"],), named=True)


def size_inputs(width: int, height: int, inputs: Inputs, roles: Roles) -> dict[str, str | int]:
    """The inputs that ask for a size which the rule of `size_rule` let through."""
    size = (width, height)
    names = [name for name in _words(inputs.get(roles.ratio)) if _RATIO.fullmatch(name)]
    # A model has its own pixels for a ratio where it takes others too, and theirs alone are known.
    known = [name for name in names if pixels(name) == size and (name in MEGAPIXEL or not roles.width)]
    if known:
        return {roles.ratio: known[0], **({"megapixels": "1"} if "megapixels" in inputs else {})}
    if roles.width and roles.height:
        return {**({roles.ratio: CUSTOM} if roles.ratio else {}), roles.width: width, roles.height: height}
    for word in _words(inputs.get("size")):
        if (match := _SIZE.fullmatch(word)) and (int(match[1]), int(match[2])) == size:
            return {"size": word}
    return {}


def pixels(ratio: str) -> tuple[int, int]:
    """The size of a ratio such as "16:9", of one megapixel about, both sides multiples of 16."""
    if ratio in MEGAPIXEL:
        return MEGAPIXEL[ratio]
    match = _RATIO.fullmatch(ratio)
    if match is None or not int(match[1]) or not int(match[2]):
        return MEGAPIXEL["1:1"]
    share = math.sqrt(int(match[1]) / int(match[2]))
    return max(STEP, round(1024 * share / STEP) * STEP), max(STEP, round(1024 / share / STEP) * STEP)


def _sides(width: Input, height: Input) -> SizeRule:
    if width.choices and height.choices:
        numbers = [[int(one) for one in side.choices if isinstance(one, int) and one > 0] for side in (width, height)]
        if listed := tuple((wide, high) for wide in numbers[0][:20] for high in numbers[1][:20]):
            return SizeRule(listed=listed)
    least = max(STEP, int(max(width.least or 256, height.least or 256)))
    most = max(least, int(min(width.most or 1440, height.most or 1440)))
    most = max(most // STEP * STEP, math.ceil(least / STEP) * STEP)
    return SizeRule(multiple=STEP, least_side=least, most_side=most, most_pixels=most * most, widest=most / least)


def _words(one: Input | None) -> Iterable[str]:
    return [word for word in one.choices if isinstance(word, str)] if one is not None else []
