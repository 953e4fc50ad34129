"""How a picture came into being: said in its file, once, beside all else that its XMP says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.exchange import embedded, source_types, xmp
from library.exchange.source_types import ALGORITHMIC, COMPOSITE, EDITED, TRAINED
from library.formats.heads.parts import XMP
from library.judgement import Judgement
from library.records import PictureFacts

CAPTURED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
ELEMENT = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">'
    f"<e:DigitalSourceType>{CAPTURED}</e:DigitalSourceType></rdf:Description></rdf:RDF></x:xmpmeta>"
)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (PictureFacts(engine="draft", draft=True), ALGORITHMIC),
        (PictureFacts(engine="spark2", recipe='{"format": 1, "mask": null}'), TRAINED),
        (PictureFacts(engine="spark2", recipe='{"start": {"sha256": "a"}}'), TRAINED),
        (PictureFacts(engine="spark2", recipe='{"mask": {"sha256": "a"}}'), EDITED),
        (PictureFacts(engine="spark2", recipe="no recipe"), TRAINED),
        (PictureFacts(scene="somebody put it there"), ""),
    ],
)
def test_what_is_said_of_what_the_studio_had_drawn(facts: PictureFacts, said: str) -> None:
    assert source_types.of_facts(facts) == said


def test_the_concepts_are_written_in_full() -> None:
    text = source_types.packet(TRAINED).decode()
    assert 'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"' in text
    assert (
        'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"' in text
    )


@given(st.sampled_from([TRAINED, EDITED, ALGORITHMIC]), st.integers(0, 5), st.sets(st.sampled_from("abc")))
def test_a_mark_goes_beside_what_stands_there_already(said: str, rating: int, tags: set[str]) -> None:
    judgement = Judgement(rating=rating, tags=tuple(sorted(tags)))
    texts = {XMP: xmp.write(judgement).decode()}
    texts |= source_types.marked(texts, said)
    assert source_types.said_in(texts) == said
    assert embedded.said_in(texts) == judgement


@pytest.mark.parametrize("text", [ELEMENT, xmp.with_source_type(b"", CAPTURED).decode()])
def test_what_a_file_says_of_itself_stays(text: str) -> None:
    assert source_types.said_in({XMP: text}) == CAPTURED
    assert source_types.marked({XMP: text}, TRAINED) == {}


def test_what_cannot_be_read_stays_and_nothing_is_claimed_of_the_unknown() -> None:
    assert source_types.marked({XMP: "<x:xmpmeta"}, TRAINED) == {}
    assert source_types.marked({}, "") == {}
    assert source_types.said_in({XMP: "<DigitalSourceType"}) == ""
    assert source_types.said_in({}) == ""


def test_a_mark_alone_is_nothing_that_a_person_said() -> None:
    assert embedded.said_in({XMP: source_types.packet(TRAINED).decode()}) == Judgement()
    assert source_types.is_packet(source_types.packet(ALGORITHMIC).decode())
    assert not source_types.is_packet(xmp.write(Judgement(rating=3)).decode())


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([TRAINED, ALGORITHMIC], COMPOSITE),
        ([EDITED], COMPOSITE),
        ([ALGORITHMIC, ALGORITHMIC], ALGORITHMIC),
        ([ALGORITHMIC, ""], ""),
        ([CAPTURED], ""),
        ([], ""),
    ],
)
def test_a_sheet_says_what_its_pictures_are(parts: list[str], said: str) -> None:
    assert source_types.of_sheet(parts) == said
