"""What a person gets from the library: saved, found, rated, trashed, lettered."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from library.errors import NotInLibrary
from library.formats.png_text import OWN, OWN_LETTERING, read_header
from library.records import TOTAL_CAP
from library.search import pages
from library.store import Library
from tests.library.making import WHEN, encode, facts, job, pixels, png
from tests.library.seeding import seed_rows


def test_a_lettering_lies_beside_its_picture_and_holds_its_record(library: Library) -> None:
    picture = library.save_picture(png(), facts(), created=WHEN)
    before = Path(picture.path).read_bytes()
    record = '{"words": ["RTFM"], "quads": []}'
    first = library.save_lettering(picture.id, png(2), ["It's Not a Bug", "RTFM"], record)
    second = library.save_lettering(picture.id, png(3), ["It's Not a Bug", "RTFM"], record)
    stem = Path(picture.path).stem
    assert Path(first.path).name == f"{stem}--its-not-a-bug-rtfm.png"
    assert Path(second.path).name == f"{stem}--its-not-a-bug-rtfm-2.png"
    assert Path(picture.path).read_bytes() == before
    assert library.letterings(picture.id) == (first, second)
    assert library.picture(picture.id).letterings == 2
    header = read_header(Path(first.path))
    assert header.lettering is not None
    assert header.lettering.record == record
    assert header.note is not None
    assert header.note.facts.recipe == facts().recipe
    assert {OWN, OWN_LETTERING} <= header.texts.keys()


def test_what_is_not_there_says_so(library: Library) -> None:
    for ask in (library.picture, library.letterings, library.thumbnail, library.lettering_thumbnail):
        with pytest.raises(NotInLibrary):
            ask(99)
    with pytest.raises(NotInLibrary):
        library.save_lettering(99, png(), ["x"], "{}")
    assert library.trash.put([99]) == library.trash.restore([99]) == ()
    with pytest.raises(NotInLibrary):
        library.annotations.rate_many([99], 3)
    with pytest.raises(NotInLibrary):
        library.jobs.get("none")
    with pytest.raises(NotInLibrary):
        library.references.read("../../etc/passwd")


def test_pages_are_newest_first_and_meet_without_gap_or_overlap(library: Library) -> None:
    ids = [library.save_picture(png(n), facts(f"scene {n}")).id for n in range(7)]
    seen: list[int] = []
    before = None
    while True:
        page = library.page(before=before, limit=3)
        assert page.total == 7
        seen += [picture.id for picture in page.pictures]
        before = page.before
        if before is None:
            break
    assert seen == ids[::-1]
    assert library.page(limit=7).before is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("coffee", {"a"}), ("cof", {"a"}), ("COFFEE milo", {"a"}), ("milo", {"a", "b"}), ("café", {"b"}),
        ("cafe", {"b"}), ("it's", {"b"}), ("not bug", {"b"}), ("2 am", {"a"}), ("2-am", {"a"}),
        ("north", {"a", "b"}), ("--", set()), ("flat car", {"a", "b"}), ("offee", set()), ('"coffee"', {"a"}),
        ("coffee*", {"a"}), ("", {"a", "b"}), ("rtfm", {"b"}), ("saying:rtfm", {"b"}), ("coffee OR café", {"a", "b"}),
    ],
)  # fmt: skip
def test_search_finds_words_and_their_beginnings(library: Library, query: str, found: set[str]) -> None:
    names = {}
    names[library.save_picture(png(1), facts("Milo with coffee at 2 AM", saying="")).id] = "a"
    second = library.save_picture(png(2), facts("Milo in the Café", saying="It's Not a Bug"))
    names[second.id] = "b"
    library.save_lettering(second.id, png(3), ["RTFM"], "{}")
    page = library.page(query)
    assert {names[picture.id] for picture in page.pictures} == found
    assert page.total == len(found)


def test_ratings_and_marks_are_kept_and_leave_the_words_alone(library: Library) -> None:
    picture = library.save_picture(png(), facts())
    assert library.annotations.rate_many([picture.id], 4) == {picture.id: 0}
    assert library.annotations.mark_many([picture.id], "pick") == {picture.id: ""}
    assert library.picture(picture.id).mark == "pick"
    assert library.annotations.mark_many([picture.id], "") == {picture.id: "pick"}
    assert (library.picture(picture.id).rating, library.picture(picture.id).mark) == (4, "")
    assert library.page("milo").pictures[0].rating == 4
    with pytest.raises(ValueError, match="0 to 5"):
        library.annotations.rate_many([picture.id], 6)


def test_thumbnails_are_made_at_save_and_again_when_missing(library: Library) -> None:
    big = encode(Image.fromarray(pixels(1, 900, 500)))
    picture = library.save_picture(big, facts())
    lettering = library.save_lettering(picture.id, big, ["RTFM"], "{}")
    for path in (library.thumbnail(picture.id), library.lettering_thumbnail(lettering.id)):
        first = path.read_bytes()
        with Image.open(io.BytesIO(first)) as small:
            assert small.format == "JPEG"
            assert max(small.size) == 384
        path.unlink()
    assert library.thumbnail(picture.id).read_bytes()


def test_jobs_are_put_changed_and_listed_newest_first(library: Library) -> None:
    for number, state in enumerate(["done", "waiting", "failed", "running", "cancelled", "lost"]):
        library.jobs.put([job(number, state)])
    library.jobs.put([job(1, "queued", picture_ids=(3, 4), notice="{}", created=99.0)])
    assert library.jobs.get("job-1") == job(1, "queued", picture_ids=(3, 4), notice="{}")
    assert [found.id for found in library.jobs.latest()] == [f"job-{n}" for n in (5, 4, 3, 2, 1, 0)]
    assert [found.id for found in library.jobs.latest(unfinished_only=True)] == ["job-3", "job-1"]
    assert len(library.jobs.latest(limit=2)) == 2


def test_totals_stop_at_the_cap(library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "COUNT_SECONDS", 60.0)
    seed_rows(folder / ".studio" / "index.sqlite", TOTAL_CAP + 50)
    assert library.page().total == TOTAL_CAP
    assert library.page("milo").total == TOTAL_CAP
    assert len(library.page("milo").pictures) == 60


def test_what_some_pictures_have_in_common_is_counted(library: Library) -> None:
    ids = [library.save_picture(png(number), facts(seed=number)).id for number in range(3)]
    library.annotations.tag(ids[:2], ["night", "Robot"])
    library.annotations.tag(ids[1:], ["robot"])
    library.annotations.album(ids[:1], ["Best of"])
    assert library.annotations.tags_on(ids) == (("night", 2), ("Robot", 3))
    assert library.annotations.tags_on(ids[2:]) == (("Robot", 1),)
    assert library.annotations.albums_on(ids) == (("Best of", 1),)
    assert library.annotations.albums_on(()) == ()
