"""Which size each trainer makes of a picture before it is learned, and what that cuts off or scales up.

Trainers sort pictures into buckets of about the same area, each with sides that are a multiple of some step; a picture
is scaled until it covers its bucket, and what stands out of it is cut off around the middle. The rules are those of
    kohya           kohya-ss/sd-scripts library/train_util.py BucketManager, library/model_util.py
    musubi          kohya-ss/musubi-tuner src/musubi_tuner/dataset/bucket.py BucketSelector
    ai-toolkit      ostris/ai-toolkit toolkit/buckets.py, dataloader_mixins.py BucketsMixin (0.12)
    onetrainer      Nerogar/mgds pipelineModules/AspectBucketing.py
    diffusion-pipe  tdrussell/diffusion-pipe utils/dataset.py
with the settings that `packing.configs` writes for them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from studio.datasets.records import SIDE
from studio.datasets.reports.records import Size

KOHYA_SMALLEST, KOHYA_LARGEST, KOHYA_STEP = 256, 2048, 64
"""`min_bucket_reso`, `max_bucket_reso` and `bucket_reso_steps`; the usual largest of 1024 would crop wide pictures."""
MUSUBI_STEP = 16
TOOLKIT_STEP = 64
ONETRAINER_STEP = 64
PIPE_STEP, PIPE_LEAST, PIPE_MOST, PIPE_BUCKETS = 16, 0.5, 2.0, 7
"""`min_ar`, `max_ar` and `num_ar_buckets`."""
_ONETRAINER_ASPECTS = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 3.5, 4.0)


class Placed(NamedTuple):
    """Where a picture comes to lie: its bucket, how far it is scaled (over 1: up), and the share that is cut off."""

    name: str
    bucket: Size
    scale: float
    cropped: float


class Buckets(NamedTuple):
    """The buckets of one trainer at one resolution (px of a square's side)."""

    trainer: str
    resolution: int
    placed: tuple[Placed, ...]

    @property
    def filled(self) -> dict[Size, tuple[str, ...]]:
        """The names of the pictures in each bucket, the fullest first."""
        by: dict[Size, list[str]] = {}
        for one in self.placed:
            by.setdefault(one.bucket, []).append(one.name)
        return {bucket: tuple(by[bucket]) for bucket in sorted(by, key=lambda bucket: (-len(by[bucket]), bucket))}


Rule = Callable[[Size, int], Size]
"""A picture's size and a resolution make its bucket."""


def buckets(trainer: str, sizes: Mapping[str, Size], side: int = SIDE) -> tuple[Buckets, ...]:
    """The buckets of a trainer, one record for each resolution that it trains at; none where its rule is not known."""
    if trainer not in RULES:
        return ()
    rule = RULES[trainer]
    return tuple(
        Buckets(trainer, resolution, tuple(_placed(name, size, rule(size, resolution)) for name, size in sizes.items()))
        for resolution in resolutions(trainer, side)
    )


def resolutions(trainer: str, side: int) -> tuple[int, ...]:
    """The resolutions that a trainer is told: ai-toolkit learns every picture at three, as its own presets have it."""
    return (side // 2, side * 3 // 4, side) if trainer in ("ai-toolkit", "replicate") else (side,)


def _placed(name: str, size: Size, bucket: Size) -> Placed:
    scale = max(bucket.width / size.width, bucket.height / size.height)
    kept = (bucket.width / (size.width * scale)) * (bucket.height / (size.height * scale))
    return Placed(name, bucket, scale, max(0.0, 1 - kept))


def kohya(size: Size, resolution: int) -> Size:
    """sd-scripts: the bucket of nearest aspect, unless the picture has a bucket's size already."""
    every = _kohya_buckets(resolution)
    return size if size in every else _nearest(every, size.width / size.height)


@cache
def _kohya_buckets(resolution: int) -> tuple[Size, ...]:
    area = resolution * resolution
    square = max(KOHYA_STEP, resolution // KOHYA_STEP * KOHYA_STEP)
    found = {Size(square, square)}
    for width in range(KOHYA_SMALLEST, KOHYA_LARGEST + 1, KOHYA_STEP):
        height = min(KOHYA_LARGEST, area // width // KOHYA_STEP * KOHYA_STEP)
        if height >= KOHYA_SMALLEST:
            found |= {Size(width, height), Size(height, width)}
    return tuple(sorted(found))


def musubi(size: Size, resolution: int) -> Size:
    """musubi-tuner: the bucket of nearest aspect among those from half the side to all of it."""
    return _nearest(_musubi_buckets(resolution), size.width / size.height)


@cache
def _musubi_buckets(resolution: int) -> tuple[Size, ...]:
    found = set()
    smallest = max(MUSUBI_STEP, resolution // 2 // MUSUBI_STEP * MUSUBI_STEP)
    for width in range(smallest, resolution + MUSUBI_STEP, MUSUBI_STEP):
        height = max(MUSUBI_STEP, resolution * resolution // width // MUSUBI_STEP * MUSUBI_STEP)
        found |= {Size(width, height), Size(height, width)}
    return tuple(sorted(found))


def _nearest(every: tuple[Size, ...], aspect: float) -> Size:
    return min(every, key=lambda bucket: abs(bucket.width / bucket.height - aspect))


def toolkit(size: Size, resolution: int) -> Size:
    """ai-toolkit: the picture's own shape in steps, of an area up to the resolution's; small pictures stay small."""
    pixels, most = size.width * size.height, resolution * resolution
    wanted = min(pixels, most)
    scale = math.sqrt(wanted / pixels)
    sides = [(math.floor(side * scale / TOOLKIT_STEP), math.ceil(side * scale / TOOLKIT_STEP)) for side in size]
    every = [Size(width * TOOLKIT_STEP, height * TOOLKIT_STEP) for width, height in itertools.product(*sides)]
    fitting = [one for one in every if one.width and one.height and one.width * one.height <= most]
    if not fitting:
        low = every[0]
        return Size(max(TOOLKIT_STEP, low.width), max(TOOLKIT_STEP, low.height))
    return min(fitting, key=lambda one: abs(one.width * one.height - wanted))


def onetrainer(size: Size, resolution: int) -> Size:
    """OneTrainer: nine aspects, wide and high, of the resolution's area, in steps."""
    aspect = size.height / size.width
    return min(_onetrainer_buckets(resolution), key=lambda one: abs(one.height / one.width - aspect))


@cache
def _onetrainer_buckets(resolution: int) -> tuple[Size, ...]:
    def stepped(side: float) -> int:
        return max(ONETRAINER_STEP, round(side / ONETRAINER_STEP) * ONETRAINER_STEP)

    def sides(aspect: float) -> Iterator[Size]:
        long, short = stepped(math.sqrt(aspect) * resolution), stepped(resolution / math.sqrt(aspect))
        yield from (Size(long, short), Size(short, long))

    return tuple(sorted({size for aspect in _ONETRAINER_ASPECTS for size in sides(aspect)}))


def pipe(size: Size, resolution: int) -> Size:
    """diffusion-pipe: seven aspects from 1:2 to 2:1, evenly apart as factors."""
    each = (PIPE_MOST / PIPE_LEAST) ** (1 / (PIPE_BUCKETS - 1))
    wanted = math.log(size.width / size.height)
    aspect = min((PIPE_LEAST * each**i for i in range(PIPE_BUCKETS)), key=lambda one: abs(math.log(one) - wanted))
    width = resolution * math.sqrt(aspect)
    return Size(*(max(PIPE_STEP, round(s / PIPE_STEP) * PIPE_STEP) for s in (width, resolution * resolution / width)))


RULES: Mapping[str, Rule] = {
    "kohya": kohya,
    "musubi": musubi,
    "ai-toolkit": toolkit,
    "replicate": toolkit,
    "onetrainer": onetrainer,
    "diffusion-pipe": pipe,
}
"""By trainer; of the others nobody has said."""
