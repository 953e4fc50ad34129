"""What goes to OpenAI: a new picture as JSON, an edit as a form (openai 3.57, `types/image_generate_params.py`,
`types/image_edit_params.py`). Neither a seed nor a LoRA exists there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from backends.base import DrawRequest, ReferencePicture
from backends.errors import EngineRefused
from backends.hosted.models import Model
from backends.hosted.pictures import as_transparency, sendable
from backends.openai.models import fidelity_of, previews_of, quality_of
from backends.openai.options import Options
from backends.picture_files import EXTENSION, MIME

TITLE: Final = "OpenAI"
NEW: Final = "/v1/images/generations"
EDIT: Final = "/v1/images/edits"
LARGEST_PICTURE: Final = 50_000_000 - 1
LARGEST_MASK: Final = 4_000_000 - 1
"""Bytes of a picture and of a mask that an edit takes."""

Files = list[tuple[str, tuple[str, bytes, str]]]


MAY_LACK: Final = {"n", "quality", "output_format", "stream", "partial_images", "background", "moderation"}
"""Fields without which a picture comes as well, where a model or what stands before the service knows none such."""


class Prepared(msgspec.Struct, frozen=True, omit_defaults=True):
    """A request without the bytes of its pictures: `pictures` and `mask` are hashes, in the order of the form."""

    route: str
    fields: dict[str, Any]
    pictures: tuple[str, ...] = ()
    mask: str = ""
    note: str = ""


def prepared(request: DrawRequest, model: Model, options: Options) -> Prepared:
    """What is sent for a request that was fitted to the model."""
    quality, previews = quality_of(model, options), previews_of(model, options)
    fields: dict[str, Any] = {
        "model": model.id,
        "prompt": request.prompt,
        "n": 1,
        "size": f"{request.width}x{request.height}",
        "quality": quality,
        "output_format": "png",
        "stream": True,
        "partial_images": previews,
    }
    notes = [f"{model.title} has no quality {options.quality}: it is {quality}"] if quality != options.quality else []
    if options.background == "transparent" and not model.transparent:
        notes.append(f"{model.title} has no transparent background")
    elif options.background != "auto":
        fields["background"] = options.background
    pictures = [*filter(None, (request.start,)), *request.references]
    if not pictures:
        if options.moderation != "auto":
            fields["moderation"] = options.moderation
        return Prepared(NEW, fields, note="; ".join(notes))
    if fidelity := fidelity_of(model):
        fields["input_fidelity"] = fidelity
    mask = request.mask.sha256 if request.mask is not None else ""
    return Prepared(EDIT, fields, tuple(picture.sha256 for picture in pictures), mask, "; ".join(notes))


def without(asked: Prepared, field: str) -> Prepared | None:
    """The request without a field that the model does not know; None where it cannot do without."""
    if field not in MAY_LACK or field not in asked.fields:
        return None
    gone = {field, "partial_images"} if field == "stream" else {field}
    fields = {name: value for name, value in asked.fields.items() if name not in gone}
    note = "; ".join(filter(None, (asked.note, f"{asked.fields['model']} knows no {field}: it was left out")))
    return msgspec.structs.replace(asked, fields=fields, note=note)


def form(asked: Prepared, pictures: Mapping[str, ReferencePicture]) -> tuple[Files, dict[str, str]]:
    """The parts of an edit's form: files and fields. It may decode pictures, so it runs in a thread.

    Raises EngineRefused for a picture that cannot be sent.
    """
    name = "image[]" if len(asked.pictures) > 1 else "image"
    files: Files = []
    for number, digest in enumerate(asked.pictures):
        kind, data = sendable(_found(pictures, digest), TITLE, largest=LARGEST_PICTURE)
        files.append((name, (f"{number + 1}.{EXTENSION[kind]}", data, MIME[kind])))
    if asked.mask:
        data = as_transparency(_found(pictures, asked.mask), TITLE)
        if len(data) > LARGEST_MASK:
            raise EngineRefused(f"The mask is too large for {TITLE}", "Draw a simpler one")
        files.append(("mask", ("mask.png", data, MIME["png"])))
    return files, {field: _as_text(value) for field, value in asked.fields.items()}


def _found(pictures: Mapping[str, ReferencePicture], digest: str) -> ReferencePicture:
    if digest not in pictures:
        raise EngineRefused("A picture that belongs to this job is not here any more", "Draw the scene anew")
    return pictures[digest]


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
