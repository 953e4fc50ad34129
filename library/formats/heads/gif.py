"""The head of a GIF file. Format: GIF89a; comments are §24, and stand before the first picture."""

from __future__ import annotations

from library.formats.heads.parts import LARGEST_TEXT, MANIFEST, Head, Source, Texts, refuse

_SCREEN = 13
_COLOURS = 0x80
_EXTENSION, _COMMENT, _APPLICATION = 0x21, 0xFE, 0xFF
_C2PA = b"\x0bC2PA_GIF"
_MOST_BLOCKS = LARGEST_TEXT // 255


def read(source: Source) -> Head:
    """The head. Raises PictureUnreadable."""
    if not source.last(64).rstrip(b"\0").endswith(b";"):
        raise refuse("it ends too early")
    screen = source.read(0, _SCREEN)
    if len(screen) < _SCREEN:
        raise refuse("it ends too early")
    texts = Texts()
    position = _SCREEN + (3 << (screen[10] & 7) + 1 if screen[10] & _COLOURS else 0)
    left = _MOST_BLOCKS
    while left > 0:
        start = source.read(position, 2)
        if len(start) < 2 or start[0] != _EXTENSION:
            break
        if start[1] == _APPLICATION and source.read(position + 2, len(_C2PA)) == _C2PA:
            texts.add(MANIFEST, "")
        keep = start[1] == _COMMENT and "Comment" not in texts.found
        body, position, left = _blocks(source, position + 2, left, keep)
        if body and left > 0:
            texts.add("Comment", _text(body))
    if left <= 0:
        texts.passed_over("Comment")
    size = int.from_bytes(screen[6:8], "little"), int.from_bytes(screen[8:10], "little")
    return Head("gif", *size, texts.found, tuple(texts.remarks))


def _blocks(source: Source, position: int, left: int, keep: bool) -> tuple[bytes, int, int]:
    """What blocks of up to 255 bytes hold, where they end, and how many more may be read; empty where not to keep."""
    parts: list[bytes] = []
    while left > 0:
        left -= 1
        length = source.read(position, 1)
        if not length or not length[0]:
            break
        if keep:
            parts.append(source.read(position + 1, length[0]))
        position += 1 + length[0]
    return b"".join(parts), position + 1, left


def _text(body: bytes) -> str:
    """A comment, which should be ASCII, and is in whatever the program had."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("latin-1")
