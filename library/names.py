"""Readable file names: made from a date, words and a seed, and never from a path that came from outside."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from pathlib import PurePosixPath

SLUG_LENGTH = 48
_NOT_NAME = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile(r"['’‘`´]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def slug(text: str, otherwise: str) -> str:
    """`text` as at most SLUG_LENGTH letters, digits and dashes (ASCII, lower case), cut between words where it can be.

    Begins and ends with a letter or digit; `otherwise` where nothing is left.
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text[:1000])).encode("ascii", "ignore").decode().lower()
    words = _NOT_NAME.sub("-", plain).strip("-")
    if len(words) > SLUG_LENGTH:
        cut = words[: SLUG_LENGTH + 1].rfind("-")
        words = words[: cut if cut > SLUG_LENGTH // 2 else SLUG_LENGTH].strip("-")
    return words or otherwise


def picture_name(scene: str, seed: int | None, created: float) -> PurePosixPath:
    """`2026/11/2026-11-22_milo-debugging-at-2-am_1234.png`: where a picture lies in the library, in local time."""
    when = datetime.fromtimestamp(created)
    parts = [when.strftime("%Y-%m-%d"), slug(scene, "picture")]
    if seed is not None:
        parts.append(str(seed))
    return PurePosixPath(when.strftime("%Y"), when.strftime("%m"), "_".join(parts) + ".png")


def lettering_name(original: PurePosixPath, sayings: tuple[str, ...]) -> PurePosixPath:
    """`<stem>--<saying>.png`, beside the original."""
    return original.with_name(f"{original.stem}--{slug(' '.join(sayings), 'lettering')}.png")


def imported_lettering_name(original: PurePosixPath, sayings: tuple[str, ...], created: float) -> PurePosixPath:
    """`2026/11/<stem>--<saying>.png` in the library: nothing is put beside somebody else's file."""
    when = datetime.fromtimestamp(created)
    folder = PurePosixPath(when.strftime("%Y"), when.strftime("%m"))
    return lettering_name(folder / f"{slug(original.stem, 'picture')}.png", sayings)


def clean(text: str) -> str:
    """`text` without control characters, direction marks and broken surrogates; line ends and tabs stay."""
    return _CONTROL.sub("", storable(text).replace("\r\n", "\n"))


def storable(text: str) -> str:
    """`text` as it is, but with a mark in place of broken surrogates, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
