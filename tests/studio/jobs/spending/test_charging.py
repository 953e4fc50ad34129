"""Jobs at an engine that is paid: what they cost is kept, and none passes a cap without a person's word."""

from __future__ import annotations

import time
from pathlib import Path

import msgspec
import pytest

from backends.base import (
    Cancelled,
    Cost,
    EngineError,
    EngineRefused,
    EngineUnreachable,
    Event,
    Failed,
    MayBeCharged,
)
from backends.errors import ContentRefused
from library.charges import Charge
from studio.jobs.spending.caps import Caps
from studio.jobs.spending.charging import local_day
from studio.jobs.states import State
from studio.pictures.prices import price_words
from studio.scenes.recipe import from_json
from tests.studio.jobs.bench import Bench, left, until
from tests.studio.jobs.spending.paid import charges, drawn_for, ended_by, paid


@pytest.mark.parametrize(
    ("cost", "kept", "how", "words"),
    [
        (Cost(0.04, measured=True), 0.04, "measured", "$0.04"),
        (Cost(0.06), 0.06, "estimated", "about $0.06"),
        (None, 0.05, "estimated", "about $0.05"),
    ],
)
async def test_what_a_picture_cost_is_kept_with_it_and_its_job(
    tmp_path: Path, cost: Cost | None, kept: float, how: str, words: str
) -> None:
    bench = paid(tmp_path, drawn_for(cost))
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    (view,) = await bench.desk.wait([job_id])
    assert view.cost == words
    facts = bench.library.picture(view.picture_ids[0]).facts
    assert facts.cost == from_json(facts.recipe).cost == kept
    assert price_words(facts) == words
    assert charges(bench, job_id) == [(kept, how)]
    assert [(one.of, one.dollars) for one in bench.library.spending.totals("member")] == [("Milo", kept)]
    assert [one.of for one in bench.library.spending.totals("model")] == ["flux-2-pro"]
    await bench.close()


@pytest.mark.parametrize(
    ("event", "left_over", "words"),
    [
        (Failed(EngineRefused("no")), [], ""),
        (Failed(EngineRefused("no"), Cost(0.02, measured=True)), [(0.02, "measured")], "$0.02"),
        (Failed(ContentRefused("no", "", stage="output")), [(0.05, "maybe")], "may have cost $0.05"),
        (Failed(MayBeCharged("cut")), [(0.05, "maybe")], "may have cost $0.05"),
        (Cancelled(), [(0.05, "maybe")], "may have cost $0.05"),
    ],
)
async def test_a_job_without_a_picture_costs_what_is_known_of_it(
    tmp_path: Path, event: Event, left_over: list[tuple[float, str]], words: str
) -> None:
    bench = paid(tmp_path, ended_by(event))
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    (view,) = await bench.desk.wait([job_id])
    assert charges(bench, job_id) == left_over
    assert view.cost == words
    await bench.close()


async def test_a_request_that_was_not_answered_says_that_it_may_have_cost(tmp_path: Path) -> None:
    bench = paid(tmp_path, drawn_for(None))
    bench.engine.refusal = MayBeCharged("no answer came")
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    (view,) = await bench.desk.wait([job_id])
    assert (view.cost, charges(bench, job_id)) == ("may have cost $0.05", [(0.05, "maybe")])
    # Drawn again by a person's word it is another charge, and that of before stays.
    bench.engine.refusal = None
    await bench.desk.retry(job_id, pay_again=True)
    await bench.desk.wait([job_id])
    assert charges(bench, job_id) == [(0.05, "maybe"), (0.05, "estimated")]
    await bench.close()


@pytest.mark.parametrize("refusal", [EngineRefused("no such model"), EngineUnreachable("nobody there")])
async def test_what_was_never_sent_costs_nothing_and_its_retry_is_one_charge(
    tmp_path: Path, refusal: EngineError
) -> None:
    bench = paid(tmp_path, drawn_for(Cost(0.05, measured=True)))
    bench.engine.refusal = refusal
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    (view,) = await bench.desk.wait([job_id])
    assert (view.state, charges(bench, job_id)) == (State.FAILED, [])
    bench.engine.refusal = None
    await bench.desk.retry(job_id)
    await bench.desk.wait([job_id])
    assert charges(bench, job_id) == [(0.05, "measured")]
    await bench.close()


async def test_jobs_over_the_cap_are_held_with_the_sums_until_a_person_releases_them(tmp_path: Path) -> None:
    bench = paid(tmp_path, drawn_for(Cost(0.05, measured=True)), Caps(day=0.1))
    await bench.desk.start()
    ids = await bench.desk.submit(bench.recipes(count=3))
    views = await bench.desk.wait(ids)
    assert [view.state for view in views] == [State.DONE, State.DONE, State.DRAFT]
    assert views[2].over_cap
    assert "$0.10 of $0.10 today" in (views[2].notice.reason if views[2].notice else "")
    assert len(bench.engine.asked) == 2
    # What releases all that is held is no word about money.
    await bench.desk.resume()
    assert bench.desk.view(ids[2]).over_cap
    await bench.desk.release(ids[2])
    (view,) = await bench.desk.wait([ids[2]])
    assert (view.state, view.notice) == (State.DONE, None)
    assert bench.library.spending.spent(local_day(view.changed)).day == pytest.approx(0.15)
    await bench.close()


async def test_where_all_would_pass_the_cap_all_are_held(tmp_path: Path) -> None:
    bench = paid(tmp_path, drawn_for(None), Caps(day=0.01))
    await bench.desk.start()
    views = await bench.desk.wait(await bench.desk.submit(bench.recipes(count=5)))
    assert all(view.over_cap for view in views)
    await bench.close()


async def test_a_word_before_and_a_higher_cap_let_jobs_pass(tmp_path: Path) -> None:
    bench = paid(tmp_path, drawn_for(Cost(0.05, measured=True)), Caps(month=0.01))
    await bench.desk.start()
    ids = await bench.desk.submit(bench.recipes(count=2), over_cap=True)
    assert {view.state for view in await bench.desk.wait(ids)} == {State.DONE}
    (held,) = await bench.desk.submit(bench.recipes())
    assert (await bench.desk.wait([held]))[0].over_cap
    bench.desk.charging.caps = Caps(month=10.0)
    (other,) = await bench.desk.submit(bench.recipes())
    assert (await bench.desk.wait([other]))[0].state is State.DONE
    await bench.close()


async def test_two_studios_do_not_pass_the_cap_together(tmp_path: Path) -> None:
    benches = [paid(tmp_path, drawn_for(Cost(0.05, measured=True)), Caps(day=0.15)) for _ in range(2)]
    for bench in benches:
        await bench.desk.start()
    ids = [await bench.desk.submit(bench.recipes(count=3)) for bench in benches]
    views = [view for bench, some in zip(benches, ids, strict=True) for view in await bench.desk.wait(some)]
    assert sorted(view.state for view in views) == [State.DONE] * 3 + [State.DRAFT] * 3
    assert sum(len(bench.engine.asked) for bench in benches) == 3
    for bench in benches:
        await bench.close()


async def test_a_job_that_a_killed_studio_reserved_counts_and_is_settled_by_who_takes_it_up(tmp_path: Path) -> None:
    bench = paid(tmp_path, drawn_for(Cost(0.05, measured=True)), Caps(day=0.05))
    record = left(bench.recipes()[0], State.QUEUED, graph="{}")
    bench.library.jobs.put([record])
    today = local_day(time.time())
    bench.library.spending.reserve(
        Charge(request=record.prompt_id, job=record.id, time=1.0, day=today, engine="spark", dollars=0.05)
    )
    await bench.desk.start()
    (held,) = await bench.desk.submit(bench.recipes())
    assert (await bench.desk.wait([held]))[0].over_cap
    await bench.desk.take_up()
    assert not bench.desk.paused
    await until(bench, lambda: bench.desk.view(record.id).ended)
    assert bench.desk.view(record.id).cost == "$0.05"
    assert charges(bench, record.id) == [(0.05, "measured")]
    await bench.close()


async def test_the_cost_of_an_earlier_job_is_shown_again(tmp_path: Path) -> None:
    bench = paid(tmp_path, drawn_for(Cost(0.04, measured=True)))
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    await bench.desk.wait([job_id])
    await bench.close()
    again = paid(tmp_path, drawn_for(None))
    await again.desk.start()
    await again.desk.take_up()
    assert again.desk.view(job_id).cost == "$0.04"
    await again.close()


async def test_an_engine_that_is_not_paid_writes_no_charge(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.desk.charging.caps = Caps(day=0.01)
    await bench.desk.start()
    priced = [msgspec.structs.replace(recipe, cost=0.5) for recipe in bench.recipes()]
    (view,) = await bench.desk.wait(await bench.desk.submit(priced))
    assert view.cost == ""
    assert not bench.library.spending.any()
    # A recipe that is drawn again says nothing of what another picture of it cost.
    assert bench.library.picture(view.picture_ids[0]).facts.cost is None
    await bench.close()
