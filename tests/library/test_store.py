"""What a person gets from the library: saved, found, rated, trashed, lettered."""

from __future__ import annotations

import io
import json
import threading
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

from library.errors import NotInLibrary, PictureUnreadable
from library.formats.png_text import OWN, OWN_LETTERING, read_header
from library.index.misplaced import is_misplaced
from library.records import TOTAL_CAP, PictureFacts
from library.store import Library
from tests.library.making import chunks, encode, facts, job, pixels, placed, png
from tests.library.seeding import seed_rows

WHEN = datetime(2026, 11, 22, 2, 30).timestamp()


def test_a_saved_picture_has_a_readable_name_in_the_folder_of_its_month(library: Library, folder: Path) -> None:
    picture = library.save_picture(png(), facts(), created=WHEN)
    assert Path(picture.path) == folder / "2026" / "11" / "2026-11-22_milo-debugging-at-2-am_1234.png"
    assert (picture.width, picture.height) == (48, 32)
    assert picture.bytes == Path(picture.path).stat().st_size
    assert picture.facts == facts()
    assert picture.created == WHEN


def test_a_png_keeps_every_chunk_as_it_came_and_gains_the_recipe(library: Library) -> None:
    data = png(prompt='{"3": {"class_type": "KSampler"}}', workflow='{"nodes": []}')
    saved = Path(library.save_picture(data, facts(), key="a/0").path).read_bytes()
    own = [body for kind, body in chunks(saved) if kind == b"iTXt" and body.startswith(OWN.encode() + b"\0")]
    assert len(own) == 1
    assert [entry for entry in chunks(saved) if entry[1] not in own] == chunks(data)
    note = json.loads(own[0].split(b"\0", 5)[-1])
    assert note["format"] == 1
    assert note["key"] == "a/0"
    assert note["facts"]["recipe"] == facts().recipe


def test_saving_a_saved_picture_again_replaces_its_note(library: Library) -> None:
    first = library.save_picture(png(), facts("first"))
    second = library.save_picture(Path(first.path).read_bytes(), facts("second"))
    header = read_header(Path(second.path))
    assert header.note is not None
    assert header.note.facts.scene == "second"
    assert sum(kind == b"iTXt" for kind, _ in chunks(Path(second.path).read_bytes())) == 1


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_another_format_becomes_png_and_keeps_its_exif(library: Library, kind: str) -> None:
    image = Image.fromarray(pixels())
    exif = image.getexif()
    exif[0x010F] = "prompt:{}"
    picture = library.save_picture(encode(image, kind, exif=exif), facts())
    with Image.open(picture.path) as saved:
        assert saved.format == "PNG"
        assert saved.getexif()[0x010F] == "prompt:{}"
        assert saved.size == image.size


@pytest.mark.parametrize("data", [b"", b"not a picture", png()[:-40], png()[:100]])
def test_a_broken_picture_is_refused_and_leaves_nothing(library: Library, folder: Path, data: bytes) -> None:
    with pytest.raises(PictureUnreadable) as caught:
        library.save_picture(data, facts())
    assert caught.value.reason
    assert not list(folder.rglob("*.png"))
    assert library.page().total == 0


def test_the_same_key_gives_the_same_picture_and_writes_nothing(library: Library, folder: Path) -> None:
    first = library.save_picture(png(1), facts(), key="job/0")
    assert library.save_picture(png(2), facts("other"), key="job/0") == first
    assert library.picture_by_key("job/0") == first
    assert library.picture_by_key("job/1") is None
    assert len(list(folder.rglob("*.png"))) == 1


def test_many_threads_with_one_key_save_one_picture(library: Library, folder: Path) -> None:
    ids: list[int] = []
    threads = [
        threading.Thread(target=lambda: ids.append(library.save_picture(png(), facts(), key="k").id)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 6
    assert len(set(ids)) == 1
    assert len(list(folder.rglob("*.png"))) == 1
    assert library.upkeep.check() == ()


def test_the_same_scene_and_seed_twice_get_two_names(library: Library) -> None:
    names = [Path(library.save_picture(png(n), facts(), created=WHEN).path).name for n in range(3)]
    stem = "2026-11-22_milo-debugging-at-2-am_1234"
    assert names == [f"{stem}.png", f"{stem}-2.png", f"{stem}-3.png"]


def test_a_name_whose_file_is_gone_is_not_given_to_another_picture(library: Library) -> None:
    first = library.save_picture(png(1), facts(), created=WHEN)
    Path(first.path).unlink()
    second = library.save_picture(png(2), facts(), created=WHEN)
    assert second.path != first.path


@pytest.mark.parametrize(
    "scene",
    [
        "../../etc/passwd",
        "/abs",
        "-rf .",
        "..",
        "",
        "\x1b[31mred\x07",
        "[b]bold[/b]",
        "a\0b",
        "\ud800",
        "猫",
        "x" * 900,
    ],
)
def test_a_hostile_scene_never_becomes_a_path_or_a_control_character(
    library: Library, folder: Path, scene: str
) -> None:
    picture = library.save_picture(png(), facts(scene), created=WHEN)
    path = Path(picture.path)
    assert path.parent == folder / "2026" / "11"
    assert path.name.isascii()
    assert path.name.startswith("2026-11-22_")
    assert len(path.name) < 100
    assert not any(ord(letter) < 32 for letter in picture.facts.scene + path.name)
    assert library.upkeep.rebuild().pictures == 1
    assert library.picture(picture.id) == picture


def test_seeds_of_64_bits_come_back(library: Library) -> None:
    for seed in (0, 2**63 - 1, 2**63, 2**64 - 1, None):
        picture = library.save_picture(png(), facts(seed=seed))
        assert library.picture(picture.id).facts.seed == seed


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


def test_a_lettering_that_was_misread_is_found(library: Library) -> None:
    picture = library.save_picture(png(), facts())
    assert not library.save_lettering(picture.id, png(2), ["RTFM"], "{}").misread
    assert library.page("is:misread").pictures == ()
    assert library.save_lettering(picture.id, png(3), ["PEBKAC"], "{}", misread=True).misread
    assert library.page("is:misread").pictures == (library.picture(picture.id),)
    assert library.picture(picture.id).misread
    assert library.page("-is:misread").pictures == ()


def test_a_lettering_whose_words_nobody_wears_is_found(library: Library) -> None:
    worn, loose = (library.save_picture(png(number), facts(seed=number)) for number in (1, 2))
    assert not library.save_lettering(worn.id, png(3), ["RTFM"], placed("panel")).misplaced
    assert library.page("is:misplaced").pictures == ()
    assert library.save_lettering(loose.id, png(4), ["RTFM", "PEBKAC"], placed("panel", "centre")).misplaced
    assert library.page("is:misplaced").pictures == (library.picture(loose.id),)
    assert library.picture(loose.id).misplaced
    assert library.page("-is:misplaced").pictures == (library.picture(worn.id),)
    assert library.page("is:misplaced", trashed=True).pictures == ()
    library.trash.put([loose.id])
    assert [one.id for one in library.page("is:misplaced", trashed=True).pictures] == [loose.id]


@pytest.mark.parametrize(
    "record", ["", "{}", "[]", "centre", '{"settings": [{"placement": "centre"}]}', "\ud800", "[" * 9999]
)
def test_what_is_no_record_of_a_lettering_has_nothing_misplaced(record: str) -> None:
    assert not is_misplaced(record)


def test_a_bar_in_the_middle_is_not_misplaced() -> None:
    assert not is_misplaced(placed("centre").replace('"print"', '"caption"'))


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


def test_trash_moves_a_picture_with_its_letterings_and_restore_brings_them_back(library: Library, folder: Path) -> None:
    picture = library.save_picture(png(), facts())
    lettering = library.save_lettering(picture.id, png(2), ["RTFM"], "{}")
    assert library.trash.put([picture.id]) == (picture.id,)
    trashed = library.picture(picture.id)
    assert trashed.trashed
    assert Path(trashed.path) == folder / ".studio" / "trash" / Path(picture.path).relative_to(folder)
    assert Path(trashed.path).exists()
    assert Path(library.letterings(picture.id)[0].path).is_relative_to(folder / ".studio" / "trash")
    assert not Path(picture.path).exists()
    assert not Path(lettering.path).exists()
    assert library.page("milo").total == 0
    assert library.page("milo", trashed=True).pictures == (trashed,)
    assert library.trash.put([picture.id]) == ()
    assert library.upkeep.check() == ()
    assert library.thumbnail(picture.id).exists()
    assert library.trash.restore([picture.id]) == (picture.id,)
    assert not library.picture(picture.id).trashed
    assert Path(picture.path).exists()
    assert library.letterings(picture.id) == (lettering,)
    assert library.upkeep.check() == ()


def test_restore_does_not_go_over_a_file_that_took_the_name(library: Library) -> None:
    picture = library.save_picture(png(), facts())
    library.trash.put([picture.id])
    Path(picture.path).write_bytes(b"somebody else's")
    library.trash.restore([picture.id])
    restored = library.picture(picture.id)
    assert Path(picture.path).read_bytes() == b"somebody else's"
    assert Path(restored.path).name == f"{Path(picture.path).stem}-2.png"
    assert Path(restored.path).exists()


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


def test_references_are_kept_by_hash(library: Library) -> None:
    data = png(prompt="kept")
    sha256 = library.references.add(data)
    assert library.references.add(data) == sha256
    assert library.references.read(sha256) == data
    with pytest.raises(PictureUnreadable):
        library.references.add(b"no picture")


def test_jobs_are_put_changed_and_listed_newest_first(library: Library) -> None:
    for number, state in enumerate(["done", "waiting", "failed", "running", "cancelled", "lost"]):
        library.jobs.put([job(number, state)])
    library.jobs.put([job(1, "queued", picture_ids=(3, 4), notice="{}", created=99.0)])
    assert library.jobs.get("job-1") == job(1, "queued", picture_ids=(3, 4), notice="{}")
    assert [found.id for found in library.jobs.latest()] == [f"job-{n}" for n in (5, 4, 3, 2, 1, 0)]
    assert [found.id for found in library.jobs.latest(unfinished_only=True)] == ["job-3", "job-1"]
    assert len(library.jobs.latest(limit=2)) == 2


def test_totals_stop_at_the_cap(library: Library, folder: Path) -> None:
    seed_rows(folder / ".studio" / "index.sqlite", TOTAL_CAP + 50)
    assert library.page().total == TOTAL_CAP
    assert library.page("milo").total == TOTAL_CAP
    assert len(library.page("milo").pictures) == 60


def test_a_recipe_and_a_record_are_kept_to_the_letter(library: Library) -> None:
    text = '{"scene": "\u202eright to left\x7f\x85"}'
    picture = library.save_picture(png(), PictureFacts(scene="\u202eright\x7f", recipe=text))
    lettering = library.save_lettering(picture.id, png(2), ["RTFM"], text)
    library.upkeep.rebuild()
    assert library.picture(picture.id).facts == PictureFacts(scene="right", recipe=text)
    assert library.letterings(picture.id) == (lettering,)
    assert lettering.record == text


def test_a_time_that_cannot_be_is_refused(library: Library) -> None:
    for created in (-1.0, 1e18, float("nan")):
        with pytest.raises(ValueError, match="not made"):
            library.save_picture(png(), facts(), created=created)


def test_an_empty_scene_is_a_picture_too(library: Library) -> None:
    picture = library.save_picture(png(), PictureFacts(), created=WHEN)
    assert Path(picture.path).name == "2026-11-22_picture.png"


def test_what_some_pictures_have_in_common_is_counted(library: Library) -> None:
    ids = [library.save_picture(png(number), facts(seed=number)).id for number in range(3)]
    library.annotations.tag(ids[:2], ["night", "Robot"])
    library.annotations.tag(ids[1:], ["robot"])
    library.annotations.album(ids[:1], ["Best of"])
    assert library.annotations.tags_on(ids) == (("night", 2), ("Robot", 3))
    assert library.annotations.tags_on(ids[2:]) == (("Robot", 1),)
    assert library.annotations.albums_on(ids) == (("Best of", 1),)
    assert library.annotations.albums_on(()) == ()
