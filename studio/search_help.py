"""The search language as a person reads it: each field with an example, and what it finds."""

from __future__ import annotations

from typing import NamedTuple

from library.search.terms import FIELDS

_MEANINGS = {
    "cast": "who is in the picture",
    "saying": "what the shirt says, or was meant to say",
    "plate": "the background",
    "style": "the words around the prompt",
    "engine": "who drew it",
    "model": "what it was drawn with",
    "lora": "a LoRA that it was drawn with",
    "negative": "what was not wanted in it",
    "from": "what was drawn after a reference picture",
    "seed": "the seed",
    "steps": "how many sampling steps it was drawn in",
    "drift": "how far who is in it is from the references",
    "trouble": "who is double or missing, sayings swapped",
    "cost": "what it cost in dollars; none: nothing",
    "size": "the size, the shape, or the longer side",
    "rating": "the stars; also <3, 2..4",
    "is": "what was done with it",
    "tag": "a tag, or words of it",
    "album": "an album, or the beginning of its name",
    "label": "a colour label of another program",
    "file": "a part of the file's name",
    "before": "made before a day",
    "after": "made on a day or later; 7d: seven days ago",
    "saved": "what a saved search finds",
    "stack": "the stack of the picture with this number",
    "similar": "what looks like the picture of this number",
}
_FORMS = (
    ("mil", "a word may go on: this finds Milo and milk"),
    ("milo coffee", "both words, in any order"),
    ("灯台", "any part of words without spaces between"),
    ('"cold coffee"', "exactly these words, side by side"),
    ("milo or james", "one of them; or binds least"),
    ("-lettered", "without this; also before a field or brackets"),
    ("(milo or james) -is:reject", "brackets hold together"),
)


class SearchLine(NamedTuple):
    """One thing that can be searched for. `field` is empty for what holds for words; `example` may name several."""

    field: str
    example: str
    meaning: str


def search_language() -> tuple[SearchLine, ...]:
    """All of the language: how words are put together, then the fields."""
    forms = [SearchLine("", example, meaning) for example, meaning in _FORMS]
    return (*forms, *(SearchLine(field, example, _MEANINGS[field]) for field, example in FIELDS.items()))


def meaning_of(field: str) -> str:
    """What a field finds; empty for a field that there is not."""
    return _MEANINGS.get(field, "")
