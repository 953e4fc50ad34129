"""Compose draws what was chosen, by its keys, and refuses what cannot be."""

from __future__ import annotations

from textual.widgets import Input, TextArea

from screens.compose.form.advanced import AdvancedSettings
from screens.compose.form.saying_picker import SayingPicker
from screens.compose.understanding import UnderstandingLine
from screens.widgets.choice import Choice
from tests.screens.compose.writing import drawn, notices, recipes, unfold, words, write
from tests.screens.conftest import Opened, until


async def test_draw_sends_what_was_chosen_and_keeps_the_scene(opened: Opened) -> None:
    async with opened() as pilot:
        screen = pilot.app.screen
        await write(pilot, "Milo at work")
        screen.query_one(SayingPicker).words = ("RTFM",)
        screen.query_one("#style", Choice).value = "painterly"
        screen.query_one("#plate", Choice).value = "east"
        screen.query_one("#engine", Choice).value = "draft"
        screen.query_one("#size", Choice).value = "own"
        screen.query_one("#own-size", Input).value = "256x320"
        screen.query_one("#count", Input).value = "2"
        screen.query_one("#seed", Input).value = "41"
        await unfold(pilot)
        screen.query_one("#steps", Input).value = "12"
        screen.query_one("#guidance", Input).value = "3,5"
        screen.query_one("#sampler", Input).value = "heun"
        screen.query_one("#joined", Choice).value = "stitched"
        screen.query_one("#family", Choice).value = "dev"
        screen.query_one("#loras", Input).value = "own.safetensors:0.4"
        made = await drawn(pilot, 2)
        assert sorted(recipe.seed for recipe in made) == [41, 42]
        one = made[0]
        assert (one.scene, one.sayings, one.style, one.plate) == ("Milo at work", ("RTFM",), "painterly", "east")
        assert (one.width, one.height, one.engine, one.family) == (256, 320, "draft", "dev")
        assert (one.steps, one.guidance, one.sampler, one.scheduler) == (12, 3.5, "heun", "simple")
        assert (one.references_joined, one.start, one.denoise) == ("stitched", None, 1.0)
        assert [(lora.file, lora.strength) for lora in one.loras] == [("own.safetensors", 0.4)]
        await pilot.press("f2")
        assert pilot.app.screen.query_one("#scene", TextArea).text == "Milo at work"


async def test_enter_makes_a_new_line_and_ctrl_j_draws(opened: Opened) -> None:
    async with opened() as pilot:
        pilot.app.screen.query_one("#size", Choice).value = "own"
        pilot.app.screen.query_one("#own-size", Input).value = "256x256"
        await pilot.press("M", "enter", "x", "ctrl+j")
        await until(pilot, lambda: recipes(pilot))
        assert recipes(pilot)[0].scene == "M x"


async def test_the_prompt_on_the_screen_is_the_one_that_is_sent(opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        await write(pilot, "Milo and James celebrate")
        shown = words(pilot, "#prompt")
        pilot.app.screen.query_one("#own-size", Input).value = "256x256"
        pilot.app.screen.query_one("#size", Choice).value = "own"
        assert (await drawn(pilot))[0].prompt == shown


async def test_an_empty_scene_is_told_and_the_field_has_the_focus(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("tab", "tab", "f5")
        assert any("The scene is empty" in notice for notice in notices(pilot))
        assert pilot.app.focused is pilot.app.screen.query_one("#scene")
        assert recipes(pilot) == []


async def test_what_cannot_be_is_marked_at_once_and_refused_with_its_field(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo at work")
        await unfold(pilot)
        for field, text, told in (
            ("count", "0", "The count cannot be '0'"),
            ("seed", "x", "The seed cannot be 'x'"),
            ("steps", "999", "The number of steps"),
            ("guidance", "hot", "The guidance"),
            ("loras", "a:b", "The strength of a"),
        ):
            box = pilot.app.screen.query_one(f"#{field}", Input)
            box.value = text
            await until(pilot, lambda told=told: told in words(pilot, "#summary"))  # type: ignore[misc]
            await pilot.press("f5")
            await until(pilot, lambda box=box: pilot.app.focused is box)  # type: ignore[misc]
            assert any(told in notice for notice in notices(pilot))
            box.value = ""
        assert recipes(pilot) == []


async def test_a_size_of_ones_own_is_checked(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo at work")
        pilot.app.screen.query_one("#size", Choice).value = "own"
        pilot.app.screen.query_one("#own-size", Input).value = "100x100"
        await until(pilot, lambda: "'100x100' is not a size" in words(pilot, "#summary"))
        await pilot.press("f5")
        await until(pilot, lambda: pilot.app.focused is pilot.app.screen.query_one("#own-size"))


async def test_the_defaults_that_apply_are_shown(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo at work")
        screen = pilot.app.screen
        title = screen.query_one(AdvancedSettings).query_one("FoldTitle")
        assert "Schnell · 4 steps" in str(title.render())
        assert not screen.query("#family")
        await unfold(pilot)
        screen.query_one("#family", Choice).value = "dev"
        await until(pilot, lambda: "28 steps · guidance 3.0" in str(title.render()))
        screen.query_one("#family", Choice).value = "kontext"
        await until(pilot, lambda: "28 steps · guidance 2.5" in str(title.render()))
        assert screen.query_one("#steps", Input).placeholder == "28"


async def test_markup_in_a_scene_is_text(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo [bold]reads[/bold] [/nothing] the manual")
        pilot.app.screen.query_one(SayingPicker).words = ("[red]x",)
        await until(pilot, lambda: "“[red]x”" in words(pilot, "#understood"))
        assert pilot.app.screen.query_one(UnderstandingLine).size.height >= 2
