"""Words are read back, or it is said what was read, or how the reader is installed."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from studio.lettering.batches import readback, verify
from studio.lettering.records import LetteringRecord, Placement, Setting, from_json, to_json
from studio.lettering.seeing.ocr import ReaderMissing
from studio.lettering.setting.ink import set_words
from tests.studio.lettering.drawing import Array, Scene, drawn

INSTALLED = all(map(importlib.util.find_spec, ("rapidocr", "onnxruntime")))


def _record(quad: Array, text: str) -> LetteringRecord:
    place = Placement("panel", tuple((float(x), float(y)) for x, y in quad))
    return LetteringRecord(settings=(Setting(text, place),))


def test_the_reader_reads_or_says_how_it_is_installed() -> None:
    picture, quad = drawn(Scene(turn=14, lean=0.1))
    record = _record(quad, "Works on my machine")
    if not INSTALLED:
        with pytest.raises(ReaderMissing, match="RapidOCR") as caught:
            verify.verified(picture, record)
        assert ".[verify]" in caught.value.notice.remedy
        return
    read = verify.verified(set_words(picture, record), record)
    assert read.read == ("Works on my machine",)
    assert readback.unread(read) == ()
    assert readback.unread(verify.verified(picture, record)) == (("Works on my machine", ""),)


def test_what_cannot_be_read_is_flagged_with_what_was_read() -> None:
    picture, quad = drawn(Scene())
    record = verify.verified(picture, _record(quad, "PEBKAC"), lambda flat: "PEBKAO")
    assert record.read == ("PEBKAO",)
    assert readback.unread(record) == (("PEBKAC", "PEBKAO"),)
    assert from_json(to_json(record)) == record
    assert readback.unread(_record(quad, "x")) == ()
    assert readback.verdict(to_json(record)) == "read as 'PEBKAO'"
    assert readback.verdict(to_json(verify.verified(picture, _record(quad, "x"), lambda flat: ""))) == "unreadable"
    assert readback.verdict(to_json(verify.verified(picture, _record(quad, "x"), lambda flat: "X"))) == "read back"
    assert readback.verdict(to_json(_record(quad, "x"))) == readback.verdict("no record") == ""


@pytest.mark.parametrize("text", ["Привет, мир", "Καλημέρα", "Всё OK"])
def test_letters_that_the_reader_does_not_know_are_not_judged(text: str) -> None:
    picture, quad = drawn(Scene())
    record = verify.verified(picture, _record(quad, text), lambda flat: "Bce")
    assert readback.unread(record) == ()
    assert readback.unjudged(record) == (text,)
    assert readback.verdict(to_json(record)) == readback.UNKNOWN
    assert readback.unjudged(_record(quad, text)) == ()


def test_a_place_is_looked_at_flat_and_upright_and_again_larger() -> None:
    picture, quad = drawn(Scene(turn=25, piping=None))
    sizes = []

    def read(flat: Array) -> str:
        sizes.append(max(flat.shape))
        assert flat[12:-12, 12:-12].mean() > 225, "nothing but the panel"
        return "" if len(sizes) == 1 else "RTFM"

    record = verify.verified(picture, _record(quad, "RTFM"), read)
    assert record.read == ("RTFM",)
    assert sizes[0] < sizes[1]


def test_accents_case_and_signs_are_not_compared() -> None:
    assert readback.same("Déjà vu — it's 100 %!", "DEJA VU ITS 100")
    assert readback.same("Straße", "STRASSE")
    assert not readback.same("404", "4O4")
    assert not readback.same("Всё", "Bce")


def test_pieces_are_joined_as_a_person_reads() -> None:
    def box(x: float, y: float) -> Array:
        return np.array([[x, y], [x + 40, y], [x + 40, y + 20], [x, y + 20]], float)

    boxes = [box(60, 31), box(0, 0), box(0, 29), box(60, 4)]
    assert verify.joined(boxes, ["four", "one", "three", "two"]) == "one two three four"
