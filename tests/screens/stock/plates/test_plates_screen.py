"""The Plates screen: walls and own plates seen, made, edited, retired and deleted by keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from screens.compose.reference_card import ReferenceCard
from screens.compose.screen import ComposeScreen
from screens.stock.cast.screen import CastScreen
from screens.stock.plates.new_window import NewPlateWindow
from screens.stock.plates.screen import PlateParts, PlatesScreen
from screens.widgets.choice import Choice
from screens.widgets.pictures.picture import PictureView
from studio.pictures.live_draft import LiveDraft, LiveOrder, LivePainter
from studio.scenes import stock
from studio.scenes.plates import own_file
from studio.scenes.stock import Plate
from tests.conftest import Home
from tests.screens.conftest import Opened, all_words, shows, studio_of, told_in_passing, until


@pytest.fixture(autouse=True)
def painted(monkeypatch: pytest.MonkeyPatch) -> list[LiveOrder]:
    """What the draft painter was asked for, who paints nothing here."""
    asked: list[LiveOrder] = []

    def paint(self: LivePainter, order: LiveOrder) -> LiveDraft:
        asked.append(order)
        return LiveDraft(np.full((40, 64, 3), len(asked) % 255, dtype=np.uint8), str(len(asked)))

    monkeypatch.setattr(LivePainter, "paint", paint)
    return asked


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    file = tmp_path / "my attic.png"
    Image.fromarray(np.full((300, 300, 3), (200, 180, 150), dtype=np.uint8)).save(file)
    return file


@pytest.fixture
def attic(home: Home) -> Plate:
    """A plate of the person's own, with a picture by day."""
    png = home.settings / "x.png"
    Image.fromarray(np.full((300, 300, 3), (200, 180, 150), dtype=np.uint8)).save(png)
    file = own_file.keep_picture(home.settings, "attic", by_night=False, png=png.read_bytes())
    own_file.add(home.settings, Plate("attic", "an attic", keywords=("roof",), day=file))
    return stock.load(home.settings).plate("attic")


async def parts_of(pilot: Pilot[None]) -> PlateParts:
    """The parts of the screen, open."""
    await until(pilot, lambda: studio_of(pilot).workspace is not None)
    await pilot.press("shift+f7")
    await until(pilot, lambda: shows(pilot, PlatesScreen))
    screen = pilot.app.screen
    assert isinstance(screen, PlatesScreen)
    await until(pilot, lambda: screen.parts.bench.rows and screen.parts.bench.scenes)
    return screen.parts


def at(parts: PlateParts, name: str) -> Callable[[], bool]:
    def is_there() -> bool:
        return parts.bench.current is not None and parts.bench.current.name == name

    return is_there


async def go_to(pilot: Pilot[None], parts: PlateParts, name: str) -> None:
    row = [plate.name for plate in parts.bench.rows].index(name)
    parts.plates.highlighted = row
    await until(pilot, at(parts, name))


async def test_walls_are_shown_by_day_and_by_night(opened: Opened, painted: list[LiveOrder]) -> None:
    async with opened() as pilot:
        parts = await parts_of(pilot)
        await until(pilot, lambda: parts.picture.shown)
        assert painted[0].request.plate == "north"
        await pilot.press("space")
        await until(pilot, lambda: len(painted) == 2)
        assert "night" in painted[1].request.scene
        await pilot.press("space", "space")
        await pilot.press("f19")
        assert len([one for one in pilot.app.screen_stack if isinstance(one, PlatesScreen)]) == 1
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, ComposeScreen))


async def test_words_are_edited_with_a_live_check_kept_and_taken_back(opened: Opened, home: Home, attic: Plate) -> None:
    async with opened() as pilot:
        parts = await parts_of(pilot)
        await go_to(pilot, parts, "attic")
        assert "✓" not in str(parts.fields.tried.render())
        await pilot.press("enter", *", CAKE, a thousand days")
        await until(pilot, lambda: "✓ Milo and James celebrate" in str(parts.fields.tried.render()))
        assert "matched 'cake', 'a thousand days'" in str(parts.fields.tried.render())
        await pilot.press("enter")
        await until(pilot, lambda: stock.load(home.settings).plate("attic").keywords[1:] == ("cake", "a thousand days"))
        await until(pilot, lambda: studio_of(pilot).workspace.stock.plate("attic").keywords[-1] == "a thousand days")  # type: ignore[union-attr]
        assert parts.plates.has_focus
        await pilot.press("ctrl+z")
        await until(pilot, lambda: stock.load(home.settings).plate("attic").keywords == ("roof",))
        await pilot.press("enter", "x", "escape")
        assert not parts.fields.is_edited
        await pilot.press("enter", *", y", "up")
        parts.plates.focus()
        await pilot.press("up")
        await until(pilot, lambda: stock.load(home.settings).plate("attic").keywords == ("roof", "y"))


async def test_a_plate_is_retired_brought_back_and_deleted(opened: Opened, home: Home, attic: Plate) -> None:
    async with opened() as pilot:
        parts = await parts_of(pilot)
        await go_to(pilot, parts, "attic")
        await pilot.press("r")
        await until(pilot, lambda: parts.bench.current is not None and parts.bench.current.retired)
        await pilot.press("r")
        await until(pilot, lambda: parts.bench.current is not None and not parts.bench.current.retired)
        await pilot.press("delete")
        await until(pilot, lambda: "attic" not in [plate.name for plate in parts.bench.rows])
        await pilot.press("ctrl+z")
        await until(pilot, at(parts, "attic"))
        await go_to(pilot, parts, "north")
        await pilot.press("delete")
        assert "north" in [plate.name for plate in parts.bench.rows]


async def test_what_was_changed_elsewhere_is_not_taken_back(opened: Opened, home: Home, attic: Plate) -> None:
    async with opened() as pilot:
        parts = await parts_of(pilot)
        await go_to(pilot, parts, "attic")
        await pilot.press("r")
        await until(pilot, lambda: stock.load(home.settings).retired)
        file = home.settings / stock.PLATES
        file.write_text(file.read_text() + "# mine\n")
        await pilot.press("ctrl+z")
        await until(pilot, lambda: any("meanwhile" in told.message for told in told_in_passing(pilot.app)))
        assert file.read_text().endswith("# mine\n")


async def test_a_dropped_picture_becomes_a_plate(opened: Opened, home: Home, photograph: Path) -> None:
    async with opened() as pilot:
        parts = await parts_of(pilot)
        pilot.app.screen.post_message(events.Paste(f"'{photograph}'"))
        await until(pilot, lambda: shows(pilot, NewPlateWindow))
        window = pilot.app.screen
        await until(pilot, lambda: [line for line in window.query("#new-name").results(Input) if line.value])
        assert window.query_one("#new-name", Input).value == "my attic"
        window.query_one("#new-style", Choice).value = "\0as it is"
        await pilot.press("f5", "f5")
        await until(pilot, at(parts, "my attic"))
        assert parts.bench.current is not None
        assert parts.bench.current.made_from == "a picture as it is, my attic.png"
        await until(pilot, lambda: parts.picture.shown)
        await pilot.press("m")
        await until(pilot, lambda: parts.bench.current is not None and parts.bench.current.night)
        assert parts.bench.by_night
        assert any("by night" in told.title for told in told_in_passing(pilot.app))
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, ComposeScreen))
        await until(pilot, lambda: "my attic" in pilot.app.screen.query_one("#plate", Choice).offered)


async def test_paths_are_completed_and_what_is_wrong_is_said(opened: Opened, tmp_path: Path, photograph: Path) -> None:
    (tmp_path / "my other.txt").touch()
    (tmp_path / "my rooms").mkdir()
    async with opened() as pilot:
        await parts_of(pilot)
        await pilot.press("n")
        await until(pilot, lambda: shows(pilot, NewPlateWindow) and pilot.app.screen.query("#new-name"))
        window = pilot.app.screen
        await pilot.press("f5")
        await until(pilot, lambda: "no name" in all_words(pilot))
        name, line = window.query_one("#new-name", Input), window.query_one("#new-photograph", Input)
        assert name.has_focus
        await pilot.press("tab")
        await until(pilot, lambda: line.has_focus)
        await pilot.press("tab", "shift+tab", "shift+tab")
        await until(pilot, lambda: name.has_focus)
        name.value = "north"
        await pilot.press("f5")
        await until(pilot, lambda: "no description" in all_words(pilot))
        line.value = str(tmp_path / "my")
        line.focus()
        line.cursor_position = len(line.value)
        await pilot.press("f5")
        await until(pilot, lambda: "There is a plate north already" in all_words(pilot))
        name.value = "attic"
        await pilot.press("f5")
        await until(pilot, lambda: "/my" in all_words(pilot) and line.has_focus)
        await pilot.press("tab")
        await until(pilot, lambda: "my rooms/" in all_words(pilot))
        assert "my other" not in all_words(pilot)
        line.value = str(tmp_path / "my a")
        line.cursor_position = len(line.value)
        await pilot.press("tab")
        await until(pilot, lambda: line.value == str(photograph))
        await pilot.press("tab")
        await until(pilot, lambda: not line.has_focus)
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, PlatesScreen))


async def test_names_with_markup_are_text(opened: Opened, home: Home) -> None:
    own_file.add(home.settings, Plate("[b]bold[/b]/x", "[@click=app.quit]go[/]", keywords=("[/]",)))
    async with opened() as pilot:
        parts = await parts_of(pilot)
        await go_to(pilot, parts, "[b]bold[/b]/x")
        await pilot.press("m", "space", "r")
        await until(pilot, lambda: parts.bench.current is not None and parts.bench.current.retired)
        assert "[b]bold[/b]/x" in all_words(pilot)


async def test_the_cast_leads_to_the_plates(opened: Opened) -> None:
    async with opened() as pilot:
        await until(pilot, lambda: studio_of(pilot).workspace is not None)
        await pilot.press("f7")
        await until(pilot, lambda: shows(pilot, CastScreen))
        await pilot.press("f6")
        await until(pilot, lambda: shows(pilot, PlatesScreen))
        await pilot.press("escape")
        await until(pilot, lambda: shows(pilot, CastScreen))


async def test_the_key_of_the_cast_leads_to_it_from_the_plates_and_past_them(opened: Opened) -> None:
    async with opened() as pilot:
        await until(pilot, lambda: studio_of(pilot).workspace is not None)
        for way in (["f7"], ["f2", "f7"]):
            await pilot.press("f7", "f6")
            await until(pilot, lambda: shows(pilot, PlatesScreen))
            await pilot.press(*way)
            await until(pilot, lambda: shows(pilot, CastScreen))


async def test_compose_shows_what_is_sent_of_a_plate(opened: Opened, home: Home, attic: Plate) -> None:
    async with opened() as pilot:
        await until(pilot, lambda: studio_of(pilot).workspace is not None)
        pilot.app.screen.query_one("#scene", TextArea).text = "nobody on the roof"
        await until(
            pilot, lambda: "The last reference picture is" in str(pilot.app.screen.query_one("#prompt").render())
        )
        await until(
            pilot, lambda: [one for one in pilot.app.screen.query(ReferenceCard) if one.query_one(PictureView).shown]
        )
        assert "attic" in all_words(pilot)
