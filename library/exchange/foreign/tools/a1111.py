"""The `parameters` text of the A1111 web UI, and of Forge, reForge, SD.Next, Fooocus and Civitai, which write the same.

Format: the prompt, a line that begins with `Negative prompt:`, and one line of `Key: value` pairs with commas between
them, values with commas quoted as JSON strings (modules/processing.py `create_infotext` of the web UI). Civitai and
some extensions have JSON without quotes among them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from library.exchange.foreign.facts import (
    ForeignFacts,
    ForeignUnreadable,
    name,
    names,
    number,
    side,
    tagged_loras,
    whole,
    words,
)
from library.exchange.foreign.tools import civitai

_LONGEST_LINE = 50_000
_MOST_JSON = 20
_NEGATIVE = "Negative prompt:"
_KEY = re.compile(r"\s*([\w /.+-]{1,60}):\s*")
_VALUE = re.compile(r'("(?:\\.|[^\\"])*"|[^,]*)(?:,|$)')
_BEGIN = re.compile(r"(?:^|[\s,])(?=Steps: ?\d)")
_LOOKS = re.compile(r"\bSteps: ?\d{1,5}, ?[A-Za-z][\w ]{1,40}:")
_KNOWN = frozenset({"steps", "sampler", "seed", "cfg scale", "size", "model", "model hash", "version"})
_RESOURCES = "civitai resources"
_SD_NEXT = frozenset({"operations", "backend", "parser", "pipeline"})
_FORKS = (
    ("reForge", re.compile(r"f\d+(\.\d+)+(v\d+)?-v|.*reforge")),
    ("Forge Neo", re.compile(r"neo\b|.*forge.?neo")),
    ("Forge Classic", re.compile(r"classic\b")),
    ("Forge", re.compile(r"f\d+\.\d|forge")),
    ("Fooocus", re.compile(r".*fooocus")),
    ("SD.Next", re.compile(r".*sd\.?next|.*vlad")),
    ("ComfyUI", re.compile(r".*comfyui")),
    ("Milo Studio", re.compile(r"milo studio")),
)
"""Tools, and what their versions look like in small letters; the web UI's own is `v1.10.1`."""


def read(text: str) -> ForeignFacts:
    """The facts of a `parameters` text. Raises ForeignUnreadable where no line has an A1111's pairs."""
    lines = text.strip().split("\n")
    at, pairs, before = _pairs_line(lines)
    prompt, negative = _prompts([*lines[:at], *before])
    width, _, height = pairs.get("size", "").partition("x")
    model, loras = civitai.resources(_json(pairs.get(_RESOURCES, "")))
    return ForeignFacts(
        tool=_tool(pairs),
        prompt=words(prompt),
        negative=words(negative),
        model=name(pairs.get("model")) or model or name(pairs.get("model hash")),
        loras=names([*tagged_loras(prompt), *_hashed(pairs), *loras]),
        seed=whole(pairs.get("seed")),
        steps=whole(pairs.get("steps"), 2**31 - 1),
        # Flux in Forge is guided by the distilled scale, and its CFG stands at 1.
        guidance=number(pairs.get("distilled cfg scale")) or number(pairs.get("cfg scale")),
        sampler=name(pairs.get("sampler")),
        scheduler=name(pairs.get("schedule type")),
        width=side(width),
        height=side(height),
    )


def is_given(text: str) -> bool:
    """Whether a text that anything may stand in is one of these, whole or broken."""
    return _NEGATIVE in text or _LOOKS.search(text) is not None


def _tool(pairs: dict[str, str]) -> str:
    version = f"{pairs.get('app', '')} {pairs.get('version', '')}".strip().lower()[:100]
    for tool, pattern in _FORKS:
        if pattern.match(version):
            return tool
    if _SD_NEXT & pairs.keys():
        # It had a commit for a version, and no name.
        return "SD.Next"
    return civitai.TOOL if _RESOURCES in pairs and not version else "A1111"


def _pairs_line(lines: list[str]) -> tuple[int, dict[str, str], list[str]]:
    """The last line with three or more pairs that every A1111 writes: people's own lines may look like one pair.

    With it, what stands before the pairs in the same line, where a program took the line ends away.
    """
    for at in range(len(lines) - 1, max(-1, len(lines) - 200), -1):
        line, before = lines[at][:_LONGEST_LINE], list[str]()
        begins = [match.end() for match in _BEGIN.finditer(line)]
        if begins and begins[-1] and not _KNOWN & dict(_pairs(line[: begins[-1]])).keys():
            before, line = _split(line[: begins[-1]]), line[begins[-1] :]
        pairs = dict(_pairs(line))
        if len(_KNOWN & pairs.keys()) >= 3 or (at == len(lines) - 1 and "steps" in pairs and len(pairs) >= 2):
            return at, pairs, before
    raise ForeignUnreadable("Its text has no line of settings")


def _split(line: str) -> list[str]:
    """A line of prompt and negative prompt as two."""
    prompt, negative, rest = line.strip().partition(_NEGATIVE)
    return [prompt.strip(), negative + rest] if negative else [prompt]


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    if ":" not in line:
        return
    position, left = 0, _MOST_JSON
    while position < len(line):
        if (key := _KEY.match(line, position)) is None:
            # What a broken quote leaves is passed over up to the next comma.
            position = line.find(",", position) + 1 or len(line)
            continue
        word, position = key[1].strip().lower(), key.end()
        if line[position : position + 1] in ("[", "{") and left:
            left -= 1
            if end := _json_end(line, position):
                yield word, line[position:end]
                position = line.find(",", end) + 1 or len(line)
                continue
        if (match := _VALUE.match(line, position)) is None:
            continue
        value = match[1].strip()
        yield word, value[1:-1] if value[:1] == '"' and len(value) > 1 else value
        position = match.end()


def _json_end(line: str, position: int) -> int:
    """Where the JSON ends that begins at `position`; 0 where there is none."""
    try:
        return json.JSONDecoder().raw_decode(line, position)[1]
    except (ValueError, RecursionError):
        return 0


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _prompts(lines: list[str]) -> tuple[str, str]:
    for at, line in enumerate(lines):
        if line.startswith(_NEGATIVE):
            return "\n".join(lines[:at]), "\n".join([line[len(_NEGATIVE) :], *lines[at + 1 :]])
    return "\n".join(lines), ""


def _hashed(pairs: dict[str, str]) -> list[str]:
    """The names in `Lora hashes: "one: 0a1b, two: 2c3d"`, and in the studio's own `LoRAs: "one, two"`."""
    parts = f"{pairs.get('lora hashes', '')},{pairs.get('loras', '')}".split(",")
    return [part.partition(":")[0] for part in parts[:100]]
