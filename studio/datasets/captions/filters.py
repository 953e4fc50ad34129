"""Which pictures of a dataset are meant: a small language in the manner of the Gallery's search.

    query = all { "or" all }      one of them
    all   = part { part }         all of them
    part  = [ "-" ] ( field ":" value | word | phrase )

A word is looked for in the caption, where a word may go on (`mil` finds Milo); in quotes it may not. Fields are `has:`
(caption, no-caption, trigger, no-trigger, draft), `is:` (aside, held-out, long), and `view:`, `framing:`,
`expression:`, `outfit:` and `name:`, whose value need only begin so; `view:none` is where nobody knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from library.errors import QueryWrong
from library.search.language import Token, flattened, tokens
from studio.datasets.captions.tokens import CLIP_LIMIT, clip_tokens
from studio.datasets.captions.triggers import has_trigger
from studio.datasets.records import Dataset, Picture

Test = Callable[[Picture, str], bool]
"""Whether a picture with its caption is meant; the caption is empty where there is none."""

UNCAPTIONED: Final = "has:no-caption"
FIELDS: Final[Mapping[str, str]] = {
    "has": "has:no-caption", "is": "is:held-out", "view": "view:back", "framing": "framing:bust",
    "expression": "expression:happy", "outfit": 'outfit:"party suit"', "name": "name:figurine_01",
}  # fmt: skip
"""All fields, each with an example."""

_REMEDY = "Put it in quotes to look for the words themselves"


def found(query: str, dataset: Dataset, captions: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the pictures that a query means, in the dataset's order; all of them where it is empty.

    Raises QueryWrong.
    """
    test = parse(query, dataset.trigger)
    return tuple(one.name for one in dataset.pictures if test(one, captions.get(one.name, "")))


def parse(query: str, trigger: str = "") -> Test:
    """The test that a query is. Raises QueryWrong, with the place of the mistake."""
    text = flattened(query)
    every = tokens(text)
    ways: list[list[Test]] = [[]]
    place = 0
    while place < len(every):
        token = every[place]
        place += 1
        if token.kind == "or":
            if not ways[-1] or place == len(every):
                raise QueryWrong("Nothing stands beside “or”", f"Write what else may be. {_REMEDY}", token.start)
            ways.append([])
        elif token.kind == "-":
            if place == len(every) or every[place].kind in ("or", "-"):
                raise QueryWrong("Nothing follows the minus sign", f"Write what is not wanted. {_REMEDY}", token.end)
            ways[-1].append(_not(_part(every[place], trigger)))
            place += 1
        else:
            ways[-1].append(_part(token, trigger))
    if len(ways) > 1 and not ways[-1]:
        raise QueryWrong("Nothing follows “or”", f"Write what else may be. {_REMEDY}", len(text))
    return lambda picture, caption: any(all(test(picture, caption) for test in way) for way in ways)


def _part(token: Token, trigger: str) -> Test:
    if not token.closed:
        raise QueryWrong("This quote is not closed", 'Close it with "', token.at)
    if token.kind in ("(", ")"):
        raise QueryWrong(
            "There are no brackets here", "Write the parts one after another, or put “or” between", token.start
        )
    if token.kind in ("word", "phrase"):
        return _contains(token.value, token.quoted)
    name, value = token.kind[:-1], token.value.strip().casefold()
    if name not in FIELDS:
        raise QueryWrong(f"There is no field “{name}”", f"Fields are {', '.join(FIELDS)}. {_REMEDY}", token.start)
    if not value:
        raise QueryWrong(f"Nothing follows “{token.kind}”", f"For example {FIELDS[name]}", token.at)
    if name in ("has", "is"):
        known = _states(trigger)[name]
        if value not in known:
            raise QueryWrong(f"“{name}:” knows no “{token.value}”", f"It knows {', '.join(known)}", token.at)
        return known[value]
    return _begins(name, value)


def _states(trigger: str) -> dict[str, dict[str, Test]]:
    return {
        "has": {
            "caption": lambda _, caption: bool(caption.strip()),
            "no-caption": lambda _, caption: not caption.strip(),
            "trigger": lambda _, caption: has_trigger(caption, trigger),
            "no-trigger": lambda _, caption: not has_trigger(caption, trigger),
            "draft": lambda picture, _: bool(picture.drafted),
        },
        "is": {
            "aside": lambda picture, _: bool(picture.aside),
            "held-out": lambda picture, _: picture.held_out,
            "long": lambda _, caption: clip_tokens(caption) > CLIP_LIMIT,
        },
    }


def _contains(words: str, whole: bool) -> Test:
    # A query of marks alone finds them as they stand.
    inner = r"\s+".join(map(re.escape, words.split()))
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    behind = r"(?!\w)" if whole and words[-1:].isalnum() else ""
    expression = re.compile(f"{before}{inner}{behind}", re.IGNORECASE)
    return lambda _, caption: expression.search(caption) is not None


def _begins(name: str, value: str) -> Test:
    def test(picture: Picture, _: str) -> bool:
        said = str(getattr(picture, name)).casefold()
        return not said if value == "none" else said.startswith(value)

    return test


def _not(test: Test) -> Test:
    return lambda picture, caption: not test(picture, caption)
