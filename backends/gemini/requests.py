"""What goes to Gemini: `generateContent` with words first and pictures after (google-genai 3.6, `types.py`,
`models.py`). Neither a seed nor a LoRA exists there for pictures."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from backends.base import DrawRequest, ReferencePicture
from backends.errors import EngineRefused
from backends.gemini.models import named_size, thinking_of
from backends.gemini.options import Options
from backends.hosted.models import Model
from backends.hosted.pictures import sendable
from backends.picture_files import MIME

TITLE: Final = "Gemini"
LARGEST_REQUEST: Final = 20_000_000
"""Bytes of a request with its pictures in it, as base64."""


class Prepared(msgspec.Struct, frozen=True, omit_defaults=True):
    """A request without the bytes of its pictures, of which the hashes stand in their order."""

    model: str
    prompt: str
    config: dict[str, Any]
    pictures: tuple[str, ...] = ()
    note: str = ""

    @property
    def route(self) -> str:
        """Where it is sent."""
        return f"/v1beta/models/{self.model}:generateContent"


def prepared(request: DrawRequest, model: Model, options: Options) -> Prepared:
    """What is sent for a request that was fitted to the model. Raises EngineRefused for a name that is none."""
    if not model.id.replace(".", "").replace("-", "").replace("_", "").isalnum() or not model.id.isascii():
        raise EngineRefused("The model's name has letters that no name has", "Choose another in the settings")
    ratio, tier = named_size(request.width, request.height, model)
    config: dict[str, Any] = {
        "responseModalities": ["IMAGE"],
        "imageConfig": {"aspectRatio": ratio, "imageSize": tier},
    }
    thinking = thinking_of(model, options.thinking)
    if thinking:
        config["thinkingConfig"] = {"thinkingLevel": thinking, "includeThoughts": False}
    missed = options.thinking != "auto" and not thinking
    note = f"{model.title} cannot be told to think at “{options.thinking}”" if missed else ""
    pictures = [*filter(None, (request.start,)), *request.references]
    return Prepared(model.id, request.prompt, config, tuple(picture.sha256 for picture in pictures), note)


def body(asked: Prepared, pictures: Mapping[str, ReferencePicture]) -> dict[str, Any]:
    """The request with its pictures, made smaller where they are too large together. It runs in a thread.

    Raises EngineRefused for pictures that cannot be sent.
    """
    for digest in asked.pictures:
        if digest not in pictures:
            raise EngineRefused("A picture that belongs to this job is not here any more", "Draw the scene anew")
    found = [pictures[digest] for digest in asked.pictures]
    room = LARGEST_REQUEST - len(msgspec.json.encode(asked)) - 1_000 - 100 * len(found)
    is_small = sum(_encoded(len(picture.data)) for picture in found) <= room
    largest = 0 if is_small else max(1, room // len(found) // 4 * 3)
    parts: list[dict[str, Any]] = [{"text": asked.prompt}]
    for picture in found:
        kind, data = sendable(picture, TITLE, largest=largest)
        parts.append({"inlineData": {"mimeType": MIME[kind], "data": base64.b64encode(data).decode()}})
    return {"contents": [{"role": "user", "parts": parts}], "generationConfig": asked.config}


def _encoded(size: int) -> int:
    return -(-size // 3) * 4
