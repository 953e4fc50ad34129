"""Compose: what it understands, offers, refuses and sends."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static, TextArea

import screens.app
from library.store import Library
from screens.app import StudioApp
from screens.compose.advanced import AdvancedSettings
from screens.compose.reference_card import ReferenceCard
from screens.compose.saying import SayingPicker
from screens.compose.screen import ComposeScreen
from screens.compose.understood import UnderstoodLine
from screens.progress.screen import ProgressScreen
from screens.widgets.choice import Choice
from screens.widgets.pictures.picture import PictureView
from studio.scenes.recipe import PictureUse, Recipe
from studio.workspace import Workspace
from tests.backends.comfyui.newer import FLUX2, nodes_of
from tests.conftest import Home
from tests.screens.conftest import Opened, shows, studio_of, told_in_passing, until
from tests.standin.server import StandIn


def words(pilot: Pilot[None], selector: str) -> str:
    """What a line of text says."""
    return str(pilot.app.screen.query_one(selector, Static).content)


async def write(pilot: Pilot[None], text: str) -> None:
    """Put a scene into the field, and wait until it is understood."""
    pilot.app.screen.query_one("#scene", TextArea).text = text
    await until(pilot, lambda: " ".join(text.split()).rstrip(".") in words(pilot, "#prompt"))


async def unfold(pilot: Pilot[None]) -> None:
    """Open the advanced settings."""
    await pilot.press("ctrl+o")
    await until(pilot, lambda: pilot.app.focused and pilot.app.focused.id == "family")


def recipes(pilot: Pilot[None]) -> list[Recipe]:
    """The recipes at the desk, the newest first."""
    workspace = studio_of(pilot).workspace
    assert workspace is not None
    return [workspace.desk.recipe(view.id) for view in workspace.desk.views()]


async def drawn(pilot: Pilot[None], count: int = 1) -> list[Recipe]:
    """Draw, and wait for Progress to show it."""
    await pilot.press("f5")
    await until(pilot, lambda: shows(pilot, ProgressScreen) and len(recipes(pilot)) == count)
    return recipes(pilot)


def notices(pilot: Pilot[None]) -> list[str]:
    """What the app has told in passing."""
    return [f"{notice.title} {notice.message}" for notice in told_in_passing(pilot.app)]


async def test_typing_a_scene_says_what_was_understood(opened: Opened) -> None:
    async with opened() as pilot:
        assert isinstance(pilot.app.focused, TextArea)
        assert "Milo or James" in words(pilot, "#understood")
        await pilot.press(*"James")
        await until(pilot, lambda: "James, plain outfit" in words(pilot, "#understood"))
        await write(pilot, "The raccoon naps at the server rack")
        line = words(pilot, "#understood")
        assert "Milo, plain outfit" in line
        assert "north wall" in line
        assert "'rack'" in line
        pilot.app.screen.query_one(TextArea).clear()
        await until(pilot, lambda: "Milo or James" in words(pilot, "#understood"))


async def test_the_list_narrows_with_what_is_typed_and_the_saying_changes_the_outfit(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo at work")
        await pilot.press("tab", *"wor", "down", "enter")
        picker = pilot.app.screen.query_one(SayingPicker)
        assert picker.words == ("Works On My Machine",)
        await until(pilot, lambda: "lettered outfit “Works On My Machine”" in words(pilot, "#understood"))
        assert "white chest panel" in words(pilot, "#prompt")
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "plain outfit" in words(pilot, "#understood"))


async def test_own_words_stay_as_typed(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("tab", *"rt", "enter", "tab")
        picker = pilot.app.screen.query_one(SayingPicker)
        assert picker.words == ("rt",)
        assert not picker.has_class("-open")


async def test_two_characters_wear_two_sayings(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo and James")
        await pilot.press("tab")
        pilot.app.screen.query_one("#saying-words", Input).value = "My words / pe"
        await pilot.press("b", "down", "enter")
        assert pilot.app.screen.query_one(SayingPicker).words == ("My words", "PEBKAC")
        await until(pilot, lambda: "James, lettered outfit “PEBKAC”" in words(pilot, "#understood"))


async def test_a_random_saying_stands_there_at_once_and_rolls_on(opened: Opened) -> None:
    async with opened() as pilot:
        picker = pilot.app.screen.query_one(SayingPicker)
        await pilot.press("ctrl+r")
        first = picker.words
        assert len(first) == 1
        pilot.app.screen.query_one("#style").focus()
        await pilot.press("escape", "ctrl+r")
        assert picker.words != first


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


async def test_what_a_server_would_draw_otherwise_is_said_before_it_is_drawn(cast_home: Home, opened: Opened) -> None:
    async with StandIn() as server:
        server.object_info |= nodes_of(**FLUX2)
        cast_home.write_settings(f'[[servers]]\nname = "lab"\nurl = "{server.url}"\n')
        async with opened() as pilot:
            await write(pilot, "Milo at work")
            lora = "without the LoRA FLUX-kontext-lora-flat-cartoon-style.safetensors, which is for FLUX.1"
            told = f"▲ On lab: drawn by {FLUX2['unet'][0]} with 20 steps, and not by Schnell; {lora}"
            await until(pilot, lambda: words(pilot, "#understood").endswith(told))
            pilot.app.screen.query_one("#style", Choice).value = "painterly"
            await until(pilot, lambda: words(pilot, "#understood").endswith("and not by Schnell"))
            pilot.app.screen.query_one("#engine", Choice).value = "draft"
            await until(pilot, lambda: "▲" not in words(pilot, "#understood"))
        assert server.bodies == []


async def test_a_lora_that_is_missing_is_said_before_it_is_drawn(cast_home: Home, opened: Opened) -> None:
    async with StandIn() as server:
        server.set_choices("LoraLoaderModelOnly", "lora_name", [])
        cast_home.write_settings(f'[[servers]]\nname = "lab"\nurl = "{server.url}"\n')
        async with opened() as pilot:
            await write(pilot, "Milo at work")
            told = "there is no FLUX-kontext-lora-flat-cartoon-style.safetensors in its models/loras"
            await until(pilot, lambda: told in words(pilot, "#understood"))
            await pilot.press("ctrl+n")
            await until(pilot, lambda: "Name Milo or James" in words(pilot, "#understood"))


async def test_a_recipe_opens_as_it_was_and_draws_the_same(opened: Opened) -> None:
    async with opened() as pilot:
        screen = pilot.app.screen
        await write(pilot, "James rides the bike")
        screen.query_one(SayingPicker).words = ("RTFM",)
        screen.query_one("#size", Choice).value = "own"
        screen.query_one("#own-size", Input).value = "256x256"
        first = (await drawn(pilot))[0]
        await pilot.press("f2", "ctrl+n")
        await until(pilot, lambda: "Milo or James" in words(pilot, "#understood"))
        await studio_of(pilot).run_again(first)
        assert shows(pilot, ComposeScreen)
        assert (await drawn(pilot, 2))[0] == first


async def test_a_recipe_with_a_plate_that_is_gone_is_told(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo at work")
        pilot.app.screen.query_one("#own-size", Input).value = "256x256"
        pilot.app.screen.query_one("#size", Choice).value = "own"
        recipe = (await drawn(pilot))[0]
        await studio_of(pilot).run_again(replace(recipe, plate="attic"))
        await until(pilot, lambda: any("There is no plate named 'attic'" in notice for notice in notices(pilot)))


async def test_a_picture_is_painted_over_only_where_that_can_be_done(opened: Opened, small_png: bytes) -> None:
    async with opened(120, 40) as pilot:
        await write(pilot, "Milo at work")
        screen = pilot.app.screen
        assert isinstance(screen, ComposeScreen)
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        library = workspace.library
        start = PictureUse("block-out.png", library.references.add(small_png))
        await studio_of(pilot).paint_over(start, (832, 1216), None)
        await until(pilot, lambda: "over block-out.png" in words(pilot, "#summary"))
        assert (screen.scene().start, screen.scene().size, screen.scene().redrawn) == (start, (832, 1216), 0.6)
        await until(
            pilot, lambda: screen.query(".reference-name") and "painted over" in words(pilot, ".reference-name")
        )
        await unfold(pilot)
        assert screen.query_one("#start-row").display
        screen.query_one("#denoise", Input).value = "0"
        await until(pilot, lambda: "cannot be '0'" in words(pilot, "#summary"))
        screen.query_one("#denoise", Input).value = "0.35"
        await until(pilot, lambda: screen.scene().denoise == 0.35)
        screen.query_one("#engine", Choice).value = "draft"
        await pilot.press("f5")
        await until(pilot, lambda: any("does not paint over" in notice for notice in notices(pilot)))
        assert not library.jobs.latest()
        screen.query_one("#no-start", Button).press()
        await until(pilot, lambda: screen.scene().start is None)
        assert screen.scene().denoise is None
        await until(pilot, lambda: not screen.query(ReferenceCard))


async def test_what_is_to_be_painted_over_waits_for_a_library_that_still_opens(
    cast_home: Home, monkeypatch: pytest.MonkeyPatch, small_png: bytes
) -> None:
    may_open = threading.Event()
    really = screens.app._open_workspace

    def slowly(folder: Path | None) -> Workspace:
        assert may_open.wait(30)
        return really(folder)

    monkeypatch.setattr(screens.app, "_open_workspace", slowly)
    library = Library.open(cast_home.library)
    start = PictureUse("block-out.png", library.references.add(small_png))
    library.close()
    app = StudioApp()
    async with app.run_test(size=(120, 40)) as pilot:
        try:
            await app.paint_over(start, (832, 1216), None)
            assert app.workspace is None
        finally:
            may_open.set()
        await until(pilot, lambda: "over block-out.png" in words(pilot, "#summary"))


async def test_graphs_that_come_later_can_be_chosen(cast_home: Home, opened: Opened) -> None:
    cast_home.write_settings('pictures = "half-cells"\n[[servers]]\nname = "rack"\nurl = "http://127.0.0.1:9"\n')
    async with opened() as pilot:
        graphs = cast_home.settings / "graphs"
        graphs.mkdir()
        (graphs / "[b]mine.json").write_text("{}")
        await pilot.press("f3", "f2")
        engine = pilot.app.screen.query_one("#engine", Choice)
        await until(pilot, lambda: "rack/[b]mine" in engine.offered)
        assert engine.value == "auto"


async def test_the_references_of_the_cast_are_shown_with_their_names(
    cast_home: Home, opened: Opened, small_png: bytes
) -> None:
    (cast_home.settings / "milo.png").write_bytes(small_png)
    with (cast_home.settings / "cast.toml").open("a", encoding="utf-8") as file:
        for name, picture in (("Ada", "milo.png"), ("Grace", "gone.png")):
            file.write(f'[[character]]\nname = "{name}"\nlook = "x"\noutfit = "x"\nlettered_outfit = "x"\n')
            file.write(f'references = ["{picture}"]\n')
    async with opened(120, 40) as pilot:
        await write(pilot, "Ada and Grace meet Milo")
        screen = pilot.app.screen
        await until(pilot, lambda: len(screen.query(ReferenceCard)) == 2)
        cards = list(screen.query(ReferenceCard))
        await until(pilot, lambda: [view.shown for view in cards[0].query(PictureView)] == [True])
        await until(pilot, lambda: cards[1].has_class("-missing"))
        assert str(cards[0].query_one(".reference-name", Static).content) == "Ada"
        assert "cannot be read" in str(cards[1].query_one(".reference-name", Static).content)
        await write(pilot, "Ada and Grace meet Milo again")
        assert list(screen.query(ReferenceCard)) == cards
        await write(pilot, "Milo alone")
        await until(pilot, lambda: not screen.query(ReferenceCard))


async def test_markup_in_a_scene_is_text(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "Milo [bold]reads[/bold] [/nothing] the manual")
        pilot.app.screen.query_one(SayingPicker).words = ("[red]x",)
        await until(pilot, lambda: "“[red]x”" in words(pilot, "#understood"))
        assert pilot.app.screen.query_one(UnderstoodLine).size.height >= 2


async def test_a_scene_that_was_not_drawn_is_there_again(opened: Opened) -> None:
    async with opened() as pilot:
        await write(pilot, "James brings coffee")
        await pilot.press("tab", *"wor", "down", "enter")
    async with opened() as pilot:
        assert pilot.app.screen.query_one(TextArea).text == "James brings coffee"
        assert pilot.app.screen.query_one(SayingPicker).words == ("Works On My Machine",)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: "Nothing yet" in words(pilot, "#prompt"))
    async with opened() as pilot:
        assert pilot.app.screen.query_one(TextArea).text == ""


async def test_a_scene_that_cannot_be_kept_is_told_of_on_leaving(cast_home: Home, opened: Opened) -> None:
    (cast_home.settings / "sketch.json").mkdir()
    async with opened() as pilot:
        await write(pilot, "James brings coffee")
        studio = studio_of(pilot)
    assert any("The scene in Compose was not kept" in line for line in studio.farewell)
