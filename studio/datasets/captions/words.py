"""Words for descriptions: what a cell of the coverage table is called in a caption, and what labels of a sheet say.

A caption names what should stay changeable: pose, outfit, place, from where it is seen. What makes the figure what it
is, is left out, so that it is learnt with the trigger word instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from studio.datasets.captions.pattern import tidy
from studio.datasets.records import Picture

VIEWS: Final[Mapping[str, str]] = {
    "front": "front view",
    "three-quarter left": "three-quarter view, facing left",
    "three-quarter right": "three-quarter view, facing right",
    "side left": "side view, facing left",
    "side right": "side view, facing right",
    "back": "back view",
}
FRAMINGS: Final[Mapping[str, str]] = {
    "full body": "full body",
    "bust": "head and shoulders",
    "face": "close-up of the face",
}
EXPRESSIONS: Final[Mapping[str, str]] = {
    "neutral": "neutral expression",
    "happy": "happy smile",
    "sad": "sad face",
    "angry": "angry face",
    "surprised": "surprised face",
    "tired": "tired face",
    "asleep": "eyes closed, asleep",
}

_VIEW_LABEL = re.compile(
    r"(?:the\s+)?(?P<what>front|back|rear|behind|side|profile|left|right|top|bottom|(?:3\s*/\s*4|¾|three[\s-]*quarters?))"
    r"(?:[\s-]+(?:view|elevation|pose))?(?:[\s-]+(?P<turn>left|right|side))?(?:[\s-]+(?:view|side|elevation|pose))?",
    re.IGNORECASE,
)
_NO_NOTE = re.compile(
    r"[\W\d_]*"
    r"|#?[0-9a-f]{6}"
    r"|(?:rgb|cmyk|pantone|hex)\b.*"
    r"|[\d.,\s]+(?:mm|cm|m|in|inch(?:es)?|px|heads?|[\"'″′])"
    r"|(?:height|width|depth|scale|size)\b.*"
    r"|(?:notes?|palette|colou?rs?|swatches|details?|turn[\s-]?around|reference|design|sheet|model sheet|v\d+)\b\W*"
    r"|(?:fig(?:ure)?|no|nr)?\.?\s*\d+",
    re.IGNORECASE,
)
_ARTICLES = re.compile(r"^(?:a|an|the)\s", re.IGNORECASE)


def coverage_words(picture: Picture, outfit_words: Mapping[str, str] = {}) -> tuple[str, ...]:
    """From where a picture shows what, and how near, in which mood and outfit; what nobody knows is left out.

    `outfit_words` maps an outfit's name to what is worn.
    """
    worn = outfit_words.get(picture.outfit, picture.outfit)
    found = (
        f"wearing {tidy(worn)}" if picture.outfit and tidy(worn) else "",
        # The back of a head has no mood.
        "" if picture.view == "back" else EXPRESSIONS.get(picture.expression, picture.expression),
        VIEWS.get(picture.view, picture.view),
        FRAMINGS.get(picture.framing, picture.framing),
    )
    return tuple(filter(None, found))


def view_label(label: str) -> str:
    """What a label says that only tells the view: "FRONT" is "front view", "3/4 LEFT" a three-quarter view; else ""."""
    found = _VIEW_LABEL.fullmatch(" ".join(label.split()).strip(" .:-"))
    if found is None:
        return ""
    what, turn = found["what"].casefold(), (found["turn"] or "").casefold()
    facing = f", facing {turn}" if turn in ("left", "right") else ""
    if what in ("front", "top", "bottom"):
        return f"{what} view"
    if what in ("back", "rear", "behind"):
        return "back view"
    if what in ("side", "profile"):
        return f"side view{facing}"
    if what in ("left", "right"):
        return f"side view, facing {what}"
    return f"three-quarter view{facing}"


def from_labels(picture: Picture, names: Iterable[str] = (), outfit_words: Mapping[str, str] = {}) -> str:
    """A description from what was printed beside a figure and from what is known of it.

    Notes come first, then what is known. Names (`names`: of the figure, and its trigger word) are left out, and so are
    sizes, colour codes and headings, which say nothing of the drawing.
    """
    left_out = {tidy(name).casefold() for name in names}
    notes, views = [], []
    for label in picture.labels:
        words = _note(label)
        if view := view_label(label):
            views.append(view)
        elif words and not _NO_NOTE.fullmatch(words) and words.casefold() not in left_out:
            notes.append(words)
    # The table takes SIDE, without a word of which, for the left one: the caption does not claim it.
    unsaid = {f"{view}, facing left": view for view in views}
    known = [unsaid.get(words, words) for words in coverage_words(picture, outfit_words)]
    told = dict.fromkeys([*notes, *(known if picture.view else (*views, *known))])
    return with_article(tidy(", ".join(told)))


def _note(label: str) -> str:
    """A note as words of a caption: "GLASSES + BEARD" is "glasses and beard"."""
    # Labels are often set in capitals, which nobody writes in a caption.
    words = label.lower() if label.upper() == label else label
    words = tidy(re.sub(r"\s*[+&]\s*", " and ", words).strip(" •*-–—→←↑↓"))
    return re.sub(r"^(?:notes?|outfit|pose|mood)\s*:\s*", "", words, flags=re.IGNORECASE)


def with_article(words: str) -> str:
    """Words that may follow "of": "man with a backpack" is "a man with a backpack"; plurals and others stay."""
    first = words.split(" ", 1)[0]
    if not words or _ARTICLES.match(words) or not first.isalpha() or first.casefold() not in _PEOPLE:
        return words
    return f"{'an' if first[0].casefold() in 'aeiou' else 'a'} {words}"


_PEOPLE: Final = frozenset(
    ("man", "woman", "boy", "girl", "child", "baby", "person", "figure", "figurine", "cat", "dog", "bear", "rabbit",
     "bird", "fox", "mouse", "owl", "elephant", "animal")
)  # fmt: skip
