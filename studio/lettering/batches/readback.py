"""What was read back of a lettering, and whether it is what was set. No arrays, no engine: cheap to import."""

from __future__ import annotations

import unicodedata

from studio.errors import StudioError
from studio.lettering.records import LetteringRecord, from_json

UNKNOWN = "the reader knows Latin letters only"
"""Why a text is not judged."""


def unread(record: LetteringRecord) -> tuple[tuple[str, str], ...]:
    """What was set and could not be read back, each with what was read, of texts that the reader can know.

    Empty for a record that was not verified.
    """
    if record.read is None:
        return ()
    pairs = zip(record.settings, record.read, strict=False)
    return tuple((one.text, read) for one, read in pairs if is_known(one.text) and not same(one.text, read))


def unjudged(record: LetteringRecord) -> tuple[str, ...]:
    """What was set, in letters that the reader does not know. Empty for a record that was not verified."""
    return tuple(one.text for one in record.settings if not is_known(one.text)) if record.read is not None else ()


def is_known(text: str) -> bool:
    """Whether a text has no letters but Latin ones."""
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in letters(text))


def same(text: str, read: str) -> bool:
    """Whether two texts have the same letters and digits, accents and case aside."""
    return letters(text) == letters(read)


def letters(text: str) -> str:
    """The letters and digits of a text, without accents, case and everything else."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if c.isalnum())


def verdict(record: str) -> str:
    """In a few words what reading back a lettering gave, by its JSON: "read back", "read as 'PEBKAO'", "unreadable",
    or why it was not judged.

    Empty where it was not read back, or the record is none.
    """
    try:
        lettering = from_json(record)
    except StudioError:
        return ""
    if lettering.read is None:
        return ""
    wrong = [read for _, read in unread(lettering)]
    if not wrong:
        return UNKNOWN if unjudged(lettering) else "read back"
    return ", ".join(f"read as {read!r}" if read else "unreadable" for read in wrong)
