"""The `parameters` text of the A1111 web UI, and of Forge, reForge and SD.Next, which write the same.

Format: the prompt, a line that begins with `Negative prompt:`, and one line of `Key: value` pairs with commas between
them, values with commas quoted as JSON strings (modules/processing.py `create_infotext` of the web UI).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from library.foreign.facts import (
    ForeignFacts,
    ForeignUnreadable,
    decoded,
    listed,
    mapping,
    name,
    names,
    number,
    side,
    tagged_loras,
    whole,
    words,
)

_LONGEST_LINE = 50_000
_NEGATIVE = "Negative prompt:"
_PAIR = re.compile(r'\s*([\w /.+-]{1,60}):\s*("(?:\\.|[^\\"])*"|[^,]*)(?:,|$)')
_KNOWN = frozenset({"steps", "sampler", "seed", "cfg scale", "size", "model", "model hash", "version"})
_CIVITAI = "Civitai resources: "


def read(text: str) -> ForeignFacts:
    """The facts of a `parameters` text. Raises ForeignUnreadable where no line has an A1111's pairs."""
    lines = text.strip().split("\n")
    at, pairs = _pairs_line(lines)
    prompt, negative = _prompts(lines[:at])
    width, _, height = pairs.get("size", "").partition("x")
    return ForeignFacts(
        tool="Forge" if pairs.get("version", "").startswith(("f0", "f1", "f2", "forge", "neo")) else "A1111",
        prompt=words(prompt),
        negative=words(negative),
        model=name(pairs.get("model")) or name(pairs.get("model hash")),
        loras=names([*tagged_loras(prompt), *_hashed(pairs), *_resources(lines[at])]),
        seed=whole(pairs.get("seed")),
        steps=whole(pairs.get("steps"), 2**31 - 1),
        # Flux in Forge is guided by the distilled scale, and its CFG stands at 1.
        guidance=number(pairs.get("distilled cfg scale")) or number(pairs.get("cfg scale")),
        sampler=name(pairs.get("sampler")),
        scheduler=name(pairs.get("schedule type")),
        width=side(width),
        height=side(height),
    )


def _pairs_line(lines: list[str]) -> tuple[int, dict[str, str]]:
    """The last line with three or more pairs that every A1111 writes: people's own lines may look like one pair."""
    for at in range(len(lines) - 1, max(-1, len(lines) - 200), -1):
        pairs = dict(_pairs(lines[at]))
        if len(_KNOWN & pairs.keys()) >= 3 or (at == len(lines) - 1 and "steps" in pairs and len(pairs) >= 2):
            return at, pairs
    raise ForeignUnreadable("Its `parameters` have no line of settings")


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    if ":" not in line:
        return
    line, position = line[:_LONGEST_LINE], 0
    while match := _PAIR.match(line, position):
        value = match[2].strip()
        yield match[1].strip().lower(), value[1:-1] if value[:1] == '"' and len(value) > 1 else value
        # What a broken quote leaves is passed over up to the next comma.
        position = match.end()
        if position >= len(line):
            return


def _prompts(lines: list[str]) -> tuple[str, str]:
    for at, line in enumerate(lines):
        if line.startswith(_NEGATIVE):
            return "\n".join(lines[:at]), "\n".join([line[len(_NEGATIVE) :], *lines[at + 1 :]])
    return "\n".join(lines), ""


def _hashed(pairs: dict[str, str]) -> list[str]:
    """The names in `Lora hashes: "one: 0a1b, two: 2c3d"`."""
    return [part.partition(":")[0] for part in pairs.get("lora hashes", "").split(",")[:100]]


def _resources(line: str) -> list[Any]:
    """The LoRAs of `Civitai resources: [{"type": "lora", "modelName": …}]`, which Civitai's own generator writes."""
    start = line.find(_CIVITAI, 0, _LONGEST_LINE)
    if start < 0:
        return []
    begin, end = start + len(_CIVITAI), line.find("]", start)
    try:
        resources = listed(decoded(line[begin : end + 1]))
    except ForeignUnreadable:
        return []
    return [one.get("modelName") for one in map(mapping, resources) if one.get("type") in ("lora", "lycoris", "dora")]
