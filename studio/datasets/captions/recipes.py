"""Descriptions of pictures that were drawn: from the recipe in the picture, or from the prompt alone.

Of the one who is trained, the look is left out, for it is to be learnt with the trigger word; outfit, pose and place
are named, for they are to stay changeable. Of a style nothing is left out but the style itself. Others in the picture
are described, or their looks would be learnt too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from library.errors import LibraryError
from library.formats.png_text import parse_header
from studio.cast import mentions
from studio.cast.members import Character, by_name
from studio.datasets.captions.pattern import tidy
from studio.datasets.records import Dataset, Kind
from studio.scenes.recipe import CastMember, Recipe, RecipeUnreadable, from_json

LONGEST_PROMPT: Final = 8000
"""Characters of a prompt that are read; encoders see far fewer."""

_FOR_ENGINES = re.compile(r"^(?:no|without any)\s|^the panel\b|\bcompletely blank\b", re.IGNORECASE)
"""Parts of an outfit that tell an engine how to draw it, and say nothing of what is seen."""

_CALLS = re.compile(r"<(?:lora|lyco|hypernet|embedding)[^<>]*>|\b(?:embedding|wildcard):\S+|\bBREAK\b|\bAND\b")
_WEIGHT = re.compile(r"(?<!\\)[(\[]{1,8}([^()\[\]]*?)(?::\s*[\d.]+)?(?<!\\)[)\]]{1,8}")
_QUALITY = re.compile(
    r"(?:master\s?piece|(?:best|high|highest|amazing|top) quality|high(?:ly)? detail(?:ed|s)?|ultra[- ]?detailed"
    r"|absurdres|high\s?res|\d+k(?: uhd)?|u?hd|hdr|trending on .*|award[- ]winning|sharp focus"
    r"|score_\d+(?:_up)?|rating_\w+)",
    re.IGNORECASE,
)
_STYLE = re.compile(
    r"\b(?:styles?|illustrations?|cartoons?|paint(?:ing|erly)|drawings?|renders?|anime|water\s?colou?rs?|outlines?|shading"
    r"|shapes|brush strokes|colou?rs|tones|proportions|photographs?|photos?|line art|cel[- ]shaded)\b",
    re.IGNORECASE,
)
_OF_SCENES: Final = (
    re.compile(r"From left to right: [^.]*\."),
    re.compile(r"The (?:last reference picture|right end of the reference picture) is this background: [^.]*\."),
)
_WHO = re.compile(
    r"(?:(?:On|In|At) the [^,.]*, )?"
    r"(?P<name>\w[\w' -]{0,60}?) is (?P<look>[^.]{0,600}?), wearing (?P<worn>[^.]*)\."
)


def recipe_in(data: bytes) -> Recipe | None:
    """The recipe that a picture's file carries; None where it carries none that this studio reads."""
    try:
        note = parse_header(data).note
        return from_json(note.facts.recipe) if note is not None and note.facts.recipe else None
    except (LibraryError, RecipeUnreadable):
        return None


def from_recipe(recipe: Recipe, dataset: Dataset, cast: Sequence[Character] = ()) -> str:
    """The description of a picture that a recipe drew; `cast` has the other names of whom the recipe names."""
    shown = _shown(recipe, dataset)
    members = [_with_aliases(member, cast) for member in recipe.cast]
    text = " ".join(recipe.scene.split())
    said, end = "", 0
    seen: set[str] = set()
    for mention in mentions.every(text, members):
        name = mention.character.name
        drawn = next(member for member in recipe.cast if member.name == name)
        said += text[end : mention.start]
        said += _called(drawn, dataset.trigger, drawn is shown, not said.strip(), name in seen)
        end = mention.end
        if drawn is not shown and name not in seen and text[end : end + 1].isspace():
            said += ","
        seen.add(name)
    said = tidy(said + text[end:])
    unnamed = [_described(member) for member in recipe.cast if member is not shown and member.name not in seen]
    worn = f"wearing {worn_words(shown.wearing)}" if shown is not None and worn_words(shown.wearing) else ""
    return tidy(", ".join(filter(None, (said, worn, *unnamed, _place(recipe)))))


def from_prompt(prompt: str, dataset: Dataset, cast: Sequence[Character] = ()) -> str:
    """The description of a picture of which only the prompt is known, the studio's own or another program's.

    Calls of LoRAs, weights and words of praise are left out; for a style, what names the style; of a character, its
    look and its name.
    """
    text = _CALLS.sub(" ", " ".join(prompt[:LONGEST_PROMPT].split()))
    for sentence in _OF_SCENES:
        text = sentence.sub("", text)

    def who(found: re.Match[str]) -> str:
        is_shown = dataset.kind != "style" and found["name"].casefold() == dataset.member.casefold()
        return f"{'' if is_shown else found['look'] + ', '}wearing {worn_words(found['worn'])}."

    text = _WHO.sub(who, text)
    if dataset.kind != "style" and (member := by_name(dataset.member, cast)) is not None:
        text = _without_name(text, member, dataset.trigger)
    text = re.sub(r"\bBackground: ", "background: ", text)
    while (bare := _WEIGHT.sub(r"\1", text)) != text:
        text = bare
    parts = [tidy(part) for part in re.split(r",|\.(?=\s|$)", text.replace("\\(", "(").replace("\\)", ")"))]
    kept = [part for part in parts if part and not _QUALITY.fullmatch(part) and not _names_style(part, dataset.kind)]
    return tidy(", ".join(dict.fromkeys(part for part in kept if part.casefold() != dataset.trigger.casefold())))


def background(description: str) -> str:
    """A plate as a caption says it: what it is, and the first thing that is seen of it."""
    head, _, rest = tidy(description).partition(":")
    first = tidy(rest).split(",")[0]
    return f"background: {', '.join(filter(None, (tidy(head), first)))}" if head.strip() else ""


def worn_words(wearing: str) -> str:
    """An outfit without what only tells an engine how to draw it."""
    parts = (tidy(part) for part in wearing.split(","))
    return ", ".join(part for part in parts if part and not _FOR_ENGINES.search(part))


def _place(recipe: Recipe) -> str:
    """What stands behind, as the prompt says it: a plate may be called anything, and be another by now."""
    found = re.search(r"\bBackground: ([^.]+)", recipe.prompt)
    return background(found[1]) if found is not None else ""


def _shown(recipe: Recipe, dataset: Dataset) -> CastMember | None:
    """Who of a recipe is trained; of a style nobody is."""
    if dataset.kind == "style":
        return None
    named = [member for member in recipe.cast if member.name.casefold() == dataset.member.casefold()]
    return named[0] if named else recipe.cast[0] if len(recipe.cast) == 1 and not dataset.member else None


def _with_aliases(member: CastMember, cast: Sequence[Character]) -> Character:
    known = by_name(member.name, cast)
    return Character(name=member.name, look=member.look, aliases=known.aliases if known is not None else ())


def _called(member: CastMember, trigger: str, is_shown: bool, is_first: bool, is_known: bool) -> str:
    """What stands in a caption for a name: nothing for the one trained where the trigger word stands just before."""
    if is_shown:
        return "" if is_first else trigger or "the character"
    return f"the {member.species or 'other'}" if is_known else _described(member)


def _described(member: CastMember) -> str:
    worn = worn_words(member.wearing)
    return f"{tidy(member.look)}, wearing {worn}" if worn else tidy(member.look)


def _without_name(text: str, member: Character, trigger: str) -> str:
    spans = mentions.spans(text, [member])
    for span in reversed(spans):
        text = text[: span.start] + ("" if not text[: span.start].strip(" ,.") else trigger) + text[span.stop :]
    return text


def _names_style(part: str, kind: Kind) -> bool:
    return kind == "style" and not part.startswith("background:") and bool(_STYLE.search(part))
