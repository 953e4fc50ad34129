"""What a person said survives in sidecars: a lost index, a kill, another program, hostile files, two studios."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.errors import PictureUnreadable
from library.exchange import xmp
from library.judgement import Judgement, merged, names
from library.records import Picture
from library.store import Library
from tests.library.keeping.test_kills import run
from tests.library.making import facts, png

FOREIGN = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dt="http://darktable.sf.net/"
   xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:l="http://ns.adobe.com/lightroom/1.0/"
   xmp:Rating="3" dt:history_end="2">
   <dt:masks><rdf:Seq><rdf:li>a mask &amp; more</rdf:li></rdf:Seq></dt:masks>
   <dc:subject><rdf:Bag><rdf:li>night</rdf:li><rdf:li>Robot</rdf:li></rdf:Bag></dc:subject>
   <l:hierarchicalSubject><rdf:Bag><rdf:li>time|night</rdf:li></rdf:Bag></l:hierarchicalSubject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""

NAMES = st.lists(st.text(min_size=1, max_size=30), max_size=4).map(names)
SAID = st.builds(
    Judgement,
    rating=st.integers(0, 5),
    mark=st.sampled_from(("", "pick", "reject")),
    tags=NAMES,
    albums=NAMES,
)


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


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;&b;</x>'
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


def judged(library: Library) -> int:
    """A picture of which everything was said."""
    picture = library.save_picture(png(1), facts(), key="a")
    library.annotations.rate_many([picture.id], 4)
    library.annotations.mark_many([picture.id], "reject")
    library.annotations.tag([picture.id], add=["night", "Robot arm"])
    library.annotations.album([picture.id], add=["Best of"])
    return picture.id


def test_a_sidecar_that_holds_nothing_any_more_goes_unless_others_wrote_into_it(library: Library) -> None:
    mine, theirs = (library.save_picture(png(number), facts(), key=str(number)) for number in (1, 2))
    Path(theirs.path + ".xmp").write_bytes(FOREIGN)
    for rating in (4, 0):
        library.annotations.rate_many([mine.id, theirs.id], rating)
        library.annotations.write_sidecars()
        assert Path(mine.path + ".xmp").exists() is bool(rating)
    assert b"dt:history_end" in Path(theirs.path + ".xmp").read_bytes()
    library.annotations.rate_many([mine.id], 3)
    library.annotations.write_sidecars()
    assert xmp.read(Path(mine.path + ".xmp").read_bytes()).rating == 3


@given(SAID)
def test_it_is_known_whether_a_sidecar_is_the_studios_alone(said: Judgement) -> None:
    assert xmp.is_judgement_only(xmp.write(said))
    assert not xmp.is_judgement_only(xmp.write(said, FOREIGN))
    foreign = xmp.write(said).replace(
        b"</rdf:RDF>", b"<rdf:Description><a xmlns='urn:a'>b</a></rdf:Description></rdf:RDF>"
    )
    assert not xmp.is_judgement_only(foreign)


def said(library: Library, identity: int) -> tuple[int, str, tuple[str, ...], tuple[str, ...]]:
    picture = library.picture(identity)
    return picture.rating, picture.mark, picture.tags, library.annotations.albums_of(identity)


WHOLE = (4, "reject", ("night", "Robot arm"), ("Best of",))


def test_a_lost_index_gets_everything_back_from_the_sidecars(folder: Path) -> None:
    library = Library.open(folder)
    path = Path(library.picture(judged(library)).path)
    original = path.read_bytes()
    library.close()
    assert path.with_name(path.name + ".xmp").exists()
    assert path.read_bytes() == original
    shutil.rmtree(folder / ".studio")
    library = Library.open(folder)
    library.upkeep.rebuild()
    assert said(library, library.page("tag:robot album:best is:reject rating:4").pictures[0].id) == WHOLE
    library.close()


def test_a_damaged_index_keeps_what_had_no_sidecar_yet(folder: Path) -> None:
    library = Library.open(folder)
    library._sidecars._closing.set()
    identity = judged(library)
    library.searches.save("mine", "rating:4")
    library.close()
    index = folder / ".studio" / "index.sqlite"
    assert not list(folder.rglob("*.xmp"))
    import sqlite3

    with sqlite3.connect(index) as connection:
        connection.execute("drop table picture_fts")
    connection.close()
    report = Library.rebuild_at(folder)
    assert report.kept
    library = Library.open(folder)
    assert said(library, identity) == WHOLE
    assert library.page("saved:mine").total == 1
    library.close()
    assert len(list(folder.rglob("*.xmp"))) == 1


@pytest.mark.parametrize(
    "kill",
    [
        "xmp.write = lambda *given: os._exit(9)",
        "disk._write_temporary = lambda *given: os._exit(9)",
        "disk.os.replace = lambda *given: os._exit(9)",
        "sidecar_writer._settle = lambda *given, **named: os._exit(9)",
    ],
)
def test_a_kill_while_sidecars_are_written_loses_nothing(folder: Path, kill: str) -> None:
    library = Library.open(folder)
    picture = library.save_picture(png(1), facts(), key="a")
    library.close()
    code = "from library.exchange import xmp\nfrom library.files import disk\n"
    code += "from library.keeping import sidecar_writer\nlibrary = Library.open(Path(sys.argv[1]))\n" + kill + "\n"
    code += "library.annotations.rate_many([1], 4)\nlibrary.annotations.write_sidecars()\n"
    run(code, str(folder), killed=True)
    for leftover in folder.rglob(".milo-*"):
        os.utime(leftover, (0, 0))
    library = Library.open(folder)
    library.annotations.write_sidecars()
    assert library.picture(picture.id).rating == 4
    assert xmp.read(Path(picture.path + ".xmp").read_bytes()).rating == 4
    library.upkeep.rebuild()
    assert library.upkeep.check() == ()
    library.close()


def test_tags_of_another_program_come_into_the_index_and_stay_in_the_file(library: Library) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    Path(picture.path + ".xmp").write_bytes(FOREIGN)
    library.annotations.tag([picture.id], add=["mine"])
    library.annotations.write_sidecars()
    assert library.picture(picture.id).tags == ("mine", "night", "Robot")
    assert xmp.read(Path(picture.path + ".xmp").read_bytes()).tags == ("mine", "night", "Robot")


def changed_elsewhere(picture: Picture, judgement: Judgement) -> None:
    """Another program writes the sidecar."""
    path = Path(picture.path + ".xmp")
    path.write_bytes(xmp.write(judgement, path.read_bytes()))
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000))


def test_what_another_program_said_meanwhile_and_what_is_said_here_both_count(library: Library) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    library.annotations.tag([picture.id], add=["night", "old"])
    library.annotations.rate_many([picture.id], 2)
    library.annotations.write_sidecars()
    changed_elsewhere(picture, Judgement(rating=5, mark="pick", tags=("night", "old", "theirs")))
    library.annotations.tag([picture.id], add=["mine"], remove=["old"])
    library.annotations.write_sidecars()
    wanted = Judgement(rating=5, mark="pick", tags=("mine", "night", "theirs"))
    assert xmp.read(Path(picture.path + ".xmp").read_bytes()) == wanted
    now = library.picture(picture.id)
    assert (now.rating, now.mark, now.tags) == (5, "pick", wanted.tags)
    changed_elsewhere(picture, Judgement(rating=1, tags=("mine",)))
    library.annotations.rate_many([picture.id], 4)
    library.annotations.write_sidecars()
    assert xmp.read(Path(picture.path + ".xmp").read_bytes()) == Judgement(rating=4, tags=("mine",))


@given(SAID, SAID, SAID)
def test_merging_takes_each_change_once(base: Judgement, mine: Judgement, theirs: Judgement) -> None:
    assert merged(mine, mine, base) == mine
    assert merged(base, theirs, base) == theirs
    assert merged(mine, base, base) == mine
    assert merged(mine, theirs, base).rating in (mine.rating, theirs.rating)
    together = {name.lower() for name in merged(mine, theirs, base).tags}
    assert together <= {name.lower() for name in mine.tags + theirs.tags}


def test_a_rebuild_takes_what_another_program_said_since(library: Library) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    library.annotations.rate_many([picture.id], 1)
    library.annotations.write_sidecars()
    Path(picture.path + ".xmp").write_bytes(FOREIGN)
    library.upkeep.rebuild()
    assert (library.picture(picture.id).rating, library.picture(picture.id).tags) == (3, ("night", "Robot"))


def test_a_sidecar_that_cannot_be_read_is_left_alone(library: Library) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    sidecar = Path(picture.path + ".xmp")
    sidecar.write_bytes(BOMB)
    library.annotations.rate_many([picture.id], 2)
    library.annotations.write_sidecars()
    assert sidecar.read_bytes() == BOMB
    assert [finding.path for finding in library.upkeep.rebuild().unreadable] == [str(sidecar)]
    assert library.picture(picture.id).rating == 2


def test_a_sidecar_goes_to_the_trash_and_back_with_its_picture(library: Library) -> None:
    identity = judged(library)
    library.annotations.write_sidecars()
    library.trash.put([identity])
    trashed = library.picture(identity)
    assert Path(trashed.path + ".xmp").exists()
    library.trash.restore([identity])
    restored = library.picture(identity)
    assert Path(restored.path + ".xmp").exists()
    assert not Path(trashed.path + ".xmp").exists()


def test_two_studios_say_different_things_and_the_sidecars_say_the_last(folder: Path) -> None:
    one, two = Library.open(folder), Library.open(folder)
    ids = [one.save_picture(png(number), facts(), key=f"k/{number}").id for number in range(6)]
    for turn in range(4):
        one.annotations.rate_many(ids, 1 + turn)
        two.annotations.tag(ids, add=[f"turn {turn}"])
        one.annotations.write_sidecars()
        two.annotations.write_sidecars()
    one.close()
    two.close()
    library = Library.open(folder)
    for identity in ids:
        picture = library.picture(identity)
        assert (picture.rating, len(picture.tags)) == (4, 4)
        kept = xmp.read(Path(picture.path + ".xmp").read_bytes())
        assert (kept.rating, kept.tags) == (4, picture.tags)
    library.close()


def test_every_change_can_be_undone(library: Library) -> None:
    ids = [library.save_picture(png(number), facts(), key=f"k/{number}").id for number in range(3)]
    library.annotations.rate_many([ids[0]], 2)
    assert library.annotations.rate_many(ids, 5) == {ids[0]: 2, ids[1]: 0, ids[2]: 0}
    library.annotations.set_ratings({ids[0]: 2, ids[1]: 0})
    assert [library.picture(identity).rating for identity in ids] == [2, 0, 5]
    before = library.annotations.mark_many(ids[:2], "pick")
    library.annotations.set_marks(before)
    assert library.page("is:pick").total == 0
    library.annotations.tag(ids, add=["night", "NIGHT", " a|b "])
    was = library.annotations.tag(ids[:2], add=["rain"], remove=["Night"])
    assert library.annotations.tags() == (("a/b", 3), ("night", 1), ("rain", 2))
    assert library.page("night").total == 1
    library.annotations.set_tags(was)
    assert library.annotations.tags() == (("a/b", 3), ("night", 3))
    put = library.annotations.album(ids[:1], add=["Best of"])
    assert library.annotations.albums() == (("Best of", 1),)
    library.annotations.set_albums(put)
    assert library.annotations.albums() == ()
    library.annotations.seen(ids[1:2])
    assert [picture.id for picture in library.page("is:unread").pictures] == []
    library.annotations.rate_many(ids, 0)
    assert [picture.id for picture in library.page("is:unread").pictures] == [ids[2], ids[0]]


def test_what_may_stand_at_the_cursor(library: Library) -> None:
    for number in range(3):
        library.save_picture(png(number), facts("x" * (number + 1)), key=f"k/{number}")
    library.searches.save("to letter", "is:pick")

    def offered(text: str, cursor: int | None = None) -> list[str]:
        return [one.text for one in library.searches.completions(text, len(text) if cursor is None else cursor)]

    assert "cast:" in offered("")
    assert offered("milo ca") == ["cast:"]
    assert offered("cast:") == ["James", "Milo"]
    assert offered("-cast:mi") == ["Milo"]
    assert offered('plate:"nor') == ['"north wall"']
    assert offered("plate:wa") == ['"north wall"']
    assert offered("saved:to") == ['"to letter"']
    assert offered("is:p milo", 4) == ["pick"]
    assert "steps:" in offered("milo -st")
    assert offered("steps:2") == ["20", "28"]
    assert all(library.page(f"steps:{value}").total in (0, 3) for value in offered("steps:"))
    assert library.searches.completions("a cast:Mi b", 9)[0] == library.searches.completions("a cast:Mi b", 9)[0]
    made = library.searches.completions("a cast:Mi b", 9)[0]
    assert (made.start, made.end) == (7, 9)


@pytest.mark.parametrize("name", ["say “hi” now", 'five" wide', "„so“", "plain", "it's"])
@pytest.mark.parametrize("field", ["tag", "album", "saved"])
def test_what_is_offered_finds_what_has_that_name(library: Library, field: str, name: str) -> None:
    picture = library.save_picture(png(1), facts(), key="a")
    library.save_picture(png(2), facts(), key="b")
    if field == "tag":
        library.annotations.tag([picture.id], add=[name])
    elif field == "album":
        library.annotations.album([picture.id], add=[name])
    else:
        library.annotations.rate_many([picture.id], 5)
        library.searches.save(name, "rating:5")
    (offered,) = library.searches.completions(f"{field}:", len(field) + 1)
    assert [one.id for one in library.page(f"{field}:{offered.text}").pictures] == [picture.id]


@given(st.text(max_size=30), st.integers(-3, 40))
def test_completion_never_fails(text: str, cursor: int) -> None:
    from contextlib import closing

    from library.index.database import connect
    from library.search.completion import completions

    with closing(connect(Path(":memory:"))) as connection:
        connection.executescript(
            "create table facet (field, value, pictures); create table tag (name, pictures);"
            "create table album (name, pictures); create table saved_search (name);"
            "create table negative (id, text, pictures); create virtual table negative_fts using fts5 (text)"
        )
        for one in completions(connection, text, cursor):
            assert 0 <= one.start <= one.end <= len(text)
