"""What can go wrong with what is kept.

LibraryError                    `reason` says what happened to which file, `remedy` what to do
├── LibraryUnwritable           the folder cannot be made or written to
├── DiskFull                    no room: nothing half-written was left
├── PictureUnreadable           a file is not a picture that can be read: broken, too large, or of a foreign kind
├── ForeignUnreadable           exchange/foreign/facts.py: what claims to be a tool's metadata is not what it writes
├── QueryWrong                  what was typed into the search is no query; `position` is the character
├── OrderUnknown                nobody, or more than one, is meant by the name whose drift is to order pictures
├── NotInLibrary                nothing has this id
├── NotRemade                   a lettering's record does not make it again
├── FolderMissing               a folder that is named is not there
├── ChangedMeanwhile            files/transaction.py: a file is another than it was when it was read; nothing was done
└── IndexUnusable               the index is damaged, or was made by a newer studio
"""

from __future__ import annotations


class LibraryError(Exception):
    """What happened, to what, and what to do about it."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


class LibraryUnwritable(LibraryError):
    """The library's folder, or a file in it, cannot be made or written."""


class DiskFull(LibraryError):
    """The disk has no room for a file; what was there before is whole."""


class PictureUnreadable(LibraryError):
    """A file cannot be read as a picture."""


class NotRemade(LibraryError):
    """A lettering cannot be made again from its record."""


class QueryWrong(LibraryError):
    """A search that cannot be understood; `position` is the character it is about, 0 to the length of the text."""

    def __init__(self, reason: str, remedy: str, position: int) -> None:
        super().__init__(reason, remedy)
        self.position = position


class OrderUnknown(LibraryError):
    """There is no such order of pictures: the name is of nobody whose drift was measured, or of several."""


class NotInLibrary(LibraryError):
    """No picture, lettering or job has this id."""


class FolderMissing(LibraryError):
    """A folder that is named is not there, or is no folder."""


class IndexUnusable(LibraryError):
    """The index cannot be used; it can be made again from the files with `studio library rebuild`."""
