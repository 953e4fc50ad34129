"""mflux's settings: JSON in UserComment, and with --metadata in `picture.json` or `picture.metadata.json` beside it.

Format: mflux/utils/generated_image.py (`_get_metadata`) and image_util.py (`save_image`) of mflux. Its first releases
had every value as text, and wrote into UserComment what Python prints of a dict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from library.exchange.foreign.facts import (
    LONGEST_TEXT,
    ForeignFacts,
    ForeignUnreadable,
    listed,
    name,
    names,
    number,
    side,
    whole,
    words,
)

KEY = "mflux_version"
_TOOL = "mflux"
_WITHOUT_VERSION = frozenset({"precision", "quantization", "generation_time", "lora_paths", "lora_scales"})
_ORIGINAL = "original_"
_UPSCALED = frozenset({"original_model", "original_seed", "original_steps"})
_PAIR = re.compile(
    r"[{ ]'(\w{1,40})': (?:'([^'\\]*(?:\\.[^'\\]*)*)'|\"([^\"\\]*(?:\\.[^\"\\]*)*)\")[,}]",
    re.DOTALL,
)
_ESCAPED = re.compile(
    r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U(000[0-9a-f]{5}|0010[0-9a-f]{4})|(.))",
    re.DOTALL,
)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}


def is_given(given: dict[str, Any]) -> bool:
    """Whether a JSON object is mflux's: files of its models have its version too, and no seed."""
    keys = given.keys()
    return "seed" in keys and (KEY in keys or keys >= _WITHOUT_VERSION)


def is_printed(text: str) -> bool:
    """Whether a text is what the first releases printed of a dict."""
    return text.startswith("{'") and "'seed': '" in text and "'lora_scales': '" in text


def read(given: dict[str, Any]) -> ForeignFacts:
    """The facts of decoded JSON. Raises ForeignUnreadable."""
    if not is_given(given):
        raise ForeignUnreadable("It has no settings of mflux")
    # An upscaler writes its own settings, and beside them those of the picture that it was given.
    of = "" if _UPSCALED.isdisjoint(given) else _ORIGINAL
    model = "" if of else _file(given.get("model_path"))
    return ForeignFacts(
        tool=_TOOL,
        prompt=words(given.get("prompt")),
        negative=words(given.get("negative_prompt")),
        model=model or _file(given.get(f"{of}model")),
        loras=names(_used(given.get(f"{of}lora_paths"), given.get(f"{of}lora_scales"))),
        seed=whole(given.get(f"{of}seed")),
        steps=whole(given.get(f"{of}steps"), 2**31 - 1),
        guidance=number(given.get(f"{of}guidance")),
        width=side(given.get(f"{of}width")) or side(given.get("width")),
        height=side(given.get(f"{of}height")) or side(given.get("height")),
    )


def read_printed(text: str) -> ForeignFacts:
    """The facts of a dict as Python prints it. Raises ForeignUnreadable."""
    given: dict[str, Any] = {}
    at, text = 0, text[:LONGEST_TEXT]
    while (pair := _PAIR.match(text, at)) is not None:
        given[pair[1]] = _ESCAPED.sub(_unescaped, pair[2] if pair[2] is not None else pair[3])
        at = pair.end()
    return read(given)


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    return chr(int(code, 16)) if code else _LETTERS.get(found[4], found[4])


def _used(paths: Any, scales: Any) -> Iterator[str]:
    """The LoRAs but those of no strength, which changed nothing."""
    strengths = _listed(scales)[:200]
    for at, path in enumerate(_listed(paths)[:200]):
        if at >= len(strengths) or number(strengths[at]) != 0:
            yield _file(path)


def _listed(value: Any) -> list[Any]:
    return value.split(", ") if isinstance(value, str) else listed(value)


def _file(value: Any) -> str:
    """The last name of a path from the root or from home; names at Hugging Face have a slash too, and stay."""
    found = name(value)
    return found.rstrip("/").rpartition("/")[2] if found.startswith(("/", "~")) else found
