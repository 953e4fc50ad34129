"""What `studio dataset caption` prints: captions, changes before and after, warnings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from studio.cli.output import complain, json_line, say
from studio.datasets.captions.editing import Change
from studio.datasets.captions.tokens import OTHER_LIMITS, clip_tokens, t5_tokens
from studio.datasets.captions.tokens import counted as in_tokens
from studio.datasets.captions.warnings import Warning
from studio.datasets.folder.reading import Opened
from studio.plain_text import plain

MOST_NAMED = 5
"""Names in one line."""


def print_captions(found: Opened, names: Sequence[str], *, tokens: bool, as_json: bool) -> None:
    """A line for each picture, or two with its tokens."""
    for name in names:
        picture = found.picture(name)
        caption = found.captions.get(name, "")
        if as_json:
            state = {"aside": picture.aside, "held_out": picture.held_out, "drafted": picture.drafted}
            say(json_line({"picture": name, "caption": caption, **_tokens(caption), **state}))
            continue
        draft = f" [draft by {picture.drafted}]" if picture.drafted else ""
        say(f"{name}: {plain(caption) or 'no caption'}{draft}")
        if tokens:
            say(f"  {in_tokens(caption)}")
    if tokens and not as_json:
        others = ", ".join(f"{model} {limit}" for model, limit in OTHER_LIMITS.items())
        complain(f"Models that have no CLIP read more tokens of their own: {others}")


def print_changes(changes: Iterable[Change], *, tokens: bool, as_json: bool, dry_run: bool) -> None:
    """Each change before and after."""
    for change in changes:
        if as_json:
            written = {"before": change.before, "caption": change.after, "written": not dry_run}
            say(json_line({"picture": change.picture, **written, **_tokens(change.after)}))
            continue
        say(change.picture)
        if change.before:
            say(f"  - {plain(change.before)}")
        say(f"  + {plain(change.after)}")
        if tokens:
            say(f"    {in_tokens(change.after)}")


def print_warnings(found: Iterable[Warning], *, as_json: bool) -> None:
    """What is wrong, each with the pictures and what to do."""
    for one in found:
        if as_json:
            record = {"warning": one.kind, "pictures": one.pictures, "text": one.text, "remedy": one.remedy}
            say(json_line(record))
            continue
        where = f" ({listed(one.pictures)})" if one.pictures else ""
        complain(f"{one.text}{where}. {one.remedy}")


def print_done(said: str, name: str, nothing_written: bool) -> None:
    """The last line: what was done, and how it is taken back."""
    if nothing_written:
        complain(f"{said}; nothing was written")
    else:
        complain(f"{said}. studio dataset undo {name} takes it back")


def listed(names: Sequence[str]) -> str:
    """Names in words: the first few, and how many more."""
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"{', '.join(names[:MOST_NAMED])}{more}"


def counted(number: int, what: str) -> str:
    """A number with its noun."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _tokens(caption: str) -> dict[str, int]:
    return {"clip_tokens": clip_tokens(caption), "about_t5_tokens": t5_tokens(caption)}
