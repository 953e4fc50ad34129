"""What has been arranged so far: texts, which place each has, and the look. No screen, no pixels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import msgspec

from studio.arranging import middle
from studio.lettering.records import LetteringRecord, Look, Placement, Setting

INKS = {"auto": "auto", "dark": "#16161a", "white": "#f7f6f2", "cyan": "#0fb8c4", "red": "#c8102e", "blue": "#1f4fbf"}
"""Names of inks that F6 goes through, and what the record says for them."""

MOST_TEXTS = 4


@dataclass(frozen=True, slots=True)
class Words:
    """One text, and the index of its place."""

    text: str
    place: int


@dataclass(frozen=True, slots=True)
class Arranged:
    """At least one text; `at` is the one that is being worked on. No two texts have the same place."""

    places: tuple[Placement, ...]
    words: tuple[Words, ...]
    look: Look = field(default_factory=Look)
    at: int = 0

    @classmethod
    def begin(cls, places: tuple[Placement, ...], begun: LetteringRecord) -> Arranged:
        """Take up what was begun; where nothing was, one empty text, or one for each surely known panel."""
        words = tuple(Words(setting.text, places.index(setting.placement)) for setting in begun.settings)
        panels = [at for at, place in enumerate(places) if place.method == "panel"][:MOST_TEXTS]
        free = [at for at in panels if at not in {one.place for one in words}]
        if not words:
            words = tuple(Words("", at) for at in sorted(panels or [0], key=lambda at: middle(places[at])))
        elif len(words) < len(panels):
            words += tuple(Words("", at) for at in free[: len(panels) - len(words)])
        return cls(places, words, begun.look)

    @property
    def current(self) -> Words:
        """The text that is being worked on."""
        return self.words[self.at]

    @property
    def place(self) -> Placement:
        """Its place."""
        return self.places[self.current.place]

    def with_text(self, text: str) -> Arranged:
        """The current text says this."""
        return self._with(Words(text, self.current.place))

    def to_next_place(self, step: int) -> Arranged:
        """The current text goes to the next place; a text that is there already changes places with it."""
        wanted = (self.current.place + step) % len(self.places)
        words = tuple(Words(one.text, self.current.place) if one.place == wanted else one for one in self.words)
        return replace(self, words=words)._with(Words(self.current.text, wanted))

    def to_next_text(self) -> Arranged:
        """Work on the next text; after the last filled one comes a new one, while there are places and need."""
        if self.at + 1 < len(self.words):
            return replace(self, at=self.at + 1)
        free = [at for at in range(len(self.places)) if at not in {one.place for one in self.words}]
        if self.current.text.strip() and free and len(self.words) < MOST_TEXTS:
            return replace(self, words=(*self.words, Words("", free[0])), at=self.at + 1)
        return replace(self, at=0)

    def with_next_case(self) -> Arranged:
        """As written, or upper."""
        case = "as-written" if self.look.case == "upper" else "upper"
        return replace(self, look=msgspec.structs.replace(self.look, case=case))

    def with_next_ink(self) -> Arranged:
        """The next ink of INKS."""
        inks = list(INKS.values())
        ink = inks[(inks.index(self.look.ink) + 1) % len(inks)] if self.look.ink in inks else inks[0]
        return replace(self, look=msgspec.structs.replace(self.look, ink=ink))

    @property
    def ink(self) -> str:
        """The ink's name."""
        return next((name for name, value in INKS.items() if value == self.look.ink), self.look.ink)

    def record(self) -> LetteringRecord:
        """The lettering: every text that is not empty, left to right."""
        filled = sorted((one for one in self.words if one.text.strip()), key=lambda one: middle(self.places[one.place]))
        return LetteringRecord(
            settings=tuple(Setting(one.text, self.places[one.place]) for one in filled), look=self.look
        )

    def _with(self, words: Words) -> Arranged:
        return replace(self, words=(*self.words[: self.at], words, *self.words[self.at + 1 :]))
