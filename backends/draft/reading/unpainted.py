"""What of a character the draft painter does not show: a species that it does not know, features, garments, things.

A text is cut into phrases, at commas and at the small words between things; the last noun of a phrase is what it is
about. Who is described ("a tall engineer with …") is no thing, nor is what is said of a build or a mood. Where nobody
can tell, nothing is said: a false alarm is worse than a miss.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from backends.base import Figure
from backends.draft.palette import SPECIES
from backends.draft.reading import looks


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+|[,;.:()!?/&+–—]")
_BETWEEN = _words(
    "with and or over under in on of at around above below behind beside plus wearing wears who that which whose "
    "has have having is are was but as for from to by like near holding carrying carries holds dressed clad worn "
    "made framed while between across against along into onto through"
)
_BEGINS_THINGS = _words("with wearing wears in who that whose has having is dressed clad carrying holding")
_NONE = _words("no without not never nothing neither nor lacking")
_DETERMINERS = _words("a an the his her its their one two three four some several many pair")
_PAINTED = _words(
    "hair eye ear nose muzzle snout mask tail whisker fur skin face head hand finger arm leg foot feet paw belly "
    "chest shoulder cheek brow eyebrow mouth lip chin neck complexion lash eyelash torso fringe bangs parting "
    "streak boot shoe sneaker trainer sleeve collar hood cuff pocket belt strap buckle zip zipper seam lapel hem "
    "drawstring suit outfit clothe clothing garment costume wear attire panel piping shell plate plating body"
)
"""What every figure has, or its clothes; in the singular."""
_OF_BEASTS = _words("muzzle snout mask tail whisker fur paw")
_NO_THINGS = _words(
    "build height age year stature posture expression smile grin frown gaze stare look style kind sort type air "
    "voice attitude personality size shape figure frame colour color tone shade pattern text word letter "
    "lettering logo way bit touch hint front back side top bottom middle left right day night time life work home "
    "teen twenties thirties forties fifties sixties seventies eighties nineties character person people human "
    "animal anywhere everywhere up down off out open always often very quite rather slightly somewhat a an the "
    "his her its their tall short slim slender thin lean lanky skinny fat chubby plump stout stocky heavy "
    "heavyset muscular strong burly small little large big tiny huge young old older elderly middle-aged friendly "
    "cheerful grumpy gentle kind wise shy serious stern calm tired sleepy happy sad clever smart lazy proud round "
    "rounded square long wide narrow bright dark light pale deep soft hard clean plain simple blank flat even "
    "neat messy tidy casual formal loose tight slim-fit white-collar lit same usual visible clear thick bushy "
    "fluffy shiny matte modern classic vintage elegant"
)
_QUALITY = re.compile(r".*(?:[^aeiou]ed|(?<!cloth)(?<!stock)(?<!r)(?<!w)(?<!k)(?<!str)ing|ly|ish|ful|less|ous|able)$")
"""Endings of words that say how something is: "pushed", "smiling"; but a ring, a wing, a king, a string are things."""


class Unpainted(NamedTuple):
    """What is not shown: the species, empty where it is one that is painted; and things, by their words."""

    species: str
    things: tuple[str, ...]


def unpainted(figure: Figure) -> Unpainted:
    """What of a figure is not painted, in the order in which features, look and outfit name it."""
    species = figure.species.strip().lower() or "person"
    features = [one.strip().lower() for one in figure.features]
    strange = [one for one in features if one and one not in looks.FEATURES and not looks.knows(one)]
    look = figure.look[: looks.READ_AT_MOST].lower()
    wearing = figure.wearing[: looks.READ_AT_MOST].lower()
    painted = _PAINTED - _OF_BEASTS if species == "person" else _PAINTED
    named = [thing for text in (_without_subject(look), wearing) for thing in _things(text, painted | {*SPECIES})]
    things = dict.fromkeys((*strange, *named))
    return Unpainted("" if species in SPECIES else species, tuple(things))


def _without_subject(look: str) -> str:
    """The look from where it says what somebody has; all but its first phrase where no small word says so."""
    words = list(_WORD.finditer(look))
    begins = next((one.start() for one in words if one.group() in _BEGINS_THINGS), None)
    if begins is None:
        begins = next((one.start() for one in words if not one.group()[0].isalnum()), len(look))
    return look[begins:]


def _things(text: str, painted: frozenset[str]) -> list[str]:
    """What is named in a text and not painted."""
    found = []
    phrase: list[str] = []
    is_none = False
    for word in (*_WORD.findall(text), "."):
        if word in _NONE:
            is_none, phrase = True, []
        elif word in _BETWEEN or not word[0].isalnum():
            if not is_none and (thing := _thing_of(phrase, painted)):
                found.append(thing)
            # "no text and no logo", but "no hat, a scarf".
            is_none, phrase = is_none and word in ("and", "or", "on", "of"), []
        else:
            phrase.append(word)
    return found


def _thing_of(phrase: list[str], painted: frozenset[str]) -> str:
    """What a phrase is about, if that is a thing and not painted; else nothing."""
    words = list(phrase)
    while words and (words[-1] in _NO_THINGS or words[-1].isdigit() or looks.is_colour(words[-1])):
        words.pop()
    while words and _QUALITY.fullmatch(words[-1]):
        words.pop()
    if not words or singular(words[-1]) in _NO_THINGS | painted:
        return ""
    head = words[-1]
    if len(words) == 1 and not (head.endswith("s") and not head.endswith("ss")):
        # "wise", "grumpy": a thing would have an article, or be several.
        return ""
    tail = " ".join(words[-2:])
    return "" if looks.knows(tail) or looks.knows(head) else _named(words)


def _named(words: list[str]) -> str:
    """The thing with the word before it where that belongs to it, as in "bow tie"; else itself."""
    head = words[-1]
    before = words[-2] if len(words) > 1 else ""
    belongs = before and before not in _DETERMINERS | _NO_THINGS and not looks.is_colour(before)
    return f"{before} {head}" if belongs and not _QUALITY.fullmatch(before) and "-" not in before else head


def singular(word: str) -> str:
    """A word without the ending of several."""
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if re.fullmatch(r".*(?:sh|ch|x)es", word):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
