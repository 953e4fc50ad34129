"""What has been arranged so far: texts, which place each has, and the look. No screen, no pixels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import msgspec

from studio.lettering.places.by_hand import middle
from studio.lettering.records import CASES, Kind, LetteringRecord, Look, Placement, Setting

INKS = {"auto": "auto", "dark": "#16161a", "white": "#f7f6f2", "cyan": "#0fb8c4", "red": "#c8102e", "blue": "#1f4fbf"}
"""Names of inks that F6 goes through, and what the record says for them."""

FONTS = ("", "roboto-slab", "comic-neue", "lobster")
"""The faces that are gone through; "" is the usual one."""

CHANGED = ("hand", "space", "edge")
"""Placements that are changed as they are; of others, which were found, a copy is."""

MOST_TEXTS = 4


@dataclass(frozen=True, slots=True)
class Words:
    """One text, the index of its place, and what it is set as; `tail` is where a bubble's tail goes."""

    text: str
    place: int
    kind: Kind = "print"
    tail: tuple[float, float] | None = None


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
        words = tuple(Words(one.text, places.index(one.placement), one.kind, one.tail) for one in begun.settings)
        panels = [at for at, place in enumerate(places) if place.method == "panel"][:MOST_TEXTS]
        free = [at for at in panels if at not in {one.place for one in words}]
        if not words:
            words = tuple(Words("", at) for at in sorted(panels or [0], key=lambda at: middle(places[at])))
        elif len(words) < len(panels):
            words += tuple(Words("", at) for at in free[: len(panels) - len(words)])
        return cls(places, words, begun.look)

    def with_record(self, record: LetteringRecord) -> Arranged:
        """A lettering of the same picture in place of this, with the places that it was set on."""
        used = tuple(one.placement for one in record.settings if one.placement not in self.places)
        return Arranged.begin((*self.places, *dict.fromkeys(used)), record)

    @property
    def current(self) -> Words:
        """The text that is being worked on."""
        return self.words[self.at]

    @property
    def place(self) -> Placement:
        """Its place."""
        return self.places[self.current.place]

    @property
    def used(self) -> tuple[Placement, ...]:
        """The places that were found, and of the others those that have a text."""
        taken = {one.place for one in self.words}
        return tuple(one for at, one in enumerate(self.places) if at in taken or one.method not in CHANGED)

    @property
    def setting(self) -> Setting:
        """The current text as it is set."""
        return Setting(self.current.text, self.place, self.current.kind, self.current.tail)

    def with_text(self, text: str) -> Arranged:
        """The current text says this."""
        return self._with(replace(self.current, text=text))

    def to_next_place(self, step: int) -> Arranged:
        """The current text goes to the next place, printed; a text that is there already changes places with it."""
        ways = ((self.current.place + step * n) % len(self.places) for n in range(1, len(self.places) + 1))
        wanted = next((at for at in ways if self.places[at].method not in ("edge", "space")), self.current.place)
        swapped = replace(self.current, text="")
        words = tuple(replace(swapped, text=one.text) if one.place == wanted else one for one in self.words)
        return replace(self, words=words)._with(Words(self.current.text, wanted))

    def with_place(self, place: Placement, kind: Kind = "print", tail: tuple[float, float] | None = None) -> Arranged:
        """The current text is set at a place that was not found: in place of one of its own, or beside the others."""
        if place == self.place:
            return self._with(replace(self.current, kind=kind, tail=tail))
        if self.place.method in CHANGED:
            at = self.current.place
            places = (*self.places[:at], place, *self.places[at + 1 :])
        else:
            at, places = len(self.places), (*self.places, place)
        return replace(self, places=places)._with(Words(self.current.text, at, kind, tail))

    def printed(self) -> Arranged:
        """The current text is printed on the best place that is free."""
        used = {one.place for one in self.words}
        found = [at for at, place in enumerate(self.places) if place.method not in CHANGED]
        at = next((at for at in found if at not in used), None)
        return self if at is None else self._with(Words(self.current.text, at))

    def to_next_text(self) -> Arranged:
        """Work on the next text; where there is only one, on a second, while there are places and need."""
        return replace(self, at=(self.at + 1) % len(self.words)) if len(self.words) > 1 else self.with_another_text()

    def with_another_text(self) -> Arranged:
        """Work on a text without words: one that is there, or a new one at a found place that is free."""
        empty = next((at for at, one in enumerate(self.words) if not one.text.strip()), None)
        if empty is not None:
            return replace(self, at=empty)
        used = {one.place for one in self.words}
        free = [at for at, place in enumerate(self.places) if at not in used and place.method not in CHANGED]
        if not free or len(self.words) >= MOST_TEXTS:
            return self
        return replace(self, words=(*self.words, Words("", free[0])), at=len(self.words))

    def with_next_case(self) -> Arranged:
        """As written, upper, or small capitals."""
        case = CASES[(CASES.index(self.look.case) + 1) % len(CASES)]
        return replace(self, look=msgspec.structs.replace(self.look, case=case))

    def with_next_font(self) -> Arranged:
        """The next face of FONTS; a file of the person's own is left for the first of them."""
        at = FONTS.index(self.look.font) if self.look.font in FONTS else -1
        return replace(self, look=msgspec.structs.replace(self.look, font=FONTS[(at + 1) % len(FONTS)]))

    def with_next_ink(self) -> Arranged:
        """The next ink of INKS."""
        inks = list(INKS.values())
        ink = inks[(inks.index(self.look.ink) + 1) % len(inks)] if self.look.ink in inks else inks[0]
        return replace(self, look=msgspec.structs.replace(self.look, ink=ink))

    @property
    def ink(self) -> str:
        """The ink's name."""
        return next((name for name, value in INKS.items() if value == self.look.ink), self.look.ink)

    @property
    def face(self) -> str:
        """The face's name, or its file's."""
        return self.look.font.partition("#")[0].rsplit("/", 1)[-1] or "usual"

    def record(self) -> LetteringRecord:
        """The lettering: every text that is not empty, left to right."""
        filled = sorted((one for one in self.words if one.text.strip()), key=lambda one: middle(self.places[one.place]))
        return LetteringRecord(
            settings=tuple(Setting(one.text, self.places[one.place], one.kind, one.tail) for one in filled),
            look=self.look,
        )

    def _with(self, words: Words) -> Arranged:
        return replace(self, words=(*self.words[: self.at], words, *self.words[self.at + 1 :]))
