"""One member as it is edited: what its entry said, what the fields say by now, and the steps back and forth."""

from __future__ import annotations

import msgspec

from studio.cast import loading
from studio.cast.members import Character, Outfit
from studio.cast.outfits import dressed

MOST = 200
"""Steps that are remembered."""

USUAL = -1
"""The place of the usual outfit, before the named ones, which are counted from 0."""

NOBODY = Character("", "")
"""A new member before anything is typed."""

FIELDS = tuple(name for name in Character.__struct_fields__ if name != "folder")
"""What an entry can say of a member."""


class Edited(msgspec.Struct, frozen=True):
    """`seen` is the entry as it was read, None where there is none yet; `now` what the fields say.

    `like` is the name of the member that this one was begun as a copy of. `past` and `future` have the nearest step
    last, and `kind` names the last step: steps of one kind, as keys in one field, are taken back together.
    """

    seen: Character | None
    now: Character
    like: str = ""
    past: tuple[Character, ...] = ()
    future: tuple[Character, ...] = ()
    kind: str = ""

    @property
    def is_unsaved(self) -> bool:
        """Whether the fields say something else than the entry; those of nobody yet say nothing."""
        return self.now != (self.seen or NOBODY)

    @property
    def changes(self) -> dict[str, object]:
        """The fields that say something else than the entry, with what they say."""
        before = self.seen or NOBODY
        return {name: getattr(self.now, name) for name in FIELDS if getattr(self.now, name) != getattr(before, name)}

    def then(self, now: Character, kind: str = "") -> Edited:
        """A step of a kind."""
        if now == self.now:
            return self
        past = self.past if kind and kind == self.kind and self.past else (*self.past[-MOST + 1 :], self.now)
        return msgspec.structs.replace(self, now=now, past=past, future=(), kind=kind)

    def back(self) -> Edited:
        """The last step taken back, where there is one."""
        if not self.past:
            return self
        *past, now = self.past
        return msgspec.structs.replace(self, now=now, past=tuple(past), future=(*self.future, self.now), kind="")

    def forth(self) -> Edited:
        """Done again what was taken back last."""
        if not self.future:
            return self
        *future, now = self.future
        return msgspec.structs.replace(self, now=now, past=(*self.past, self.now), future=tuple(future), kind="")

    @property
    def not_written_yet(self) -> frozenset[str]:
        """The ways to empty fields of a member or an outfit that is still being written: none is forgotten there."""
        ways = [name for name in ("name", "look") if self.seen is None and not getattr(self.now, name).strip()]
        known = {one.name for one in self.seen.outfits} if self.seen is not None else set()
        ways += [
            f"outfits.{at}.words"
            for at, one in enumerate(self.now.outfits)
            if one.name not in known and not one.words.strip()
        ]
        return frozenset(ways)

    def read_anew(self, entry: Character | None) -> Edited:
        """The entry says this by now: fields that were typed in stay, the others follow it, in the steps back too."""
        if entry is None or entry == self.seen:
            return self
        base = self.seen or entry
        past, future = (tuple(merged(base, one, entry) for one in steps) for steps in (self.past, self.future))
        return msgspec.structs.replace(self, seen=entry, now=merged(base, self.now, entry), past=past, future=future)


def merged(base: Character, mine: Character, theirs: Character) -> Character:
    """What was changed of `base` here, over what was changed of it elsewhere."""
    own = {name: getattr(mine, name) for name in FIELDS if getattr(mine, name) != getattr(base, name)}
    return msgspec.structs.replace(theirs, **own)


# Outfits.


def outfit_at(member: Character, at: int) -> Outfit:
    """The outfit at a place as a record; the usual one has no name."""
    if at != USUAL:
        return member.outfits[at]
    return Outfit("", member.outfit, member.lettered_outfit, member.references, member.colours, member.loras)


def with_outfit(member: Character, at: int, outfit: Outfit) -> Character:
    """The member with another outfit at a place."""
    if at != USUAL:
        outfits = (*member.outfits[:at], outfit, *member.outfits[at + 1 :])
        return msgspec.structs.replace(member, outfits=outfits)
    return msgspec.structs.replace(
        member,
        outfit=outfit.words,
        lettered_outfit=outfit.lettered,
        references=outfit.references,
        colours=outfit.colours,
        loras=outfit.loras,
    )


def worn(member: Character, at: int) -> Character:
    """The member as drafts show it in the outfit at a place, with what its entry leaves open."""
    whole = loading.completed(member)
    return whole if at == USUAL else dressed(whole, whole.outfits[at])


# Texts of fields.


def listed(text: str) -> tuple[str, ...]:
    """The parts of a text with commas between them."""
    return tuple(part for part in (one.strip() for one in text.split(",")) if part)


def joined(parts: tuple[str, ...]) -> str:
    """The parts with commas between them."""
    return ", ".join(parts)
