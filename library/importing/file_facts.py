"""A picture file that was read for the import: everything that its row of the index needs, and no pixels."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from library.errors import PictureUnreadable
from library.exchange import generation_data, sidecars
from library.exchange.copy_metadata import note_of
from library.exchange.dates import when_made
from library.exchange.embedded import label_in, said_in
from library.exchange.foreign.facts import ForeignFacts, ForeignUnreadable
from library.files import disk
from library.files.untrusted import is_fault, untrusted
from library.formats.heads import reading
from library.formats.heads.reading import FileHead
from library.formats.png_text import OWN, OWN_LETTERING, LetteringNote, PictureNote, note_in
from library.importing.walking import NOT_OPENED, Refusal, Seen
from library.index.rows import NewLettering, NewPicture, cleaned
from library.judgement import Judgement
from library.keeping.saving import new_lettering
from library.places import Places
from library.records import PictureFacts

FILE_KEY = "file:"
"""Keys of pictures that are known by their content begin so."""


class Said(NamedTuple):
    """What a person said of a picture: in its sidecar, with the sidecar's time, or with 0 in the picture itself.

    `sidecar` is the sidecar's path where there is one; `trouble` is why it was not read, empty where it was. `label` is
    the colour label of another program, of the file where the sidecar says nothing of one.
    """

    judgement: Judgement
    sidecar_ns: int
    sidecar: str = ""
    trouble: str = ""
    label: str = ""


class Found(NamedTuple):
    """A file, as a picture or as a lettering of the studio's; `remark` is why it is listed although it was taken."""

    path: str
    mtime_ns: int
    picture: NewPicture | None
    lettering: NewLettering | None
    original_key: str
    remark: str
    said: Said | None = None


def read(seen: Seen, places: Places) -> Found | Refusal:
    """Read one file's head and make of it what it is. Raises nothing for whatever is in the file."""
    try:
        with untrusted(seen.path):
            return _made(seen.path, reading.read(seen.path), places)
    except PictureUnreadable as error:
        reason = error.reason.removeprefix(f"{seen.path} ")
        # What the studio could not read by its own mistake is looked at again each time: it may be mended since.
        return Refusal(seen.path, reason, NOT_OPENED if is_fault(reason) else seen.mtime_ns, seen.bytes)


def is_mistaken(one: Found | Refusal) -> bool:
    """Whether a mistake of the studio's came up in reading a file."""
    return is_fault(one.reason if isinstance(one, Refusal) else one.remark)


def _made(path: str, file: FileHead, places: Places) -> Found:
    texts = file.head.texts
    remarks = list(file.remarks)
    stored = places.stored(path)
    if (lettering := note_in(texts.get(OWN_LETTERING), LetteringNote)) is not None:
        with disk.reading(places.folder / stored) as opened:
            new = new_lettering(stored, opened.read(), lettering)
        return Found(path, file.mtime_ns, None, new, lettering.original_key, "")
    if (note := note_in(texts.get(OWN), PictureNote)) is not None:
        picture = _picture(stored, file, note.key, note.created, cleaned(note.facts), "studio")
        return Found(path, file.mtime_ns, picture, None, "", "; ".join(remarks), said_of(path, texts))
    key = f"{FILE_KEY}{file.mark}"
    if (copied := note_of(texts)) is not None:
        picture = _picture(stored, file, key, copied.created, cleaned(copied.facts), "import")
        return Found(path, file.mtime_ns, picture, None, "", "; ".join(remarks), said_of(path, texts))
    try:
        with untrusted("it"):
            facts = _facts(generation_data.read(path, file.head, file.bytes))
    except (ForeignUnreadable, PictureUnreadable) as error:
        facts = PictureFacts()
        remarks.append(f"taken without its metadata: {error.reason}")
    created = when_made(path, texts, file.mtime_ns)
    picture = _picture(stored, file, key, created, facts, "import")
    return Found(path, file.mtime_ns, picture, None, "", "; ".join(remarks), said_of(path, texts))


def _picture(
    stored: str, file: FileHead, key: str, created: float, facts: PictureFacts, source: Literal["studio", "import"]
) -> NewPicture:
    # The hash of the whole file comes with the thumbnail: reading every byte now would take a hundred times as long.
    return NewPicture(
        key=key,
        path=stored,
        sha256="",
        bytes=file.bytes,
        created=created,
        width=file.head.width,
        height=file.head.height,
        facts=facts,
        source=source,
        format=file.head.format,
        mtime_ns=file.mtime_ns,
    )


def _facts(found: ForeignFacts | None) -> PictureFacts:
    if found is None:
        return PictureFacts()
    facts = PictureFacts(
        prompt=found.prompt,
        negative=found.negative,
        engine=found.tool,
        model=found.model,
        loras=found.loras,
        seed=found.seed,
        steps=found.steps,
        guidance=found.guidance,
        sampler=found.sampler,
        scheduler=found.scheduler,
    )
    # Through JSON and back: a value of another type, or a text that no file can hold, comes up here, and not later.
    return cleaned(msgspec.json.decode(msgspec.json.encode(facts), type=PictureFacts))


def said_of(path: str, texts: Mapping[str, str] | None = None) -> Said | None:
    """What was said of a picture beside it, or else in it; None where nothing was.

    `texts` are those of its head, which is read where they are needed and not given.
    """
    found, trouble = None, ""
    try:
        found = sidecars.said_beside(path)
    except PictureUnreadable as error:
        broken = sidecars.sidecar_of(Path(path))
        sidecar, trouble = str(broken), sidecars.why(broken, error)
    if found is not None and not found.is_silent and found.label is not None:
        return Said(found.judgement, found.ns, found.path, label=found.label)
    if texts is None:
        with suppress(PictureUnreadable):
            texts = reading.read(path).head.texts
    label = label_in(texts or {}) or ""
    if found is not None and not found.is_silent:
        return Said(found.judgement, found.ns, found.path, label=label)
    said = said_in(texts or {})
    if found is not None:
        return Said(said, found.ns, found.path, label=label if found.label is None else found.label)
    if trouble:
        return Said(said, 0, sidecar, trouble, label)
    return Said(said, 0, label=label) if label or said != Judgement() else None


def content_hash(path: str) -> str:
    """The SHA-256 of a file's bytes in hex, without having them all in memory. Raises PictureUnreadable."""
    digest = hashlib.sha256()
    with disk.reading(Path(path)) as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
