"""Keywords and date of IPTC, as Photoshop's resources in JPEG have it, and ImageMagick's profiles in PNG.

Format: IPTC-NAA Information Interchange Model 4.2 (records 1:90, 2:25, 2:55, 2:60) in the resource 0x0404 of Adobe's
"Photoshop File Formats". They go among a file's texts, each under a keyword that no file can have.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

KEYWORDS, DATE = "\0iptc:Keywords", "\0iptc:DateCreated"
"""Keywords one a line; the date as 20240501 or 20240501T102030+0200."""
PHOTOSHOP = b"Photoshop 3.0\0"
"""What a segment of JPEG with such resources begins with."""
_PROFILE = "Raw profile type iptc"
_RESOURCE, _IPTC = b"8BIM", 0x0404
_MOST_RECORDS = 5_000
_UTF8 = b"\x1b%G"


def texts_of(resources: bytes) -> dict[str, str]:
    """What Photoshop's resources, or IPTC alone, say; empty where they say none of it. Raises nothing."""
    plain = resources if resources[:1] == b"\x1c" else b"".join(_iptc(resources))
    keywords: list[bytes] = []
    others: dict[tuple[int, int], bytes] = {}
    for record, number, body in _records(plain):
        if (record, number) == (2, 25):
            keywords.append(body)
        else:
            others.setdefault((record, number), body)
    is_utf8 = others.get((1, 90), b"").startswith(_UTF8)
    found = {KEYWORDS: "\n".join(" ".join(_decoded(body, is_utf8).split()) for body in keywords)}
    day, time = (others.get((2, number), b"").decode("ascii", "replace").strip() for number in (55, 60))
    found[DATE] = f"{day}T{time}" if day and time else day
    return {keyword: text for keyword, text in found.items() if text}


def in_profile(texts: Mapping[str, str]) -> dict[str, str]:
    """The same of a profile among a PNG's texts: a name, a length, and hexadecimal digits, in lines."""
    lines = texts.get(_PROFILE, "").split()
    try:
        return texts_of(bytes.fromhex("".join(lines[2:])))
    except ValueError:
        return {}


def _iptc(resources: bytes) -> Iterator[bytes]:
    """The bodies of the resources that hold IPTC."""
    position = len(PHOTOSHOP) if resources.startswith(PHOTOSHOP) else 0
    while resources[position : position + 4] == _RESOURCE and position + 12 <= len(resources):
        kind = struct.unpack_from(">H", resources, position + 4)[0]
        named = resources[position + 6] + 1
        start = position + 6 + named + (named & 1)
        if start + 4 > len(resources):
            return
        length = struct.unpack_from(">I", resources, start)[0]
        if kind == _IPTC:
            yield resources[start + 4 : start + 4 + length]
        position = start + 4 + length + (length & 1)


def _records(iptc: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Record, number and body of each data set; one of 32 KiB and more is not read, nor what follows it."""
    position = 0
    for _ in range(_MOST_RECORDS):
        if iptc[position : position + 1] != b"\x1c" or position + 5 > len(iptc):
            return
        record, number, length = struct.unpack_from(">BBH", iptc, position + 1)
        if length & 0x8000:
            return
        yield record, number, iptc[position + 5 : position + 5 + length]
        position += 5 + length


def _decoded(body: bytes, is_utf8: bool) -> str:
    """A text; programs that do not say so write UTF-8 too, which Latin-1 nearly never is by chance."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("utf-8" if is_utf8 else "latin-1", "replace")
