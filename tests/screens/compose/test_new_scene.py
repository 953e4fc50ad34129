"""A new scene, and the one of last time: nothing of another picture stays behind, and nothing is typed onto it."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from screens.widgets.choice import Choice
from studio.scenes.recipe import PictureUse
from tests.screens.compose.writing import drawn, notices, write
from tests.screens.conftest import Opened, studio_of, until


def fields(pilot: Pilot[None]) -> dict[str, str]:
    chosen = {one.id or "": str(one.value) for one in pilot.app.screen.query(Choice)}
    return chosen | {one.id or "": one.value for one in pilot.app.screen.query(Input) if one.id != "saying-words"}


def put(pilot: Pilot[None], **values: str) -> None:
    for name, value in values.items():
        pilot.app.screen.query_one(f"#{name}").value = value  # type: ignore[attr-defined]


def scene(pilot: Pilot[None]) -> TextArea:
    return pilot.app.screen.query_one("#scene", TextArea)


async def test_what_came_with_another_picture_goes_with_a_new_scene(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo at the rack")
        put(
            pilot, engine="draft", size="wide", seed="5", plate=pilot.app.screen.query_one("#plate", Choice).offered[-1]
        )
        (recipe,) = await drawn(pilot)
        await pilot.press("f2", "ctrl+n")
        put(pilot, engine="auto", size="portrait", seed="", plate="", count="3")
        own = fields(pilot)
        await studio_of(pilot).run_again(recipe)
        assert fields(pilot) != own
        # A second picture, before a new scene: what was the person's own is still known.
        await studio_of(pilot).run_again(recipe)
        await pilot.press("ctrl+n")
        assert fields(pilot) == own
        await until(pilot, lambda: any("plate, engine, size" in one for one in notices(pilot)))


async def test_what_came_with_another_picture_goes_with_a_new_scene_of_the_next_studio_too(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo at the rack")
        plate = pilot.app.screen.query_one("#plate", Choice).offered[-1]
        put(pilot, engine="draft", size="wide", seed="5", plate=plate)
        (recipe,) = await drawn(pilot)
        await pilot.press("f2", "ctrl+n")
        put(pilot, engine="auto", size="portrait", seed="", plate="")
        own = fields(pilot)
        await studio_of(pilot).run_again(recipe)
        assert fields(pilot)["plate"] == plate
    async with opened() as pilot:
        await until(pilot, lambda: fields(pilot)["plate"] == plate)
        await pilot.press("ctrl+n")
        assert fields(pilot) == own


async def test_what_was_changed_meanwhile_stays(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo at the rack")
        put(pilot, engine="draft", size="wide", seed="5")
        (recipe,) = await drawn(pilot)
        await pilot.press("f2", "ctrl+n")
        put(pilot, engine="auto", size="portrait", seed="")
        await studio_of(pilot).run_again(recipe)
        put(pilot, size="tall")
        await pilot.press("ctrl+n")
        now = fields(pilot)
        assert (now["size"], now["engine"], now["seed"]) == ("tall", "auto", "")
        # What a person chose is nobody else's to take back.
        put(pilot, seed="9")
        await pilot.press("ctrl+n")
        assert fields(pilot)["seed"] == "9"


async def test_a_picture_that_is_painted_over_takes_its_size_with_it(opened: Opened) -> None:
    async with opened() as pilot:
        own = fields(pilot)
        await until(pilot, lambda: studio_of(pilot).workspace is not None)
        own = fields(pilot)
        await studio_of(pilot).paint_over(PictureUse("a.png", "0" * 64), (1344, 768), None)
        assert fields(pilot) != own
        await pilot.press("ctrl+n")
        assert fields(pilot) == own


async def test_what_is_typed_first_takes_the_place_of_the_scene_of_last_time(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo naps")
    async with opened() as pilot:
        await until(pilot, lambda: scene(pilot).text == "Milo naps")
        assert "replace" in str(scene(pilot).border_subtitle)
        await pilot.press(*"James")
        assert scene(pilot).text == "James"
        assert not scene(pilot).border_subtitle
        await pilot.press("ctrl+z", "ctrl+z")
        await until(pilot, lambda: scene(pilot).text == "Milo naps")


async def test_an_arrow_keeps_it(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo naps")
    async with opened() as pilot:
        await until(pilot, lambda: scene(pilot).text == "Milo naps")
        await pilot.press("right", *" on")
        assert scene(pilot).text == "Milo naps on"
        assert not scene(pilot).border_subtitle
