"""Where things lie in a dataset's folder, and what may be a name there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path, PurePosixPath

from library.names import slug
from library.places import DATASET_FILE, DATASET_FOLDER
from studio.datasets.records import Dataset, Picture, Source

TOML, OWN = DATASET_FILE, DATASET_FOLDER
"""What is not for a trainer: it passes over folders whose names begin so."""
SOURCES, ASIDE, HELD_OUT, UNDO = f"{OWN}/sources", f"{OWN}/aside", f"{OWN}/held_out", f"{OWN}/undo"
SEEN = f"{OWN}/seen.json"
ENDINGS = ("png", "jpg", "jpeg", "webp")
"""Of pictures that trainers take. The first of those with one name is the picture, the others are told."""
CAPTION = "txt"
LONGEST_NAME = 120
"""Bytes of a picture's name: a file name has at most 255, and an ending, and a number where two collide."""
FEWEST_DIGITS = 2

_FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f]')
_SOURCE_ENDINGS = frozenset({"png", "apng", "jpg", "jpeg", "webp", "gif", "tif", "tiff", "bmp", "avif"})
_OWN_PLACES = frozenset({"", SOURCES, ASIDE, HELD_OUT})


def name_trouble(name: str) -> str:
    """Why a text cannot be a picture's name, in words; empty: it can. Names become files, on any system."""
    if not name or name != name.strip() or name.startswith("."):
        return "a name is no empty text, and begins with neither a dot nor a space"
    if _FORBIDDEN.search(name):
        return 'a name has none of / \\ : * ? " < > | and no control characters'
    if not name.isprintable():
        return "a name has none but letters and signs that can be seen"
    if len(name.encode("utf-8")) > LONGEST_NAME:
        return f"a name has at most {LONGEST_NAME} bytes"
    return ""


def picture_path(picture: Picture) -> str:
    """Where a picture's file lies, from the folder on."""
    return f"{place_of(picture)}{picture.name}.{picture.ending}"


def caption_path(picture: Picture) -> str:
    """Where its caption lies, also where there is none: beside it."""
    return f"{place_of(picture)}{picture.name}.{CAPTION}"


def place_of(picture: Picture) -> str:
    """The folder in which a picture lies: "", or one with a slash at its end."""
    return f"{ASIDE}/" if picture.aside else f"{HELD_OUT}/" if picture.held_out else ""


def parts_of(path: str) -> tuple[str, str, str]:
    """The folder that a relative path leads to, "" for the dataset's own; the name without its ending; the ending."""
    place, _, name = path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    return place, stem, ending


def source_path(source: Source) -> str:
    """Where the copy of a source lies."""
    ending = PurePosixPath(source.name).suffix[1:].lower()
    return f"{SOURCES}/{source.sha256}" + (f".{ending}" if ending in _SOURCE_ENDINGS else "")


def is_own(path: str) -> bool:
    """Whether a relative path is of a file that the studio writes in a dataset: no other is ever written or removed."""
    parent, _, name = path.rpartition("/")
    return parent in _OWN_PLACES and bool(name) and not name.startswith(".") and "\\" not in name and "\0" not in name


def is_dataset(folder: Path) -> bool:
    """Whether a folder is a dataset of the studio's."""
    return (folder / TOML).is_file()


def stem_of(words: str, otherwise: str = "picture") -> str:
    """Words as the beginning of file names: "A chibi figurine" is "a_chibi_figurine"."""
    return slug(words, otherwise).replace("-", "_")


def new_names(stem: str, count: int, taken: Collection[str]) -> tuple[str, ...]:
    """So many new names, `stem_01` and on: behind all numbers that are taken, and as wide as they are or have to be."""
    pattern = re.compile(rf"{re.escape(stem)}_(\d+)", re.IGNORECASE)
    numbers = [found.group(1) for name in taken if (found := pattern.fullmatch(name))]
    first = max((int(number) for number in numbers), default=0) + 1
    width = max(FEWEST_DIGITS, len(str(first + count - 1)), *(len(number) for number in numbers if number[0] == "0"))
    return tuple(f"{stem}_{number:0{width}d}" for number in range(first, first + count))


def taken_names(dataset: Dataset, files: Iterable[str]) -> set[str]:
    """Names that a new picture cannot have: of pictures, and of files that lie there without one."""
    return {picture.name for picture in dataset.pictures} | {parts_of(file)[1] for file in files}
