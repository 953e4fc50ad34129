"""The doctor's look at what a person may install beside the studio: the OCR reader, the network for whole looks, and
the model that finds faces."""

from __future__ import annotations

from importlib import metadata
from typing import Literal, NamedTuple

from studio.errors import StudioError
from studio.pictures.drift.embedding import extra
from studio.plain_text import expanded
from studio.settings.settings import Settings


class ExtraFact(NamedTuple):
    """Whether something is installed, and what does not happen without it."""

    text: str
    state: Literal["fine", "note", "broken"] = "fine"
    remedy: str = ""


def extra_facts(chosen: Settings) -> list[ExtraFact]:
    """What of the extras is there, and can be used. Blocks."""
    return [_reader(), _network(), _faces(chosen.datasets.face_model)]


def _reader() -> ExtraFact:
    from studio.lettering.batches import verify

    if verify.installed():
        return ExtraFact(f"words are read back by rapidocr {metadata.version('rapidocr')}")
    return ExtraFact("words that were set are not read back (an extra)", "note", verify.missing().notice.remedy)


def _network() -> ExtraFact:
    if not extra.installed():
        said = "drift does without the whole look of a figure (an extra)"
        return ExtraFact(said, "note", f"Install it where the studio is: {extra.INSTALL}")
    from studio.pictures.drift.embedding.network import network_of
    from studio.pictures.drift.embedding.weights import read_weights

    try:
        network_of(read_weights(extra.weights_file()))
    except StudioError as error:
        return ExtraFact(f"{error.notice.title}: {error.notice.reason}", "broken", error.notice.remedy)
    return ExtraFact(f"whole looks are compared by {extra.DISTRIBUTION} {metadata.version(extra.DISTRIBUTION)}")


def _faces(model: str) -> ExtraFact:
    if not model:
        said = "faces in photographs are guessed (datasets.face_model in the settings names a YuNet model)"
        return ExtraFact(said, "note", "Name a YuNet ONNX file in the settings")
    import numpy as np

    from studio.datasets.photographs.networks import faces

    try:
        faces(np.zeros((64, 64, 3), np.uint8), expanded(model))
    except StudioError as error:
        return ExtraFact(f"{error.notice.title}: {error.notice.reason}", "broken", error.notice.remedy)
    return ExtraFact(f"faces in photographs are found by {expanded(model)}")
