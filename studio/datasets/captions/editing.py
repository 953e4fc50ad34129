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


def prefixed(words: str) -> Edit:
    """`words` stand before each caption that does not begin with them."""

    def edit(_name: str, caption: str) -> str:
        return caption if _begins(caption, words) else _one_line(f"{words.rstrip()} {caption}")

    return edit


def suffixed(words: str) -> Edit:
    """`words` stand behind each caption that does not end with them; those that begin with a mark follow it closely."""

    def edit(_name: str, caption: str) -> str:
        if caption.casefold().rstrip().endswith(words.strip().casefold()):
            return caption
        return _one_line(f"{caption.rstrip()}{'' if words.lstrip()[:1] in (',', '.', ';') else ' '}{words.strip()}")

    return edit


def with_tag(tag: str) -> Edit:
    """A tag is among those between commas, at their end where it was not there."""

    def edit(_name: str, caption: str) -> str:
        tags = tags_of(caption)
        return caption if tag.strip().casefold() in map(str.casefold, tags) else ", ".join([*tags, tag.strip()])

    return edit


def without_tag(tag: str) -> Edit:
    """A tag is not among those between commas."""

    def edit(_name: str, caption: str) -> str:
        tags = tags_of(caption)
        kept = [one for one in tags if one.casefold() != tag.strip().casefold()]
        return caption if len(kept) == len(tags) else ", ".join(kept)

    return edit


def without_repeats() -> Edit:
    """Of tags that are the same, in any case, the first stays."""

    def edit(_name: str, caption: str) -> str:
        tags = tags_of(caption)
        kept = {one.casefold(): one for one in reversed(tags)}
        return caption if len(kept) == len(tags) else ", ".join(one for one in tags if kept.pop(one.casefold(), None))

    return edit


def sorted_tags(trigger: str = "") -> Edit:
    """Tags by the alphabet; those with the trigger word stay before all others."""

    def edit(_name: str, caption: str) -> str:
        tags = tags_of(caption)
        word = trigger.casefold()
        ordered = sorted(tags, key=lambda tag: ("", "") if word and word in tag.casefold() else (" ", tag.casefold()))
        return ", ".join(ordered) if ordered != tags else caption

    return edit


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


def tags_of(caption: str) -> list[str]:
    """What stands between the commas of a caption."""
    return [tag for one in caption.split(",") if (tag := " ".join(one.split()))]


def _begins(caption: str, words: str) -> bool:
    return caption.lstrip().casefold().startswith(words.strip().casefold())


def _one_line(caption: str) -> str:
    return " ".join(caption.split())
