"""The scenes of before, found again by some letters of them, and drawn as they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING

from library.records import PastScene
from studio.scenes.recipe import Recipe, from_json

if TYPE_CHECKING:
    from library.store import Library

LISTED = 200
"""Scenes that are listed at most; more letters find the others."""

ENOUGH = 20
"""So many scenes with the words as they were typed are enough: letters that stand apart are not looked for then."""

_APART = 3
"""Characters that may stand between two letters of a word: more would find most words in any long scene."""

_BEGINS = 4
"""Letters by which most scenes are passed over."""


class History:
    """Scenes of before, the newest first. What is asked of it blocks for a tenth of a second at a hundred thousand."""

    def __init__(self, scenes: Iterable[PastScene]) -> None:
        self._scenes = tuple((one.scene.casefold(), one) for one in scenes)

    def __len__(self) -> int:
        return len(self._scenes)

    def matching(self, typed: str) -> tuple[PastScene, ...]:
        """The scenes with all words, or parts of words, that were typed, newest first.

        Where those are few, then the ones with the letters of each word in their order, close together.
        """
        words = typed.casefold().split()
        found = [one for one, _ in zip(self._with(words), range(LISTED), strict=False)]
        if len(found) < ENOUGH and words:
            known = {id(one) for one in found}
            found += [one for one in self._loosely(words, LISTED) if id(one) not in known]
        return tuple(found[:LISTED])

    def _with(self, words: list[str]) -> Iterator[PastScene]:
        return (one for text, one in self._scenes if all(word in text for word in words))

    def _loosely(self, words: list[str], limit: int) -> list[PastScene]:
        """By how close together the letters are; of equals the newest first."""
        loose = [_Apart(word) for word in words]
        ranked: list[tuple[int, int, PastScene]] = []
        for number, (text, one) in enumerate(self._scenes):
            spread = 0
            for word in loose:
                if not (its := word.spread(text)):
                    break
                spread += its
            else:
                ranked.append((spread, number, one))
        return [one for _, _, one in sorted(ranked, key=itemgetter(0, 1))[:limit]]


class _Apart:
    """A word whose letters may stand apart. A pattern that tries all ways would take as many steps as there are gaps,
    all multiplied, where a letter was held down."""

    def __init__(self, word: str) -> None:
        self._word = word
        first, *others = map(re.escape, word)
        # Each letter the next of its kind: one way from each place on.
        self._next = re.compile(first + "".join(f"[^{letter}]{{0,{_APART}}}{letter}" for letter in others))
        self._begins = re.compile(f".{{0,{_APART}}}".join((first, *others)[:_BEGINS]), re.DOTALL)

    def spread(self, text: str) -> int:
        """Characters from its first letter to its last; 0 where it is not there."""
        if (match := self._next.search(text)) is not None:
            return match.end() - match.start()
        return self._any_way(text) if self._begins.search(text) is not None else 0

    def _any_way(self, text: str) -> int:
        """Where its letters may end so far, with the latest place where they begin, letter after letter."""
        begun = {at: at for at, letter in enumerate(text) if letter == self._word[0]}
        for letter in self._word[1:]:
            reached: dict[int, int] = {}
            for at, begin in begun.items():
                for then in range(at + 1, min(at + _APART + 2, len(text))):
                    if text[then] == letter:
                        reached[then] = max(reached.get(then, begin), begin)
            begun = reached
        return min((at + 1 - begin for at, begin in begun.items()), default=0)


def past_recipe(library: Library, past: PastScene) -> Recipe:
    """The recipe that drew a scene of before; blocks. Raises NotInLibrary, RecipeUnreadable."""
    if past.picture_id is not None:
        return from_json(library.picture(past.picture_id).facts.recipe)
    return from_json(library.jobs.get(past.job_id).recipe)
