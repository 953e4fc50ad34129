"""Pictures between here and a server: references up, drawn pictures down, their bytes never changed."""

from __future__ import annotations

import asyncio
import sys
from typing import Final

import msgspec

from backends.base import BadAnswer, DrawnPicture, DrawRequest, EngineError, EngineRefused, ReferencePicture, ResultLost
from backends.comfyui.graphs.parts import Uploads
from backends.comfyui.runs.whereabouts import LONGEST_NAME, ImageFile
from backends.comfyui.wire.http import Http, NoAnswer, NotFound, Rejected
from backends.picture_files import EXTENSION, MIME, is_whole, kind_of
from backends.plain import plain, shown_name

FOLDER: Final = "milo-studio"
SURELY_TAKEN: Final = 2**20
"""Bytes that every server takes."""


class _Features(msgspec.Struct):
    max_upload_size: int = 0


class _Uploaded(msgspec.Struct):
    name: str
    subfolder: str = ""


class Brought:
    """The pictures that one server is known to have: each is brought there once, and then only named."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._largest: int | None = None

    async def all_of(self, http: Http, request: DrawRequest) -> Uploads:
        """See that the server has all of a request's pictures, one after another. Raises EngineError."""
        references = [await self.bring(http, reference) for reference in request.references]
        start, mask = [await self.bring(http, picture) if picture else "" for picture in (request.start, request.mask)]
        return Uploads(tuple(references), start, mask)

    async def bring(self, http: Http, picture: ReferencePicture) -> str:
        """See that the server has a picture, sending it only where it has not; its name there. Raises EngineError."""
        name = self._names.get(picture.sha256)
        if name is None:
            name = await there(http, picture)
            if not name:
                await self._hold_size(http, picture)
                name = await upload(http, picture)
            self._names[picture.sha256] = name
        return name

    async def _hold_size(self, http: Http, picture: ReferencePicture) -> None:
        """Raise EngineRefused for a picture over the size that the server says it takes; small ones are not asked for.

        It would cut the connection in the middle of it, which looks like a server that has gone away.
        """
        if len(picture.data) <= SURELY_TAKEN:
            return
        if self._largest is None:
            self._largest = await _largest_upload(http)
        if len(picture.data) > self._largest:
            raise EngineRefused(
                f"The picture {plain(picture.name, 80)} has {len(picture.data) / 2**20:.0f} MiB, and the server takes "
                f"{self._largest / 2**20:.0f} MiB at most",
                "Use a smaller picture, or start ComfyUI with a larger --max-upload-size",
            )

    def forget(self) -> None:
        """Look again for each picture when it is next needed."""
        self._names.clear()
        self._largest = None


async def _largest_upload(http: Http) -> int:
    """How many bytes the server takes by what it says in /features; any number where it does not say so."""
    try:
        told = msgspec.json.decode(await http.patiently(lambda: http.get("/features")), type=_Features)
    except (NotFound, msgspec.DecodeError, RecursionError, UnicodeError):
        return sys.maxsize
    return told.max_upload_size if told.max_upload_size > 0 else sys.maxsize


async def there(http: Http, picture: ReferencePicture) -> str:
    """The name that the server has for a picture of just this content and size; empty where it seems to have none.

    The name says the content, and a file that was cut short is not as long.
    """
    name = _name(picture)
    try:
        length = await http.head("/view", {"filename": name, "subfolder": FOLDER, "type": "input"})
    except EngineError:
        # What stands between does not pass the question on: sending the picture asks the same.
        return ""
    return f"{FOLDER}/{name}" if length == len(picture.data) else ""


async def upload(http: Http, reference: ReferencePicture) -> str:
    """Put a reference picture on the server; its name there, as LoadImage wants it. Raises EngineError.

    Its name says its content, so sending it again changes nothing; the server may answer with another name.
    """
    file = (_name(reference), reference.data, MIME[kind_of(reference.data) or "png"])
    fields = {"type": "input", "subfolder": FOLDER}

    async def ask() -> _Uploaded:
        try:
            return msgspec.json.decode(await http.upload("/upload/image", file, fields), type=_Uploaded)
        except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
            raise BadAnswer("The server took a reference picture and did not say where it is") from error

    kept = await http.patiently(ask)
    name = f"{kept.subfolder}/{kept.name}" if kept.subfolder else kept.name
    if not kept.name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadAnswer("The server gave a reference picture a name that makes no sense")
    return name


async def fetch(http: Http, image: ImageFile) -> DrawnPicture:
    """A drawn picture, whole and as the server has it.

    Raises NoAnswer for one that was cut short, ResultLost where the file is gone, BadAnswer for what is no picture.
    """
    params = {"filename": image.filename, "subfolder": image.subfolder, "type": image.type}
    try:
        data = await http.download("/view", params)
    except (NotFound, Rejected) as error:
        raise ResultLost(
            f"The job is done, and its picture {shown_name(image.filename)} is not on the server any more",
            "Draw it again",
        ) from error
    if not await asyncio.to_thread(is_whole, data):
        raise NoAnswer(f"The picture {shown_name(image.filename)} did not arrive whole", "Look at the connection")
    return DrawnPicture(data, shown_name(image.filename))


def _name(picture: ReferencePicture) -> str:
    return f"{picture.sha256[:16]}.{EXTENSION[kind_of(picture.data) or 'png']}"
