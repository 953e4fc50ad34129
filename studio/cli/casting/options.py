"""What can be said of a member by options, and the changes of its entry that this is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
import msgspec

from studio.cast.checking import outfit_key
from studio.cast.members import Character, CharacterLora, Outfit
from studio.cli.output import typed

F = TypeVar("F", bound=Callable[..., Any])

_TEXTS = (
    ("--species", "WORD", "Without it, what the look says: person, fox, robot …"),
    ("--outfit", "WORDS", "What is worn usually. Without it, what the look says is worn, or work clothes."),
    ("--lettered-outfit", "WORDS", "The same for words. Without it, the outfit with a blank white panel."),
    ("--author", "NAME", "Who made the character."),
    ("--licence", "WORDS", "What others may do with it: CC-BY-4.0."),
)
_LISTS = (
    ("--alias", "aliases", "NAME", "Another name in scenes."),
    ("--feature", "features", "WORD", "What drafts show: glasses, beard, pigtails …"),
    ("--colour", "colours", "PART=#RRGGBB", "The colour of a part: fur=#8a8178."),
    ("--lora", "loras", "FILE[:STRENGTH]", "A LoRA that knows the character."),
    ("--trigger", "triggers", "FILE=WORD", "The word that a LoRA listens to."),
    ("--outfit-words", "outfit_words", "NAME=WORDS", "An outfit that scenes choose by its name, and what it is."),
    ("--outfit-lettered", "outfit_lettered", "NAME=WORDS", "The same for words, where a panel on it is not enough."),
    ("--outfit-colour", "outfit_colours", "NAME:PART=#RRGGBB", "The colour of a part of an outfit."),
    ("--outfit-lora", "outfit_loras", "NAME=FILE[:STRENGTH]", "A LoRA that knows an outfit."),
)
_GONE = (
    ("--no-alias", "gone_aliases", "NAME", "Take an alias out."),
    ("--no-feature", "gone_features", "WORD", "Take a feature out."),
    ("--no-colour", "gone_colours", "PART", "Take a colour out."),
    ("--no-lora", "gone_loras", "FILE", "Take a LoRA out."),
    ("--no-outfit", "gone_outfits", "NAME", "Take an outfit out."),
)


def options(*, is_new: bool) -> Callable[[F], F]:
    """The options that say what a member is; those that take something out where it is not new."""

    def add(command: F) -> F:
        lists = [(option, name, metavar, f"{words} Again for more.") for option, name, metavar, words in _LISTS]
        for option, name, metavar, words in reversed([*lists, *(() if is_new else _GONE)]):
            command = click.option(option, name, metavar=metavar, multiple=True, help=words)(command)
        for option, metavar, words in reversed(_TEXTS):
            command = click.option(option, metavar=metavar, help=words)(command)
        look = "What the character looks like, in every picture."
        return click.option("--look", metavar="WORDS", required=is_new, help=look)(command)

    return add


def changes_of(member: Character, said: dict[str, Any]) -> dict[str, Any]:
    """The fields of a member's entry that options change, with what they are to be. Raises UsageError."""
    said = {name: value for name, value in said.items() if value not in (None, ())}
    texts = ("name", "look", "species", "outfit", "lettered_outfit", "author", "licence")
    changes: dict[str, Any] = {name: typed(said[name]) for name in texts if name in said}
    for name in ("aliases", "features"):
        gone = {typed(one).casefold() for one in said.get(f"gone_{name}", ())}
        fresh = [*getattr(member, name), *map(typed, said.get(name, ()))]
        changes[name] = tuple(dict.fromkeys(one for one in fresh if one.casefold() not in gone))
    changes["colours"] = _colours(member.colours, said.get("colours", ()), said.get("gone_colours", ()))
    changes["loras"] = _loras(member.loras, said.get("loras", ()), said.get("gone_loras", ()))
    changes["outfits"] = _outfits(member, said)
    for file, word in (_halves(one, "a trigger: FILE=WORD") for one in said.get("triggers", ())):
        _with_trigger(changes, file, word)
    return {name: value for name, value in changes.items() if value != getattr(member, name)}


def _halves(text: str, what: str, at: str = "=") -> tuple[str, str]:
    """What stands before a sign and behind it. Raises UsageError."""
    before, sign, behind = typed(text).partition(at)
    if not sign or not before.strip() or not behind.strip():
        raise click.UsageError(f"{typed(text)!r} is not {what}")
    return before.strip(), behind.strip()


def _colours(now: dict[str, str], said: Sequence[str], gone: Sequence[str] = ()) -> dict[str, str]:
    colours = {part: colour for part, colour in now.items() if part not in map(typed, gone)}
    return {**colours, **dict(_halves(one, "a colour: PART=#RRGGBB") for one in said)}


def _loras(now: Sequence[CharacterLora], said: Sequence[str], gone: Sequence[str] = ()) -> tuple[CharacterLora, ...]:
    loras = {lora.file: lora for lora in now if lora.file not in map(typed, gone)}
    for one in said:
        file, sign, number = typed(one).rpartition(":")
        file, number = (file, number) if sign else (number, "1")
        try:
            strength = float(number)
        except ValueError as error:
            raise click.UsageError(f"The strength in {typed(one)!r} is no number") from error
        loras[file] = msgspec.structs.replace(loras.get(file) or CharacterLora(file), strength=strength)
    return tuple(loras.values())


def _outfits(member: Character, said: dict[str, Any]) -> tuple[Outfit, ...]:
    gone = {outfit_key(typed(one)) for one in said.get("gone_outfits", ())}
    outfits = {outfit_key(one.name): one for one in member.outfits if outfit_key(one.name) not in gone}
    for name, words in (_halves(one, "an outfit: NAME=WORDS") for one in said.get("outfit_words", ())):
        there = outfits.get(outfit_key(name))
        outfits[outfit_key(name)] = msgspec.structs.replace(there, words=words) if there else Outfit(name, words)
    for name, words in (_halves(one, "an outfit: NAME=WORDS") for one in said.get("outfit_lettered", ())):
        _dress(outfits, name, lettered=words)
    for name, colour in (_halves(one, "NAME:PART=#RRGGBB", ":") for one in said.get("outfit_colours", ())):
        _dress(outfits, name, colours=_colours(_there(outfits, name).colours, [colour]))
    for name, lora in (_halves(one, "NAME=FILE[:STRENGTH]") for one in said.get("outfit_loras", ())):
        _dress(outfits, name, loras=_loras(_there(outfits, name).loras, [lora]))
    return tuple(outfits.values())


def _there(outfits: dict[str, Outfit], name: str) -> Outfit:
    there = outfits.get(outfit_key(name))
    if there is None:
        raise click.UsageError(f"There is no outfit {name!r}. Say what it is: --outfit-words {name!r}=WORDS")
    return there


def _dress(outfits: dict[str, Outfit], name: str, **changes: Any) -> None:
    outfits[outfit_key(name)] = msgspec.structs.replace(_there(outfits, name), **changes)


def _with_trigger(changes: dict[str, Any], file: str, word: str) -> None:
    """Give a trigger to the LoRA of a file, wherever it is used."""
    every = [*changes["loras"], *(lora for outfit in changes["outfits"] for lora in outfit.loras)]
    if all(lora.file != file for lora in every):
        raise click.UsageError(f"There is no LoRA {file!r}. Add it: --lora {file}")

    def told(loras: Sequence[CharacterLora]) -> tuple[CharacterLora, ...]:
        return tuple(msgspec.structs.replace(lora, trigger=word) if lora.file == file else lora for lora in loras)

    changes["loras"] = told(changes["loras"])
    changes["outfits"] = tuple(msgspec.structs.replace(one, loras=told(one.loras)) for one in changes["outfits"])
