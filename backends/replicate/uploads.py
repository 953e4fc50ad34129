"""Pictures on their way to Replicate: small ones within the request, others as files that it keeps for a day."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import msgspec

from backends.base import BadAnswer, EngineRefused, ReferencePicture
from backends.hosted.pictures import brought_to, sendable
from backends.picture_files import EXTENSION, MIME, FileKind
from backends.replicate.refusals import TITLE

if TYPE_CHECKING:
    from backends.hosted.http import Http
    from backends.replicate.requests import Prepared

LARGEST_WITHIN: Final = 256 * 2**10
"""Bytes of a picture that stands in the request itself; larger ones are better sent as files (Replicate's advice)."""
LARGEST_FILE: Final = 20 * 2**20
"""Bytes of a file. Replicate takes more; a picture that has more is sent smaller."""


async def brought(http: Http, asked: Prepared, pictures: Mapping[str, ReferencePicture]) -> dict[str, Any]:
    """The inputs that are pictures, as addresses. This costs nothing and may be done again. Raises EngineError."""
    known: dict[tuple[str, tuple[int, int] | None], str] = {}
    is_masked = len(asked.resized) > 1

    async def address(digest: str, size: tuple[int, int] | None) -> str:
        if (digest, size) not in known:
            picture = pictures.get(digest)
            if picture is None:
                raise EngineRefused(f"A picture that {TITLE} is to see is not here any more", "Draw it as a new job")
            known[digest, size] = await _address(http, picture, size, stretched=is_masked)
        return known[digest, size]

    inputs: dict[str, Any] = {}
    for name, digest in asked.pictures.items():
        inputs[name] = await address(digest, asked.size if name in asked.resized else None)
    for name, digests in asked.lists.items():
        inputs[name] = [await address(digest, None) for digest in digests]
    return inputs


async def _address(http: Http, picture: ReferencePicture, size: tuple[int, int] | None, *, stretched: bool) -> str:
    if size is not None:
        picture = await asyncio.to_thread(brought_to, picture, TITLE, size, stretched=stretched)
    kind, data = await asyncio.to_thread(sendable, picture, TITLE, largest=LARGEST_FILE)
    if len(data) <= LARGEST_WITHIN:
        return f"data:{MIME[kind]};base64,{base64.b64encode(data).decode()}"
    return await _uploaded(http, f"{picture.sha256[:16]}.{EXTENSION[kind]}", kind, data)


async def _uploaded(http: Http, name: str, kind: FileKind, data: bytes) -> str:
    body = await http.upload("/files", {"content": (name, data, MIME[kind])})
    try:
        return msgspec.json.decode(body, type=_File).urls["get"]
    except (msgspec.DecodeError, UnicodeError, RecursionError, KeyError) as error:
        raise BadAnswer(f"{TITLE} took a picture and did not say where it is") from error


class _File(msgspec.Struct):
    urls: dict[str, str]
