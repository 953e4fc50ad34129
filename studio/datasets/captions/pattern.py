"""The pattern of captions: a caption from it and a description, and the description out of a caption that fits it.

A pattern is one line with `{trigger}` and `{description}` in it: "a {trigger} chibi figurine of {description}, flat
illustration style". What it says stands in every caption, so it is learnt with the trigger word; what may change from
picture to picture belongs into the description.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Final

from studio.datasets.records import Dataset, DatasetWrong, Kind
from studio.plain_text import plain

TRIGGER: Final = "{trigger}"
DESCRIPTION: Final = "{description}"

USUAL: Final[Mapping[Kind, str]] = {
    "style": "a {trigger} picture of {description}",
    "character": "{trigger}, {description}",
    "object": "{trigger}, {description}",
}
"""Patterns for datasets that say none; the trigger word stands first, where trainers and encoders heed it most."""

LONGEST: Final = 1000
"""Characters of a pattern."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_DANGLING = re.compile(r"[\s,;:]*\b(?:of|with|showing|depicting|featuring)\s*$", re.IGNORECASE)

_SEEN = re.compile(
    r"(?:(?:front|back|side|three-quarter|top|bottom) view|full body|head and shoulders|close-up of the face)\b.*",
    re.IGNORECASE,
)
"""A description that says nobody, only how one is seen: "of back view" is no English."""


def pattern_of(dataset: Dataset) -> str:
    """The pattern of a dataset: its own, or the usual one of its kind."""
    return dataset.pattern or USUAL[dataset.kind]


def mistakes(pattern: str, trigger: str = "") -> tuple[str, ...]:
    """What is wrong with a pattern, in words; nothing where it can be used."""
    found = []
    if len(pattern) > LONGEST:
        found.append(f"it has {len(pattern)} characters, and may have {LONGEST}")
    if pattern != plain(pattern) and pattern.strip() == pattern:
        found.append("it has line ends, control characters or several blanks in a row")
    fields = _FIELD.findall(pattern)
    for field in dict.fromkeys(fields):
        if field not in ("trigger", "description"):
            near = difflib.get_close_matches(field.strip().casefold(), ("trigger", "description"), 1, 0.5)
            found.append(f"there is no {{{field}}}" + (f": did you mean {{{near[0]}}}?" if near else ""))
    if re.search(r"[{}]", _FIELD.sub("", pattern)):
        found.append("a brace stands alone: write {trigger} and {description}")
    if (number := fields.count("description")) != 1:
        found.append("it has no {description}" if not number else "{description} stands in it more than once")
    if "trigger" not in fields and trigger and trigger.casefold() not in pattern.casefold():
        found.append("it has no {trigger}, so that captions would lack the trigger word")
    return tuple(found)


def checked(pattern: str, trigger: str = "") -> str:
    """The pattern without blanks around it. Raises DatasetWrong, with every mistake."""
    pattern = pattern.strip()
    if wrong := mistakes(pattern, trigger):
        raise DatasetWrong(
            "This is no pattern for captions",
            "; ".join(wrong),
            'Write one like "a {trigger} chibi figurine of {description}, flat illustration style"',
        )
    return pattern


def caption_of(pattern: str, trigger: str, description: str) -> str:
    """The caption in one line. Without a description, the word that leads to it is left out too: no "figurine of ,".
    Where it begins with how the figure is seen, a comma leads to it: "figurine, back view".

    A description's own blanks, and marks at its ends, give way to those of the pattern.
    """
    before, after = _around(pattern, trigger)
    words = tidy(description)
    if not words:
        before = _DANGLING.sub("", before)
        after = after.lstrip(" ,;:") if not before.strip() or before.rstrip().endswith((",", ";", ":")) else after
    elif _SEEN.fullmatch(words):
        before = _DANGLING.sub(", ", before)
    text = " ".join(f"{before}{words}{after}".split())
    return text if words or after.strip() else text.rstrip(" ,;:")


def description_of(pattern: str, trigger: str, caption: str) -> str | None:
    """What stands in a caption at the place of the description; None where the caption does not fit the pattern.

    Letters may be large or small, blanks any, and a full stop may have been put at the end.
    """
    text = " ".join(caption.split())
    if _same(text, caption_of(pattern, trigger, "")):
        return ""
    before, after = _around(pattern, trigger)
    words = _between(before, after, text)
    if words is None and _DANGLING.search(before):
        words = _between(_DANGLING.sub(", ", before), after, text)
        return words if words is not None and _SEEN.fullmatch(words) else None
    return words


def _between(before: str, after: str, text: str) -> str | None:
    """What stands in a text between two others, of which the last may have a full stop; None where it has not both."""
    expression = rf"{_loose(before)}(?P<words>.+?){_loose(after)}"
    found = re.fullmatch(expression, text, re.IGNORECASE)
    if found is None and after.strip():
        found = re.fullmatch(rf"{expression}\.", text, re.IGNORECASE)
    return tidy(found["words"]) if found is not None else None


def tidy(description: str) -> str:
    """A description in one line, without marks around it that the pattern brings."""
    return plain(description).strip(" ,;:").removesuffix(".").rstrip(" ,;:")


def _around(pattern: str, trigger: str) -> tuple[str, str]:
    """What stands before the description and behind it."""
    before, _, after = pattern.partition(DESCRIPTION)
    # Without a trigger word the marks behind it would begin the caption.
    lead = before.replace(TRIGGER, trigger) if trigger else before.replace(TRIGGER, "").lstrip(" ,;:")
    return lead, after.replace(TRIGGER, trigger)


def _loose(text: str) -> str:
    """An expression for a text in which blanks may be of any length; none at the ends of all are asked for."""
    words = r"\s+".join(map(re.escape, text.split()))
    lead = r"\s*" if text[:1].isspace() else ""
    return f"{lead}{words}" + (r"\s*" if text[-1:].isspace() and words else "")


def _same(one: str, other: str) -> bool:
    return one.rstrip(".").casefold() == other.rstrip(".").casefold()
