"""Words that nobody wears: what to say of a lettering that has some. No arrays: cheap to import."""

from __future__ import annotations

from studio.errors import Notice, StudioError
from studio.lettering.records import LetteringRecord, from_json

REASON = "nobody was found to wear it, so it stands in the picture's middle"


def misplaced(record: LetteringRecord | str) -> tuple[str, ...]:
    """The texts of a lettering, or of its JSON, that are printed in its middle; none, of what is no record."""
    try:
        lettering = from_json(record) if isinstance(record, str) else record
    except StudioError:
        return ()
    return tuple(one.text for one in lettering.settings if one.kind == "print" and one.placement.method == "centre")


def warnings(record: LetteringRecord | str) -> tuple[str, ...]:
    """A sentence for each text that nobody wears."""
    return tuple(f"“{text}”: {REASON}" for text in misplaced(record))


def warning_of(record: LetteringRecord | str) -> Notice | None:
    """What a person should know of a lettering that has texts that nobody wears."""
    texts = misplaced(record)
    if not texts:
        return None
    who = " and ".join(f"“{text}”" for text in texts)
    if len(texts) > 1:
        reason = "nobody was found to wear them, so they stand in the picture's middle"
        return Notice(f"Nobody wears {who}", reason, "Choose their places in Lettering", warning=True)
    return Notice(f"Nobody wears {who}", REASON, "Choose its place in Lettering", warning=True)
