"""A member of the cast in lines for a person, and as a record for scripts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from studio.cast.members import Character, CharacterLora, ReferenceMissing, reference_bytes


def lines(member: Character, *, is_whole: bool = False) -> list[str]:
    """What `studio cast list` says of a member; `is_whole`: all that is known, as `show` says it."""
    aliases = f" (also: {', '.join(member.aliases)})" if member.aliases else ""
    retired = ", retired" if member.retired else ""
    rows = [("look", member.look), ("wears", member.outfit), ("lettered", member.lettered_outfit)]
    for outfit in member.outfits:
        rows.append(("outfit", f"{outfit.name}: {outfit.words}"))
        if is_whole:
            rows += [("", row) for row in _of_outfit(outfit.lettered, outfit.colours, outfit.loras)]
    if is_whole:
        rows += [("features", ", ".join(member.features)), ("colours", _colours(member.colours))]
    rows += [("reference", f"{one.file}: {_found(member, one.file)}{_shown(one)}") for one in member.pictures]
    rows += [("LoRA", _lora(lora)) for lora in member.loras]
    if is_whole:
        rows += [("anchor", member.anchor), ("author", member.author), ("licence", member.licence)]
    said = [f"  {label:<10} {value}" for label, value in rows if value]
    return [f"{member.name}{aliases}, {member.species}{retired}", *said, ""]


def record(member: Character, *, is_own: bool) -> dict[str, Any]:
    """A member with all that its entry says and what that leaves open, as one JSON object."""
    said = msgspec.to_builtins(member)
    del said["folder"]
    said["references"] = [_reference_record(member, one) for one in member.pictures]
    for outfit in said["outfits"]:
        del outfit["references"]
    return {**said, "own": is_own}


def _reference_record(member: Character, one: Any) -> dict[str, Any]:
    try:
        size = len(reference_bytes(member, one.file))
    except ReferenceMissing:
        size = None
    return {**msgspec.to_builtins(one), "bytes": size}


def _of_outfit(lettered: str, colours: Mapping[str, str], loras: Sequence[CharacterLora]) -> Iterator[str]:
    yield f"lettered: {lettered}"
    if colours:
        yield f"colours: {_colours(colours)}"
    yield from (f"LoRA: {_lora(lora)}" for lora in loras)


def _colours(colours: Mapping[str, str]) -> str:
    return ", ".join(f"{part} {colour}" for part, colour in colours.items())


def _lora(lora: CharacterLora) -> str:
    styles = f" in the style {', '.join(lora.styles)}" if lora.styles else ""
    trigger = f", listens to {lora.trigger!r}" if lora.trigger else ""
    return f"{lora.file} at {lora.strength:g}{styles}{trigger}"


def _shown(one: Any) -> str:
    """What a reference shows, where its entry says so."""
    shown = [word for word in (one.view, one.framing, one.expression, one.outfit) if word]
    return f" ({', '.join(shown)})" if shown else ""


def _found(member: Character, name: str) -> str:
    try:
        return f"found, {len(reference_bytes(member, name)) / 1024:,.0f} KiB"
    except ReferenceMissing as error:
        return error.notice.line()
