"""What the scene's words ask for: who does what, with what, in which mood, at which hour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backends.draft.reading import looks
from backends.draft.reading.attribution import Who as Who
from backends.draft.reading.attribution import called, mentions_of, names_of, said_of
from backends.draft.reading.shots import UNSAID, Shot, shots_of
from backends.draft.reading.words import Patterns, any_of, compiled

READ_AT_MOST = 2000
"""Characters of a scene that are read; the rest cannot change what is painted."""

_POSES = {
    "bike": "bike+ bicycle+ cycle+ pedal+ peloton spinning",
    "celebrate": "celebrat* cheer+ hooray victor* dance+ jump+ triumph* won win+ high_five+",
    "run": "run+_away run+_from run+_to run+_after run+_across run+_through run+_down run+_late run+_for run+_in_the "
    "run+_around run+_outside run+_home run+_past run+_towards running ran "
    "sprint+ rush+ chase+ flee+ hurry+ jog+",
    "type": "type+ debug+ code+ coder program+ hack+ laptop+ keyboard+ deploy+ commit+ compile+ terminal refactor* "
    "write+ reboot+ email+",
    "solder": "solder+ repair+ tinker+ assemble+ fixes fixing mend+",
    "sit": "sit+ sat seated lounge+ relax+ rest+ slump+",
    "point": "pointing points present+ explain+ shows showing teach+ lecture+ gesture+ demonstrat*",
    "wave": "wave+ hello greet+ welcome+ goodbye",
    "think": "think+ thought* ponder+ wonder+ consider+ study+ inspect+ stare+ plan+ watch+ daydream+",
    "shrug": "shrug+ confus* puzzl* baffl* clueless lost",
    "akimbo": "proud proudly heroic* angry angrily furious* annoyed smug* scold+ boss*",
    "cheeks": "surpris* shock+ amaz* panic* scream+ horrified gasp+",
}

_ITEMS = {
    "mug": "coffee+ espresso latte cappuccino tea+ mug+ cocoa cup+ drink+ sip+",
    "screen": "texting texts selfie+ tweet+",
    "phone": "on_the_phone on_his_phone on_her_phone on_their_phones on_a_phone on_a_call on_call on_hold calls "
    "calling telephones telephoning phones phoning phone_call+ answers_the_phone answers_his_phone answers_her_phone "
    "to_the_phone into_the_phone into_his_phone into_her_phone",
    "handset": "phone smartphone+ telephone cellphone+ mobile pager+",
    "book": "book+ manual+ novel+ newspaper+ magazine+",
    "reading": "read+",
    "pizza": "pizza+ snack+ eat+ lunch dinner sandwich*",
    "extinguisher": "extinguish*",
    "cable": "cable+ cabling wire+ plug+ patch patching unplug+",
    "wrench": "wrench* spanner screwdriver+ toolbox tool+ fix fixed",
    "cake": "cake+ birthday",
    "trophy": "trophy+ trophies award+ medal+",
    "cane": "cane+ walking_stick+",
}
_LOOKED_AT = re.compile(
    r"\b(?:look|star|glanc|peer|squint|check|watch|play|scroll|swip|read|tap|typ|hold)\w*\s+(?:[\w']+\s+){0,4}?"
    r"(?:phone|smartphone|cellphone|mobile)s?\b",
    re.IGNORECASE,
)

_SEATS = {
    "couch": "couch+ sofa+ settee+ loveseat+ futon+",
    "armchair": "armchair+ easy_chair+ recliner+ rocking_chair+",
    "desk": "desk+ workbench* bench keyboard+ computer+ table+",
}
_TAKES = {"couch": "in|on|onto|into|across|over", "armchair": "in|on|onto|into", "desk": "at|on|over|behind"}
_THE = r"\s+(?:(?:the|an?|his|her|their|its|my|our|one)\s+)?(?:(?!and\b|while\b)[\w-]+\s+)?"

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
    "content": "neutral_expression neutral_face",
    "focused": "focus* debug+ concentrat* solder+ study+ hack+",
}

_HOURS = {
    "night": "night midnight dark darkness moon* stars starry late nightly",
    "dusk": "sunset dusk evening sundown golden_hour",
    "dawn": "dawn sunrise early_morning",
    "day": "day daytime daylight noon morning afternoon sunny sunlight lunch sun",
}
_CLOCK = re.compile(r"\b(\d{1,2})(?::(\d\d))? ?([ap])\.?m\b", re.IGNORECASE)
_DAY_CLOCK = re.compile(r"\b(?:at|around|about|until|it is|it's) ([01]?\d|2[0-3])[:.]([0-5]\d)\b", re.IGNORECASE)
_TWELVE = re.compile(r"\b(?:noon|midnight)\b", re.IGNORECASE)

_SIGHTS = {
    "fire": "fire flame+ flaming burn+ ablaze inferno smoke+ smoking overheat+",
    "rain": "rain+ rainy storm* thunder* drizzl*",
    "snow": "snow+ snowy winter blizzard christmas",
    "party": "party+ birthday celebrat* anniversary confetti balloon+ new_year*",
    "hearts": "love+ romantic valentine* hug+",
    "alarm": "alarm+ alert+ outage+ incident+ emergency crash+",
}

_SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_POSE_WORDS, _ITEM_WORDS, _MOOD_WORDS, _HOUR_WORDS, _SIGHT_WORDS = map(
    compiled, (_POSES, _ITEMS, _MOODS, _HOURS, _SIGHTS)
)
_RUNS: Patterns = (("run", re.compile(r"\bruns?\b(?=\s*(?:[.,;!?]|and\b|while\b|$))", re.IGNORECASE)),)
_LOOKING: Patterns = (("screen", _LOOKED_AT),)
_SEAT_WORDS: Patterns = tuple(
    (name, re.compile(rf"\b(?:{_TAKES[name]}){_THE}{any_of(words)}", re.IGNORECASE)) for name, words in _SEATS.items()
)
POSES = (*_POSES, "stand")
ITEMS = (*(name for name in _ITEMS if name not in ("handset", "reading")),)
MOODS = (*_MOODS,)


@dataclass(frozen=True, slots=True)
class Part:
    """What one figure does: a pose, a mood, the items in its hands, and where it sits (couch, armchair, desk); empty
    where the scene says nothing. `traits` are what the scene says of its age and sex, `shot` how it shows it."""

    pose: str = ""
    mood: str = ""
    items: tuple[str, ...] = ()
    seat: str = ""
    traits: frozenset[str] = frozenset()
    shot: Shot = UNSAID


@dataclass(frozen=True, slots=True)
class Script:
    """The whole scene: a part for each figure, the hour (night, dusk, dawn, day or empty), what the clock shows in
    minutes after midnight where the scene says it, and what else is seen."""

    parts: tuple[Part, ...]
    hour: str
    sights: frozenset[str]
    clock: int | None = None


def read(scene: str, figures: Sequence[Who]) -> Script:
    """The script of a scene for the figures that are in it."""
    text = scene[:READ_AT_MOST]
    mentions = mentions_of(text, figures)
    everyone = frozenset(range(len(figures)))
    poses, items, looking, seats, moods = (
        said_of(text, table, mentions, everyone)
        for table in ((*_POSE_WORDS, *_RUNS), _ITEM_WORDS, _LOOKING, _SEAT_WORDS, _MOOD_WORDS)
    )
    traits, shots = _traits(text, figures), shots_of(text, figures)
    parts = tuple(
        Part(
            next((name for name in _POSES if index in poses.get(name, ())), ""),
            next((name for name in _MOODS if index in moods.get(name, ())), ""),
            _held(
                [name for name in _ITEMS if index in items.get(name, ())],
                any(index in said for said in looking.values()),
            ),
            next((name for name in _SEATS if index in seats.get(name, ())), ""),
            traits[index],
            shots[index],
        )
        for index in range(len(figures))
    )
    sights = frozenset(name for name, words in _SIGHT_WORDS if words.search(text))
    if any(part.seat == "couch" for part in parts):
        sights |= {"couch"}
    hour = hour_of(text) or ("night" if any(part.mood == "asleep" for part in parts) else "")
    return Script(parts, hour, sights, _clock(text))


def hour_of(scene: str) -> str:
    """The hour that a scene names, by a clock or in words: night, dusk, dawn, day; empty where it names none."""
    text = scene[:READ_AT_MOST]
    clock = _clock(text)
    return _hour(text) if clock is None else _hour_of(clock)


def _held(named: list[str], looking: bool) -> tuple[str, ...]:
    """The items of those named: one telephone, at the ear or looked at, and a book for who reads no screen."""
    phones = {"screen", "phone", "handset"} & {*named}
    phone = "screen" if looking or "screen" in phones else "phone" if "phone" in phones else "screen"
    book = "book" in named or ("reading" in named and not phones)
    has = {*named} - {"screen", "phone", "handset", "reading", "book"}
    has |= ({phone} if phones else set()) | ({"book"} if book else set())
    return tuple(name for name in ITEMS if name in has)


def _clock(text: str) -> int | None:
    """The minutes after midnight that the text names: 2 AM, 14:30, noon."""
    found = _CLOCK.search(text)
    if found is not None and 1 <= int(found.group(1)) <= 12 and int(found.group(2) or 0) < 60:
        hour = int(found.group(1)) % 12 + (12 if found.group(3).lower() == "p" else 0)
        return hour * 60 + int(found.group(2) or 0)
    found = _DAY_CLOCK.search(text)
    if found is not None:
        return int(found.group(1)) * 60 + int(found.group(2))
    found = _TWELVE.search(text)
    return None if found is None else 720 if found.group().lower() == "noon" else 0


def _hour_of(clock: int) -> str:
    hour = clock // 60
    return "night" if hour < 5 or hour >= 21 else "dawn" if hour < 8 else "day" if hour < 17 else "dusk"


def _hour(text: str) -> str:
    """The hour that the words of a text name."""
    return next((name for name, words in _HOUR_WORDS if words.search(text)), "")


def _traits(text: str, figures: Sequence[Who]) -> list[frozenset[str]]:
    """What the text says of each figure's age and sex, beside its name: "old James", "Milo as a child"."""
    said: list[set[str]] = [set() for _ in figures]
    for index, who in enumerate(figures):
        for match in called(names_of(who)).finditer(text):
            said[index] |= looks.beside(text[: match.start()], text[match.end() :])
    women = [index for index, who in enumerate(figures) if "woman" in who.traits | said[index]]
    maybe = [index for index, who in enumerate(figures) if "man" not in who.traits | said[index]]
    if not women and len(maybe) == 1 and _SHE.search(text):
        said[maybe[0]].add("woman")
    return [frozenset(traits) for traits in said]
