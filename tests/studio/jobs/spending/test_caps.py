"""Caps: what passes one, and how it is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import Cost
from library.charges import Charge, How, Spent
from studio.jobs.spending.caps import Caps, passed
from studio.jobs.spending.words import cost_words, over_cap, spent_words
from studio.jobs.states import State
from tests.studio.jobs.spending.paid import drawn_for, paid

CENTS = st.integers(0, 500).map(lambda cents: cents / 100)


@given(day=CENTS, month=CENTS, today=CENTS, before=CENTS, estimate=CENTS)
def test_a_job_passes_exactly_the_caps_that_its_cost_goes_over(
    day: float, month: float, today: float, before: float, estimate: float
) -> None:
    spent = Spent(today, today + before)
    found = {one.span for one in passed(Caps(day, month), spent, estimate)}
    cents = [round(amount * 100) for amount in (today, today + before, estimate, day, month)]
    assert ("day" in found) == (day > 0 and cents[0] + cents[2] > cents[3])
    assert ("month" in found) == (month > 0 and cents[1] + cents[2] > cents[4])


@pytest.mark.parametrize(("spent", "is_passed"), [(0.99, False), (1.0, True), (1.5, True)])
def test_what_nobody_knows_the_price_of_passes_a_cap_that_is_reached(spent: float, is_passed: bool) -> None:
    assert bool(passed(Caps(day=1.0), Spent(spent, spent), None)) is is_passed


def test_a_held_job_says_the_sums() -> None:
    notice = over_cap(passed(Caps(2.0, 20.0), Spent(1.98, 3.0), 0.05), "bfl", 0.05)
    assert notice.over_cap
    assert notice.line() == (
        "Held: it would pass what you allow to be spent: bfl costs about $0.05, and $1.98 of $2.00 today is spent."
        " Release it (h in Progress, `studio jobs release`), draw with --over-cap, or allow more under spending in the"
        " settings"
    )


def test_what_was_spent_is_said_with_the_caps_beside_it() -> None:
    assert spent_words(Spent(0.42, 3.1, 0.05), Caps(day=2.0)) == (
        "$0.42 today of $2.00, $3.10 this month, $0.05 of it in doubt"
    )


@pytest.mark.parametrize(
    ("hows", "ended", "words"),
    [
        ([], True, ""),
        (["nothing"], True, ""),
        (["measured"], True, "$0.04"),
        (["maybe"], False, "about $0.04"),
        (["maybe"], True, "may have cost $0.04"),
        (["measured", "estimated"], True, "about $0.08"),
        (["maybe", "measured"], True, "may have cost $0.08"),
    ],
)
def test_the_cost_of_a_job_says_how_sure_it_is(hows: list[How], ended: bool, words: str) -> None:
    charges = [
        Charge(request=f"{number}", job="a", time=1.0, day="2026-11-28", engine="bfl", dollars=0.04, how=how)
        for number, how in enumerate(hows)
    ]
    assert cost_words(charges, ended=ended) == words


async def test_who_releases_a_job_of_another_studio_over_a_cap_sends_it(tmp_path: Path) -> None:
    one, other = (paid(tmp_path, drawn_for(Cost(0.05, measured=True)), Caps(day=0.01)) for _ in range(2))
    await one.desk.start()
    (job_id,) = await one.desk.submit(one.recipes())
    assert (await one.desk.wait([job_id]))[0].over_cap
    await other.desk.start()
    await other.desk.take_up()
    assert other.desk.is_foreign(job_id)
    await other.desk.release(job_id)
    (view,) = await other.desk.wait([job_id])
    assert (view.state, len(one.engine.asked), len(other.engine.asked)) == (State.DONE, 0, 1)
    await one.close()
    await other.close()
