"""Colour labels of other programs: read wherever they stand, searched, and left to who gave them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.exchange import xmp
from library.exchange.copy_metadata import packet as packet_of_copy
from library.judgement import Judgement, label_of
from library.store import Library
from tests.library.exchange.packets import packet
from tests.library.inboxes import add, by_name
from tests.library.judgements import SAID
from tests.library.making import facts, png

PHOTOSHOP = 'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
DARKTABLE = '<d:colorlabels xmlns:d="http://darktable.sf.net/"><rdf:Seq><rdf:li>4</rdf:li></rdf:Seq></d:colorlabels>'


def say(path: Path, attributes: str, time_ns: int = 5) -> None:
    path.write_bytes(packet(attributes=attributes))
    os.utime(path, ns=(time_ns, time_ns))


@pytest.mark.parametrize(
    ("attributes", "label"),
    [
        ('xmp:Label="Red"', "red"),
        ('xmp:Label=" Zu&#10;erledigen\u202e "', "zu erledigen"),
        (f'xmp:Label="{"Ä" * 60}"', "ä" * 40),
        ('xmp:Label="None" digiKam:ColorLabel="1"', ""),
        ('xmp:Label="" digiKam:ColorLabel="1"', ""),
        ('xmp:Label="Blau" digiKam:ColorLabel="1"', "blau"),
        ('digiKam:ColorLabel="0"', ""),
        ('digiKam:ColorLabel="7"', "grey"),
        ('digiKam:ColorLabel="9"', "white"),
        ('digiKam:ColorLabel="10"', ""),
        ('digiKam:ColorLabel="-1"', ""),
        (f'{PHOTOSHOP}photoshop:Urgency="2"', None),
        (f'{PHOTOSHOP}photoshop:Urgency="1" digiKam:ColorLabel="4"', "green"),
        ("", None),
    ],
)
def test_every_program_s_label_is_read(attributes: str, label: str | None) -> None:
    assert xmp.read_with_label(packet(attributes=attributes)) == (Judgement(), label)


def test_darktable_s_first_label_is_read() -> None:
    assert xmp.read_with_label(packet(DARKTABLE))[1] == "purple"


@given(SAID, st.sampled_from(('xmp:Label="Red"', 'digiKam:ColorLabel="3"')))
def test_what_is_written_leaves_the_label_as_it_stands(said: Judgement, attributes: str) -> None:
    before = packet(attributes=attributes)
    after = xmp.write(said, before)
    assert attributes.split()[-1].encode() in after
    assert xmp.read_with_label(after) == (said, xmp.read_with_label(before)[1])


@given(st.text(max_size=100))
def test_a_label_is_one_short_line(text: str) -> None:
    label = label_of(text)
    assert len(label) <= 40
    assert label == " ".join(label.split())
    assert label != "none"


def test_labels_beside_and_inside_are_read_and_searched(library: Library, inbox: Path) -> None:
    say(inbox / "0.png.xmp", 'xmp:Label="Red" xmp:Rating="4"')
    say(inbox / "2.xmp", 'digiKam:ColorLabel="4"')
    add(inbox / "4.png", 4, **{"XML:com.adobe.xmp": packet(attributes='xmp:Label="To Do"').decode()})
    library.imports.folder(inbox)
    found = by_name(library)
    labels = {name: picture.label for name, picture in found.items()}
    assert labels == {"0.png": "red", "1.png": "", "2.png": "green", "3.png": "", "4.png": "to do"}
    for query, names in {
        "label:red": {"0.png"},
        "label:RE rating:4": {"0.png"},
        'label:"re"': set(),
        'label:"to do" raccoon': {"4.png"},
        "-label:red label:g": {"2.png"},
        "-label:red": {"1.png", "2.png", "3.png", "4.png"},
    }.items():
        assert {Path(one.path).name for one in library.page(query).pictures} == names, query
    assert {one.text for one in library.searches.completions("label:", 6)} == {"red", "green", '"to do"'}
    assert library.searches.completions("lab", 3)[0].text == "label:"


def test_a_sidecar_that_changes_changes_the_label_and_nothing_else(library: Library, inbox: Path) -> None:
    say(inbox / "0.png.xmp", 'xmp:Label="Red" xmp:Rating="4"')
    library.imports.folder(inbox)
    picture = by_name(library)["0.png"]
    say(inbox / "0.png.xmp", 'xmp:Label="Blue" xmp:Rating="4"', 6)
    library.imports.folder(inbox)
    assert (library.picture(picture.id).label, library.picture(picture.id).rating) == ("blue", 4)
    say(inbox / "0.png.xmp", 'xmp:Rating="4"', 7)
    library.imports.folder(inbox)
    assert library.picture(picture.id).label == ""
    assert library.searches.completions("label:", 6) == ()


def test_ratings_and_tags_of_here_keep_the_label_there_and_here(library: Library, inbox: Path) -> None:
    add(inbox / "0.png", 0, **{"XML:com.adobe.xmp": packet(attributes='xmp:Label="Red"').decode()})
    say(inbox / "2.png.xmp", 'xmp:Label="Green"')
    library.imports.folder(inbox)
    inside, beside = (by_name(library)[name].id for name in ("0.png", "2.png"))
    for identity in (inside, beside):
        library.annotations.rate_many([identity], 3)
        library.annotations.tag([identity], add=["lamp"])
    library.annotations.write_sidecars()
    assert b'xmp:Label="Green"' in (inbox / "2.png.xmp").read_bytes()
    os.utime(inbox / "0.png.xmp", (9, 9))
    library.imports.folder(inbox)
    assert [library.picture(one).label for one in (inside, beside)] == ["red", "green"]
    assert [library.picture(one).rating for one in (inside, beside)] == [3, 3]


def test_a_label_that_changes_while_something_is_to_be_written_is_read(library: Library, inbox: Path) -> None:
    say(inbox / "0.png.xmp", 'xmp:Label="Red"')
    library.imports.folder(inbox)
    picture = by_name(library)["0.png"].id
    say(inbox / "0.png.xmp", 'xmp:Label="Blue"', 6)
    library.annotations.rate_many([picture], 2)
    library.annotations.write_sidecars()
    assert (library.picture(picture).label, library.picture(picture).rating) == ("blue", 2)


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_rebuild_keeps_labels(folder: Path, inbox: Path, is_lost: bool) -> None:
    with_label = packet(attributes='xmp:Label="Blue"').decode()
    add(inbox / "0.png", 0, **{"XML:com.adobe.xmp": with_label})
    library = Library.open(folder)
    own = library.save_picture(png(1), facts(), key="a")
    say(Path(f"{own.path}.xmp"), 'xmp:Label="Red"')
    library.imports.folder(folder)
    library.imports.folder(inbox)
    assert sorted(one.label for one in library.page("label:red or label:blue").pictures) == ["blue", "red"]
    library.close()
    if is_lost:
        for path in (folder / ".studio").glob("index.sqlite*"):
            path.unlink()
    Library.rebuild_at(folder)
    library = Library.open(folder)
    assert sorted(one.label for one in library.page("label:red or label:blue").pictures) == ["blue", "red"]
    assert len(library.searches.completions("label:", 6)) == 2
    library.close()


def test_a_copy_carries_the_label() -> None:
    said = Judgement(rating=2)
    data = packet_of_copy(said, facts(), 1.6e9, label="to do")
    assert xmp.read_with_label(data) == (said, "to do")
    assert b'xmp:Label="To do"' in data
