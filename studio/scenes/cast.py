"""The cast: who the characters are, and who of them is in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

import data
from studio.errors import StudioError
from studio.settings import tables


class ReferenceMissing(StudioError):
    """A reference picture that the cast names is not there."""


class CharacterLora(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A LoRA that knows the character; used with the named styles, or with all when none is named.

    `base` is what it was trained on, for files that do not say so themselves: "FLUX.1", "FLUX.2 klein 4B".
    """

    file: str
    strength: float = 1.0
    base: str = ""
    styles: tuple[str, ...] = ()


class Character(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the cast, as `cast.toml` has it. `folder` is where its reference pictures lie; empty: shipped ones."""

    name: str
    look: str
    outfit: str
    lettered_outfit: str
    species: str = "person"
    aliases: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    colours: dict[str, str] = {}
    loras: tuple[CharacterLora, ...] = ()
    folder: str = ""

    def loras_for(self, style: str) -> tuple[CharacterLora, ...]:
        """The LoRAs to use with a style."""
        return tuple(lora for lora in self.loras if not lora.styles or style in lora.styles)


class Mention(msgspec.Struct, frozen=True):
    """A character found in a text, and the characters of the text (start, end) that name it first."""

    character: Character
    start: int
    end: int


class _CastFile(msgspec.Struct, forbid_unknown_fields=True):
    character: tuple[Character, ...] = ()


def load(folder: Path) -> tuple[Character, ...]:
    """The shipped cast, with a person's own `cast.toml` in `folder` adding to it or replacing by name.

    Raises TableUnreadable.
    """
    cast = {
        member.name.casefold(): member
        for member in tables.decode(data.text("cast.toml"), _CastFile, "cast.toml").character
    }
    own = folder / "cast.toml"
    if own.exists():
        for number, member in enumerate(tables.read(own, _CastFile).character):
            _check(member, own, number)
            cast[member.name.casefold()] = msgspec.structs.replace(member, folder=str(folder))
    _check_aliases(tuple(cast.values()), own)
    return tuple(cast.values())


def _check(member: Character, file: Path, number: int) -> None:
    """Raise TableUnreadable for a character that nobody could name, or with a colour that is none."""
    text = file.read_text(encoding="utf-8")
    if not member.name.strip():
        line = tables.line_of(text, ["character", str(number), "name"])
        raise tables.TableUnreadable(f"{file}, line {line}", "a character has an empty name", "Name it")
    for lora in member.loras:
        check_base(lora.base, f"{member.name}'s LoRA {lora.file}", file)
    for part, colour in member.colours.items():
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            line = tables.line_of(text, ["character", str(number), part])
            raise tables.TableUnreadable(f"{file}, line {line}", f"{colour!r} is not a colour", "Write it as #2f6b4f")


def check_base(base: str, whose: str, file: Path) -> None:
    """Raise TableUnreadable where a person says what a LoRA was trained on, and nobody knows such a model."""
    if not base:
        return
    from backends.bases import KNOWN, base_of

    if not base_of(base):
        remedy = f"Write one of {', '.join(KNOWN)}"
        raise tables.TableUnreadable(str(file), f"the base {base!r} of {whose} is not known", remedy)


def _check_aliases(members: Sequence[Character], file: Path) -> None:
    """Raise TableUnreadable where two characters answer to one name."""
    whose: dict[str, str] = {}
    for member in members:
        for name in {member.name.casefold(), *(alias.casefold() for alias in member.aliases)}:
            if name in whose:
                reason = f"both {whose[name]} and {member.name} answer to {name!r}"
                raise tables.TableUnreadable(str(file), reason, "Take the alias from one of them")
            whose[name] = member.name


def find(text: str, cast: Iterable[Character]) -> tuple[Mention, ...]:
    """Who is in a text, in the order they are first named.

    Names and aliases count as whole words in any case, with a possessive or not ("Milo's"), and never inside another
    word ("Jamestown"). A longer name wins over a shorter one at the same place.
    """
    named = sorted(
        ((name, member) for member in cast for name in (member.name, *member.aliases)), key=lambda pair: -len(pair[0])
    )
    found: dict[str, Mention] = {}
    taken: list[range] = []
    for name, member in named:
        for match in _pattern(name).finditer(text):
            if any(match.start() < span.stop and match.end() > span.start for span in taken):
                continue
            taken.append(range(match.start(), match.end()))
            known = found.get(member.name)
            if known is None or match.start() < known.start:
                found[member.name] = Mention(member, match.start(), match.end())
    return tuple(sorted(found.values(), key=lambda mention: mention.start))


def _pattern(name: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(rf"(?<!\w)(?<!\w[-’']){words}(?=(?:['’]s?)?(?!\w))(?!-\w)", re.IGNORECASE)


def reference_bytes(character: Character, name: str) -> bytes:
    """The bytes of one of a character's reference pictures. Raises ReferenceMissing."""
    try:
        return (Path(character.folder) / name).expanduser().read_bytes() if character.folder else data.blob(name)
    except OSError as error:
        raise ReferenceMissing(
            f"{character.name}'s reference picture {name} cannot be read",
            error.strerror or str(error),
            f"Put it into {character.folder or 'the settings folder'}, or correct the character's `references`",
        ) from error


def by_name(name: str, cast: Sequence[Character]) -> Character | None:
    """The character of this name or alias, in any case, if there is one."""
    wanted = name.casefold()
    return next(
        (member for member in cast if wanted in (member.name.casefold(), *(a.casefold() for a in member.aliases))), None
    )
