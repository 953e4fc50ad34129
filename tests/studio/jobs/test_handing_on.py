"""Jobs that wait for one engine and are drawn by another: once, by a recipe that is made for it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from backends.base import EngineUnreachable
from studio.jobs.handing_on import hand_on, others_for, recipe_for
from studio.jobs.states import State
from studio.scenes.recipe import from_json
from tests.studio.jobs.bench import STOCK, Bench, left, until


async def test_a_job_that_waits_is_drawn_by_the_engine_that_it_is_handed_to(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "library", second="other")
    await bench.desk.start()
    await bench.desk.pause()
    (job_id,) = await bench.desk.submit(bench.recipes("PEBKAC"))
    assert await hand_on(bench.desk, STOCK, job_id, "other")
    record = bench.library.jobs.get(job_id)
    recipe = from_json(record.recipe)
    assert (record.engine, recipe.engine, recipe.seed, recipe.sayings) == ("other", "other", 5, ("PEBKAC",))
    await bench.desk.resume()
    (view,) = await bench.desk.wait([job_id])
    assert (view.state, view.engine) == (State.DONE, "other")
    assert (len(bench.engines["other"].asked), bench.engine.asked) == (1, [])
    await bench.close()


async def test_a_seed_that_nobody_chose_is_chosen_by_no_other_engine(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "library", second="other")
    (chosen,) = bench.recipes()
    by_lot = msgspec.structs.replace(chosen, chosen=())
    made = [recipe_for(bench.book, STOCK, recipe, "other") for recipe in (chosen, by_lot)]
    assert [(one.seed, one.chosen) for one in made] == [(5, ("seed",)), (5, ())]
    await bench.close()


async def test_what_an_engine_may_have_is_not_handed_on(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "library", second="other")
    record = left(bench.recipes()[0], State.WAITING, graph="{}")
    bench.library.jobs.put([record])
    await bench.desk.look_up(record.id)
    assert not await hand_on(bench.desk, STOCK, record.id, "other")
    await bench.desk.start()
    (done,) = await bench.desk.submit(bench.recipes())
    await bench.desk.wait([done])
    assert not await hand_on(bench.desk, STOCK, done, "other")
    assert bench.library.jobs.get(done).engine == "spark"
    await bench.close()


async def test_another_studio_that_was_faster_has_the_job(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "library", second="other")
    await bench.desk.start()
    await bench.desk.pause()
    (job_id,) = await bench.desk.submit(bench.recipes())
    moved = bench.library.jobs.get(job_id)
    assert bench.library.jobs.change(msgspec.structs.replace(moved, state="cancelled"), moved)
    assert not await hand_on(bench.desk, STOCK, job_id, "other")
    await until(bench, lambda: bench.desk.view(job_id).state is State.CANCELLED)
    await bench.close()


async def test_a_recipe_for_a_hosted_engine_says_no_words_that_only_loras_know(tmp_path: Path) -> None:
    from studio.engines.book import EngineBook
    from studio.settings.engine_settings import HostedSettings
    from studio.settings.settings import Settings

    bench = Bench(tmp_path / "library")
    (recipe,) = bench.recipes("PEBKAC")
    book = EngineBook(
        Settings(hosted=(HostedSettings("away", "openai"), HostedSettings("farm", "replicate", model="me/mila")))
    )
    made = recipe_for(book, STOCK, recipe, "away")
    assert (made.engine, made.engine_kind, made.seed, made.scene) == ("away", "openai", recipe.seed, recipe.scene)
    assert (made.loras, [lora.file for lora in made.left_out]) == ((), [lora.file for lora in recipe.loras])
    there = recipe_for(book, STOCK, recipe, "farm")
    assert (there.engine_kind, there.steps, there.guidance) == ("replicate", 28, 3.0)
    assert [lora.file for lora in there.loras] == [lora.file for lora in recipe.loras]
    back = recipe_for(bench.book, STOCK, made, "spark")
    assert [lora.file for lora in back.loras] == [lora.file for lora in recipe.loras]
    await bench.close()


async def test_every_other_engine_that_is_ready_could_take_it(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "library", second="other")
    (recipe,) = bench.recipes()
    assert [offer.engine for offer in await others_for(bench.book, STOCK, recipe)] == ["other", "draft"]
    await bench.close()


async def test_a_job_that_its_engine_could_not_be_given_begins_again_at_another(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "library", second="other")
    bench.engine.refusal = EngineUnreachable("nothing answers")
    await bench.desk.start()
    (job_id,) = await bench.desk.submit(bench.recipes())
    (view,) = await bench.desk.wait([job_id])
    assert view.state is State.FAILED
    assert await hand_on(bench.desk, STOCK, job_id, "other")
    (view,) = await bench.desk.wait([job_id])
    assert (view.state, view.engine, len(bench.engines["other"].asked)) == (State.DONE, "other", 1)
    await bench.close()
