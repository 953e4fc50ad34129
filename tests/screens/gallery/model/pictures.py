"""Pictures of a shelf, as the library gives them."""

from __future__ import annotations

from library.records import Picture, PictureFacts
from screens.gallery.model.shelf import Search, Window

PLAIN = Search()


def picture(number: int, **known: object) -> Picture:
    plain = {"path": f"/p/{number}.png", "sha256": "", "created": 0.0, "width": 8, "height": 8, "bytes": 1}
    return Picture(id=number, facts=PictureFacts(scene=f"scene {number}"), **{**plain, **known})  # type: ignore[arg-type]


def window(numbers: list[int], before: int | None = None, after: int | None = None, **known: object) -> Window:
    """The pictures of these ids as a page of all pictures, with what else is known of it."""
    total = known.pop("total", len(numbers))
    return Window(PLAIN, tuple(map(picture, numbers)), before, after, total, **known)  # type: ignore[arg-type]
