"""Figures that are drawn alike and are not one."""

from __future__ import annotations

import random

from PIL import Image, ImageDraw


def figure(seed: int, ground: str = "#e2e7ec") -> Image.Image:
    """A figure like many: a head, a body and legs on plain ground, with colours and a face of its own."""
    chance = random.Random(seed)
    image = Image.new("RGB", (512, 512), ground)
    draw = ImageDraw.Draw(image)
    colours = ["#" + "".join(f"{chance.randrange(30, 220):02x}" for _ in range(3)) for _ in range(5)]
    draw.rectangle((190, 240, 322, 400), fill=colours[0])
    draw.rectangle((200, 400, 245, 480), fill=colours[1])
    draw.rectangle((265, 400, 310, 480), fill=colours[1])
    draw.ellipse((170, 90, 340, 260), fill=colours[2])
    for _ in range(6):
        x, y = chance.randrange(190, 300), chance.randrange(110, 380)
        draw.ellipse((x, y, x + chance.randrange(12, 60), y + chance.randrange(12, 60)), fill=chance.choice(colours))
    return image
