"""Which plate a scene takes: the one that was chosen, the one that the scene names, or the one with most keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from studio.scenes.scene import Scene
from studio.scenes.stock import Plate, Stock

DIRECTIONS = frozenset({"north", "east", "south", "west"})
"""Names that are words of their own (`James heads west`): alone they name a plate only where somebody is *at* it."""

SHORTEST = 3
"""Letters of a name of one word; a plate that is named `a` is not in every scene."""

GENERIC = frozenset({"wall", "room", "side", "place", "background", "plate", "scene"})
"""Names that name nothing by themselves."""


class PlateChoice(msgspec.Struct, frozen=True):
    """The plate, why ("matched 'rack'"), and other plates that the scene names and that are not drawn."""

    plate: Plate
    reason: str
    also_named: tuple[Plate, ...] = ()


def choose(scene: Scene, stock: Stock) -> PlateChoice:
    """The plate of a scene. Of several that it names, the first wins.

    A keyword of several words counts once for each; at a tie the plate that stands first in the stock wins. Raises
    UnknownName where the person chose one that is not there.
    """
    if scene.plate:
        return PlateChoice(stock.plate(scene.plate), "chosen")
    if named := plates_named(scene.text, stock.plates):
        return PlateChoice(named[0], "the scene names it", named[1:])
    best, best_score, best_words = None, 0, [""]
    for plate in stock.plates:
        words = [word for word in dict.fromkeys(plate.keywords) if stands_in(word, scene.text)]
        score = sum(len(word.split()) for word in words)
        if score > best_score:
            best, best_score, best_words = plate, score, words
    if best is not None:
        return PlateChoice(best, "matched " + ", ".join(f"'{word}'" for word in best_words))
    fallback = next((plate for plate in stock.plates if plate.default), stock.plates[0])
    return PlateChoice(fallback, "nothing in the scene names a place")


def plates_named(text: str, plates: Sequence[Plate]) -> tuple[Plate, ...]:
    """The plates whose name or label stands in a text, in the order in which they come.

    They count as whole words in any case, whatever stands between their words ("North-Wall"). A longer one wins over a
    shorter one at the same place.
    """
    low = text.casefold()
    # Patterns cost: of hundreds of plates those are made that could be found.
    near = [plate for plate in plates if _has_words_of(low, plate)]
    forms = sorted(
        ((form, plate) for plate in near for form in _forms(plate, near)), key=lambda pair: -len(pair[0].pattern)
    )
    first: dict[str, int] = {}
    taken: list[range] = []
    for form, plate in forms:
        for found in form.finditer(text):
            if any(found.start("named") < span.stop and found.end("named") > span.start for span in taken):
                continue
            taken.append(range(found.start("named"), found.end("named")))
            first[plate.name] = min(found.start(), first.get(plate.name, len(text)))
    by_name = {plate.name: plate for plate in plates}
    return tuple(by_name[name] for name in sorted(first, key=first.__getitem__))


def _forms(plate: Plate, plates: Sequence[Plate]) -> Iterator[re.Pattern[str]]:
    """The ways in which a text names a plate; what names it is the group `named`."""
    label = _label(plate)
    if _says_which(label):
        yield _pattern(_joined(label) + ("(?:e?s)?" if len(label) > 1 else ""))
    if len(label) > 1:
        others = (other[:-1] for other in map(_label, plates) if other[-1] == label[-1] and len(other) > 1)
        # One of several: `the north, east and west walls`, `from the north to the west wall`.
        joint = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|to)\s+)(?:the\s+)?"
        several = rf"(?=(?:{joint}(?:{'|'.join(map(_joined, others))})){{1,6}}\s+{re.escape(label[-1])}(?:e?s)?\b)"
        yield _pattern(_joined(label[:-1]), several)
    name = _words(plate.name)
    if len(name) == 1 and name[0] in DIRECTIONS:
        alone = r"(?=\s+side\b|\s*$|\s*[.,;:!?]|\s+(?:with|and|while|at|by|on)\b)"
        yield _pattern(_joined(name), alone, r"\b(?:at|by|facing)\s+the\s+")
    elif name != label and _says_which(name):
        yield _pattern(_joined(name))


def _has_words_of(low: str, plate: Plate) -> bool:
    """Whether a text, in small letters, has all words of the plate's name, or of its label but for the last."""
    label = _label(plate)
    return any(all(word in low for word in words) for words in (label[:-1] or label, _words(plate.name)))


def _says_which(words: Sequence[str]) -> bool:
    """Whether words name a plate wherever they stand: several do, and one that is neither a direction nor generic."""
    return len(words) > 1 or (len(words[0]) >= SHORTEST and words[0] not in DIRECTIONS | GENERIC)


def _label(plate: Plate) -> list[str]:
    return _words(plate.label)


def _words(name: str) -> list[str]:
    """The words of a name in small letters, without an article: `the server-room` is server, room."""
    words = re.findall(r"[^\s_-]+", name.casefold())
    return words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words or [name]


def _joined(words: Iterable[str]) -> str:
    return r"[\s_-]*".join(re.escape(word) + ("(?:ern)?" if word in DIRECTIONS else "") for word in words)


def _pattern(words: str, after: str = "", before: str = "") -> re.Pattern[str]:
    return re.compile(rf"{before}(?<!\w)(?P<named>{words})(?!\w){after}", re.IGNORECASE)


def stands_in(keyword: str, text: str) -> bool:
    """Whether a keyword stands in a text as whole words, in any case, its plural too."""
    words = r"\s+".join(re.escape(word) for word in keyword.split())
    return re.search(rf"(?<!\w){words}(?:s|es)?(?!\w)", text, re.IGNORECASE) is not None
