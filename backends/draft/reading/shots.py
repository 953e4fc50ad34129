"""From where a scene shows its figures, and how near: "from behind", "in profile, facing left", "a close-up".

Left and right are the picture's: who faces left looks to its left edge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from backends.draft.reading.attribution import Who, mentions_of, said_of
from backends.draft.reading.words import Patterns

READ_AT_MOST = 2000
"""Characters of a scene that are read."""

_ENDS = r"(?=\s*(?:$|[^\w\s]|(?:and|as|at|in|on|with|while|who|holding|standing|sitting|looking)\b))"
_US = r"(?:us|me|you|(?:the\s+)?(?:camera|viewer|audience|beholder))"
_LEFT, _RIGHT = (
    rf"\b(?:faces|facing|turned)\s+(?:to\s+)?(?:the\s+)?{side}\b|\b{side}[ -]profile\b" for side in ("left", "right")
)
_VIEWS: Mapping[str, str] = {
    "back": rf"\b(?:seen\s+)?from\s+(?:behind|the\s+(?:back|rear)){_ENDS}|\b(?:back|rear)[ -]view\b"
    rf"|\b(?:his|her|its|their|with(?:\s+\w+)?)\s+backs?\s+(?:(?:turned\s+)?to(?:wards?)?\s+{_US}|turned)\b"
    rf"|(?<!get )(?<!gets )(?<!come )(?<!comes )(?<!goes )\bback\s+to\s+{_US}\b"
    rf"|\bturns?\s+(?:his|her|its|their)\s+backs?\b|\b(?:fac(?:es|ing)|turned|look(?:s|ing))\s+away\b(?:\s+from\s+{_US})?",
    "three-quarter": r"\b(?:three[ -]quarters?|3/4)(?:[ -](?:view|profile|angle|turn(?:ed)?))?\b",
    "side": rf"\bin\s+profile\b|\bprofile\s+(?:view|shot)\b|\bside[ -](?:view|on)\b"
    rf"|\b(?:seen\s+)?from\s+the\s+side{_ENDS}",
    "left": _LEFT,
    "right": _RIGHT,
    "front": rf"\b(?:seen\s+)?from\s+the\s+front{_ENDS}|\bfront(?:al)?[ -]view\b|\bhead-on\b"
    rf"|\b(?:fac(?:es|ing)|look(?:s|ing)\s+(?:straight\s+)?(?:at|into))\s+{_US}\b",
}
_FRAMINGS: Mapping[str, str] = {
    "face": r"\bclose[ -]?ups?\b|\bhead[ -]?shots?\b|\bface\s+only\b",
    "bust": r"\bhead\s+and\s+shoulders\b|\b(?:from\s+the\s+)?waist\s+up\b|\bupper\s+body\b"
    r"|\bbust(?:\s+|-)(?:shot|portrait|view)\b|\bportrait\s+of\b|\bmedium\s+shot\b",
    "full body": r"\bfull[ -](?:body|length|figure)\b|\bwhole\s+(?:body|figure)\b|\bhead\s+to\s+(?:foot|toe)\b",
}
_PLAIN_GROUND = re.compile(r"\bplain\s+(?:light\s+|white\s+|grey\s+|gray\s+)?(?:ground|background|backdrop)\b", re.I)


def _compiled(table: Mapping[str, str]) -> Patterns:
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in table.items())


_VIEW_WORDS, _FRAMING_WORDS = _compiled(_VIEWS), _compiled(_FRAMINGS)


class Shot(NamedTuple):
    """How a scene shows one figure; empty where it does not say.

    `view` is front, three-quarter, side or back, the middle two with ` left` or ` right` after them where the scene
    says to which side; `framing` is full body, bust or face.
    """

    view: str = ""
    framing: str = ""


UNSAID = Shot()


def shots_of(scene: str, figures: Sequence[Who]) -> tuple[Shot, ...]:
    """How a scene shows each of its figures."""
    text = scene[:READ_AT_MOST]
    if not any(words.search(text) for _, words in (*_VIEW_WORDS, *_FRAMING_WORDS)):
        return (UNSAID,) * len(figures)
    mentions, everyone = mentions_of(text, figures), frozenset(range(len(figures)))
    views, framings = (said_of(text, table, mentions, everyone) for table in (_VIEW_WORDS, _FRAMING_WORDS))
    # A picture has one framing: it is everybody's unless somebody has another.
    near = next((name for name in _FRAMINGS if name in framings), "")
    return tuple(
        Shot(
            _view({name for name, who in views.items() if index in who}),
            next((name for name in _FRAMINGS if index in framings.get(name, ())), near),
        )
        for index in range(len(figures))
    )


def _view(said: set[str]) -> str:
    side = "left" if "left" in said else "right" if "right" in said else ""
    for view in ("back", "three-quarter", "side"):
        if view in said:
            return f"{view} {side}" if side and view != "back" else view
    return f"side {side}" if side else "front" if "front" in said else ""


def words_for(scene: str, names: str) -> str:
    """The words of a scene that ask for a view or a framing (front, three-quarter, side, back; face …); else empty."""
    wanted = [part for part in names.split() if part in ("left", "right")]
    tables = dict((*_VIEW_WORDS, *_FRAMING_WORDS))
    keys = [names, names.removesuffix(" left").removesuffix(" right"), *wanted]
    found = (tables[key].search(scene[:READ_AT_MOST]) for key in keys if key in tables)
    return next((match.group().strip() for match in found if match), "")


def asks_for_plain_ground(scene: str) -> bool:
    """Whether a scene wants nothing behind its figures: "on a plain light ground"."""
    return _PLAIN_GROUND.search(scene[:READ_AT_MOST]) is not None
