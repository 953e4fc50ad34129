"""One door to all of `library.exchange.foreign`: a file's texts in, what is known of the picture out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NoReturn

from library.errors import PictureUnreadable
from library.exchange import xmp
from library.exchange.foreign import objects
from library.exchange.foreign.comfyui import reading
from library.exchange.foreign.facts import ForeignFacts, ForeignUnreadable, decoded, filled, mapping
from library.exchange.foreign.objects import Reader
from library.exchange.foreign.tools import a1111, civitai, easydiffusion, invokeai, mflux, midjourney, novelai
from library.formats.heads.exif import COMMENT
from library.formats.heads.parts import XMP

_INVOKEAI = {
    "invokeai_metadata": invokeai.read_metadata,
    "sd-metadata": invokeai.read_sd_metadata,
    "Dream": invokeai.read_dream,
}


def read_texts(texts: Mapping[str, str], size: tuple[int, int] | None = None) -> ForeignFacts | None:
    """What a file's texts, by keyword, say of the picture; None where no tool's metadata is among them.

    Keywords are those of PNG chunks; texts out of EXIF come as `UserComment`, `Description`, `prompt` and `workflow`.
    `size` is the picture's, in px. Where several tools wrote, ComfyUI's graph leads and the others fill what it leaves
    open. What claims to be a tool's and cannot be read is passed over; raises ForeignUnreadable only where nothing else
    is left.
    """
    facts: ForeignFacts | None = None
    refused: ForeignUnreadable | None = None
    for reader in _readers(texts, size):
        try:
            found = reader()
        except ForeignUnreadable as error:
            refused = error
            continue
        facts = found if facts is None else filled(facts, found)
    if facts is None and refused is not None:
        raise refused
    return facts


def _readers(texts: Mapping[str, str], size: tuple[int, int] | None, *, is_inner: bool = False) -> Iterator[Reader]:
    """What reads each of the texts; `is_inner` of those that stood in another, in which no others are looked for."""
    yield from _graphs(texts.get("prompt", ""), texts.get("workflow", ""), size)
    for key in ("parameters", "sui_image_params"):
        if text := texts.get(key, ""):
            yield from _claimed(text, size, is_inner)
    for key, read in _INVOKEAI.items():
        if key in texts:
            yield partial(read, texts[key])
    if easydiffusion.is_given(texts):
        yield lambda: easydiffusion.read(texts)
    description = texts.get("Description", "")
    if novelai.is_comment(texts.get("Comment", ""), texts.get("Software", "")):
        yield lambda: novelai.read(texts["Comment"], description, texts.get("Source", ""))
    else:
        yield from _anything(texts.get("Comment", ""), size, is_inner)
    if midjourney.is_description(description):
        yield lambda: midjourney.read(description)
    for text in (texts.get(COMMENT, ""), description, _comment_of_xmp(texts.get(XMP, ""))):
        yield from _anything(text, size, is_inner)


def _graphs(prompt: str, workflow: str, size: tuple[int, int] | None) -> Iterator[Reader]:
    """What reads ComfyUI's graphs: another tool's `prompt` is words."""
    prompt = prompt if reading.is_graph(prompt) else ""
    if f'"{civitai.KEY}"' in prompt:
        yield lambda: civitai.read(mapping(decoded(prompt)), size)
    elif prompt or '"nodes"' in workflow:
        yield lambda: reading.read_either(prompt, workflow, size)


def _claimed(text: str, size: tuple[int, int] | None, is_inner: bool) -> Iterator[Reader]:
    """What reads `parameters`, which many tools write in a format of their own, and which nobody else writes."""
    if text.lstrip()[:1] != "{":
        yield lambda: a1111.read(text)
        return
    readers = list(_object(text, size, is_inner))
    yield from readers or [_refuse("Its `parameters` are JSON, and of no tool that is known")]


def _anything(text: str, size: tuple[int, int] | None, is_inner: bool) -> Iterator[Reader]:
    """What reads a text in which people and phones write too: nothing does, where it is not like a tool's."""
    if mflux.is_printed(text):
        yield lambda: mflux.read_printed(text)
    elif text.lstrip()[:1] == "{":
        yield from _object(text, size, is_inner)
    elif easydiffusion.is_given(lines := easydiffusion.lines(text)):
        yield lambda: easydiffusion.read(lines)
    elif a1111.is_given(text):
        yield lambda: a1111.read(text)


def _object(text: str, size: tuple[int, int] | None, is_inner: bool) -> Iterator[Reader]:
    try:
        given = mapping(decoded(text))
    except ForeignUnreadable as error:
        if objects.is_broken(text):
            yield _refuse(error.reason)
        return
    texts = {} if is_inner else objects.texts_in(given)
    if texts:
        yield from _readers(texts, size, is_inner=True)
    elif (reader := objects.reader_of(given, size)) is not None:
        yield reader


def _refuse(reason: str) -> Reader:
    def refuse() -> NoReturn:
        raise ForeignUnreadable(reason)

    return refuse


def _comment_of_xmp(packet: str) -> str:
    """`exif:UserComment` of XMP: XML is parsed only where that stands in it."""
    if "UserComment" not in packet:
        return ""
    try:
        return xmp.user_comment(packet.encode())
    except PictureUnreadable:
        return ""
