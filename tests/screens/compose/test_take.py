"""What Compose takes up: recipes, pictures to paint over, references, and the scene that was not drawn."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.widgets import Button, Input, Static, TextArea

import screens.shell.workspace
from library.store import Library
from screens.app import StudioApp
from screens.compose.form.saying_picker import SayingPicker
from screens.compose.reference_card import ReferenceCard
from screens.compose.screen import ComposeScreen
from screens.widgets.choice import Choice
from screens.widgets.pictures.picture import PictureView
from studio.scenes.recipe import PictureUse
from studio.workspace import Workspace
from tests.conftest import Home
from tests.screens.compose.writing import drawn, notices, unfold, words, write
from tests.screens.conftest import Opened, app_of, shows, studio_of, until


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
        text = pilot.app.screen.query_one(TextArea)
        assert text.cursor_location == text.document.end, "one goes on writing where it ends"
        # Its seed stands in the field now, and is missed by who cannot have it.
        assert (await drawn(pilot, 2))[0] == replace(first, chosen=("seed",))


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
        assert (screen.parts.form.scene().start, screen.parts.form.scene().size, screen.parts.form.scene().redrawn) == (
            start,
            (832, 1216),
            0.6,
        )
        await until(
            pilot, lambda: screen.query(".reference-name") and "painted over" in words(pilot, ".reference-name")
        )
        await unfold(pilot)
        assert screen.query_one("#start-row").display
        screen.query_one("#denoise", Input).value = "0"
        await until(pilot, lambda: "cannot be '0'" in words(pilot, "#summary"))
        screen.query_one("#denoise", Input).value = "0.35"
        await until(pilot, lambda: screen.parts.form.scene().denoise == 0.35)
        screen.query_one("#engine", Choice).value = "draft"
        await pilot.press("f5")
        await until(pilot, lambda: any("does not paint over" in notice for notice in notices(pilot)))
        assert not library.jobs.latest()
        screen.query_one("#no-start", Button).press()
        await until(pilot, lambda: screen.parts.form.scene().start is None)
        assert screen.parts.form.scene().denoise is None
        await until(pilot, lambda: not screen.query(ReferenceCard))


async def test_what_is_to_be_painted_over_waits_for_a_library_that_still_opens(
    cast_home: Home, monkeypatch: pytest.MonkeyPatch, small_png: bytes
) -> None:
    may_open = threading.Event()
    really = screens.shell.workspace.open_workspace

    def slowly(folder: Path | None) -> Workspace:
        assert may_open.wait(30)
        return really(folder)

    monkeypatch.setattr(screens.shell.workspace, "open_workspace", slowly)
    library = Library.open(cast_home.library)
    start = PictureUse("block-out.png", library.references.add(small_png))
    library.close()
    app = StudioApp()
    async with app.run_test(size=(120, 40)) as pilot:
        try:
            await app.studio.paint_over(start, (832, 1216), None)
            assert app.studio.workspace is None
        finally:
            may_open.set()
        await until(pilot, lambda: "over block-out.png" in words(pilot, "#summary"))


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
        app = app_of(pilot)
    assert any("The scene in Compose was not kept" in line for line in app.shell.workspace.farewell)
