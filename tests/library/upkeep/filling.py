"""A library with something of everything, and all that can be seen of it."""

from __future__ import annotations

from library.store import Library
from tests.library.making import facts, placed, png


def fill(library: Library, count: int = 6) -> None:
    for number in range(count):
        library.save_picture(
            png(number), facts(f"scene {number}", seed=number), created=1000.0 + number, key=f"j/{number}"
        )
    library.save_lettering(2, png(20), ["RTFM"], '{"a": 1}', misread=True)
    library.save_lettering(2, png(21), ["It's a Feature", "PEBKAC"], '{"a": 2}')
    library.save_lettering(4, png(22), ["Works On My Machine"], placed("centre"))
    library.trash.put([4])
    library.trash.put([5])


def everything(library: Library) -> tuple[object, ...]:
    pages = (
        library.page(),
        library.page(trashed=True),
        library.page("is:misread"),
        library.page("is:misplaced", trashed=True),
        library.page("scene", limit=2),
    )
    shown = [picture.id for page in pages[:2] for picture in page.pictures]
    return (*pages, *(library.letterings(picture_id) for picture_id in shown))
