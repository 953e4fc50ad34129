"""What is wrong with the captions of a dataset, before a trainer is paid for it. Nothing here changes anything.

Captions of pictures that are set aside are not looked at: no trainer reads them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Literal, NamedTuple

from studio.cast.members import Character
from studio.datasets.captions import tokens, traits
from studio.datasets.captions.alike import alike
from studio.datasets.captions.pattern import TRIGGER, description_of, pattern_of
from studio.datasets.captions.places import place_of
from studio.datasets.captions.triggers import PLACEHOLDER, has_trigger, is_common, is_inside
from studio.datasets.records import Dataset

Kind = Literal[
    "encoding", "no caption", "no trigger", "trigger missing", "trigger inside", "trigger common", "placeholder",
    "marks", "lines", "same", "alike", "too long", "name", "traits", "no place", "one place", "draft",
]  # fmt: skip

FEW: Final = 4
"""Captions below which nothing is said of how they vary."""

_PLACEHOLDERS = re.compile(
    r"\[(?:trigger|name|filewords|description)\]|\{[^{}]*\}|<(?:trigger|name|token)>|\bTODO\b|\bXXX\b"
)
_MARKS = re.compile(
    r"<[a-zA-Z/!][^<>]*>|\*\*|__\w|^#+ |```|&(?:amp|lt|gt|quot|#\d+);|\([^()]*:\d+(?:\.\d+)?\)|\]\(|^\s*[-*•] ",
    re.MULTILINE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


class Warning(NamedTuple):
    """One thing that is wrong: in which pictures, in words, and what to do. No pictures: it is about all of them."""

    kind: Kind
    pictures: tuple[str, ...]
    text: str
    remedy: str


class Looked(NamedTuple):
    """What is looked at: captions by picture's name, whom the dataset shows, and the bytes of the caption files where
    somebody has them."""

    dataset: Dataset
    captions: Mapping[str, str]
    member: Character | None = None
    files: Mapping[str, bytes] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The pictures that a trainer gets."""
        return tuple(one.name for one in self.dataset.pictures if not one.aside)

    @property
    def texts(self) -> dict[str, str]:
        """Their captions, where they have one."""
        return {name: text for name in self.names if (text := self.captions.get(name, "")).strip()}

    def having(self, test: Callable[[str], bool]) -> tuple[str, ...]:
        """The pictures whose caption is so."""
        return tuple(name for name, text in self.texts.items() if test(text))


def warnings(looked: Looked) -> tuple[Warning, ...]:
    """All that is wrong, what spoils a training first."""
    return tuple(warning for look in _LOOKS for warning in look(looked))


def _encoding(looked: Looked) -> Iterator[Warning]:
    unread, others = [], []
    for name in looked.names:
        data = looked.files.get(name, b"")
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            unread.append(name)
        else:
            if data.startswith(b"\xef\xbb\xbf") or b"\r" in data:
                others.append(name)
    if unread:
        yield Warning(
            "encoding", tuple(unread), f"{_files(unread)} not UTF-8", "Save them anew here: trainers stop at them"
        )
    if others:
        text = f"{_files(others)} written as Windows does, with a mark at the beginning or CR LF at the line ends"
        yield Warning("encoding", tuple(others), text, "Save them anew here: some trainers read these marks as words")


def _empty(looked: Looked) -> Iterator[Warning]:
    texts = looked.texts
    empty = tuple(name for name in looked.names if name not in texts)
    if empty:
        text = f"{_pictures(empty)} no caption"
        yield Warning("no caption", empty, text, "Write one, or have one drafted: without, a picture teaches blindly")


def _trigger(looked: Looked) -> Iterator[Warning]:
    trigger = looked.dataset.trigger
    if not trigger.strip():
        if looked.names:
            remedy = "Choose a made-up word, as nua_figurine_style"
            yield Warning(
                "no trigger", (), "The dataset has no trigger word: nothing will call up what is learnt", remedy
            )
        return
    inside = looked.having(lambda text: is_inside(text, trigger))
    lacking = looked.having(
        lambda text: not has_trigger(text, trigger) and not is_inside(text, trigger) and PLACEHOLDER not in text
    )
    if inside:
        text = f"In {_count(inside)} the letters of {trigger!r} stand inside another word"
        yield Warning(
            "trigger inside", inside, text, "Part them by blanks or commas: an encoder reads another word there"
        )
    if lacking and len(lacking) == len(looked.texts):
        yield Warning(
            "no trigger", lacking, f"No caption has the trigger word {trigger!r}", "Put it in front of all of them"
        )
    elif lacking:
        text = f"The trigger word {trigger!r} is missing from {len(lacking)} of {len(looked.texts)} captions"
        yield Warning("trigger missing", lacking, text, "Put it in front of them, or apply the pattern")
    if is_common(trigger):
        text = f"The encoders know {trigger!r} as a word already: what is learnt mixes with what it means"
        yield Warning("trigger common", (), text, "Choose a made-up word, or write a figure for a letter")


def _leftovers(looked: Looked) -> Iterator[Warning]:
    held = looked.having(lambda text: _PLACEHOLDERS.search(text) is not None)
    if held:
        first = _PLACEHOLDERS.search(looked.captions[held[0]])
        said = first[0] if first else PLACEHOLDER
        text = f"In {_count(held)} a placeholder was left: {said}"
        remedy = (
            "Put the trigger word there: ai-toolkit alone fills it in" if said == PLACEHOLDER else "Put words there"
        )
        yield Warning("placeholder", held, text, remedy)
    marked = looked.having(lambda text: bool(_MARKS.search(text) or _CONTROL.search(text)))
    if marked:
        text = f"In {_count(marked)} stand markup, weights or control characters"
        yield Warning("marks", marked, text, "Take them out: to an encoder they are noise")


def _lines(looked: Looked) -> Iterator[Warning]:
    several = looked.having(lambda text: "\n" in text.strip())
    if several:
        text = f"{_count(several)} {'has' if len(several) == 1 else 'have'} several lines"
        yield Warning("lines", several, text, "Write them in one: some trainers read the first line alone")


def _same(looked: Looked) -> Iterator[Warning]:
    groups = defaultdict(list)
    for name, text in looked.texts.items():
        groups[" ".join(text.split()).casefold()].append(name)
    several = [tuple(names) for names in groups.values() if len(names) > 1]
    if len(several) == 1 and len(several[0]) == len(looked.texts):
        text = f"All {len(looked.texts)} captions are the same: whatever the pictures have in common is learnt as one"
        yield Warning("same", several[0], text, "Say in each what differs: view, pose, outfit, place")
        return
    for names in several:
        text = f"{len(names)} pictures have the same caption"
        yield Warning("same", names, text, "Say in each what differs")
    descriptions = {
        name: description_of(pattern_of(looked.dataset), looked.dataset.trigger, text) or text
        for name, text in looked.texts.items()
        if not any(name in names for names in several)
    }
    for names in alike(descriptions):
        text = f"{len(names)} pictures have nearly the same caption"
        yield Warning("alike", names, text, "Say in each what differs")


def _long(looked: Looked) -> Iterator[Warning]:
    for name, text in looked.texts.items():
        if told := tokens.unseen(text):
            yield Warning("too long", (name,), told, "Shorten it, or put what matters first")
        if (number := tokens.t5_tokens(text)) > tokens.T5_LIMIT:
            told = f"T5 about {number} of {tokens.T5_LIMIT}: its end is not seen by any encoder"
            yield Warning("too long", (name,), told, "Shorten it")


def _member(looked: Looked) -> Iterator[Warning]:
    member, trigger = looked.member, looked.dataset.trigger
    if member is None or looked.dataset.kind == "style":
        return
    for name in (member.name, *member.aliases):
        held = tuple(picture for picture, text in looked.texts.items() if has_trigger(text, name))
        if not held or name.casefold() == trigger.casefold():
            continue
        text = f"In {_count(held)} {name!r} stands beside the trigger word: part of what is learnt hangs on that name"
        yield Warning("name", held, text, f"Take it out, or put {trigger or TRIGGER} in its place")
    found = traits.told(member, looked.texts)
    if found:
        held = tuple(dict.fromkeys(name for names in found.values() for name in names))
        said = ", ".join(found)
        text = f"In {_count(held)} stands what {member.name} always has: {said}"
        remedy = "Leave it out: what is named is learnt with its own words, and not with the trigger word"
        yield Warning("traits", held, text, remedy)


def _places(looked: Looked) -> Iterator[Warning]:
    texts = looked.texts
    if len(texts) < FEW:
        return
    fixed = place_of(pattern_of(looked.dataset))
    places = {name: place_of(text) for name, text in texts.items()}
    told = {name: place for name, place in places.items() if place}
    learnt = looked.dataset.trigger or "what is trained"
    if not told:
        text = f"No caption says what stands behind: the background is learnt as a part of {learnt}"
        yield Warning("no place", (), text, "Name it in each, also where it is plain: “on a plain white ground”")
    elif len(told) == len(texts) and len(set(told.values())) == 1 and not fixed:
        place = next(iter(told.values()))
        text = f"Every caption says “{place}”: the place is described, and never another"
        yield Warning(
            "one place", tuple(told), text, "Add pictures at other places: one that never varies is learnt all the same"
        )


def _drafts(looked: Looked) -> Iterator[Warning]:
    drafts = tuple(one.name for one in looked.dataset.pictures if one.drafted and not one.aside)
    if drafts:
        models = ", ".join(sorted({one.drafted for one in looked.dataset.pictures if one.drafted and not one.aside}))
        text = f"Nobody has looked at {len(drafts)} {'draft' if len(drafts) == 1 else 'drafts'} by {models}"
        yield Warning("draft", drafts, text, "Look at them: a model sees things that are not there")


_LOOKS: Final = (_encoding, _empty, _trigger, _leftovers, _lines, _same, _long, _member, _places, _drafts)


def _count(names: tuple[str, ...]) -> str:
    return "1 caption" if len(names) == 1 else f"{len(names)} captions"


def _files(names: list[str]) -> str:
    return "1 caption is" if len(names) == 1 else f"{len(names)} captions are"


def _pictures(names: tuple[str, ...]) -> str:
    return "1 picture has" if len(names) == 1 else f"{len(names)} pictures have"
