"""Pictures that look alike, by their hashes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance

from library.formats.hashes import distance
from library.formats.hashes import hashes as hashes_of
from library.formats.thumbnails import thumbnail
from library.search import similar
from library.store import Library
from tests.library.making import encode, facts, png, scene
from tests.library.seeding import seed_rows

hashes = st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=40)


def hashed(image: Image.Image, kind: str = "PNG", **options: object) -> int:
    return hashes_of(thumbnail(encode(image, kind, **options))).dhash


def test_a_picture_saved_smaller_lighter_or_as_jpeg_is_near_and_others_are_far() -> None:
    first = hashed(scene(1))
    assert -(2**63) <= first < 2**63
    assert distance(first, hashed(scene(1), "JPEG", quality=60)) <= 3
    assert distance(first, hashed(scene(1).resize((100, 100)))) <= 4
    assert distance(first, hashed(ImageEnhance.Brightness(scene(1)).enhance(1.2))) <= 6
    assert all(distance(first, hashed(scene(number))) > 12 for number in range(2, 8))


@given(hashes, st.integers(0, 2**64 - 1), st.integers(1, 50), st.integers(0, 64))
def test_the_nearest_are_those_that_one_by_one_comparing_finds(
    values: list[int], asked: int, limit: int, most: int
) -> None:
    likeness = Known(dict(enumerate(values, start=1)))
    expected = sorted(((value ^ asked).bit_count(), -number) for number, value in enumerate(values, start=1))
    found = likeness.nearest(asked, limit, most)
    assert found == [(-number, apart) for apart, number in expected if apart <= most][:limit]


class Known(similar.Likeness):
    """Hashes that no index has."""

    def __init__(self, known: dict[int, int]) -> None:
        super().__init__(None)  # type: ignore[arg-type]
        self._highest = 0
        self.put({number: value - 2**64 if value >= 2**63 else value for number, value in known.items()})

    def _catch_up(self) -> None:
        pass


@given(st.lists(st.dictionaries(st.integers(1, 30), st.integers(-(2**63), 2**63 - 1), max_size=10), max_size=6))
def test_hashes_may_come_in_any_order_and_again(parts: list[dict[int, int]]) -> None:
    likeness = Known({})
    everything: dict[int, int] = {}
    for part in parts:
        likeness.put(part)
        everything |= part
    ids, values = likeness.everything()
    assert dict(zip(ids.tolist(), values.view(np.int64).tolist(), strict=True)) == everything
    assert ids.tolist() == sorted(everything)


def test_saved_and_imported_pictures_are_found_by_their_looks(library: Library, tmp_path: Path) -> None:
    saved = library.save_picture(encode(scene(1)), facts())
    assert library.imports.similar(saved.id) == ()
    (tmp_path / "in").mkdir()
    for number in range(1, 6):
        scene(number).save(tmp_path / "in" / f"{number}.jpg", quality=70)
    library.imports.folder(tmp_path / "in")
    assert library.imports.similar(saved.id) == ()
    assert library.imports.prepare(processes=1) == 5
    found = library.imports.similar(saved.id)
    assert [Path(one.picture.path).name for one in found] == ["1.jpg"]
    assert found[0].distance <= 3
    assert library.imports.near_duplicates() == ((found[0].picture.id, saved.id),)
    library.trash.put([saved.id])
    assert library.imports.similar(found[0].picture.id) == ()
    assert library.imports.near_duplicates() == ()


def test_what_looks_like_a_picture_is_searched_for_together_with_other_words(library: Library) -> None:
    like = [library.save_picture(encode(scene(1), "JPEG", quality=quality), facts()).id for quality in (60, 80, 95)]
    other = library.save_picture(encode(scene(2)), facts()).id
    library.annotations.rate_many([like[0]], 5)
    library.trash.put([like[2]])
    assert library.ids(f"similar:{like[0]}") == (like[1], like[0])
    assert [one.id for one in library.page(f"similar:{like[1]} rating:5").pictures] == [like[0]]
    assert library.ids(f"-similar:{like[0]}") == (other,)
    assert library.ids("similar:99") == ()


def test_what_another_studio_hashes_is_found_too(library: Library, tmp_path: Path) -> None:
    saved = library.save_picture(encode(scene(1)), facts())
    assert library.imports.similar(saved.id) == ()
    other = Library.open(library.folder)
    first = other.save_picture(encode(scene(1), "JPEG"), facts())
    (tmp_path / "in").mkdir()
    scene(1).save(tmp_path / "in" / "late.png")
    other.imports.folder(tmp_path / "in")
    assert [one.picture.id for one in library.imports.similar(saved.id)] == [first.id]
    other.imports.prepare(processes=1)
    assert len(library.imports.similar(saved.id)) == 2
    other.close()


def test_a_picture_without_a_hash_gets_one_when_it_is_asked_about(library: Library, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.png", "b.png"):
        (tmp_path / "in" / name).write_bytes(png(1))
    library.imports.folder(tmp_path / "in")
    first, second = library.page().pictures
    library.imports.thumbnail(second.id)
    assert [one.picture.id for one in library.imports.similar(first.id)] == [second.id]


def test_rows_of_an_older_studio_are_hashed_from_their_thumbnails(library: Library) -> None:
    seed_rows(library.folder / ".studio" / "index.sqlite", 3)
    saved = library.save_picture(encode(scene(1)), facts())
    library._index.write(lambda connection: connection.execute("update picture set dhash = null"))
    assert library.imports.prepare(processes=1) == 1
    assert library.imports.similar(saved.id) == ()
