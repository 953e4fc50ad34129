"""What `studio show` is asked for: pictures of the library in the version that is shown, and any other files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from library.errors import PictureUnreadable
from library.exchange import copy_metadata, generation_data
from library.exchange.foreign.facts import ForeignUnreadable
from library.files.untrusted import untrusted
from library.formats.heads import reading
from library.formats.png_text import OWN, OWN_LETTERING, LetteringNote, PictureNote, note_in
from library.records import Picture, PictureFacts
from studio.errors import StudioError
from studio.plain_text import plain

if TYPE_CHECKING:
    from library.store import Library

MOST_TAKES = 200
"""Pictures of one stack."""


class Found(NamedTuple):
    """A file, and what is known of it: `picture` where it is the library's, `sayings` where it is lettered.

    `takes` are the pictures of its stack, itself among them.
    """

    path: Path
    facts: PictureFacts
    sayings: tuple[str, ...] = ()
    picture: Picture | None = None
    takes: int = 1


def in_library(library: Library, picture_id: int, *, original: bool) -> Found:
    """A picture in its newest lettering, with `original` as it was drawn.

    Raises NotInLibrary, StudioError for one in the trash or whose file is gone.
    """
    picture = library.picture(picture_id)
    if picture.trashed:
        raise StudioError(f"Picture {picture_id} is in the trash", "", "The Gallery's trash (T) puts it back with d")
    letterings = () if original else library.letterings(picture_id)
    newest = max(letterings, key=lambda one: one.id, default=None)
    path = Path(newest.path if newest is not None else picture.path)
    if not path.exists():
        remedy = "`studio library check --mend` looks for it"
        raise StudioError(f"The file of picture {picture_id} is not there", str(path), remedy)
    sayings = newest.sayings if newest is not None else ()
    return Found(path, picture.facts, sayings, picture, len(takes_of(library, picture_id)))


def takes_of(library: Library, picture_id: int) -> tuple[int, ...]:
    """The ids of a picture's stack that are not in the trash, oldest first; its own alone where there are none."""
    return library.ids(f"stack:{picture_id}", limit=MOST_TAKES)[::-1] or (picture_id,)


def in_file(path: Path) -> Found:
    """A picture file, and what it says of itself; nothing where it says nothing. Raises StudioError for no file."""
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "is not there"
        remedy = "Name a picture file, or the number that `studio gallery search` prints first"
        raise StudioError(f"{path} {what}", "", remedy)
    # What no reader of heads takes may still be shown: TIFF and BMP.
    with suppress(PictureUnreadable):
        return _told(path)
    return Found(path, PictureFacts())


def _told(path: Path) -> Found:
    """Raises PictureUnreadable."""
    with untrusted(str(path)):
        file = reading.read(str(path))
        texts = file.head.texts
        note = note_in(texts.get(OWN), PictureNote) or copy_metadata.note_of(texts)
        lettering = note_in(texts.get(OWN_LETTERING), LetteringNote)
        if note is not None:
            return Found(path, note.facts, lettering.sayings if lettering is not None else ())
        try:
            foreign = generation_data.read(str(path), file.head, file.bytes)
        except ForeignUnreadable:
            foreign = None
    if foreign is None:
        return Found(path, PictureFacts())
    return Found(path, PictureFacts(prompt=foreign.prompt, engine=foreign.tool, seed=foreign.seed))


def about(found: Found, columns: int) -> str:
    """What is seen, in one line of `columns` cells at most: id, scene, saying, engine, seed, cost, rating, its stack.

    The scene gives way first: it may be long, and is the same for all takes.
    """
    from rich.cells import cell_len, set_cell_size

    words = plain(found.facts.scene or found.facts.prompt[:400] or found.path.name)
    before, after = list(_before(found)), list(_after(found))
    room = columns - cell_len(" · ".join([*before, "", *after]))
    if cell_len(words) > room:
        words = f"{set_cell_size(words, max(room, 12) - 1).rstrip()}…"
    line = " · ".join([*before, words, *after])
    return line if cell_len(line) <= columns else f"{set_cell_size(line, columns - 1)}…"


def _before(found: Found) -> Iterator[str]:
    if found.picture is not None:
        yield str(found.picture.id)


def _after(found: Found) -> Iterator[str]:
    facts, picture = found.facts, found.picture
    sayings = " / ".join(plain(one) for one in found.sayings)
    if sayings:
        yield f"“{sayings}”"
    if facts.engine:
        yield plain(facts.engine)
    if facts.seed is not None:
        yield f"seed {facts.seed}"
    if facts.cost is not None:
        from studio.pictures.prices import price_words

        yield price_words(facts)
    if picture is not None and picture.rating:
        yield "★" * picture.rating
    if picture is not None and picture.mark:
        yield {"pick": "picked", "reject": "rejected"}[picture.mark]
    if found.takes > 1:
        yield f"one of {found.takes} takes"
