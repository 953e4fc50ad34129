"""Small pictures and facts for the library's tests."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import datetime
from pathlib import Path

import msgspec
import numpy as np
from PIL import Image, ImageDraw, PngImagePlugin

from library.charges import Charge, How
from library.records import JobRecord, PictureFacts


def pixels(seed: int = 1, width: int = 48, height: int = 32) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """uint8 RGB of shape (height, width, 3), different for each seed."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def encode(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def png(seed: int = 1, **texts: str) -> bytes:
    """A small PNG with tEXt chunks, as ComfyUI writes them."""
    notes = PngImagePlugin.PngInfo()
    for keyword, text in texts.items():
        notes.add_text(keyword, text)
    return encode(Image.fromarray(pixels(seed)), pnginfo=notes)


def facts(scene: str = "Milo debugging at 2 AM", seed: int | None = 1234, saying: str = "PEBKAC") -> PictureFacts:
    return PictureFacts(
        scene=scene,
        prompt=f"flat cartoon of {scene}",
        saying=saying,
        characters=("Milo", "James"),
        plate="north wall",
        style="flat cartoon",
        engine="draft",
        model="painter",
        loras=("flat.safetensors",),
        seed=seed,
        steps=28,
        guidance=2.5,
        draft=True,
        recipe='{"format": 1, "scene": "x"}',
        job_id="7c9e6679-7425-40de-944b-e07fc1f90ae7",
    )


def chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Kind and body of each chunk of a PNG."""
    found, position = [], 8
    while position < len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        found.append((kind, data[position + 8 : position + 8 + length]))
        position += 12 + length
    return found


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def job(number: int, state: str = "waiting", **changes: object) -> JobRecord:
    made = JobRecord(
        id=f"job-{number}",
        client_id="client",
        prompt_id=f"job-{number}",
        engine="draft",
        state=state,
        recipe="{}",
        created=float(number),
        changed=float(number),
    )
    return msgspec.structs.replace(made, **changes)


DAY = "2026-11-28"


def charge(request: str = "a", dollars: float = 0.05, how: How = "maybe", **changes: object) -> Charge:
    made = Charge(
        request=request, job=request, time=1.8e9, day=DAY, engine="gemini", model="banana", dollars=dollars, how=how
    )
    return msgspec.structs.replace(made, **changes)


def names(folder: Path) -> set[str]:
    """Every file of the library but the index and the thumbnails."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "index.sqlite" not in path.name and "thumbnails" not in path.parts
    }


def placed(*methods: str) -> str:
    """A lettering's record whose texts were placed by these methods."""
    settings = [{"text": "x", "placement": {"method": method}, "kind": "print"} for method in methods]
    return msgspec.json.encode({"format": 3, "settings": settings}).decode()


WHEN = datetime(2026, 11, 22, 2, 30).timestamp()


def scene(number: int) -> Image.Image:
    """A drawing that is another for each number."""
    made = np.random.default_rng(number)
    image = Image.new("RGB", (256, 256), tuple(made.integers(0, 256, 3).tolist()))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y, side = (int(made.integers(0, 200)) for _ in range(3))
        draw.ellipse((x, y, x + 20 + side // 2, y + 20 + side // 2), fill=tuple(made.integers(0, 256, 3).tolist()))
    return image
