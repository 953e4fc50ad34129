"""The best of a batch: looked for once all have ended, picked, and said of each job."""

from __future__ import annotations

from pathlib import Path

import pytest

from library.records import Lettering, Picture
from studio.cast.members import Character
from studio.errors import Notice, Rank
from studio.jobs.best_of.choosing import with_rank
from studio.jobs.views import BestChosen, Change
from studio.pictures.best.ranking import Take
from studio.scenes.recipe import Recipe
from tests.studio.jobs.bench import STOCK, Bench, until


@pytest.fixture
def drifts(monkeypatch: pytest.MonkeyPatch) -> dict[int, float]:
    """The drift of each picture by its seed: what a judge sees."""
    seen: dict[int, float] = {}

    class Judge:
        def __init__(self, cast: tuple[Character, ...]) -> None:
            assert cast == STOCK.cast

        def take(self, picture: Picture, lettering: Lettering | None, recipe: Recipe) -> Take:
            return Take(drift=seen[recipe.seed])

    monkeypatch.setattr("studio.pictures.best.judging.Judge", Judge)
    return seen


def ranks(bench: Bench) -> dict[int, str]:
    return {view.seed: view.rank.line() if view.rank else "" for view in bench.desk.views()}


def picked(bench: Bench) -> list[int | None]:
    found = bench.library.pictures(tuple(one for view in bench.desk.views() for one in view.picture_ids))
    return [picture.facts.seed for picture in found if picture.mark == "pick"]


async def test_the_best_is_picked_when_the_last_has_ended(tmp_path: Path, drifts: dict[int, float]) -> None:
    drifts.update({5: 0.3, 6: 0.1, 7: 0.2})
    bench = Bench(tmp_path)
    told: list[Change] = []
    bench.desk.subscribe(told.append)
    await bench.desk.start()
    bench.desk.best_of.begin(lambda: STOCK.cast)
    await bench.desk.submit(bench.recipes(count=3), best=True)
    await until(bench, lambda: any(isinstance(change, BestChosen) for change in told))
    assert ranks(bench) == {
        5: "3rd of 3: drift 0.30",
        6: "The best of 3: least drift 0.10",
        7: "2nd of 3: drift 0.20",
    }
    assert picked(bench) == [6]
    assert all(view.notice is not None and view.notice.is_praise for view in bench.desk.views())
    await bench.close()


async def test_others_are_not_judged(tmp_path: Path, drifts: dict[int, float]) -> None:
    bench = Bench(tmp_path)
    await bench.desk.start()
    bench.desk.best_of.begin(lambda: STOCK.cast)
    await bench.desk.wait(await bench.desk.submit(bench.recipes(count=2)))
    assert set(ranks(bench).values()) == {""}
    await bench.close()


async def test_a_batch_that_ended_unseen_is_judged_by_the_next_studio(tmp_path: Path, drifts: dict[int, float]) -> None:
    drifts.update({5: 0.3, 6: 0.1})
    bench = Bench(tmp_path)
    await bench.desk.start()
    await bench.desk.wait(await bench.desk.submit(bench.recipes(count=2), best=True))
    assert picked(bench) == []
    bench.desk.best_of.begin(lambda: STOCK.cast)
    await until(bench, lambda: "" not in ranks(bench).values())
    assert picked(bench) == [6]
    await bench.close()


async def test_judged_again_the_former_best_is_picked_no_more(tmp_path: Path, drifts: dict[int, float]) -> None:
    drifts.update({5: 0.3, 6: 0.1})
    bench = Bench(tmp_path)
    await bench.desk.start()
    ids = await bench.desk.submit(bench.recipes(count=2), best=True)
    await bench.desk.wait(ids)
    await bench.desk.best_of.choose(ids, lambda: STOCK.cast)
    drifts[5] = 0.0
    order = await bench.desk.best_of.choose(ids, lambda: STOCK.cast)
    assert [one.picture.facts.seed for one in order] == [5, 6]
    assert picked(bench) == [5]
    await bench.close()


def test_what_needs_a_look_is_said_before_the_rank() -> None:
    first, second = Rank(1, 12, ("least drift 0.10",)), Rank(12, 12, ("Milo is not there",))
    warning = Notice("Milo is not there", "", "Draw it again", warning=True)
    told = with_rank(with_rank(warning, first), second)
    assert (told.title, told.is_praise, told.rank) == ("Milo is not there", False, second)
    assert told.line() == "Milo is not there. Draw it again (12th of 12: Milo is not there)"
    praise = with_rank(with_rank(None, second), first)
    assert (praise.line(), praise.is_praise) == ("The best of 12: least drift 0.10", True)
    assert Rank(1, 1).head == "The only one that was drawn"
