"""The doctor's look at what a person may install beside the studio: the OCR reader, and the network for whole looks."""

from __future__ import annotations

from importlib import metadata
from typing import Literal, NamedTuple

from studio.errors import StudioError
from studio.pictures.drift.embedding import extra


class ExtraFact(NamedTuple):
    """Whether something is installed, and what does not happen without it."""

    text: str
    state: Literal["fine", "note", "broken"] = "fine"
    remedy: str = ""


def extra_facts() -> list[ExtraFact]:
    """What of the extras is there, and can be used. Blocks."""
    return [_reader(), _network()]


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
