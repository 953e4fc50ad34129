"""How well near-duplicates are told: `python -m tests.benchmarks.duplicates [FOLDER]`.

Each picture of FOLDER, and each of some drawings of a few strokes on white, is taken in forms in which it is the same
(other sizes, formats and light), then also turned, mirrored and cropped. Printed are how many of the pairs that are
found are of one picture, and how many pairs of one picture are found; of what was changed, how much stands with its
original.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from library.formats.hashes import hashes
from library.formats.thumbnails import thumbnail
from library.search.duplicates import groups
from tests.library.making import encode

DRAWINGS = 100
TURNS = tuple(Image.Transpose)
CROPS = {
    "a fortieth of each edge": (0.025, 0.025, 0.025, 0.025),
    "a twentieth of each edge": (0.05, 0.05, 0.05, 0.05),
    "the left": (0.05, 0, 0, 0),
    "the bottom": (0, 0, 0, 0.05),
    "a corner": (0.05, 0.05, 0, 0),
}


def drawing(seed: int) -> Image.Image:
    """One to eight strokes on white, drawn at twice their size."""
    made = random.Random(seed)
    width, height = made.choice(((1024, 1024), (800, 1000), (1200, 800)))
    image = Image.new("RGB", (2 * width, 2 * height), "white")
    draw = ImageDraw.Draw(image)
    for _ in range(made.choice((1, 2, 3, 5, 8))):
        points = [(made.uniform(0.2, 1.8) * width, made.uniform(0.2, 1.8) * height) for _ in range(3)]
        (left, right), (top, bottom) = (sorted(each) for each in zip(*points[:2], strict=True))
        box, thick = (left, top, right + 20, bottom + 20), made.choice((4, 8, 12, 20))
        match made.randrange(4):
            case 0:
                draw.line(points, fill="black", width=thick, joint="curve")
            case 1:
                draw.ellipse(box, outline="black", width=thick)
            case 2:
                draw.arc(box, made.randint(0, 180), made.randint(200, 360), fill="black", width=thick)
            case _:
                draw.rectangle(box, outline="black", width=thick)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def forms(image: Image.Image) -> Iterator[tuple[str, bytes]]:
    """The picture as it is, and forms in which it is the same."""
    width, height = image.size
    yield "as it is", encode(image)
    yield "as JPEG", encode(image, "JPEG", quality=30)
    yield "as WebP", encode(image, "WEBP", quality=70)
    yield "half as large", encode(image.resize((width // 2, height // 2), Image.Resampling.LANCZOS))
    yield "small", encode(image.resize((width * 2 // 7, height * 2 // 7), Image.Resampling.BICUBIC), "JPEG", quality=80)
    yield "lighter", encode(ImageEnhance.Brightness(image).enhance(1.15))
    yield "with less contrast", encode(ImageEnhance.Contrast(image).enhance(0.8))
    yield "blurred", encode(image.filter(ImageFilter.GaussianBlur(2)))


def changes(image: Image.Image) -> Iterator[tuple[str, bytes]]:
    """The picture as it is, turned, mirrored, and cropped."""
    width, height = image.size
    yield "as it is", encode(image)
    for turn in TURNS:
        yield turn.name.lower().replace("_", " "), encode(image.transpose(turn), "JPEG", quality=85)
    for name, (left, top, right, bottom) in CROPS.items():
        box = (int(width * left), int(height * top), int(width * (1 - right)), int(height * (1 - bottom)))
        yield f"without {name}", encode(image.crop(box), "JPEG", quality=85)


def measure(images: list[Image.Image], is_loose: bool) -> None:
    """Print how well the groups fit."""
    made = [(number, *form) for number, image in enumerate(images) for form in (changes if is_loose else forms)(image)]
    known = [hashes(thumbnail(data)) for _, _, data in made]
    values = np.array([one.dhash % 2**64 for one in known], np.uint64)
    looks = {place: one.look for place, one in enumerate(known)}
    found = groups(np.arange(len(made)), values, lambda ids: {one: looks[one] for one in ids}, 3, is_loose=is_loose)
    pairs = [made[one][0] == made[other][0] for group in found for one, other in combinations(group, 2)]
    wanted = sum(count * (count - 1) // 2 for count in Counter(number for number, _, _ in made).values())
    said = f"{sum(pairs) / max(1, len(pairs)):.4f} of the pairs found are right ({len(pairs) - sum(pairs)} wrong)"
    print(f"  {'--loose' if is_loose else 'usual':<8}{said}; {sum(pairs) / wanted:.4f} of {wanted:,} are found")
    place = {one: number for number, group in enumerate(found) for one in group}
    originals = {number: one for one, (number, form, _) in enumerate(made) if form == "as it is"}
    with_it: dict[str, list[bool]] = {}
    for one, (number, form, _) in enumerate(made):
        with_it.setdefault(form, []).append(place.get(one, -1) == place.get(originals[number], -2))
    if is_loose:
        for form, each in with_it.items():
            print(f"          {form:<36}{sum(each) / len(each):.2f}")


def main(folder: Path | None) -> None:
    """Print the figures."""
    sets = {"few strokes on white": [drawing(seed) for seed in range(DRAWINGS)]}
    if folder is not None:
        sets[str(folder)] = [Image.open(path).convert("RGB") for path in sorted(folder.glob("*.png"))]
    for name, images in sets.items():
        print(f"{name}, {len(images)} pictures")
        for is_loose in (False, True):
            measure(images, is_loose)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
