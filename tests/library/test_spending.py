"""What is spent: reserved before it is charged, never twice, never past what is allowed, and never forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.charges import Charge, How, Spent
from library.index import charge_rows
from library.index.database import connect, make_empty, transaction
from library.store import Library
from tests.library.killing import run
from tests.library.making import DAY, charge, facts, job, png


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    path = tmp_path_factory.mktemp("index") / "index.sqlite"
    make_empty(path)
    with closing(connect(path)) as opened:
        yield opened


def fits(dollars: int, cap: int, spent: Spent) -> bool:
    return spent.day + dollars <= cap


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["reserve", "maybe", "nothing", "estimated", "measured"]),
        st.sampled_from("abc"),
        st.integers(1, 40),
    ),
    max_size=30,
)


@given(steps=STEPS, cap=st.integers(0, 100))
def test_no_order_of_reserving_and_settling_passes_the_cap_or_loses_a_charge(
    connection: sqlite3.Connection, steps: list[tuple[str, str, int]], cap: int
) -> None:
    """Whole dollars, so that sums are exact. The model is a list of (dollars, how) for each request."""
    connection.execute("delete from charge")
    known: dict[str, list[tuple[int, str]]] = {}
    for step, request, dollars in steps:
        total = sum(amount for each in known.values() for amount, how in each if how != "nothing")
        each = known.setdefault(request, [])
        if step == "reserve":
            made = charge_rows.reserve(connection, charge(request, dollars), partial(fits, dollars, cap))
            if each and each[-1][1] == "maybe":
                assert made is not None
                assert made.dollars == each[-1][0]
            elif total + dollars > cap:
                assert made is None
            else:
                if each and each[-1][1] == "nothing":
                    each.pop()
                each.append((dollars, "maybe"))
        else:
            how = msgspec.convert(step, How)
            ranks = {"nothing": 0, "maybe": 0, "estimated": 1, "measured": 2}
            charge_rows.settle(connection, charge(request, dollars, how))
            once = charge_rows.settle(connection, charge(request, dollars, how))
            if not each:
                each.append((dollars, step))
            elif ranks[step] >= ranks[each[-1][1]]:
                each[-1] = (each[-1][0] if ranks[step] == 0 else dollars, step)
            assert (once.dollars, once.how) == each[-1]
        counted = [one for each in known.values() for one in each if one[1] != "nothing"]
        spent = charge_rows.spent(connection, DAY)
        assert spent.day == spent.month == sum(amount for amount, _ in counted)
        assert spent.maybe == sum(amount for amount, how in counted if how == "maybe")
        found = sorted(
            (one.dollars, one.how) for name in known for one in charge_rows.of_jobs(connection, [name]).get(name, ())
        )
        assert found == sorted(counted)


def test_studios_that_reserve_at_once_do_not_pass_the_cap_together(folder: Path) -> None:
    """Of forty at ten cents, by two studios with four threads each, ten come under one dollar."""
    studios = [Library.open(folder) for _ in range(2)]

    def one(number: int) -> Charge | None:
        spending = studios[number % 2].spending
        return spending.reserve(charge(f"r{number}", 0.1), lambda spent: spent.day + 0.1 <= 1.0 + 1e-9)

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(one, range(40)))
    assert sum(charge is not None for charge in made) == 10
    for studio in studios:
        assert studio.spending.spent(DAY).day == pytest.approx(1.0)
        studio.close()


def test_a_charge_of_a_studio_that_was_killed_may_have_been_made_until_it_is_settled(folder: Path) -> None:
    run(
        "from tests.library.making import charge\n"
        "Library.open(Path(sys.argv[1])).spending.reserve(charge())\nos._exit(9)",
        str(folder),
        killed=True,
    )
    library = Library.open(folder)
    spending = library.spending
    assert spending.spent(DAY) == Spent(0.05, 0.05, 0.05)
    # Whoever takes the job up sends the same request, which is no other charge; and nobody need allow it again.
    assert spending.reserve(charge(), lambda spent: False) is not None
    spending.settle(charge(dollars=0.04, how="measured"))
    assert spending.spent(DAY) == Spent(0.04, 0.04, 0.0)
    assert [(one.dollars, one.how) for one in spending.of_jobs("a")["a"]] == [(0.04, "measured")]
    library.close()


def test_a_request_that_goes_to_another_engine_is_another_charge(library: Library) -> None:
    library.spending.reserve(charge())
    assert library.spending.reserve(charge(engine="bfl"), lambda spent: False) is None
    library.spending.reserve(charge(engine="bfl"))
    assert [one.engine for one in library.spending.of_jobs("a")["a"]] == ["gemini", "bfl"]


def test_totals_are_told_by_day_month_engine_model_and_member(library: Library) -> None:
    spending = library.spending
    assert not spending.any()
    assert spending.totals() == ()
    spending.settle(charge("a", 0.25, "measured", members=("Milo", "James")))
    spending.settle(charge("b", 0.5, "estimated", members=("Milo",), day="2026-11-27", model="pro"))
    spending.settle(charge("c", 1.0, "nothing"))
    spending.reserve(charge("d", 0.125, engine="bfl", day="2026-10-01"))
    assert spending.any()
    whole = spending.totals()[0]
    assert (whole.dollars, whole.charges, whole.maybe, whole.doubtful, whole.estimated) == (0.875, 3, 0.125, 1, 0.5)
    told = {key: {one.of: one.dollars for one in spending.totals(key)} for key in ("day", "engine", "model", "member")}
    assert told == {
        "day": {DAY: 0.25, "2026-11-27": 0.5, "2026-10-01": 0.125},
        "engine": {"gemini": 0.75, "bfl": 0.125},
        "model": {"pro": 0.5, "banana": 0.375},
        "member": {"Milo": 0.625, "James": 0.125, "": 0.125},
    }
    assert [one.of for one in spending.totals("month")] == ["2026-11", "2026-10"]
    assert [one.of for one in spending.totals("day", first="2026-11-01", last="2026-11-27")] == ["2026-11-27"]
    assert spending.spent(DAY) == Spent(0.25, 0.75, 0.0)


def _lose(folder: Path) -> None:
    for path in (folder / ".studio").glob("index.sqlite*"):
        path.unlink()


def _spoil(folder: Path) -> None:
    (folder / ".studio" / "index.sqlite").write_bytes(b"SQLite format 3\0" + bytes(9000))
    for path in (folder / ".studio").glob("index.sqlite-*"):
        path.unlink()


@pytest.mark.parametrize("accident", [_lose, _spoil, lambda folder: None])
def test_what_was_spent_and_what_pictures_cost_survives_a_rebuild(
    folder: Path, accident: Callable[[Path], None]
) -> None:
    library = Library.open(folder)
    library.jobs.put([job(1, "queued", remote="cloud-7", id="a")])
    cost = library.save_picture(png(), msgspec.structs.replace(facts(), cost=0.04), key="a").facts.cost
    library.spending.settle(charge(dollars=0.04, how="measured"))
    library.spending.reserve(charge("b", day="2026-10-01", members=("Milo",)))
    before = library.spending.totals("day"), library.spending.totals("member")
    library.close()
    accident(folder)
    Library.rebuild_at(folder)
    library = Library.open(folder)
    assert (library.spending.totals("day"), library.spending.totals("member")) == before
    assert library.picture(1).facts.cost == cost == 0.04
    if accident not in (_lose, _spoil):
        assert library.jobs.get("a").remote == "cloud-7"
    library.close()


def test_charges_since_a_copy_was_made_are_known_when_it_is_put_back(folder: Path, tmp_path: Path) -> None:
    library = Library.open(folder)
    library.spending.reserve(charge())
    library.upkeep.back_up(tmp_path / "copy.sqlite")
    library.spending.settle(charge(dollars=0.04, how="measured"))
    library.spending.reserve(charge("b"))
    library.close()
    Library.restore_at(folder, tmp_path / "copy.sqlite")
    library = Library.open(folder)
    spent = library.spending.spent(DAY)
    assert spent.maybe == 0.05
    assert spent.day == pytest.approx(0.09)
    library.close()


def test_a_charge_stays_when_its_file_cannot_be_written_and_comes_into_it_later(library: Library, folder: Path) -> None:
    in_the_way = folder / ".studio" / "spending"
    in_the_way.write_text("no folder")
    library.spending.reserve(charge())
    assert library.spending.spent(DAY).day == 0.05
    in_the_way.unlink()
    library.spending.settle(charge("b", how="measured", day="2026-10-01"))
    assert sorted(path.name for path in in_the_way.iterdir()) == ["2026-10-01.json", f"{DAY}.json"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "[", "{}", '[{"request": 1}]', "\x00" * 9),
        '[{"request":"a","job":"a","time":1,"day":"today","engine":"x","dollars":1}]',
        '[{"request":"a","job":"a","time":1,"day":"2026-11-28","engine":"x","dollars":-1}]',
        '[{"request":"a","job":"a","time":1e99,"day":"2026-11-28","engine":"x","dollars":1}]',
    ],
)
def test_files_of_charges_may_say_anything(folder: Path, text: str) -> None:
    spending = folder / ".studio" / "spending"
    spending.mkdir(parents=True)
    (spending / f"{DAY}.json").write_text(text)
    library = Library.open(folder)
    assert not library.spending.any()
    library.close()


def test_a_write_that_fails_reserves_nothing(connection: sqlite3.Connection) -> None:
    connection.execute("delete from charge")

    def fails(spent: Spent) -> bool:
        raise RuntimeError("asked too much")

    with pytest.raises(RuntimeError), transaction(connection):
        charge_rows.reserve(connection, charge(), fails)
    assert not charge_rows.is_any(connection)
