"""Edits of captions, one text at a time and over many: what each picture's would be, before anything is written.

An `Edit` takes a picture's name and its caption, empty where it has none, and gives the new one. `changes` says what
an edit would do to which pictures; all of them together are one change of the folder, and undone as one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from studio.datasets.captions.pattern import caption_of, checked, description_of
from studio.datasets.records import DatasetWrong

Edit = Callable[[str, str], str]


class Change(NamedTuple):
    """What becomes of one picture's caption; empty: it has none."""

    picture: str
    before: str
    after: str


def changes(captions: Mapping[str, str], pictures: Iterable[str], edit: Edit) -> tuple[Change, ...]:
    """What an edit would change, in the order of the pictures; those whose caption stays are left out."""
    told = ((name, captions.get(name, "")) for name in dict.fromkeys(pictures))
    every = (Change(name, before, edit(name, before)) for name, before in told)
    return tuple(change for change in every if change.before != change.after)


def after(captions: Mapping[str, str], done: Iterable[Change]) -> dict[str, str]:
    """All captions after changes; a caption that became empty is none."""
    kept = {**captions, **{change.picture: change.after for change in done}}
    return {name: text for name, text in kept.items() if text}


def replace(find: str, by: str, *, regex: bool = False, whole_words: bool = False, match_case: bool = False) -> Edit:
    r"""Every place of `find` becomes `by`, which may say `\1` or `\g<name>` where `regex` is asked for.

    Letters may be large or small unless `match_case`. Raises DatasetWrong for an expression that is none.
    """
    if not find:
        raise DatasetWrong("There is nothing to look for", "the words to replace are empty", "Say what is replaced")
    source = find if regex else re.escape(find)
    if whole_words:
        source = rf"(?<!\w)(?:{source})(?!\w)"
    try:
        # Compiled alone first: the group around it must not mend a bracket that it lacks.
        re.compile(find if regex else source)
        expression = re.compile(source, 0 if match_case else re.IGNORECASE)
        if regex:
            _hold_groups(expression, by)
    except (re.error, IndexError, OverflowError, RecursionError) as error:
        reason = "a group of it is not there" if isinstance(error, IndexError) else str(error)
        raise DatasetWrong(
            f"{find!r} → {by!r} is no regular expression", reason, "Leave --regex out, or mend it"
        ) from error

    def edit(_name: str, caption: str) -> str:
        after, count = expression.subn(by if regex else lambda _found: by, caption)
        return _one_line(after) if count else caption

    return edit


def _hold_groups(expression: re.Pattern[str], by: str) -> None:
    """Raise re.error or IndexError where `by` names a group that the expression has not."""
    groups = "".join(f"(?P<{name}>)" if name else "()" for name in _names(expression))
    re.sub(groups or "(?:)", by, "")


def _names(expression: re.Pattern[str]) -> list[str]:
    by_number = {number: name for name, number in expression.groupindex.items()}
    return [by_number.get(number, "") for number in range(1, expression.groups + 1)]


def retriggered(old: str, new: str) -> Edit:
    """Another trigger word wherever the old one stands as a word of its own."""
    return replace(old, new, whole_words=True)


def repatterned(old: str, new: str, trigger: str) -> Edit:
    """Captions in another pattern: the description is what the old pattern shows of them, or all but the trigger word.

    Raises DatasetWrong where the new pattern is none.
    """
    pattern = checked(new, trigger)
    without = retriggered(trigger, "") if trigger else None

    def edit(name: str, caption: str) -> str:
        if description_of(pattern, trigger, caption) is not None:
            return caption
        words = description_of(old, trigger, caption)
        if words is None:
            words = without(name, caption) if without is not None else caption
        return caption_of(pattern, trigger, words)

    return edit


def described(pattern: str, trigger: str, descriptions: Mapping[str, str]) -> Edit:
    """The pattern around each picture's own description; those of which there is none keep their caption."""
    kept = checked(pattern, trigger)

    def edit(name: str, caption: str) -> str:
        words = descriptions.get(name, "")
        return caption_of(kept, trigger, words) if words.strip() else caption

    return edit


def only_empty(edit: Edit) -> Edit:
    """The edit where there is no caption yet, and nothing anywhere else."""
    return lambda name, caption: caption if caption.strip() else edit(name, caption)


def _one_line(caption: str) -> str:
    return " ".join(caption.split())
