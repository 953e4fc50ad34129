"""A UserComment of EXIF as text, whatever is in it. Format: EXIF 2.32, §4.6.5 (tag 0x9286).

Eight bytes should say how the rest is written. Many programs leave them out, name another code than they write, write
UTF-16 of the order that the file has not, or begin with a byte order mark; so what the bytes look like is believed
first, and the code where they could be several things.
"""

from __future__ import annotations

import codecs

_CODES = {b"ASCII", b"UNICODE", b"JIS", b""}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le"))
_FEW = 50
"""One byte in so many is zero, at least, in UTF-16 that has settings in it: they are in ASCII."""


def comment(value: bytes, order: str) -> str:
    """The text of a UserComment; `order` of the file's numbers is "<" or ">"."""
    code = value[:8].rstrip(b"\0 ").upper()
    data, code = (value[8:], code) if code in _CODES else (value, b"")
    return decoded(data, code, order).strip("\0")


def decoded(data: bytes, code: bytes = b"", order: str = "<") -> str:
    """Bytes as text, in what they look like; what they may be is said by `code`, and by `order` of UTF-16."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").lstrip("\ufeff")
    if encoding := _wide(data, order):
        return data.decode(encoding, "replace").lstrip("\ufeff")
    if b"\x1b$" in data or b"\x1b(" in data:
        return data.decode("iso2022_jp", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if code == b"UNICODE":
            return data.decode(_plain(order), "replace")
        return data.decode("cp932" if code == b"JIS" else "utf-8", "replace")


def _wide(data: bytes, order: str) -> str:
    """The UTF-16 that bytes are in, told by where ASCII's high bytes are; empty where they are in none."""
    text = data.rstrip(b"\0")
    even, odd = text[0::2].count(0), text[1::2].count(0)
    if (even + odd) * _FEW < len(text) or not even + odd:
        return ""
    if even == odd:
        return _plain(order)
    return "utf-16-be" if even > odd else "utf-16-le"


def _plain(order: str) -> str:
    return "utf-16-be" if order == ">" else "utf-16-le"
