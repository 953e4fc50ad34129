"""What comes over ComfyUI's websocket, decoded: text frames are JSON messages, binary frames previews and words.

Binary frames begin with a big-endian u32 that says their kind (server.py and protocol.py of ComfyUI 0.3.64):
1 is u32 format (1 JPEG, 2 PNG) and image bytes; 3 is u32 length, node id, UTF-8 text; 4 is u32 length, JSON
metadata, image bytes. A frame that is none of these, or larger than allowed, raises Senseless and nothing else.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import msgspec

from backends.base import BadAnswer
from backends.plain import plain

LONGEST_TEXT: Final = 8 * 2**20
"""Bytes of a text frame at most."""
LARGEST_PICTURE: Final = 32 * 2**20
"""Bytes of a preview at most; also the largest frame that the socket takes."""
LONGEST_METADATA: Final = 64 * 2**10
"""Bytes of a preview's metadata at most."""

_MAGIC = {1: b"\xff\xd8\xff", 2: b"\x89PNG\r\n\x1a\n"}
_FORMATS = {"image/jpeg": 1, "image/png": 2}


class Senseless(BadAnswer):
    """A frame that is not in the protocol."""


class Message(msgspec.Struct, frozen=True):
    """One text frame: its type and its data."""

    type: str
    data: dict[str, Any] = {}


class PreviewPicture(msgspec.Struct, frozen=True):
    """The unfinished picture, JPEG or PNG. `prompt_id` and `node` are empty where the frame did not say (kind 1)."""

    data: bytes
    prompt_id: str = ""
    node: str = ""


class NodeWords(msgspec.Struct, frozen=True):
    """Words that a node says about its progress."""

    node: str
    text: str


Frame: TypeAlias = Message | PreviewPicture | NodeWords


class _Metadata(msgspec.Struct):
    image_type: str
    prompt_id: str = ""
    node_id: str = ""


def decode(frame: str | bytes) -> Frame:
    """One frame of the socket as a record. Raises Senseless."""
    return decode_text(frame) if isinstance(frame, str) else decode_binary(frame)


def decode_text(frame: str) -> Message:
    """A text frame: a JSON object with `type`, and `data` that is an object. Raises Senseless."""
    if len(frame) > LONGEST_TEXT:
        raise Senseless("A message of the server is too long")
    try:
        return msgspec.json.decode(frame, type=Message)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise Senseless("A message of the server cannot be read") from error


def decode_binary(frame: bytes) -> PreviewPicture | NodeWords:
    """A binary frame of kind 1, 3 or 4. Raises Senseless."""
    if len(frame) < 8 or len(frame) > LARGEST_PICTURE + LONGEST_METADATA:
        raise Senseless(f"A binary frame of {len(frame)} bytes makes no sense")
    kind, number = int.from_bytes(frame[:4], "big"), int.from_bytes(frame[4:8], "big")
    if kind == 1:
        return PreviewPicture(_picture(frame[8:], number))
    if number > min(len(frame) - 8, LONGEST_METADATA):
        raise Senseless("A binary frame is shorter than it says")
    head, rest = frame[8 : 8 + number], frame[8 + number :]
    if kind == 3:
        return NodeWords(plain(head.decode("utf-8", "replace")), plain(rest[:4096].decode("utf-8", "replace")))
    if kind == 4:
        return _described_preview(head, rest)
    raise Senseless(f"A binary frame has the unknown kind {kind}")


def _described_preview(head: bytes, rest: bytes) -> PreviewPicture:
    try:
        metadata = msgspec.json.decode(head, type=_Metadata)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise Senseless("A preview's description cannot be read") from error
    picture = _picture(rest, _FORMATS.get(metadata.image_type, 0))
    return PreviewPicture(picture, metadata.prompt_id, metadata.node_id)


def _picture(data: bytes, form: int) -> bytes:
    magic = _MAGIC.get(form)
    if magic is None or not data.startswith(magic) or len(data) > LARGEST_PICTURE:
        raise Senseless("A preview is neither JPEG nor PNG")
    return data


def remaining(status: Message) -> int:
    """How many jobs run or wait by a `status` message; none where it does not say so."""
    told = status.data.get("status")
    info = told.get("exec_info") if isinstance(told, dict) else None
    count = info.get("queue_remaining") if isinstance(info, dict) else None
    return count if isinstance(count, int) else 0
