"""PNG chunks: read within bounds, written without touching pixels, and never an error but PictureUnreadable."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.errors import PictureUnreadable
from library.formats.png_text import (
    LARGEST_TEXT,
    MOST_CHUNKS,
    OWN,
    OWN_LETTERING,
    SIGNATURE,
    LetteringNote,
    PictureNote,
    parse_header,
    picture_texts,
    read_header,
    with_texts,
)
from library.records import PictureFacts
from tests.library.making import chunk, chunks, facts, png

PICTURE = png(prompt="{}")
KINDS = (b"IHDR", b"tEXt", b"zTXt", b"iTXt", b"IDAT", b"IEND", b"acTL", b"fuZz")


def made(*parts: bytes) -> bytes:
    ihdr, rest = PICTURE[8:33], PICTURE[PICTURE.index(b"IDAT") - 4 :]
    return SIGNATURE + ihdr + b"".join(parts) + rest


def calls(data: bytes) -> None:
    for call in (parse_header, lambda given: with_texts(given, {OWN: "{}"})):
        with suppress(PictureUnreadable):
            call(data)


@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing_but_unreadable(data: bytes) -> None:
    calls(data)
    calls(SIGNATURE + data)


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.binary(max_size=60)), max_size=8))
def test_random_chunks_raise_nothing_but_unreadable(parts: list[tuple[bytes, bytes]]) -> None:
    calls(SIGNATURE + b"".join(chunk(kind, body) for kind, body in parts))
    calls(made(*(chunk(kind, body) for kind, body in parts)))


@given(st.integers(0, len(PICTURE) - 1), st.integers(0, 255))
def test_one_changed_byte_raises_nothing_but_unreadable(place: int, value: int) -> None:
    calls(PICTURE[:place] + bytes([value]) + PICTURE[place + 1 :])
    calls(PICTURE[:place])


@given(st.text(max_size=200), st.text(max_size=80), st.floats(0, 4e9), st.integers(0, 2**64 - 1))
def test_a_note_comes_back_as_it_was(scene: str, prompt: str, created: float, seed: int) -> None:
    note = PictureNote(key="k", created=created, facts=PictureFacts(scene=scene, prompt=prompt, seed=seed))
    assert parse_header(with_texts(PICTURE, picture_texts(note))).note == note


def test_all_three_kinds_of_text_are_read_and_the_first_wins() -> None:
    header = parse_header(
        made(
            chunk(b"tEXt", b"prompt\0caf\xe9"),
            chunk(b"zTXt", b"parameters\0\0" + zlib.compress(b"steps: 20")),
            chunk(b"iTXt", b"workflow\0\1\0en\0\0" + zlib.compress("猫".encode())),
            chunk(b"iTXt", b"prompt\0\0\0\0\0second"),
        )
    )
    assert header.texts == {"prompt": "café", "parameters": "steps: 20", "workflow": "猫"}
    assert (header.width, header.height, header.depth, header.colour) == (48, 32, 8, 2)


def test_a_text_that_unpacks_to_gigabytes_is_not_unpacked() -> None:
    bomb = zlib.compress(b"\0" * (LARGEST_TEXT + 10), 9)
    for _ in range(3):
        bomb_chunks = [chunk(b"zTXt", b"big\0\0" + bomb), chunk(b"iTXt", b"large\0\1\0\0\0" + bomb)]
    assert parse_header(made(*bomb_chunks, chunk(b"tEXt", b"prompt\0{}"))).texts == {"prompt": "{}"}


def test_a_text_over_the_bound_is_passed_over() -> None:
    assert parse_header(made(chunk(b"tEXt", b"big\0" + b"x" * (LARGEST_TEXT + 1)))).texts == {}


def test_more_chunks_than_any_picture_has_are_refused() -> None:
    with pytest.raises(PictureUnreadable, match="chunks"):
        parse_header(made(chunk(b"tEXt", b"a\0b") * (MOST_CHUNKS + 1)))


@pytest.mark.parametrize(("width", "height", "why"), [(100_000, 100_000, "million"), (0, 5, "size")])
def test_impossible_sizes_are_refused(width: int, height: int, why: str) -> None:
    ihdr = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    with pytest.raises(PictureUnreadable, match=why):
        parse_header(SIGNATURE + ihdr + chunk(b"IDAT", b"") + chunk(b"IEND", b""))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}', '{"format":1,"key":"k","created":1e300,"facts":{}}'])
def test_a_foreign_or_newer_note_is_no_note(text: str) -> None:
    header = parse_header(with_texts(PICTURE, {OWN: text, OWN_LETTERING: text}))
    assert header.note is None
    assert header.lettering is None


def test_writing_a_text_keeps_every_other_chunk_in_its_place() -> None:
    once = with_texts(PICTURE, {OWN: "one"})
    twice = with_texts(once, {OWN: "two"})
    assert [entry for entry in chunks(twice) if OWN.encode() not in entry[1]] == chunks(PICTURE)
    assert parse_header(twice).texts == {OWN: "two", "prompt": "{}"}
    assert chunks(once)[0][0] == b"IHDR"


def test_a_lettering_has_a_note_of_its_own(tmp_path: Path) -> None:
    from library.formats.png_text import lettering_texts

    note = LetteringNote(original="a.png", original_key="k", created=1.0, sayings=("RTFM",), record="{}")
    path = tmp_path / "l.png"
    path.write_bytes(with_texts(PICTURE, lettering_texts(note, PictureNote(key="k", created=1.0, facts=facts()))))
    header = read_header(path)
    assert header.lettering == note
    assert header.note is not None
    assert header.note.facts == facts()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PictureUnreadable, match=r"gone\.png"):
        read_header(tmp_path / "gone.png")
    with pytest.raises(PictureUnreadable):
        read_header(tmp_path)
