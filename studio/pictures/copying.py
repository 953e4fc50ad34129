"""A picture for the person's clipboard: which files it takes, and what may be said of one that went there."""

from __future__ import annotations

import re
from pathlib import Path

from library.files.disk import read_file
from studio.errors import StudioError

LARGEST_PICTURE = 64 << 20
"""Bytes of a picture that is sent to a clipboard."""

_KINDS = {
    "image/png": rb"\x89PNG\r\n\x1a\n",
    "image/jpeg": rb"\xff\xd8\xff",
    "image/webp": rb"RIFF....WEBP",
    "image/gif": rb"GIF8[79]a",
}
"""How pictures that other programs paste begin."""


class NotToBeCopied(StudioError):
    """A picture that no clipboard takes."""


def picture_words(status: str, name: str) -> str:
    """What may truly be said of a picture that went to this terminal, by its answer; empty: there was none."""
    called = name or "the terminal"
    if status == "DONE":
        return "Copied"
    if status == "EPERM":
        return f"Not copied: {called} does not allow it (clipboard_control)"
    return (
        f"Not copied: {called} says {status}" if status else f"Sent to {called}, which has not said whether it took it"
    )


def picture_to_copy(path: Path) -> tuple[bytes, str]:
    """A picture's file and its MIME type, by its first bytes. Blocks. Raises PictureUnreadable, NotToBeCopied."""
    data = read_file(path)
    for kind, beginning in _KINDS.items():
        if re.match(beginning, data, re.DOTALL):
            if len(data) > LARGEST_PICTURE:
                break
            return data, kind
    reason = f"it has {len(data) >> 20} MiB" if len(data) > LARGEST_PICTURE else "it is no PNG, JPEG, WebP or GIF"
    raise NotToBeCopied("The picture is not copied", reason, "Copy its path, or export it first")
