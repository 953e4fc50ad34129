"""Pictures of a shelf, as the library gives them."""

from __future__ import annotations

from library.records import Picture, PictureFacts


def picture(number: int, **known: object) -> Picture:
    plain = {"path": f"/p/{number}.png", "sha256": "", "created": 0.0, "width": 8, "height": 8, "bytes": 1}
    return Picture(id=number, facts=PictureFacts(scene=f"scene {number}"), **{**plain, **known})  # type: ignore[arg-type]
