"""What a vision server is asked of a picture, by what is trained, and its answer made a description."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from studio.datasets.captions.pattern import tidy
from studio.datasets.records import Kind
from studio.plain_text import plain

_ALWAYS: Final = (
    "You write captions for training an image model. Answer with one plain sentence of at most 40 words, in English,"
    " that can follow the word “of”. State what is seen and nothing else: no guesses, no “appears to be”, no"
    " introduction, no mood of the viewer, no markup, no quotation marks. Words that are printed in the picture are"
    " named only where they belong to what is drawn."
)
_BY_KIND: Final[dict[Kind, str]] = {
    "style": (
        "What is trained is the style of the drawing, so name everything but the style: who or what is shown, how they"
        " look, hair, clothes, what they hold, the pose, the place and the background. Never name the medium, the"
        " technique, the line, the shading, the palette or the proportions."
    ),
    "character": (
        "What is trained is this one character, so name only what could be another in the next picture: the pose, the"
        " expression, the clothes, what is held, from where it is seen and how near, the place and the background."
        " Leave out what the character always has: kind, body, face, hair, fur, colours of it, age. Give no name. Begin"
        " with what the character does."
    ),
    "object": (
        "What is trained is this one thing, so name only what could be another in the next picture: where it stands,"
        " from where it is seen and how near, who holds it, the light and the background. Leave out its own shape,"
        " parts, material and colours."
    ),
}
LONGEST_ANSWER: Final = 4000
"""Characters that are read of an answer, which was to have forty words."""
QUESTION: Final = "Describe this picture for its caption."

_FENCE = re.compile(r"^```\w*\s*|\s*```$")
_OPENING = re.compile(
    r"^(?:(?:sure|certainly|of course|okay|ok|absolutely)\b[^\n:.!]{0,60}[!.,:]\s*)?"
    r"(?:(?:here(?:'s| is)|this is|below is)\b[^\n:]{0,80}:\s*)?"
    r"(?:(?:final )?(?:caption|description|answer|output)\s*:\s*)?",
    re.IGNORECASE,
)
_PICTURE: Final = r"(?:image|picture|illustration|drawing|artwork|photo(?:graph)?|scene)"
_SHOWN = re.compile(
    rf"^(?:in (?:this|the) {_PICTURE},?\s*"
    rf"|(?:this|the) {_PICTURE} (?:shows|depicts|features|presents|portrays|is of|contains|displays)\s*"
    rf"|(?:this is |it is |it's )?an? {_PICTURE} (?:of|showing|depicting)\s*"
    r"|(?:there is|we see|i see|you can see)\s+)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\s*(?:let me know|i hope|feel free|would you like|if you (?:need|want|would)|note that|please note)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_HEDGES: Final = (
    (re.compile(r"\bwhat (?:appears|seems|looks) to be\s+", re.IGNORECASE), ""),
    (re.compile(r"\b(?:appears|seems) to be\b", re.IGNORECASE), "is"),
    (re.compile(r"\b(?:appear|seem) to be\b", re.IGNORECASE), "are"),
    (
        re.compile(
            r",?\s*\b(?:possibly|perhaps|maybe|probably|presumably|likely|seemingly|apparently)\b,?", re.IGNORECASE
        ),
        "",
    ),
)
_MARKUP: Final = (
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"(\*\*|__|`+)"), ""),
    (re.compile(r"(?<!\w)[*_](\S[^*_\n]*?)[*_](?!\w)"), r"\1"),
    (re.compile(r"^\s{0,3}(?:#{1,6}\s+|[-*•]\s+|>\s+|\d{1,2}[.)]\s+)", re.MULTILINE), ""),
)


def rules(kind: Kind) -> str:
    """What a model is told before it sees a picture of a dataset of this kind."""
    return f"{_ALWAYS} {_BY_KIND[kind]}"


def cleaned(answer: str, *, is_cut: bool = False) -> str:
    """A model's answer as a description: one line, no introduction, no doubts, no markup.

    Of one that was cut off, the sentence that has no end is left out, where another stands before it.
    """
    text = _FENCE.sub("", answer.strip()[:LONGEST_ANSWER])
    text = _of_json(text) or text
    for expression, by in _MARKUP:
        text = expression.sub(by, text)
    text = _OPENING.sub("", text.strip(), count=1)
    text = _CLOSING.sub("", text)
    text = plain(_lines_joined(text)).strip(" \"“”'")
    text = _SHOWN.sub("", text, count=1)
    for expression, by in _HEDGES:
        text = expression.sub(by, text)
    text = " ".join(text.split())
    if is_cut and (end := max(text.rfind(". "), text.rfind(", "))) > 0:
        text = text[:end]
    return tidy(_small_first(text))


def _of_json(text: str) -> str:
    """What a model says that answers with an object, in the first of its texts."""
    if not text.startswith("{"):
        return ""
    try:
        found = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return ""
    return next((value for value in found.values() if isinstance(value, str) and value), "")


def _lines_joined(text: str) -> str:
    """The lines of a list or of paragraphs as one; those that lack an end get a comma."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " ".join(line if line[-1] in ".,;:!?" or line is lines[-1] else f"{line}," for line in lines)


def _small_first(text: str) -> str:
    """A sentence that is to follow others begins small where its first word is an article or the like."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first.casefold() in _SMALL or first.endswith("ing") else text


_SMALL: Final = frozenset(
    ("a", "an", "the", "one", "two", "three", "some", "several", "his", "her", "its", "on", "in", "at")
)
