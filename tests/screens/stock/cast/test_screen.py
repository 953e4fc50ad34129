"""The Cast: who is in it, what is typed and saved, what stays unsaved, and the ways from it."""

from __future__ import annotations

from pathlib import Path

from textual.content import Content
from textual.widgets import Input, TextArea

from screens.compose.screen import ComposeScreen
from screens.gallery.screen import GalleryScreen
from screens.stock.cast.rows import RowList
from screens.stock.cast.screen import CastScreen
from screens.stock.cast.windows.colour_window import ColourWindow
from screens.stock.cast.windows.lora_window import LoraWindow
from screens.widgets.pictures.picture_row import PictureRow
from studio.cast import loading
from tests.conftest import Home
from tests.screens.conftest import CAST, Opened, all_words, shows, studio_of, told_in_passing, until
from tests.screens.stock.cast.conftest import CINDY, Painted
from tests.screens.stock.cast.parts import at, bench_of, value, wrong


async def test_fields_are_those_of_the_entry_and_what_is_typed_is_painted(
    cindy: Path, opened: Opened, painted: Painted
) -> None:
    async with opened(100, 30) as pilot:
        await at(pilot, "cindy")
        assert (value(pilot, "name"), value(pilot, "words")) == ("Cindy Miller", "")
        await pilot.press("escape", "down")
        await until(pilot, lambda: value(pilot, "name") == "Milo")
        await pilot.press("up", "right")
        await until(pilot, lambda: pilot.app.focused and pilot.app.focused.id == "cast-name")
        await pilot.press(*" x")
        await until(pilot, lambda: painted.orders and painted.last.figure.name == "Cindy Miller x")
        await until(pilot, lambda: "not painted: monocle" in all_words(pilot))
        await pilot.press("ctrl+o")
        await until(pilot, lambda: painted.last.figure.wearing == "a red dress")
        assert painted.last.figure.colours == {}
        assert value(pilot, "outfit-name") == "party suit"


async def test_saving_changes_what_was_typed_and_nothing_else_and_scenes_know_it(cindy: Path, opened: Opened) -> None:
    async with opened() as pilot:
        await at(pilot, "cindy")
        await pilot.press("enter", "tab", *"Cin", "ctrl+s")
        await until(pilot, lambda: "Cin" in cindy.read_text())
        assert cindy.read_text().startswith(CAST + '\n# who skis\n[[character]]\nname = "Cindy Miller"   # on snow\n')
        await until(pilot, lambda: any("is saved" in told.title for told in told_in_passing(pilot.app)))
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        assert "Cin" in {alias for member in workspace.stock.cast for alias in member.aliases}
        assert not bench_of(pilot).unsaved()
        # Twice does nothing more, and one step back is the file as it was.
        before = cindy.read_text()
        await pilot.press("ctrl+s", "ctrl+s")
        assert cindy.read_text() == before
        await pilot.press("ctrl+z")
        await until(pilot, lambda: cindy.read_text() == CAST + CINDY)


async def test_mistakes_are_said_beside_their_fields_and_are_not_saved(cindy: Path, opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        bench = await at(pilot, "cindy")
        await pilot.press("enter", "tab", *"James, ")
        await until(pilot, lambda: wrong(pilot) == ["James answers to 'James' already. Choose another one"])
        await pilot.press("ctrl+s")
        assert cindy.read_text() == CAST + CINDY
        assert bench.unsaved()
        await pilot.press(*["backspace"] * 7)
        await until(pilot, lambda: not wrong(pilot))
        assert not bench.unsaved()


async def test_a_new_member_is_written_and_a_copy_too(cast_home: Home, opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f7")
        await until(pilot, lambda: shows(pilot, CastScreen) and bench_of(pilot).key)
        await pilot.press("ctrl+n", *"Bob", "ctrl+s")
        await until(pilot, lambda: pilot.app.focused and pilot.app.focused.id == "cast-look")
        assert wrong(pilot) == ["A character has an empty look. Write its look"]
        await pilot.press(*"a bear", "ctrl+s")
        await until(pilot, lambda: bench_of(pilot).key == "bob")
        await pilot.press("f9", "ctrl+s")
        await until(pilot, lambda: bench_of(pilot).key == "bob 2")
        names = [(member.name, member.species) for member in loading.load(cast_home.settings).members]
        assert names[-2:] == [("Bob", "bear"), ("Bob 2", "bear")]


async def test_who_is_retired_is_in_no_scene_and_comes_back(cindy: Path, opened: Opened) -> None:
    async with opened() as pilot:
        bench = await at(pilot, "cindy")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "retired = true" in cindy.read_text())
        await until(pilot, lambda: bench.rows()[-1].kind == "retired")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: bench.rows()[-1].kind != "retired")


async def test_what_is_typed_stays_when_others_change_the_file_and_when_one_leaves(cindy: Path, opened: Opened) -> None:
    async with opened() as pilot:
        bench = await at(pilot, "cindy")
        await pilot.press("enter", *"!")
        await until(pilot, bench.unsaved)
        cindy.write_text(cindy.read_text().replace("curly red", "straight black"), encoding="utf-8")
        await until(pilot, lambda: "straight black" in value(pilot, "look"))
        assert value(pilot, "name") == "Cindy Miller!"
        await pilot.press("f2")
        await until(pilot, lambda: shows(pilot, ComposeScreen))
    async with opened() as pilot:
        await pilot.press("f7")
        await until(pilot, lambda: shows(pilot, CastScreen) and bench_of(pilot).unsaved())
        assert [one.now.name for one in bench_of(pilot).unsaved().values()] == ["Cindy Miller!"]
        await pilot.press(*"cindy", "ctrl+z")
        await until(pilot, lambda: not bench_of(pilot).unsaved())


async def test_colours_and_loras_are_chosen_in_windows(cindy: Path, opened: Opened, painted: Painted) -> None:
    async with opened() as pilot:
        bench = await at(pilot, "cindy")
        pilot.app.screen.query_one("#cast-colours", RowList).focus()
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, ColourWindow))
        await pilot.press("tab", *"#ABC")
        await until(pilot, lambda: painted.orders and painted.last.figure.colours == {"suit": "#aabbcc"})
        await pilot.press("enter")
        await until(pilot, lambda: bench.current and bench.current.now.colours == {"suit": "#aabbcc"})
        await until(pilot, lambda: shows(pilot, CastScreen))
        pilot.app.screen.query_one("#cast-loras", RowList).focus()
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, LoraWindow))
        await pilot.press("f5", *"cindy.safetensors", "tab", *"9", "f5")
        await until(pilot, lambda: "no strength" in all_words(pilot))
        await pilot.press("backspace", "backspace", *"0.5", "enter")
        await until(pilot, lambda: shows(pilot, CastScreen))
        assert bench.current is not None
        assert [(one.file, one.strength) for one in bench.current.now.loras] == [("cindy.safetensors", 0.5)]
        await pilot.press("ctrl+z")
        assert not bench.current.now.loras


async def test_an_entry_with_mistakes_is_listed_with_their_lines(cast_home: Home, opened: Opened) -> None:
    file = cast_home.settings / loading.FILE
    file.write_text(CAST + '\n[[character]]\nname = "Bad"\nlok = "a bear"\n', encoding="utf-8")
    async with opened() as pilot:
        await pilot.press("escape")
        bench = await at(pilot, "bad")
        assert [row.kind for row in bench.rows("bad")] == ["left out"]
        assert "cast.toml, line 18: there is no setting named 'lok' here" in all_words(pilot)
        file.write_text(CAST + '\n[[character]]\nname = "Bad"\nlook = "a bear"\n', encoding="utf-8")
        await until(pilot, lambda: bench.current is not None)
        assert value(pilot, "look") == "a bear"


async def test_one_goes_from_it_to_a_scene_to_pictures_and_back(cindy: Path, opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f4")
        await until(pilot, lambda: shows(pilot, GalleryScreen))
        await at(pilot, "cindy")
        await pilot.press("escape", "escape")
        await until(pilot, lambda: shows(pilot, GalleryScreen))
        await pilot.press("f7")
        await until(pilot, lambda: shows(pilot, CastScreen))
        await pilot.press("f5")
        await until(pilot, lambda: shows(pilot, ComposeScreen))
        await until(pilot, lambda: pilot.app.screen.query_one("#scene", TextArea).text == "Cindy Miller ")
        await pilot.press("f7")
        await until(pilot, lambda: shows(pilot, CastScreen))
        await pilot.press("f8")
        await until(pilot, lambda: shows(pilot, GalleryScreen))
        line = pilot.app.screen.query_one("#gallery-search", Input)
        await until(pilot, lambda: line.value == 'cast:"Cindy Miller"')


async def test_references_are_shown_with_what_they_show(cast_home: Home, opened: Opened, small_png: bytes) -> None:
    (cast_home.settings / "bo.png").write_bytes(small_png)
    entry = """
[[character]]
name = "Bo"
look = "a bear"
anchor = "bo.png"
references = ["gone.png", { file = "bo.png", view = "back" }]
"""
    (cast_home.settings / loading.FILE).write_text(CAST + entry, encoding="utf-8")
    async with opened(120, 40) as pilot:
        await at(pilot, "bo")
        row = pilot.app.screen.query_one(PictureRow)
        await until(pilot, lambda: [box.slot.shown for box in row.boxes] == [True, False])
        assert "gone.png" in all_words(pilot)
        assert [box.look.below[0][0].strip() for box in row.boxes if box.look] == ["★ back", "gone.png"]


async def test_words_from_a_file_are_no_markup(cast_home: Home, opened: Opened) -> None:
    entry = """
[[character]]
name = "[b]Bo[/]"
look = "a bear [red], wearing a [bold] coat[/x]"
[[character.outfits]]
name = "[/]party [x]"
words = "[blink"
references = ["[r]/[/r].png"]
"""
    (cast_home.settings / loading.FILE).write_text(CAST + entry, encoding="utf-8")
    async with opened() as pilot:
        bench = await at(pilot, "[b]")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: bench.at == 0)
        titles = [Content.from_markup(str(framed.border_title)).plain for framed in pilot.app.screen.query(".field")]
        assert "Outfit: [/]party [x]" in titles
        assert str(pilot.app.screen.query_one("#cast-lettered", TextArea).placeholder).startswith("[blink with a clean")
        await pilot.press("enter", "tab", *", [x]", "ctrl+s")
        await until(pilot, lambda: any("[b]Bo[/] is saved" in told.title for told in told_in_passing(pilot.app)))
