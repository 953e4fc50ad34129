"""Words that nobody wears: what to say of a lettering that has some. No arrays: cheap to import."""

from __future__ import annotations

from studio.errors import Notice, StudioError
from studio.lettering.records import LetteringRecord, Setting, from_json


def misplaced(record: LetteringRecord | str) -> tuple[Setting, ...]:
    """The texts of a lettering, or of its JSON, that nobody was found to wear; none, of what is no record."""
    try:
        lettering = from_json(record) if isinstance(record, str) else record
    except StudioError:
        return ()
    return tuple(one for one in lettering.settings if one.kind == "print" and not one.placement.worn)


def warnings(record: LetteringRecord | str) -> tuple[str, ...]:
    """A sentence for each text that nobody wears."""
    return tuple(f"“{one.text}”: nobody was found to wear it, so {_where(one)}" for one in misplaced(record))


def warning_of(record: LetteringRecord | str) -> Notice | None:
    """What a person should know of a lettering that has texts that nobody wears."""
    loose = misplaced(record)
    if not loose:
        return None
    who = " and ".join(f"“{one.text}”" for one in loose)
    if len(loose) > 1:
        reason = "nobody was found to wear them"
        return Notice(f"Nobody wears {who}", reason, "Choose their places in Lettering", warning=True)
    reason = f"nobody was found to wear it, so {_where(loose[0])}"
    return Notice(f"Nobody wears {who}", reason, "Choose its place in Lettering", warning=True)


def _where(setting: Setting) -> str:
    if setting.placement.shared:
        return "it stands on somebody who wears other words"
    return "it stands in the picture's middle"
