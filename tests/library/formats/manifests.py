"""Pictures that carry Content Credentials (C2PA), in each format that has them."""

from __future__ import annotations

import io
import struct

from PIL import Image

from tests.library.making import chunk

DESCRIPTION = b"jumdc2pa\x00\x11\x00\x10\x80\x00\x00\xaa\x008\x9bq\x03c2pa\0"
BOX = struct.pack(">I", 8 + len(DESCRIPTION) + 4) + b"jumb" + struct.pack(">I", len(DESCRIPTION) + 4) + DESCRIPTION
OTHER_BOX = BOX.replace(b"jumdc2pa", b"jumdjson")


def pixels(form: str) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (90, 20, 60)).save(out, form)
    return out.getvalue()


def with_manifest(form: str, box: bytes = BOX) -> bytes:
    """A picture that carries a box of JUMBF where C2PA has it."""
    data = pixels(form)
    if form == "PNG":
        return data[:33] + chunk(b"caBX" if box is BOX else b"caXX", box) + data[33:]
    if form == "JPEG":
        body = b"JP\x00\x01\x00\x00\x00\x01" + box
        return data[:2] + b"\xff\xeb" + struct.pack(">H", len(body) + 2) + body + data[2:]
    if form == "WEBP":
        added = (b"C2PA" if box is BOX else b"XXXX") + struct.pack("<I", len(box)) + box + b"\0" * (len(box) & 1)
        whole = data[8:] + added
        return b"RIFF" + struct.pack("<I", len(whole)) + whole
    if form == "GIF":
        head = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
        name = b"C2PA_GIF" if box is BOX else b"XXXX_GIF"
        return data[:head] + b"\x21\xff\x0b" + name + b"\x01\0\0" + bytes([len(box)]) + box + b"\0" + data[head:]
    kind = bytes.fromhex("D8FEC3D61B0E483C92975828877EC481" if box is BOX else "00" * 16)
    body = kind + bytes(4) + b"manifest\0" + bytes(8) + box
    return data + struct.pack(">I", len(body) + 8) + b"uuid" + body
