"""What the scene's words ask for: who does what, with what, in which mood, at which hour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

READ_AT_MOST = 2000
"""Characters of a scene that are read; the rest cannot change what is painted."""

# A word with + stands for its inflections too (bike+: bike, bikes, biked, biking); a * for any ending.
_POSES = {
    "bike": "bike+ bicycle+ cycle+ pedal+ peloton spinning",
    "celebrate": "celebrat* cheer+ hooray victor* dance+ jump+ triumph* won win+ high_five+",
    "run": "run+_away run+_from run+_to run+_after run+_across run+_through run+_down run+_late run+_for running ran "
    "sprint+ rush+ chase+ flee+ hurry+ jog+",
    "type": "type+ debug+ code+ coder program+ hack+ laptop+ keyboard+ deploy+ commit+ compile+ terminal refactor* "
    "write+ reboot+ email+",
    "solder": "solder+ repair+ tinker+ assemble+ fixes fixing mend+",
    "sit": "sit+ sat seated couch sofa armchair lounge+ relax+ rest+",
    "point": "pointing points present+ explain+ shows showing teach+ lecture+ gesture+ demonstrat*",
    "wave": "wave+ hello greet+ welcome+ goodbye",
    "think": "think+ thought* ponder+ wonder+ consider+ study+ inspect+ stare+ plan+ watch+ daydream+",
    "shrug": "shrug+ confus* puzzl* baffl* clueless lost",
    "akimbo": "proud proudly heroic* angry angrily furious* annoyed smug* scold+ boss*",
    "cheeks": "surpris* shock+ amaz* panic* scream+ horrified gasp+",
}

_ITEMS = {
    "mug": "coffee+ espresso latte cappuccino tea+ mug+ cocoa cup+ drink+ sip+",
    "phone": "phone+ telephone+ smartphone+ calls calling texting on_call pager",
    "book": "read+ book+ manual+ novel+ newspaper+",
    "pizza": "pizza+ snack+ eat+ lunch dinner sandwich*",
    "extinguisher": "extinguish*",
    "cable": "cable+ cabling wire+ plug+ patch patching unplug+",
    "wrench": "wrench* spanner screwdriver+ toolbox tool+ fix fixed",
    "cake": "cake+ birthday",
    "trophy": "trophy+ trophies award+ medal+",
}

_MOODS = {
    "asleep": "asleep sleep+ nap+ snooze+ doze+ dream dreams dreaming snore+",
    "angry": "angry angrily furious* rage+ annoyed mad scold+ grumpy swear+ glare+ yell+",
    "sad": "sad sadly cry+ weep* depressed heartbroken disappointed mourn*",
    "confused": "confus* puzzl* baffl* clueless shrug+ lost huh",
    "surprised": "surpris* shock+ amaz* gasp+ astonish* stunned",
    "scared": "scared afraid panic* scream+ terrified horrified worry+ worried nervous*",
    "joyful": "celebrat* cheer+ laugh+ happy happily joy* excit* delighted dance+ hooray victor* won win+ grin+ smile+",
    "tired": "tired exhausted weary yawn+ late_night overtime bleary sleepy",
    "smug": "smug* proud proudly smirk+ sly evil mischiev* bofh cunning",
    "focused": "focus* debug+ concentrat* solder+ study+ hack+",
}

_HOURS = {
    "night": "night midnight dark darkness moon* stars starry asleep late nightly",
    "dusk": "sunset dusk evening sundown golden_hour",
    "dawn": "dawn sunrise early_morning",
    "day": "day daytime daylight noon morning afternoon sunny sunlight lunch sun",
}
_CLOCK = re.compile(r"\b(\d{1,2})(?::\d\d)? ?([ap])\.?m\b", re.IGNORECASE)

_SIGHTS = {
    "fire": "fire flame+ flaming burn+ ablaze inferno smoke+ smoking overheat+",
    "rain": "rain+ rainy storm* thunder* drizzl*",
    "snow": "snow+ snowy winter blizzard christmas",
    "party": "party+ birthday celebrat* anniversary confetti balloon+ new_year*",
    "hearts": "love+ romantic valentine* hug+",
    "alarm": "alarm+ alert+ outage+ incident+ emergency crash+",
}

_EVERYONE = "both|everyone|everybody|together|they|we|us|all|team|crew"
_JOINED = re.compile(r"\s*(?:,|and|,\s*and|&|\+|with)\s*(?:(?:the|an?|his|her|their)\s+)?", re.IGNORECASE)
_SELF = {"person": ("man", "woman", "person", "human", "engineer")}


def _inflected(word: str) -> str:
    """A pattern for a word of the tables and, where it says so, its other forms."""
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\w*"
    first, plus, rest = word.partition("+")
    tail = rest.replace("_", r"[ -]")
    if not plus:
        return re.escape(first).replace("_", r"[ -]")
    if first.endswith("e"):
        forms = f"{first[:-1]}(?:e|es|ed|ing)"
    elif first.endswith("y") and first[-2] not in "aeou":
        forms = f"{first[:-1]}(?:y|ies|ied|ying)"
    else:
        forms = f"{first}(?:e?s|{first[-1]}?ed|{first[-1]}?ing)?"
    return forms.replace("_", "[ -]") + tail


def _compiled(table: dict[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (name, re.compile(rf"\b(?:{'|'.join(map(_inflected, words.split()))})\b", re.IGNORECASE))
        for name, words in table.items()
    )


_POSE_WORDS, _ITEM_WORDS, _MOOD_WORDS, _HOUR_WORDS, _SIGHT_WORDS = map(
    _compiled, (_POSES, _ITEMS, _MOODS, _HOURS, _SIGHTS)
)
POSES = (*_POSES, "stand")
ITEMS = tuple(_ITEMS)
MOODS = (*_MOODS, "content")


@dataclass(frozen=True, slots=True)
class Part:
    """What one figure does: a pose, a mood, and the items in its hands; empty strings where the scene says nothing."""

    pose: str = ""
    mood: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """The whole scene: a part for each figure, the hour (night, dusk, dawn, day or empty), and what else is seen."""

    parts: tuple[Part, ...]
    hour: str
    sights: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    who: frozenset[int]


def read(scene: str, figures: Sequence[tuple[str, str]]) -> Script:
    """The script of a scene for figures given as (name, species)."""
    text = scene[:READ_AT_MOST]
    mentions = _mentions(text, figures)
    everyone = frozenset(range(len(figures)))
    poses = _said(text, _POSE_WORDS, mentions, everyone)
    items = _said(text, _ITEM_WORDS, mentions, everyone)
    moods = _said(text, _MOOD_WORDS, mentions, everyone)
    parts = tuple(
        Part(
            next((name for name in _POSES if index in poses.get(name, ())), ""),
            next((name for name in _MOODS if index in moods.get(name, ())), ""),
            tuple(name for name in _ITEMS if index in items.get(name, ())),
        )
        for index in range(len(figures))
    )
    sights = frozenset(name for name, words in _SIGHT_WORDS if words.search(text))
    return Script(parts, _hour(text), sights)


def _hour(text: str) -> str:
    """The hour that the text names: by the clock first (2 AM), then by its words."""
    clock = _CLOCK.search(text)
    if clock is not None and 1 <= int(clock.group(1)) <= 12:
        hour = int(clock.group(1)) % 12 + (12 if clock.group(2).lower() == "p" else 0)
        return "night" if hour < 5 or hour >= 21 else "dawn" if hour < 8 else "day" if hour < 17 else "dusk"
    return next((name for name, words in _HOUR_WORDS if words.search(text)), "")


def _mentions(text: str, figures: Sequence[tuple[str, str]]) -> list[_Mention]:
    """Where the text names figures, in order; names joined by "and" or commas stand for all of them."""
    found: list[_Mention] = []
    for index, (name, species) in enumerate(figures):
        words = [re.escape(word) for word in (name.strip(), *name.split()[:1], *_SELF.get(species, (species,))) if word]
        for match in re.finditer(rf"\b(?:{'|'.join(words)})\b", text, re.IGNORECASE):
            found.append(_Mention(match.start(), match.end(), frozenset({index})))
    for match in re.finditer(rf"\b(?:{_EVERYONE})\b", text, re.IGNORECASE):
        found.append(_Mention(match.start(), match.end(), frozenset(range(len(figures)))))
    found.sort(key=lambda mention: mention.start)
    joined: list[_Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last and _JOINED.fullmatch(text[last.end : mention.start]):
            joined[-1] = _Mention(last.start, mention.end, last.who | mention.who)
        else:
            joined.append(mention)
    return joined


def _said(
    text: str,
    table: tuple[tuple[str, re.Pattern[str]], ...],
    mentions: list[_Mention],
    everyone: frozenset[int],
) -> dict[str, set[int]]:
    """For each name of the table, the figures whom its words are said of."""
    said: dict[str, set[int]] = {}
    for name, words in table:
        for match in words.finditer(text):
            said.setdefault(name, set()).update(_whose(text, match.start(), match.end(), mentions, everyone))
    return said


def _whose(text: str, start: int, end: int, mentions: list[_Mention], everyone: frozenset[int]) -> frozenset[int]:
    """Whom words are said of: those named last before them in the sentence, else first after them, else all."""
    if not mentions:
        return everyone
    before = [m for m in mentions if m.end <= start]
    after = [m for m in mentions if m.start >= end]
    if before and not re.search(r"[.!?;]\s", text[before[-1].end : start]):
        return before[-1].who
    if after and not re.search(r"[.!?;]\s", text[end : after[0].start]):
        return after[0].who
    return before[-1].who if before else everyone
