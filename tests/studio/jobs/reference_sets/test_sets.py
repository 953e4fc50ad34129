"""A set as it is begun: what its recipes ask of engines, which pauses are waited for, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from backends.base import Health
from backends.errors import RateLimited
from studio.cast.references.coverage import Cell
from studio.cast.references.schedule import End, Wait
from studio.jobs.reference_sets import planning, running
from studio.jobs.reference_sets.planning import SetWrong
from studio.jobs.reference_sets.running import Clock, Told
from studio.workspace import Workspace
from tests.conftest import Home
from tests.studio.jobs.bench import ScriptedEngine, panel_png, whole_run

CAST = """
[[character]]
name = "Cindy"
look = "a woman"
outfit = "a green coat"
[[character.outfits]]
name = "party suit"
words = "a silver suit"
"""


@pytest.fixture
async def workspace(home: Home) -> Any:
    home.write_settings('[[servers]]\nname = "spark"\nurl = "http://spark"\n')
    (home.settings / "cast.toml").write_text(CAST)
    made = Workspace.open()
    made.engines._made["spark"] = ScriptedEngine(whole_run)
    yield made
    await made.close()


def begin(workspace: Workspace, cells: list[Cell], engine: str = "spark", **more: Any) -> Any:
    member = planning.member_of(workspace, "Cindy")
    return planning.begin(workspace, member, cells, engine=engine, style="flat cartoon", **more)


async def test_a_text_model_is_told_all_and_one_that_looks_what_to_change(workspace: Workspace) -> None:
    cells = [Cell("back", "full body", "neutral"), Cell("front", "bust", "angry", "party suit")]
    bare = begin(workspace, cells)
    words = planning.recipe_of(workspace, bare, bare.shots[0], "spark")
    assert (words.family, words.references) == ("schnell", ())
    assert "one single figure, a woman, wearing a green coat, seen from behind" in words.prompt
    assert (words.plate, words.seed, words.width, words.height) == ("plain ground", bare.shots[0].seed, 896, 1152)
    source = planning.source_of(workspace, "cindy.png", panel_png())
    seen = begin(workspace, cells, source=source, restart=True)
    turned, dressed = (planning.recipe_of(workspace, seen, shot, "spark") for shot in seen.shots)
    assert turned.family == "kontext"
    assert [(one.name, one.sha256) for one in turned.references] == [("cindy.png", source.sha256)]
    assert "Turn the character around" in turned.prompt
    assert "the same outfit" in turned.prompt
    assert "Change the clothes to a silver suit" in dressed.prompt
    assert [member.wearing for member in dressed.cast] == ["a silver suit"]
    draft = planning.recipe_of(workspace, seen, seen.shots[0], "draft")
    assert (draft.engine_kind, draft.references) == ("draft", ())


async def test_an_outfit_is_drawn_after_its_own_reference(workspace: Workspace, home: Home) -> None:
    Image.new("RGB", (64, 64), "red").save(home.settings / "usual.png")
    Image.new("RGB", (64, 64), "blue").save(home.settings / "party.png")
    text = CAST.replace('outfit = "a', 'references = ["usual.png"]\noutfit = "a')
    (home.settings / "cast.toml").write_text(text + 'references = ["party.png"]\n')
    workspace.learn_cast()
    made = begin(workspace, [Cell("back", "bust", "neutral"), Cell("back", "bust", "neutral", "party suit")])
    usual, party = (planning.recipe_of(workspace, made, shot, "spark") for shot in made.shots)
    assert [one.name for one in (*usual.references, *party.references)] == ["usual.png", "party.png"]
    assert "Keep the same face, fur or hair, colours, proportions and the same outfit" in party.prompt


@pytest.mark.parametrize(
    ("quota", "seconds", "why"), [("minute", 30.0, "done"), ("day", 40000.0, "quota"), ("day", None, "quota")]
)
async def test_a_minute_is_waited_for_and_a_day_ends_the_run(
    workspace: Workspace, quota: Any, seconds: float | None, why: Any
) -> None:
    engine = workspace.engines.get("spark")
    assert isinstance(engine, ScriptedEngine)
    now, told = [1000.0], list[Told]()
    engine.refusal = RateLimited("10 a minute are used up", "", seconds, quota)

    async def sleep(length: float) -> None:
        now[0] += length
        engine.refusal = None

    begin(workspace, [Cell("front", "bust", "happy"), Cell("back", "bust", "neutral")])
    await workspace.start()
    made, end = await running.run(workspace, "Cindy", told.append, Clock(lambda: now[0], sleep))
    assert end == End(why, now[0] + seconds if why == "quota" and seconds else 0.0)
    assert [one.step for one in told if isinstance(one.step, Wait)] == ([Wait(1030.0)] if why == "done" else [])
    if why == "quota":
        engine.refusal = None
        now[0] += 50000.0
        made, end = await running.run(workspace, "Cindy", clock=Clock(lambda: now[0], sleep))
    assert (end.why, len(made.drawn), len(engine.asked)) == ("done", 2, 2)


async def test_a_set_that_a_server_should_draw_is_not_drafted_while_there_is_none(workspace: Workspace) -> None:
    engine = workspace.engines.get("spark")
    assert isinstance(engine, ScriptedEngine)

    async def away() -> Health:
        return Health(False, "nothing answers")

    engine.health = away  # type: ignore[method-assign]
    begin(workspace, [Cell("front", "bust", "happy")], engine="auto")
    await workspace.start()
    made, end = await running.run(workspace, "Cindy")
    assert (end.why, made.shots[0].why) == ("failed", "no server is ready: spark: nothing answers")
    assert engine.asked == []


async def test_what_cannot_be_begun_says_why(workspace: Workspace) -> None:
    begin(workspace, [Cell("front", "bust", "happy")])
    with pytest.raises(SetWrong, match="not finished"):
        begin(workspace, [Cell("front", "bust", "happy")])
    member = planning.member_of(workspace, "Cindy")
    for wrong in ((0,), (99,), (3, ["above"]), (3, (), ["armour"])):
        with pytest.raises(SetWrong):
            planning.wanted(member, *wrong)
    with pytest.raises(SetWrong):
        planning.member_of(workspace, "Nobody")
    with pytest.raises(SetWrong, match="no set"):
        await running.run(workspace, "Milo")
