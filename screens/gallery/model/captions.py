"""What the Gallery says of a picture: captions, lines and details, always as plain text."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Mapping, Sequence

import msgspec
from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text

from library.records import TOTAL_CAP, Lettering, Measured, Picture
from screens.gallery.model.shelf import Search, Shelf, Sign
from screens.gallery.model.words.drift_words import drift_words, order_name
from studio.errors import Notice
from studio.lettering.batches.readback import verdict
from studio.pictures.prices import price_words
from studio.plain_text import short_path

COLUMN = 8
"""Cells for the names beside the details."""

LEAST_CAPTION = 12
"""Cells that a caption beside marks is to have."""

LETTERED, PICKED, REJECTED, ODD, STACK = "✎", "◆", "✗", "⚠", "▤"
"""Signs; ODD are letterings that could not be read back, or whose words nobody wears."""

MARKED: Mapping[Sign, str] = {"": "", "marked": "●", "range": "○"}
"""The sign of a picture that is marked, or would be by the end of a range."""


def stars(rating: int) -> str:
    """The rating as stars, empty for none."""
    return "★" * rating


def marks(picture: Picture, between: str = " ") -> str:
    """What was done with a picture, in a few signs: needs a look, lettered, pick or reject, stars."""
    signs = [
        ODD if picture.misread or picture.misplaced else "",
        LETTERED if picture.letterings else "",
        {"pick": PICKED, "reject": REJECTED}.get(picture.mark, ""),
        stars(picture.rating),
    ]
    return between.join(sign for sign in signs if sign)


def marks_beside(picture: Picture, room: int) -> str:
    """The marks on `room` cells that a caption shares: without blanks, and the stars as a number, "✎◆5★", where else it
    had few cells."""
    whole = marks(picture)
    if room - cell_len(whole) - 1 >= LEAST_CAPTION:
        return whole
    few = marks(msgspec.structs.replace(picture, rating=min(picture.rating, 1)), "")
    return few.replace(stars(1), f"{picture.rating}{stars(1)}") if picture.rating > 1 else few


def how_many(ids: Sequence[int]) -> str:
    """ "the picture", or "12 pictures"."""
    return "the picture" if len(ids) == 1 else f"{len(ids):,} pictures"


def marking(shelf: Shelf) -> str:
    """What is being marked, and how many are: "v ends the range · 3 marked"; empty where nothing is."""
    marked = f"{len(shelf.marked):,} marked" if shelf.marked else ""
    return " · ".join(filter(None, ("v ends the range" if shelf.anchor is not None else "", marked)))


def has_stacks(shelf: Shelf) -> bool:
    """Whether one picture stands for several anywhere in the window of a shelf."""
    return shelf.search.is_stacked and any(picture.stacked > 1 for picture in shelf.pictures)


def stack_sign(picture: Picture) -> str:
    """How many pictures a stack has: "▤ 4"; empty for a picture by itself."""
    many = f"{TOTAL_CAP - 1:,}+" if picture.stacked >= TOTAL_CAP else f"{picture.stacked:,}"
    return f"{STACK} {many}" if picture.stacked > 1 else ""


def shelf_name(search: Search) -> str:
    """What the shelf shows, in a few words; empty for the library with its stacks, the newest first."""
    return " · ".join(filter(None, (_kind(search), order_name(search.order) if search.order is not None else "")))


def _kind(search: Search) -> str:
    if search.alike:
        return f"≈ Similar to {search.alike}"
    if search.trashed:
        return "Trash"
    if search.stack:
        return f"{STACK} Stack"
    return "" if search.stacked or search.order is not None else "All takes"


def title(picture: Picture) -> str:
    """One line that names a picture: its scene, or else its prompt or file."""
    return one_line(picture.facts.scene or picture.facts.prompt or picture.path.rsplit("/", 1)[-1])


def shortened(text: str, room: int) -> str:
    """The text on at most `room` cells; one that is longer keeps its begin and its end, which tell it from others."""
    if cell_len(text) <= room:
        return text
    behind = max(0, (room - 1) // 2)
    end = ""
    for letter in reversed(text):
        if cell_len(letter + end) > behind:
            break
        end = letter + end
    return f"{_begin(text, room - 1 - cell_len(end))}…{end}" if room > 0 else ""


def cut(text: str, room: int) -> str:
    """The text on at most `room` cells; of one that is longer the begin."""
    return text if cell_len(text) <= room else f"{_begin(text, room - 1)}…" if room > 0 else ""


def wrapped(text: str, room: int, lines: int) -> str:
    """The text on at most so many lines of `room` cells; of one that is longer the begin."""
    rows = textwrap.wrap(text, max(1, room))
    if len(rows) > lines:
        rows[lines - 1 :] = [" ".join(rows[lines - 1 :])]
    return "\n".join(cut(row, room) for row in rows)


def _begin(text: str, room: int) -> str:
    return set_cell_size(text, max(0, room)).rstrip()


def one_line(text: str) -> str:
    """The text in one line, without control characters."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())


def when(seconds: float) -> str:
    """A point in time as a person reads it."""
    return time.strftime("%-d %b %Y, %H:%M", time.localtime(seconds))


def day(seconds: float) -> str:
    """A day in few letters: "26 Nov 26"."""
    return time.strftime("%-d %b %y", time.localtime(seconds))


def rows(
    picture: Picture,
    letterings: Sequence[Lettering] | None,
    measured: Sequence[Measured] = (),
    notice: Notice | None = None,
) -> list[tuple[str, str]]:
    """All that is known, as pairs of a name and a value; `letterings` None: not read yet."""
    facts = picture.facts
    numbers = [f"{facts.steps} steps" if facts.steps else "", f"guidance {facts.guidance:g}" if facts.guidance else ""]
    pairs = [
        ("scene", facts.scene),
        ("saying", facts.saying),
        ("cast", ", ".join(facts.characters)),
        ("plate", facts.plate),
        ("style", facts.style),
        ("engine", facts.engine + (" (draft)" if facts.draft and facts.engine != "draft" else "")),
        ("model", facts.model),
        ("seed", "" if facts.seed is None else str(facts.seed)),
        ("size", f"{picture.width} × {picture.height}"),
        ("drawn", when(picture.created)),
        ("with", " · ".join(number for number in numbers if number)),
        ("LoRAs", ", ".join(facts.loras)),
        ("cost", price_words(facts)),
        *(("drift", words) for words in drift_words(measured)),
        ("trouble", notice.title if notice is not None and notice.troubles else ""),
        ("rank", notice.rank.line() if notice is not None and notice.rank is not None else ""),
        ("marks", marks(picture)),
        ("tags", ", ".join(picture.tags)),
        ("label", picture.label),
        ("stack", f"{stack_sign(picture)} pictures" if picture.stacked > 1 else ""),
    ]
    for number, lettering in enumerate(letterings or (), 1):
        said, read = " / ".join(lettering.sayings), verdict(lettering.record)
        notes = ", ".join(filter(None, (read, "worn by nobody" if lettering.misplaced else "")))
        sign = f"{ODD}{LETTERED}" if lettering.misread or lettering.misplaced else LETTERED
        pairs.append((f"{sign} {number}", f"{said} ({notes})" if notes else said))
    if letterings is None and picture.letterings:
        pairs.append((LETTERED, f"{picture.letterings} lettered"))
    pairs += [("prompt", facts.prompt), ("file", short_path(picture.path))]
    return [(name, one_line(value)) for name, value in pairs if value]


def details(
    picture: Picture,
    letterings: Sequence[Lettering] | None,
    name_style: str | Style,
    width: int,
    link: str = "",
    measured: Sequence[Measured] = (),
    notice: Notice | None = None,
) -> Text:
    """The rows as text, the names in a column of their own; the file's path leads to `link`, where there is one."""
    text, address = Text(), Style(link=link) if link else None
    for name, value in rows(picture, letterings, measured, notice):
        for at, line in enumerate(textwrap.wrap(value, max(8, width - COLUMN))):
            text.append(("" if at else name).ljust(COLUMN), name_style)
            text.append(line, address if name == "file" else None)
            text.append("\n")
    return text
