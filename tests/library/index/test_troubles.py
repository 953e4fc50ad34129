"""What went wrong in pictures: read in the notices of their jobs, found by a search, kept through a rebuild."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from library.records import JobRecord
from library.store import Library
from tests.library.making import facts, png


def job(picture_id: int, *troubles: str, notice: str | None = None) -> JobRecord:
    said = json.dumps({"title": "Milo is there twice", "troubles": troubles}, separators=(",", ":"))
    return JobRecord(
        id=f"j{picture_id}",
        client_id="c",
        engine="lab",
        state="done",
        recipe="{}",
        created=1.0,
        changed=1.0,
        picture_ids=(picture_id,),
        notice=said if notice is None else notice,
    )


def found(library: Library, query: str) -> list[int]:
    return [picture.id for picture in library.page(query).pictures]


def test_they_are_found_by_kind_and_follow_the_notice(library: Library) -> None:
    one, two, three = (library.save_picture(png(number), facts(seed=number)).id for number in (1, 2, 3))
    library.jobs.put([job(one, "double"), job(two, "missing", "swapped"), job(three)])
    assert found(library, "trouble:double") == [one]
    assert found(library, "trouble:any") == [two, one]
    assert found(library, "-trouble:any") == [three]
    assert library.jobs.troubles(two) == ("missing", "swapped")
    # Drawn again, or judged otherwise.
    library.jobs.put([job(one), job(two, "missing")])
    assert (found(library, "trouble:any"), library.jobs.troubles(two)) == ([two], ("missing",))
    library.jobs.put([msgspec.structs.replace(job(two), picture_ids=())])
    assert found(library, "trouble:any") == []


@pytest.mark.parametrize("notice", ["", "no JSON", '"troubles":["double"]', '{"troubles":[]}'])
def test_a_notice_that_says_none_makes_none(library: Library, notice: str) -> None:
    picture = library.save_picture(png(1), facts(seed=1))
    library.jobs.put([job(picture.id, notice=notice)])
    library.jobs.put([job(picture.id, notice=notice), job(99, "double")])
    assert found(library, "trouble:any") == []


def test_a_rebuilt_index_has_them(folder: Path) -> None:
    library = Library.open(folder)
    picture = library.save_picture(png(1), facts(seed=1))
    library.jobs.put([job(picture.id, "swapped")])
    library.close()
    with closing(sqlite3.connect(folder / ".studio" / "index.sqlite")) as spoilt:
        spoilt.execute("delete from trouble")
        spoilt.execute("pragma user_version = 3")
        spoilt.commit()
    assert Library.rebuild_at(folder).kept
    library = Library.open(folder)
    assert found(library, "trouble:swapped") == [picture.id]
    library.close()
