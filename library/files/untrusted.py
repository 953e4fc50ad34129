"""The seam round every reader of what others wrote: heads, metadata, sidecars, pixels.

Files come from any program and from nobody's hands in particular. What a reader raises that it should not is a mistake
of the studio's, and costs that one file and not the work that came upon it: it becomes a PictureUnreadable, and its
traceback a line in the log.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from library.errors import LibraryError, PictureUnreadable

_FAULT = "a mistake of the studio's in reading it"


@contextmanager
def untrusted(name: str) -> Iterator[None]:
    """Let nothing out of the block but the library's own errors; `name` is what is being read.

    The block reads, and writes nothing: what goes wrong there is not told of as a fault of the file.
    """
    try:
        yield
    except LibraryError:
        raise
    except OSError as error:
        raise PictureUnreadable(f"{name} cannot be read: {error.strerror or error}", "Check the disk") from error
    except Exception as error:
        logging.getLogger(__name__).error("reading %r", name, exc_info=error)
        reason = f"{name} cannot be read: {_FAULT} ({type(error).__name__})"
        raise PictureUnreadable(reason, "Report it, with the file if you can; the log has more") from error


def is_fault(reason: str) -> bool:
    """Whether a file was refused for a mistake of the studio's, which a later studio may have mended."""
    return _FAULT in reason
