"""When a picture was made: what its file says inside, its name, or at last the time of the file.

A copy, an unpacked archive or a clone has today's time, so that comes last. What is inside is believed from the surest
on: EXIF, XMP, IPTC, PNG. Times without a zone are those of a clock on the wall, and taken for this machine's.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import PurePath

from library.errors import PictureUnreadable
from library.exchange import xmp
from library.formats.heads import iptc
from library.formats.heads.exif_values import value
from library.formats.heads.parts import TIME, XMP

_AHEAD = 86_400.0
"""Seconds by which a clock may be ahead of this one: a later time is none."""
_EXIF = (
    ("DateTimeOriginal", "OffsetTimeOriginal", "SubSecTimeOriginal"),
    ("DateTimeDigitized", "OffsetTimeDigitized", "SubSecTimeDigitized"),
    ("DateTime", "OffsetTime", "SubSecTime"),
)
_TEXT = "Creation Time"
"""PNG (Third Edition), §11.3.3.1; RFC 1123 is recommended for it, and ISO 8601 and EXIF's form are seen."""
_DAY = r"(?<!\d)((?:19[7-9]|20\d)\d)-(0[1-9]|1[0-2])-([0-2]\d|3[01])(?!\d)"
_CLOCK = r"([01]\d|2[0-3])([-.:h]?)([0-5]\d)\5([0-5]\d)"
_NAMES = (
    # 2024-05-01_12-34-56, 2024-05-01 at 12.34.56, 2024-05-01-123456
    re.compile(_DAY + r"(?:[ _T-]|\sat\s)" + _CLOCK + r"(?![\d])"),
    # 20240501_123456, PXL_20240501_123456789, Screenshot_20240501-123456
    re.compile(
        r"(?<!\d)((?:19[7-9]|20\d)\d)(0[1-9]|1[0-2])([0-2]\d|3[01])[_T-]([01]\d|2[0-3])()([0-5]\d)([0-5]\d)(?:\d{3})?(?!\d)"
    ),
)
_DAYS = (re.compile(_DAY), re.compile(r"^IMG-((?:19[7-9]|20\d)\d)(0[1-9]|1[0-2])([0-2]\d|3[01])-WA\d"))
"""Names with a day alone; the last is WhatsApp's."""
_FOLDER = re.compile(f"^{_DAY}$")


def when_made(path: str, texts: Mapping[str, str], mtime_ns: int) -> float:
    """When a picture was made, Unix seconds from 0 to what may be now; `texts` are those of its head."""
    latest = time.time() + _AHEAD
    for found in _said(path, texts, mtime_ns):
        with suppress(ValueError, OverflowError, OSError):
            if 0 < (seconds := found.timestamp()) <= latest:
                return seconds
    return min(max(mtime_ns / 1e9, 0.0), latest)


def _said(path: str, texts: Mapping[str, str], mtime_ns: int) -> Iterator[datetime]:
    """Each time that is said, the surest first."""
    for names in _EXIF:
        day, offset, fraction = (value(texts, name) for name in names)
        yield from _exif(day, offset, fraction)
    if XMP in texts and "Date" in texts[XMP]:
        with suppress(PictureUnreadable):
            for text in xmp.dates(texts[XMP].encode()):
                yield from _iso(text)
    yield from _iso({**iptc.in_profile(texts), **texts}.get(iptc.DATE, ""))
    if text := texts.get(_TEXT, ""):
        yield from _text(text)
    yield from _iso(texts.get(TIME, ""))
    yield from _named(PurePath(path), mtime_ns)


def _exif(day: str, offset: str, fraction: str) -> Iterator[datetime]:
    """`2024:05:01 10:20:30`, an offset as `+02:00`, and digits behind the point of the seconds."""
    match = re.match(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d:\d\d)", day)
    if match is None:
        return
    digits = fraction.strip()[:6]
    rest = f".{digits:0<6}" if digits.isdigit() else ""
    zone = offset.strip() if re.fullmatch(r"[+-]\d\d:\d\d|Z", offset.strip()) else ""
    yield from _iso(f"{match[1]}-{match[2]}-{match[3]}T{match[4]}{rest}{zone}")


def _iso(text: str) -> Iterator[datetime]:
    """ISO 8601, which XMP allows to end behind the year or the month."""
    short = text.strip()[:40]
    if re.fullmatch(r"\d{4}(-\d\d)?", short):
        short = f"{short}-01-01"[:10]
    with suppress(ValueError):
        yield datetime.fromisoformat(short)


def _text(text: str) -> Iterator[datetime]:
    from email.utils import parsedate_to_datetime

    yield from _iso(text)
    yield from _exif(text, "", "")
    with suppress(ValueError, TypeError, IndexError):
        yield parsedate_to_datetime(text[:60])


def _named(path: PurePath, mtime_ns: int) -> Iterator[datetime]:
    """What the file's name says, or that of the folder it lies in, which must be a day and nothing else."""
    for pattern in _NAMES:
        if match := pattern.search(path.stem):
            year, month, day, hour, _, minute, second = match.groups()
            with suppress(ValueError):
                yield datetime(int(year), int(month), int(day), int(hour), int(minute), int(second))
    for text, patterns in ((path.stem, _DAYS), (path.parent.name, (_FOLDER,))):
        for pattern in patterns:
            if match := pattern.search(text):
                with suppress(ValueError, OverflowError, OSError):
                    yield _within(datetime(int(match[1]), int(match[2]), int(match[3])), mtime_ns)


def _within(day: datetime, mtime_ns: int) -> datetime:
    """The time of the file where that is on this day, else the day's beginning."""
    written = datetime.fromtimestamp(mtime_ns / 1e9)
    return written if day <= written < day + timedelta(days=1) else day
