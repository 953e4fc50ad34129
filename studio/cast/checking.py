"""What is wrong with what is said of a member, wherever that is: in `cast.toml`, on a screen, on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from studio.cast.members import Character, CharacterLora, Outfit, Reference, by_name
from studio.errors import StudioError
from studio.plain_text import plain
from studio.settings.tables import Slip

LONGEST_NAME, LONGEST_LOOK = 60, 1000
"""Characters. A look is as long as any words of a member may be: those of an outfit, of an author."""


_FILES = ("file", "references", "anchor", "folder")


class CharacterWrong(StudioError):
    """A character cannot be so; `field` is the way to what is wrong: "look", "colours.coat", "outfits.0.words"."""

    def __init__(self, field: str, title: str, reason: str, remedy: str) -> None:
        super().__init__(title, reason, remedy)
        self.field = field


def checked(member: Character, others: Sequence[Character], before: Character | None = None) -> Character:
    """The same member, if it can be so. `others` are all others of the cast; what it was `before` may stay so.

    Raises CharacterWrong for the first thing that is wrong with it.
    """
    if not member.name:
        raise CharacterWrong("name", "The character has no name", "", "Write the name that scenes call it by")
    known = {name.casefold() for name in (before.name, *before.aliases)} if before else set()
    for field, name in (("name", member.name), *(("aliases", alias) for alias in member.aliases)):
        there = by_name(name, others) if name.casefold() not in known else None
        # A new name outweighs another's alias.
        if there is not None and (field == "aliases" or there.name.casefold() == name.casefold()):
            remedy = f"Choose another name, or change the entry of {there.name}"
            raise CharacterWrong(field, f"{there.name} answers to {name} already", "", remedy)
    if not member.look:
        remedy = "Write what it looks like: a woman in her fifties with curly red hair"
        raise CharacterWrong("look", f"{member.name} has no look", "every picture would have another one", remedy)
    for field, text, most in (("name", member.name, LONGEST_NAME), ("look", member.look, LONGEST_LOOK)):
        if len(text) > most and (before is None or text != getattr(before, field)):
            raise CharacterWrong(
                field, f"The {field} is too long", f"it has {len(text)} characters", f"Take at most {most}"
            )
    for slip in slips_of(member):
        raise CharacterWrong(".".join(slip.steps), slip.reason[:1].upper() + slip.reason[1:], "", slip.remedy)
    return member


def in_plain_text(member: Character) -> Character:
    """The member with each text in one line, without what is empty in its lists; names of files stay as they are."""
    return msgspec.convert(_plain(msgspec.to_builtins(member)), Character)


def _plain(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {plain(key): _plain(one, key) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [one for one in (_plain(one, name) for one in value) if one != ""]
    return plain(value) if isinstance(value, str) and name not in _FILES else value


def slips_of(member: Character) -> Iterator[Slip]:
    """All that is wrong with a character: nobody could name it, nobody knows its looks, a colour is none …"""
    for field, value in (("name", member.name), ("look", member.look)):
        if not value.strip():
            yield Slip([field], f"a character has an empty {field}", f"Write its {field}")
    yield from _of_colours([], f"{member.name}'s", member.colours)
    yield from _of_loras([], f"{member.name}'s", member.loras)
    yield from _of_references([], f"{member.name}'s", member.references, member.outfits)
    yield from _of_outfits(member)
    if member.anchor and all(reference.file != member.anchor for reference in member.pictures):
        files = ", ".join(reference.file for reference in member.pictures)
        remedy = f"Write one of {files}" if files else "Add it to `references`"
        yield Slip(["anchor"], f"{member.name}'s anchor {member.anchor!r} is none of the references", remedy)


def outfit_key(name: str) -> str:
    """What makes two names of outfits one: in any case, however their words are joined."""
    return " ".join(re.split(r"[\s_-]+", name.casefold())).strip()


def _of_outfits(member: Character) -> Iterator[Slip]:
    known: dict[str, str] = {}
    for place, outfit in enumerate(member.outfits):
        steps = ["outfits", str(place)]
        whose = f"{member.name}'s outfit {outfit.name!r}"
        key = outfit_key(outfit.name)
        if not key:
            reason = f"an outfit of {member.name} has an empty name"
            yield Slip([*steps, "name"], reason, "Write the name that scenes call it by: party suit")
        elif key in known:
            yield Slip([*steps, "name"], f"{member.name} has two outfits named {known[key]!r}", "Rename one of the two")
        known.setdefault(key, outfit.name)
        if not outfit.words.strip():
            yield Slip([*steps, "words"], f"{whose} has no words", "Write what is worn: a red suit with a bow tie")
        yield from _of_colours(steps, f"{whose}:", outfit.colours)
        yield from _of_loras(steps, f"{whose}:", outfit.loras)
        yield from _of_references(steps, f"{whose}:", outfit.references, member.outfits)


def _of_colours(steps: Sequence[str], whose: str, colours: dict[str, str]) -> Iterator[Slip]:
    for part, colour in colours.items():
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            reason = f"{whose} {part} is {colour!r}, which is not a colour"
            yield Slip([*steps, "colours", part], reason, "Write it as #2f6b4f")


def _of_loras(steps: Sequence[str], whose: str, loras: Sequence[CharacterLora]) -> Iterator[Slip]:
    for place, lora in enumerate(loras):
        at = [*steps, "loras", str(place)]
        if not lora.file.strip():
            yield Slip([*at, "file"], f"{whose} LoRA names no file", "Write its file")
        if wrong := base_wrong(lora.base, f"{whose} LoRA {lora.file}"):
            yield Slip([*at, "base"], *wrong)


def base_wrong(base: str, whose: str) -> tuple[str, str] | None:
    """Why a LoRA's base is none, and what to do, where nobody knows such a model."""
    from backends.bases import KNOWN, base_of

    if not base or base_of(base):
        return None
    return f"the base {base!r} of {whose} is not known", f"Write one of {', '.join(KNOWN)}"


def _of_references(
    steps: Sequence[str], whose: str, references: Sequence[str | Reference], outfits: Sequence[Outfit]
) -> Iterator[Slip]:
    known = {outfit_key(outfit.name) for outfit in outfits}
    for place, reference in enumerate(references):
        at = [*steps, "references", str(place)]
        file, outfit = (reference, "") if isinstance(reference, str) else (reference.file, reference.outfit)
        if not file.strip():
            yield Slip([*at, "file"], f"{whose} reference {place + 1} names no file", "Write its file")
        if outfit and outfit_key(outfit) not in known:
            there = ", ".join(outfit.name for outfit in outfits)
            remedy = f"Write one of {there}" if there else "Add the outfit, or take this out"
            yield Slip(
                [*at, "outfit"], f"{whose} reference {file} shows the outfit {outfit!r}, which is not there", remedy
            )
