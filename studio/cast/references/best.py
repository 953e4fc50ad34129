"""Which of a member's references suits a scene best, and why: "Milo's back view, for 'from behind'"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from backends.draft.reading import script, shots
from studio.cast.members import Character, Reference
from studio.cast.references.coverage import EXPRESSIONS

_MOODS = {"joyful": "happy", "content": "neutral", "scared": "surprised"}
"""What the painter's words for moods are among the expressions of references, where those have other names."""

_FRAMED = {"full body": "whole figure", "bust": "bust", "face": "close-up"}


class Wanted(NamedTuple):
    """What a scene asks of a member's reference; empty where it does not say. A `view` may lack its side."""

    view: str = ""
    framing: str = ""
    expression: str = ""
    outfit: str = ""


class Best(NamedTuple):
    """The reference that is sent, and what was asked for and is seen on it; `reason` is empty for the usual one."""

    reference: Reference
    reason: str = ""


def wanted_of(member: Character, scene: str, outfit: str = "", cast: Sequence[Character] = ()) -> Wanted:
    """What a scene asks of a member's reference; `cast` are all who are in the scene: each has words of its own."""
    everybody = [one for one in cast if one.name != member.name]
    figures = [script.Who(one.name, one.species or "person") for one in (member, *everybody)]
    shot = shots.shots_of(scene, figures)[0]
    mood = script.read(scene, figures).parts[0].mood
    expression = _MOODS.get(mood, mood)
    return Wanted(shot.view, shot.framing, expression if expression in EXPRESSIONS else "", outfit)


def best(member: Character, scene: str, outfit: str = "", cast: Sequence[Character] = ()) -> Best | None:
    """The reference of a member that shows most of what a scene asks for; None where the member has none.

    The outfit counts most, then the view, the expression and the framing; at a tie the anchor, then the first. A scene
    that asks for nothing gets the anchor, whatever it shows. `outfit` is the name of the one that is worn.
    """
    pictures = member.pictures
    if not pictures:
        return None
    wanted = wanted_of(member, scene, outfit, cast)
    # `max` gives the first of the best.
    chosen = max(pictures, key=lambda reference: _score(reference, wanted))
    return Best(chosen, _reason(member.name, chosen, wanted, scene) if chosen is not pictures[0] else "")


def _score(reference: Reference, wanted: Wanted) -> float:
    return (
        (8.0 if reference.outfit == wanted.outfit else 0.0 if not reference.outfit else -8.0)
        + _view_score(reference.view, wanted.view)
        + (1.5 if wanted.expression and reference.expression == wanted.expression else 0.0)
        + (1.0 if wanted.framing and reference.framing == wanted.framing else 0.0)
    )


def _view_score(shown: str, wanted: str) -> float:
    """How near a view is to what is asked for; of what no scene asked for, a back view is the worst."""
    if not shown:
        return 0.0
    if not wanted:
        return -4.0 if shown == "back" else -1.0 if shown.startswith("side") else 0.0
    if shown == wanted or _base(shown) == wanted:
        return 4.0
    if _base(shown) == _base(wanted):
        return 3.0
    near = {
        ("three-quarter", "side"),
        ("side", "three-quarter"),
        ("three-quarter", "front"),
        ("front", "three-quarter"),
    }
    if (_base(shown), _base(wanted)) in near:
        return 1.0
    return -1.0 if "back" in (shown, wanted) else 0.0


def _base(view: str) -> str:
    return view.removesuffix(" left").removesuffix(" right")


def _reason(name: str, reference: Reference, wanted: Wanted, scene: str) -> str:
    """What is sent and for which words: what was asked for and is there."""
    what, words = [], []
    if wanted.outfit and reference.outfit == wanted.outfit:
        what.append(reference.outfit)
        words.append(wanted.outfit)
    if wanted.expression and reference.expression == wanted.expression:
        what.append(f"{reference.expression} look")
        words.append(wanted.expression)
    if wanted.view and _view_score(reference.view, wanted.view) > 0:
        what.append(f"{reference.view} view")
        words.append(shots.words_for(scene, wanted.view))
    if wanted.framing and reference.framing == wanted.framing:
        what.append(_FRAMED[reference.framing])
        words.append(shots.words_for(scene, wanted.framing))
    if not what:
        return ""
    quoted = ", ".join(f"'{word}'" for word in filter(None, words))
    return f"{name}'s {', '.join(what)}, for {quoted}"
