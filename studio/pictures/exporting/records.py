"""What an export is asked for, and what became of it. No pictures here: cheap to import."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import msgspec

from studio.errors import Notice, StudioError
from studio.notices import about_credentials

Format = Literal["webp", "avif", "jpeg", "png"]
FORMATS: tuple[Format, ...] = ("webp", "avif", "jpeg", "png")

LARGEST = 16_384
"""Px of the longer side that may be asked for: more than WebP or AVIF can hold, and than a page shows."""

MOST_SIZES = 8


class ExportWrong(StudioError):
    """An export cannot be done as it is asked for."""


class TargetUnwritable(StudioError):
    """The place that an export should go to cannot be written."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """`target` is a folder, a file ending in .zip, or a contact sheet ending in .png, .jpg, .webp or .avif.

    `sizes` are px of the longer side, none for as it is; a picture is never made larger. `lettered` takes the newest
    lettered version where there is one. Without `metadata` nothing but pixels, their colour profile and the `mark` is
    in a file: that says that a picture was made by a model, or by the draft painter.
    """

    target: Path
    format: Format = "webp"
    sizes: tuple[int, ...] = ()
    lettered: bool = True
    metadata: bool = True
    mark: bool = True
    markdown: bool = False

    @property
    def kind(self) -> Literal["folder", "zip", "sheet"]:
        """What the target is."""
        ending = self.target.suffix.lower()
        return "zip" if ending == ".zip" else "sheet" if ending in SHEETS else "folder"


SHEETS: dict[str, Format] = {".png": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".webp": "webp", ".avif": "avif"}
"""Endings of contact sheets."""


class Failure(msgspec.Struct, frozen=True):
    """A picture that could not be exported."""

    picture_id: int
    notice: Notice


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: pictures (or the sheet) by name in `files`, `there` of them already there with the same bytes.

    `where` they are; with Markdown, `pictures.md` is there too, and is no one of them. `credentials` are the originals,
    by path, whose Content Credentials (C2PA) no copy can carry.
    """

    where: Path
    files: tuple[str, ...] = ()
    there: int = 0
    failures: tuple[Failure, ...] = ()
    markdown: str = ""
    stopped: bool = False
    credentials: tuple[str, ...] = ()

    def about_credentials(self) -> str:
        """What is to be said of Content Credentials; empty where no picture had any."""
        return about_credentials(self.credentials)


def sizes_of(text: str) -> tuple[int, ...]:
    """The sizes in "640, 1280"; none for an empty text. Raises ExportWrong."""
    parts = [part.strip().lower().removesuffix("px").strip() for part in re.split(r"[,;]", text) if part.strip()]
    if len(parts) > MOST_SIZES:
        raise ExportWrong(f"{len(parts)} sizes are too many", "", f"{MOST_SIZES} at most")
    for part in parts:
        if not part.isdecimal() or not 1 <= int(part) <= LARGEST:
            raise ExportWrong(f"{part!r} is no size", "", f"Write px of the longer side, 1 to {LARGEST}: 640, 1280")
    return tuple(dict.fromkeys(int(part) for part in parts))


def stem_of(path: str) -> str:
    """The stem of a file's name, of letters that every disk and every web page takes."""
    stem = re.sub(r"[^\w.-]+", "-", Path(path).stem, flags=re.ASCII).strip("-.")[:120]
    return stem or "picture"
