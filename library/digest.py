"""SHA-256 of bytes; OpenSSL, which makes it, is loaded when there is something to make it of."""

from __future__ import annotations


def sha256_of(data: bytes) -> str:
    """The SHA-256 of bytes, as 64 hexadecimal digits."""
    import hashlib

    return hashlib.sha256(data).hexdigest()
