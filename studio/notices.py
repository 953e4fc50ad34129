"""The one place where errors of the leaves become notices for a person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from backends.base import (
    BadAnswer,
    EngineBroke,
    EngineError,
    EngineRefused,
    EngineUnreachable,
    MayBeCharged,
    ModelGone,
    ModelMissing,
    ResultLost,
)
from backends.errors import AccountEmpty, ContentRefused, KeyRefused, NotAllowed, RateLimited
from library.errors import (
    DiskFull,
    FolderMissing,
    IndexUnusable,
    LibraryError,
    LibraryUnwritable,
    NotInLibrary,
    PictureUnreadable,
    QueryWrong,
)
from library.records import Refused
from studio.errors import Notice, Pause, StudioError

MOST_NAMED = 5
"""Originals that are named in one line."""

KnownError = EngineError | LibraryError | StudioError
KNOWN_ERRORS = (EngineError, LibraryError, StudioError)
"""What the studio's own code raises for a person to read; anything else is a mistake of the program."""

_TITLES: dict[type[Exception], str] = {
    RateLimited: "The engine's quota is used up",
    ModelMissing: "A model is missing on the server",
    KeyRefused: "The key is missing or refused",
    NotAllowed: "This account may not do that",
    AccountEmpty: "The account has no money left",
    ModelGone: "The model is gone",
    ContentRefused: "The service's rules refused it",
    MayBeCharged: "It may have been charged",
    EngineRefused: "The engine refused the job",
    EngineUnreachable: "The engine does not answer",
    EngineBroke: "Drawing failed",
    ResultLost: "The engine lost the job",
    BadAnswer: "The engine's answer makes no sense",
    EngineError: "The engine failed",
    DiskFull: "The disk is full",
    LibraryUnwritable: "The library cannot be written",
    PictureUnreadable: "The picture cannot be read",
    QueryWrong: "The search is not understood",
    NotInLibrary: "It is not in the library",
    FolderMissing: "The folder is not there",
    IndexUnusable: "The index cannot be used",
    LibraryError: "The library failed",
}


def notice_of(error: KnownError, engine: str = "") -> Notice:
    """The notice for an error; `engine` names who failed, where that is known."""
    if isinstance(error, StudioError):
        return error.notice
    title = next(_TITLES[kind] for kind in type(error).__mro__ if kind in _TITLES)
    pause = Pause(error.seconds, error.quota) if isinstance(error, RateLimited) else None
    charged = isinstance(error, MayBeCharged)
    title = f"{title} ({engine})" if engine else title
    return Notice(title, error.reason, error.remedy, pause=pause, may_be_charged=charged)


def about_mistakes(mistakes: Sequence[Notice]) -> Notice:
    """What to say of mistakes in a person's own cast, plates, styles and sayings."""
    count = "A mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
    return Notice(
        f"{count} in your own files: what stands there is left out",
        "\n".join(mistake.line() for mistake in mistakes),
        "All else is as usual. Mend the files, then open the studio again",
    )


def about_sidecars(troubles: Sequence[Refused]) -> Notice:
    """The notice for sidecars, one at least, that could not be read or written when something was said of pictures."""
    first = troubles[0]
    more = f" (and {len(troubles) - 1:,} more)" if len(troubles) > 1 else ""
    what = "A file beside a picture was" if len(troubles) == 1 else f"{len(troubles):,} files beside pictures were"
    remedy = "What you said is kept in the index, and is written there once it can be"
    return Notice(f"{what} not written", f"{first.path}: {first.reason}{more}", remedy)


def about_signed(engine: str, original: Path) -> Notice:
    """What is to be said of the first picture that came from an engine with Content Credentials (C2PA), of which the
    library keeps the file."""
    return Notice(
        f"What {engine} draws has Content Credentials (C2PA)",
        f"they are true of its own files alone, which are kept as they came, in {original.parent.parent}",
        "The pictures of the library, with their recipes inside, have none",
    )


def about_credentials(originals: Sequence[str]) -> str:
    """What is to be said where pictures were made of originals that have Content Credentials (C2PA): they are true of
    their very bytes alone. Empty where there are none."""
    count = len(originals)
    if not count:
        return ""
    more = f" and {count - MOST_NAMED} more" if count > MOST_NAMED else ""
    whose = "one picture" if count == 1 else f"{count} pictures"
    named = ", ".join(originals[:MOST_NAMED])
    return (
        f"The Content Credentials (C2PA) of {whose} stay with the original, and are not in what was made: {named}{more}"
    )
