"""What a copy of a picture carries of it, so that an import of the copy knows all that was known.

XMP holds what was said of it and, as `milo:Facts`, the studio's note in JSON. Other tools read the text that A1111
writes: `parameters` in PNG, UserComment of EXIF elsewhere (`library.exchange.foreign.tools.a1111` tells its format).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

import msgspec

from library.errors import PictureUnreadable
from library.exchange import xmp
from library.formats.heads.parts import XMP
from library.formats.png_text import PictureNote, note_in
from library.judgement import Judgement
from library.records import PictureFacts

LARGEST = 900_000
"""Bytes of a packet that any reader of the studio's takes."""


def packet(
    judgement: Judgement,
    facts: PictureFacts,
    created: float,
    most: int = LARGEST,
    *,
    label: str = "",
    source_type: str = "",
) -> bytes:
    """XMP of at most `most` bytes: where all would be more, without the recipe, then without any facts."""
    for kept in (facts, msgspec.structs.replace(facts, recipe="")):
        note = PictureNote(key="", created=created, facts=kept)
        # In ASCII: XML knows characters that JSON does not have to escape, and that it may not have.
        data = xmp.write(
            judgement,
            facts=json.dumps(msgspec.to_builtins(note), ensure_ascii=True),
            label=label,
            source_type=source_type,
        )
        if len(data) <= most:
            return data
    return xmp.write(judgement, label=label, source_type=source_type)


def note_of(texts: Mapping[str, str]) -> PictureNote | None:
    """The note in a copy's texts, by keyword; None where there is none that can be read."""
    if XMP not in texts or "Facts" not in texts[XMP]:
        return None
    with suppress(PictureUnreadable):
        return note_in(xmp.facts(texts[XMP].encode()), PictureNote)
    return None


def parameters(facts: PictureFacts, width: int, height: int) -> str:
    """The text that A1111 would write; `width` and `height` of the picture in px."""
    pairs: dict[str, object] = {
        "Steps": facts.steps,
        "Sampler": facts.sampler,
        "Schedule type": facts.scheduler,
        "CFG scale": None if facts.guidance is None else f"{facts.guidance:g}",
        "Seed": facts.seed,
        "Size": f"{width}x{height}",
        "Model": facts.model,
        "LoRAs": ", ".join(facts.loras),
        "Version": "Milo Studio",
    }
    line = ", ".join(f"{name}: {_value(str(value))}" for name, value in pairs.items() if value not in (None, ""))
    negative = [f"Negative prompt: {facts.negative}"] if facts.negative else []
    return "\n".join([facts.prompt, *negative, line])


def _value(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if set(text) & set(',:"\n') else text
