"""Sidecars as files: what is written is read again, what others wrote stays, and hostile ones are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.errors import PictureUnreadable
from library.exchange import xmp
from library.judgement import Judgement, merged
from tests.library.exchange.packets import BOMB, FOREIGN
from tests.library.judgements import SAID


@given(SAID, SAID)
def test_what_is_written_is_read_again_also_over_another(said: Judgement, other: Judgement) -> None:
    assert xmp.read(xmp.write(said)) == said
    assert xmp.read(xmp.write(said, xmp.write(other))) == said
    assert xmp.read(xmp.write(said, FOREIGN)) == said


@given(st.lists(SAID, max_size=3))
def test_what_others_wrote_stays(some: list[Judgement]) -> None:
    data = FOREIGN
    for said in some:
        data = xmp.write(said, data)
    text = data.decode()
    assert 'dt:history_end="2"' in text
    assert "a mask &amp; more" in text
    assert text.count("Rating=") == 1


def test_a_path_of_tags_stays_while_its_tag_does() -> None:
    kept = xmp.write(Judgement(tags=("Night", "new")), FOREIGN).decode()
    assert "time|night" in kept
    assert kept.count(">new<") == 2
    assert "time|night" not in xmp.write(Judgement(tags=("new",)), FOREIGN).decode()


def test_another_programs_words_are_understood() -> None:
    assert xmp.read(FOREIGN) == Judgement(rating=3, tags=("night", "Robot"))
    reject = FOREIGN.replace(b'xmp:Rating="3"', b'xmp:Rating="-1"')
    assert xmp.read(reject).mark == "reject"
    element = FOREIGN.replace(b' xmp:Rating="3"', b"").replace(b"<dt:masks>", b"<xmp:Rating>5</xmp:Rating><dt:masks>")
    assert xmp.read(element).rating == 5


HOSTILE = {
    "entities": BOMB,
    "external": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
    "deep": b"<a>" * 5000 + b"</a>" * 5000,
    "many": b"<a>" + b"<b/>" * 50_000 + b"</a>",
    "large": b"<a>" + b" " * (2 << 20) + b"</a>",
    "cut": FOREIGN[:300],
    "empty": b"",
    "noise": bytes(range(256)),
    "no xml": b"rating: 5",
    "encoding": b'<?xml version="1.0" encoding="nonsense"?><a/>',
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_sidecars_are_refused_with_a_reason(kind: str) -> None:
    with pytest.raises(PictureUnreadable) as caught:
        xmp.read(HOSTILE[kind])
    assert caught.value.reason


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    refused = []
    try:
        xmp.read(data)
    except PictureUnreadable as error:
        refused.append(error)
    assert len(refused) <= 1


def test_wild_ratings_and_names_are_tamed() -> None:
    wild = FOREIGN.replace(b'Rating="3"', b'Rating="1e999"').replace(b">night<", b"> a\n  b|c <")
    assert xmp.read(wild) == Judgement(tags=("a b/c", "night", "Robot"))
    assert xmp.read(FOREIGN.replace(b'Rating="3"', b'Rating="77"')).rating == 5


@given(SAID)
def test_it_is_known_whether_a_sidecar_is_the_studios_alone(said: Judgement) -> None:
    assert xmp.is_judgement_only(xmp.write(said))
    assert not xmp.is_judgement_only(xmp.write(said, FOREIGN))
    foreign = xmp.write(said).replace(
        b"</rdf:RDF>", b"<rdf:Description><a xmlns='urn:a'>b</a></rdf:Description></rdf:RDF>"
    )
    assert not xmp.is_judgement_only(foreign)


@given(SAID, SAID, SAID)
def test_merging_takes_each_change_once(base: Judgement, mine: Judgement, theirs: Judgement) -> None:
    assert merged(mine, mine, base) == mine
    assert merged(base, theirs, base) == theirs
    assert merged(mine, base, base) == mine
    assert merged(mine, theirs, base).rating in (mine.rating, theirs.rating)
    together = {name.lower() for name in merged(mine, theirs, base).tags}
    assert together <= {name.lower() for name in mine.tags + theirs.tags}
