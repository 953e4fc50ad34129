"""What a server's LoRAs say of themselves: trigger words and base model, from the metadata in their files.

Trainers write `modelspec.trigger_phrase` (Stability's model specification), `ss_tag_frequency` and
`ss_base_model_version` (kohya's sd-scripts, whose training folders are called `10_milo raccoon`).
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

import msgspec

from backends.base import BadAnswer, LoraInfo
from backends.bases import base_of
from backends.comfyui.wire.http import Http, NotFound
from backends.plain import plain

MOST_FILES: Final = 500
MOST_WORDS: Final = 5
AT_ONCE: Final = 4
NEARLY_ALWAYS: Final = 0.9
"""A tag that stands in so many of the captions, measured by the commonest tag, is what the LoRA listens to."""

_FOLDER: Final = re.compile(r"\d+_(.+)", re.DOTALL)


async def ask(http: Http, files: Iterable[str]) -> tuple[LoraInfo, ...]:
    """What each file says of itself, in their order; a file without metadata says nothing. Raises EngineError."""
    free = asyncio.Semaphore(AT_ONCE)

    async def one(file: str) -> LoraInfo:
        async with free:
            try:
                route = f"/view_metadata/loras?filename={quote(file, safe='')}"
                body = await http.patiently(lambda: http.get(route))
                return await asyncio.to_thread(read, file, body)
            except (NotFound, BadAnswer):
                # One file that says nothing, or nonsense, hides no other.
                return LoraInfo(file)

    asking = [asyncio.create_task(one(file)) for file in list(files)[:MOST_FILES]]
    try:
        return tuple(await asyncio.gather(*asking))
    finally:
        for task in asking:
            task.cancel()
        await asyncio.gather(*asking, return_exceptions=True)


def read(file: str, body: bytes) -> LoraInfo:
    """What the body of /view_metadata says of a file. Raises BadAnswer where it is no JSON object."""
    try:
        metadata = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise BadAnswer(f"What {plain(file, 80)} says of itself cannot be read") from error
    phrase = plain(metadata.get("modelspec.trigger_phrase"))
    words = [word.strip() for word in phrase.split(",") if word.strip()] or _words(metadata.get("ss_tag_frequency"))
    known = ("ss_base_model_version", "modelspec.architecture", "ss_sd_model_name")
    named = [text for key in known if (text := plain(metadata.get(key), 80)) not in ("", "None")]
    # A name that only its trainer knows says less than a later one that is known.
    base = next((text for text in named if base_of(text)), named[0] if named else "")
    return LoraInfo(file, tuple(words[:MOST_WORDS]), base)


def _words(frequency: object) -> list[str]:
    """Trigger words from `{folder: {tag: count}}`, which may be JSON in a text."""
    if isinstance(frequency, str):
        try:
            frequency = msgspec.json.decode(frequency)
        except (msgspec.DecodeError, RecursionError, UnicodeError):
            return []
    if not isinstance(frequency, dict):
        return []
    counts: Counter[str] = Counter()
    for tags in frequency.values():
        for tag, count in tags.items() if isinstance(tags, dict) else ():
            if isinstance(count, int | float):
                counts[plain(tag, 60)] += int(count)
    most = max(counts.values(), default=0)
    often = [tag for tag, count in counts.most_common(MOST_WORDS) if tag and count >= most * NEARLY_ALWAYS]
    # Whole sentences as captions are each used once: then the name of the folder is what was trained.
    if most > 1 and often:
        return often
    named = [match[1] for folder in frequency if isinstance(folder, str) and (match := _FOLDER.fullmatch(folder))]
    return list(dict.fromkeys(plain(name, 60) for name in named))
