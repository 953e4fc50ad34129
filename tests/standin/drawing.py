"""What the stand-in draws: a simple picture with a figure and a white panel, the same for the same seed and size."""

from __future__ import annotations

import io
import json
import random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter
from PIL.PngImagePlugin import PngInfo

CYAN = (0, 240, 255)


def paint(seed: int, width: int, height: int) -> Image.Image:
    """A lab at night, a figure in the middle, a white chest panel with cyan piping. RGB, width × height pixels."""
    dice = random.Random(f"{seed} {width} {height}")
    hue = dice.randrange(256)
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    tint = Image.new("HSV", (width, height), (hue, 150, 90)).convert("RGB")
    picture = Image.blend(picture, tint, 0.75)
    draw = ImageDraw.Draw(picture)
    unit = min(width, height) / 100
    for column in range(6):
        left = width * (column + 0.15) / 6
        draw.rectangle([left, height * 0.08, left + width * 0.11, height * 0.7], fill=(20, 24, 32))
        for row in range(9):
            lamp = (dice.randrange(80, 256), dice.randrange(120, 256), dice.randrange(60, 200))
            top = height * (0.11 + row * 0.063)
            draw.rectangle([left + unit, top, left + unit * (2 + dice.randrange(8)), top + unit], fill=lamp)
    draw.rectangle([0, height * 0.78, width, height], fill=(38, 32, 44))
    middle = width * dice.uniform(0.38, 0.62)
    _figure(draw, middle, height * 0.55, unit, dice)
    return picture


def _figure(draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, dice: random.Random) -> None:
    suit = (34, 38, 52)
    draw.polygon(
        [
            (x - 20 * unit, y - 8 * unit),
            (x + 20 * unit, y - 8 * unit),
            (x + 24 * unit, y + 44 * unit),
            (x - 24 * unit, y + 44 * unit),
        ],
        fill=suit,
    )
    fur = (dice.randrange(100, 170),) * 3
    for side in (-1, 1):
        draw.ellipse(
            [x + side * 11 * unit - 5 * unit, y - 39 * unit, x + side * 11 * unit + 5 * unit, y - 28 * unit], fill=fur
        )
    draw.ellipse([x - 16 * unit, y - 36 * unit, x + 16 * unit, y - 6 * unit], fill=fur)
    draw.rounded_rectangle([x - 14 * unit, y - 26 * unit, x + 14 * unit, y - 18 * unit], 4 * unit, fill=(25, 25, 30))
    for side in (-1, 1):
        draw.ellipse(
            [x + side * 7 * unit - 2 * unit, y - 24 * unit, x + side * 7 * unit + 2 * unit, y - 20 * unit], fill="white"
        )
    draw.ellipse([x - 2 * unit, y - 15 * unit, x + 2 * unit, y - 12 * unit], fill=(10, 10, 10))
    draw.rectangle(
        [x - 14 * unit, y + 2 * unit, x + 14 * unit, y + 20 * unit],
        fill=(248, 248, 248),
        outline=CYAN,
        width=max(1, round(unit)),
    )


def png(picture: Image.Image, prompt: dict[str, Any], extra: dict[str, Any] | None) -> bytes:
    """The picture as SaveImage writes it: with the chunk `prompt`, and one for each key of `extra_pnginfo`."""
    chunks = PngInfo()
    chunks.add_text("prompt", json.dumps(prompt))
    for key, value in (extra or {}).items():
        chunks.add_text(key, json.dumps(value))
    file = io.BytesIO()
    picture.save(file, "PNG", pnginfo=chunks, compress_level=4)
    return file.getvalue()


def preview(picture: Image.Image, step: int, total: int) -> bytes:
    """The picture as it looks at a step: small, blurred, with less noise the later it is. JPEG."""
    small = picture.copy()
    small.thumbnail((256, 256))
    left = 1 - step / total
    small = small.filter(ImageFilter.GaussianBlur(8 * left))
    noise = Image.effect_noise(small.size, 120).convert("RGB")
    file = io.BytesIO()
    Image.blend(small, noise, 0.85 * left).save(file, "JPEG", quality=80)
    return file.getvalue()


def as_webp(data: bytes, quality: int) -> bytes:
    """A picture re-encoded, as `preview=webp;80` asks for."""
    file = io.BytesIO()
    Image.open(io.BytesIO(data)).save(file, "WEBP", quality=quality)
    return file.getvalue()
