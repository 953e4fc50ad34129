"""The light of the hour and of the lamps, over a painted room."""

from __future__ import annotations

import cv2
import numpy as np

from backends.draft.canvas import Canvas
from backends.draft.palette import Colour
from backends.draft.room import Glow, Room

_AMBIENT: dict[str, Colour] = {
    "night": (146, 152, 206),
    "": (222, 222, 238),
    "dusk": (234, 206, 204),
    "dawn": (236, 222, 222),
    "day": (250, 248, 242),
}


def light(canvas: Canvas, room: Room, sights: frozenset[str]) -> None:
    """Dim the room to its hour, then add its lamps; worked out small, for light has no edges."""
    rows, columns = canvas.pixels.shape[:2]
    step = max(8, round(max(rows, columns) / 128))
    small = (max(2, columns // step), max(2, rows // step))
    ambient = np.empty((small[1], small[0], 3), dtype=np.float32)
    ambient[:] = np.asarray(_AMBIENT[room.hour], dtype=np.float32) / 255
    added = np.zeros_like(ambient)
    y, x = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32)
    lamps = list(room.glows)
    if "alarm" in sights:
        lamps.append(Glow(room.width / 2, 4, 70, (255, 60, 60), 0.45))
    for glow in lamps:
        centre = room.pen.place(np.array([[glow.x, glow.y]]))[0] / (columns / small[0])
        radius = glow.radius * room.pen.scale / (columns / small[0])
        fall = np.clip(1 - np.hypot(x - centre[0], y - centre[1]) / radius, 0, 1)[:, :, None] ** 2
        tone = np.asarray(glow.colour, dtype=np.float32) / 255
        ambient += fall * glow.strength * tone * 0.75
        added += fall * glow.strength * tone * 0.17
    corner = np.hypot((x / (small[0] - 1) - 0.5) * 2, (y / (small[1] - 1) - 0.5) * 2)[:, :, None]
    ambient *= 1 - 0.2 * np.clip(corner - 0.55, 0, 1) ** 1.4
    size = (columns, rows)
    shade = cv2.resize(np.clip(ambient * 160, 0, 255).astype(np.uint8), size, interpolation=cv2.INTER_LINEAR)
    shine = cv2.resize(np.clip(added * 255, 0, 255).astype(np.uint8), size, interpolation=cv2.INTER_LINEAR)
    cv2.multiply(canvas.pixels, shade, canvas.pixels, scale=1 / 160)
    cv2.add(canvas.pixels, shine, canvas.pixels)
    for pen, shape, colour in room.lit:
        pen.fill(shape, colour)
