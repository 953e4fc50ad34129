"""Frames: what is in the protocol is read, and everything else is refused by one error."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.comfyui.wire.frames import (
    LARGEST_PICTURE,
    LONGEST_TEXT,
    Message,
    NodeWords,
    PreviewPicture,
    Senseless,
    decode,
    decode_binary,
)

JPEG = b"\xff\xd8\xff\xe0 and so on"
PNG = b"\x89PNG\r\n\x1a\n and so on"


def framed(kind: int, number: int, rest: bytes) -> bytes:
    return kind.to_bytes(4, "big") + number.to_bytes(4, "big") + rest


def described(metadata: object, picture: bytes) -> bytes:
    head = json.dumps(metadata).encode()
    return framed(4, len(head), head + picture)


def test_previews_without_metadata() -> None:
    assert decode(framed(1, 1, JPEG)) == PreviewPicture(JPEG)
    assert decode(framed(1, 2, PNG)) == PreviewPicture(PNG)


def test_previews_with_metadata() -> None:
    metadata = {"node_id": "13", "prompt_id": "a", "image_type": "image/png", "parent_node_id": None}
    assert decode(described(metadata, PNG)) == PreviewPicture(PNG, "a", "13")


def test_words_of_a_node() -> None:
    assert decode(framed(3, 2, b"13loading\x1b[31m")) == NodeWords("13", "loading[31m")


def test_messages() -> None:
    assert decode('{"type": "status", "data": {"a": 1}, "more": []}') == Message("status", {"a": 1})
    assert decode('{"type": "status"}') == Message("status")


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x00\x00\x00\x01",
        framed(1, 3, JPEG),
        framed(1, 1, PNG),
        framed(1, 1, b""),
        framed(2, 1, JPEG),
        framed(3, 2**32 - 1, b"13"),
        framed(4, 2**31, b"{}"),
        framed(4, 2, b"{}" + JPEG),
        framed(4, 1, b"["),
        framed(4, 70_000, b"[" * 70_000 + JPEG),
        described({"image_type": "image/svg+xml"}, JPEG),
        described({"image_type": 3}, JPEG),
        framed(1, 1, JPEG + bytes(LARGEST_PICTURE)),
        framed(99, 0, b"\x00" * 10),
        "",
        "[]",
        '{"type": 3}',
        '{"type": "a", "data": []}',
        "[" * 100_000,
        " " * (LONGEST_TEXT + 1),
        "\ud800",
    ],
    ids=range(22),
)
def test_what_makes_no_sense_is_refused(frame: str | bytes) -> None:
    with pytest.raises(Senseless):
        decode(frame)


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_random_frames_raise_nothing_else(frame: str | bytes) -> None:
    with contextlib.suppress(Senseless):
        decode(frame)


@given(st.sampled_from([1, 2, 3, 4]), st.integers(0, 2**32 - 1), st.binary(max_size=64))
def test_frames_with_a_known_beginning_raise_nothing_else(kind: int, number: int, rest: bytes) -> None:
    with contextlib.suppress(Senseless):
        decoded = decode_binary(framed(kind, number, rest))
        assert len(decoded.data if isinstance(decoded, PreviewPicture) else decoded.text) <= len(rest)
