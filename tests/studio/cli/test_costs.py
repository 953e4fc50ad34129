"""`studio costs`: what was spent, said plainly and as JSON."""

from __future__ import annotations

import json
import time

import pytest

from library.charges import Charge, How
from library.store import Library
from studio.jobs.spending.charging import local_day
from tests.conftest import Home
from tests.studio.cli.conftest import Studio, one_line


@pytest.fixture
def today() -> str:
    """The day on which this test runs, which may be another than that on which tests were gathered."""
    return local_day(time.time())


@pytest.fixture
def spent(home: Home, today: str) -> None:
    """Two charges of today, one of them in doubt, and one of long ago; a cap of two dollars a day."""
    home.write_settings("[spending]\nday = 2\n")
    rows: list[tuple[str, float, How, str, str, tuple[str, ...]]] = [
        ("a", 0.25, "measured", today, "gemini", ("Milo", "James")),
        ("b", 0.05, "maybe", today, "bfl", ("Milo",)),
        ("c", 1.5, "estimated", "2026-01-31", "bfl", ()),
    ]
    library = Library.open(home.library)
    for name, dollars, how, day, engine, members in rows:
        library.spending.settle(
            Charge(
                request=name,
                job=name,
                time=1.8e9,
                day=day,
                engine=engine,
                dollars=dollars,
                how=how,
                members=members,
            )
        )
    library.close()


def test_nothing_spent_is_one_friendly_line(studio: Studio) -> None:
    ended = studio("costs")
    assert ended.status == 0
    assert one_line(ended.err) == "studio: Nothing was spent: nothing that is paid has drawn"
    assert studio("costs", "--by", "day", "--json") == (0, "", "")


@pytest.mark.usefixtures("spent")
def test_today_this_month_and_all_are_said_with_caps_and_doubts(studio: Studio) -> None:
    lines = studio("costs").out.splitlines()
    assert [line.split()[0] for line in lines] == ["today", "this", "in"]
    assert "$0.30 of $2.00  2 pictures; $0.05 of it may not have been charged (1 picture)" in lines[0]
    assert "about $1.80  3 pictures" in lines[2]
    told = json.loads(studio("costs", "--json").out)
    assert told["today"] == {
        "dollars": 0.3,
        "charges": 2,
        "may_be_charged": 0.05,
        "charges_in_doubt": 1,
        "estimated": 0.0,
    }
    assert told["caps"] == {"day": 2.0, "month": 0.0}


@pytest.mark.usefixtures("spent")
def test_totals_are_said_by_what_they_went_on(studio: Studio, today: str) -> None:
    assert [line.split()[0] for line in studio("costs", "--by", "day").out.splitlines()] == [today, "2026-01-31"]
    by_member = studio("costs", "--by", "member").out
    assert by_member.splitlines()[0].startswith("nobody of the cast")
    told = [
        json.loads(line) for line in studio("costs", "--by", "member", "--since", "today", "--json").out.splitlines()
    ]
    assert [(one["of"], one["dollars"]) for one in told] == [("Milo", 0.175), ("James", 0.125)]
    assert studio("costs", "--by", "engine", "--since", "soon").status == 2
