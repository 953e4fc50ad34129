"""What words say of somebody's looks: age and sex, hair, glasses, clothes and their colours, as features and colours.

Read are the look and the outfit of a character, and what stands beside a name in the scene. What the cast names as
`features` and `colours` comes before what is read here.
"""

from __future__ import annotations

import re

from backends.base import Figure
from backends.draft.reading.words import NUMBERS, any_of, compiled

TRAITS = ("woman", "man", "child", "teen", "old")
"""Features that say who somebody is."""

READ_AT_MOST = 1000
"""Characters of a look and of an outfit."""

_SEXES = compiled(
    {
        "woman": "woman women lady ladies girl+ female she her mother mum mom mama aunt sister daughter wife "
        "grandmother grandma granny grannie nana queen princess duchess actress waitress businesswoman policewoman "
        "schoolgirl girlfriend heroine witch nun vixen lioness",
        "man": "man men gentleman guy boy+ male he his father dad daddy papa uncle brother son husband grandfather "
        "grandpa granddad king prince duke actor waiter businessman policeman schoolboy boyfriend monk wizard",
    }
)
_KIN = "grandmother grandma granny grannie nana grandfather grandpa granddad"
_AGED = r"(?:[\w-]+,?\s+){0,3}(?:man|woman|lady|gentleman|person|guy|dog|cat|fox|wolf|bear|panda|rabbit|mouse|raccoon|"
_AGED += r"robot|engineer|wizard|witch|professor|sailor|monk|nun)\b"
_AGES = (
    ("teen", re.compile(any_of("teen teens teenager+ teenage adolescent+ youth"), re.IGNORECASE)),
    (
        "old",
        re.compile(
            rf"{any_of(_KIN + ' elderly pensioner retiree octogenarian wizened ancient')}|\bold(?:er)?\s+{_AGED}"
            rf"|\b(?:is|was|very|looks|grown)\s+old\b|\bin (?:his|her|their) (?:seventies|eighties|nineties)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "child",
        re.compile(any_of("child kid+ boy girl toddler baby infant schoolboy schoolgirl preschooler"), re.IGNORECASE),
    ),
)
_OTHERS = re.compile(
    r"\b(?:with|of|for|her|his|their|to|from|and|by)\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+)?$", re.IGNORECASE
)
"""What stands before somebody else who is spoken of: "with her child"."""
_NUMBER = rf"(\d{{1,3}}|{'|'.join(NUMBERS)})"
_YEARS = re.compile(
    rf"\b{_NUMBER}[- ]years?[- ]olds?\b|\b(?:aged?|turns|(?:boy|girl|child|kid|man|woman|lady) of)\s+{_NUMBER}\b"
    rf"|^is {_NUMBER}\W*$",
    re.IGNORECASE,
)

COLOURS = {
    "black": "#2a2830", "white": "#e4e2dc", "silver": "#c2c5ca", "grey": "#9a9ba2", "gray": "#9a9ba2",
    "charcoal": "#454b57", "red": "#c23b38", "scarlet": "#c8322c", "crimson": "#a8283a", "burgundy": "#7a2f45",
    "maroon": "#6e2a34", "pink": "#e58aa8", "magenta": "#c9408e", "orange": "#e08a3a", "ginger": "#c4622d",
    "auburn": "#8a4228", "copper": "#b0643a", "yellow": "#e6c04a", "gold": "#d9ac4a", "golden": "#e0b860",
    "blond": "#e3bf72", "blonde": "#e3bf72", "sandy": "#c9a56a", "brown": "#7a5138", "brunette": "#5a3c2a",
    "chestnut": "#7a4630", "tan": "#c39a6c", "beige": "#d3bd98", "khaki": "#a89a68", "cream": "#e6dcc4",
    "green": "#3f8a58", "lime": "#93c04a", "olive": "#77803f", "mint": "#8ccbaa", "teal": "#2f8a8c",
    "turquoise": "#3fb0b0", "cyan": "#35c9d8", "blue": "#3f6fb0", "navy": "#2c3a62", "denim": "#46618c",
    "purple": "#7a4a98", "violet": "#7d55a8", "lilac": "#b49ad0", "lavender": "#b3a0d8",
}  # fmt: skip
"""The colours that words name, #rrggbb."""
_HUE = rf"\b({'|'.join(COLOURS)})(?:ish)?\b"
_BEFORE_NOUN = r"(?:(?!(?:with|and|over|under)\b)[\w,-]+\s+){0,3}?"
_HAIR = re.compile(rf"{_HUE}[\w\s,-]{{0,24}}?(?:hair|curls|locks|braids|pigtails|ponytail|bun|beard)\b", re.IGNORECASE)
_HEADED = re.compile(r"\b(redhead|blonde|brunette|ginger)\b", re.IGNORECASE)
_FUR = re.compile(rf"{_HUE}\s+(?:[\w-]+\s+)?(?:fur|coat|feathers)\b", re.IGNORECASE)
_SKINS = (
    (re.compile(r"\b(?:dark|black|deep brown|ebony)[- ]skin", re.IGNORECASE), "#6f4630"),
    (re.compile(r"\bbrown[- ]skin", re.IGNORECASE), "#9a6844"),
    (re.compile(r"\b(?:olive|tanned|tan)[- ](?:skin|woman|man)", re.IGNORECASE), "#c8966c"),
    (re.compile(r"\b(?:pale|fair)[- ]skin", re.IGNORECASE), "#f4d3bb"),
)
_WORN = compiled(
    {
        "glasses": "glasses spectacles", "sunglasses": "sunglasses shades", "beard": "beard bearded",
        "moustache": "moustache mustache", "bald": "bald balding", "stubble": "stubble unshaven",
        "freckles": "freckles freckled", "headset": "headset headphones", "cap": "cap baseball_cap",
        "wrinkles": "wrinkles wrinkled", "cane": "cane walking_stick",
    }
)  # fmt: skip
_HAIRDOS = compiled(
    {
        "pigtails": "pigtails braids plaits pigtailed", "ponytail": "ponytail pony_tail", "bun": "bun topknot chignon",
        "curly": "curly curls frizzy afro",
        "long hair": "long_hair long-haired long_black_hair", "bob": "bob bobbed chin-length",
        "short hair": "short_hair short-haired pixie crew_cut cropped",
    }
)  # fmt: skip
_LENGTH = re.compile(r"\b(long|short)\b(?:[\w\s,-]{0,24}?)\bhair\b", re.IGNORECASE)
_GARMENTS = {
    "dress": "dress gown sundress frock", "skirt": "skirt kilt miniskirt", "shorts": "shorts",
    "trousers": "trousers jeans pants leggings slacks",
    "labcoat": "lab_coat labcoat", "hoodie": "hoodie sweatshirt tracksuit",
    "tactical": "tactical overall overalls coverall coveralls uniform jumpsuit spacesuit space_suit boiler_suit",
    "jacket": "jacket blazer coat cardigan anorak parka waistcoat vest suit tuxedo tailcoat robe bathrobe kimono",
    "sweater": "sweater jumper pullover turtleneck",
    "top": "t-shirt tee shirt blouse top polo tunic pyjamas pajamas jersey",
}  # fmt: skip
_TORSO = ("dress", "labcoat", "hoodie", "tactical", "jacket", "sweater", "top")
_GARMENT_WORDS = compiled(_GARMENTS)
_GARMENT_COLOURS = tuple(
    (name, re.compile(rf"{_HUE}\s+{_BEFORE_NOUN}{any_of(words)}", re.IGNORECASE)) for name, words in _GARMENTS.items()
)
_LONG = re.compile(r"\b(?:long|floor-length|ankle-length|maxi|ball)[ -](?:[\w-]+\s+){0,2}?(?:skirt|dress|gown)")


FEATURES = frozenset(
    {
        *TRAITS,
        *(name for table in (_WORN, _HAIRDOS, _GARMENT_WORDS) for name, _ in table),
        *("bald", "greying", "older", "fifties", "spectacles", "long skirt", "shell"),
    }
)
"""The features that something is painted for."""


def knows(words: str) -> bool:
    """Whether a few words name something that is painted: who somebody is, hair, glasses, clothes."""
    tables = (_WORN, _HAIRDOS, _GARMENT_WORDS, _SEXES, _AGES)
    return any(pattern.search(words) for table in tables for _, pattern in table)


def is_colour(word: str) -> bool:
    """Whether a word names a colour: "blue", "bluish", "grey-brown"."""
    return all(re.fullmatch(_HUE, part, re.IGNORECASE) is not None for part in word.split("-"))


def traits_in(text: str) -> frozenset[str]:
    """The traits that a description of one person names: sex, and an age that is not just grown up."""
    text = text[:READ_AT_MOST]
    sexes = [(found.start(), name) for name, words in _SEXES if (found := words.search(text))]
    traits = {min(sexes)[1]} if sexes else set()
    age = _age(text)
    return frozenset(traits | ({age} if age else set()))


def _age(text: str) -> str:
    years = _YEARS.search(text)
    if years is not None:
        word = next(filter(None, years.groups())).lower()
        number = NUMBERS.index(word) if word in NUMBERS else int(word)
        return "child" if number < 13 else "teen" if number < 19 else "old" if number >= 68 else ""
    for name, words in _AGES:
        for found in words.finditer(text):
            if name != "child" or not _OTHERS.search(text[: found.start()]):
                return name
    return ""


_AFTER = re.compile(
    r"(?:\s*,|\s*\(|\s+is|\s+was|\s+as|\s+turns)\s+(?:(?:now|still|just|only|once|very)\s+)*"
    r"((?:an?|the)\s+[^.,;!?()]{2,40}|\d[^.,;!?()]{0,20}|old\b)|\s*\((\d{1,3})\)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b((?:[\w-]+\s+){0,2}(?:" + _KIN.replace(" ", "|") + r"|old|elderly|little|young|baby|teenage|child|kid|boy|girl|"
    r"teenager|woman|lady|man|gentleman))\s+$",
    re.IGNORECASE,
)
_NICK = {"old": "old", "little": "child", "young": "teen", "baby": "child"}


def beside(before: str, after: str) -> frozenset[str]:
    """The traits that the text before and after a name gives whoever has it: "old James", "Milo as a child"."""
    said = _AFTER.match(after[:80])
    traits = set(traits_in(f"is {next(filter(None, said.groups()))}")) if said else set()
    called = _BEFORE.search(before[-40:])
    if called:
        traits |= traits_in(called.group(1))
        nick = _NICK.get(called.group(1).split()[-1].lower())
        traits |= {nick} if nick else set()
    return frozenset(traits)


def features_of(figure: Figure, said: frozenset[str] = frozenset()) -> frozenset[str]:
    """All features of a figure: its own, those of its look and outfit, and the traits that a scene has `said`."""
    own = frozenset(feature.strip().lower() for feature in figure.features)
    look, wearing = figure.look[:READ_AT_MOST], figure.wearing[:READ_AT_MOST]
    traits = own & {*TRAITS} or traits_in(look)
    ages = said & {"child", "teen", "old"}
    if ages:
        traits -= {"child", "teen", "old"}
    sexes = said & {"woman", "man"}
    if sexes and not traits & {"woman", "man"}:
        traits |= sexes
    read = {name for name, words in _WORN if words.search(look)} | ({"cane"} if "cane" in wearing.split() else set())
    read |= _hairdo(look, own, "woman" in traits)
    read |= {"greying"} if _greying(look, traits | ages) else set()
    return frozenset(own | traits | ages | read | _clothes(wearing, own))


def _greying(look: str, traits: frozenset[str]) -> bool:
    return "old" in traits or re.search(r"\b(?:greying|graying|salt-and-pepper)\b", look, re.IGNORECASE) is not None


def _hairdo(look: str, own: frozenset[str], woman: bool) -> set[str]:
    """How the hair is worn; women of whom nothing is said have it long."""
    read = {name for name, words in _HAIRDOS if words.search(look)}
    length = _LENGTH.search(look)
    if length is not None:
        read.add(f"{length.group(1).lower()} hair")
    known = {name for name, _ in _HAIRDOS} | {"bald"}
    if own & known or "bald" in read:
        return read & own
    if woman and not read & known and not re.search(r"\bbald\b", look, re.IGNORECASE):
        read.add("bun" if re.search(any_of(_KIN), look, re.IGNORECASE) else "long hair")
    return read


def _clothes(wearing: str, own: frozenset[str]) -> set[str]:
    """What is worn on the torso, the first that is named, and below it."""
    found = {name: match.start() for name, words in _GARMENT_WORDS if (match := words.search(wearing))}
    worn: set[str] = {name for name in ("dress", "skirt", "shorts") if name in found}
    if ("dress" in found or "skirt" in found) and _LONG.search(wearing):
        worn.add("long skirt")
    torso = [(found[name], name) for name in _TORSO if name in found]
    if torso and not own & {*_TORSO}:
        worn.add(min(torso)[1])
    return worn


def colours_of(figure: Figure, features: frozenset[str]) -> dict[str, str]:
    """The colours of a figure by part: its own over those that its look and outfit name."""
    look, wearing = figure.look[:READ_AT_MOST], figure.wearing[:READ_AT_MOST]
    read: dict[str, str] = {}
    hair = _HAIR.search(look) or _HEADED.search(look)
    if hair is not None:
        word = hair.group(1).lower()
        read["hair"] = COLOURS["ginger" if word == "redhead" else word]
        if word == "red":
            read["hair"] = "#b5482a"
    elif "old" in features:
        read["hair"] = "#b9bac0"
    fur = _FUR.search(look)
    if fur is not None:
        read["fur"] = COLOURS[fur.group(1).lower()]
    skins = [tone for words, tone in _SKINS if words.search(look)]
    if skins:
        read["skin"] = skins[0]
    for name, words in _GARMENT_COLOURS:
        found = words.search(wearing)
        if found is not None:
            part = name if name in ("skirt", "shorts", "trousers") else "suit"
            if part != "suit" or name in features:
                read.setdefault(part, COLOURS[found.group(1).lower()])
    return {**read, **figure.colours}
