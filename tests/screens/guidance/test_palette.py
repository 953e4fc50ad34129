"""The palette: what newcomers call things, and where it leads."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.command import Hit
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.widgets import Input

from screens.app import StudioApp
from screens.base.screen import StudioScreen
from screens.compose.screen import ComposeScreen
from screens.gallery.compare_screen import CompareScreen
from screens.gallery.screen import GalleryScreen
from screens.gallery.single import SingleScreen
from screens.guidance.palette import Command, StudioCommands
from screens.guidance.synonyms import SYNONYMS, fit
from screens.keymap import lines_of
from screens.lettering.screen import LetteringScreen
from screens.progress.screen import ProgressScreen
from screens.rooms import every_room
from screens.settings.screen import SettingsScreen
from tests.screens.conftest import Opened, shows, told_in_passing, until

ROOMS: tuple[type[StudioScreen], ...] = (*every_room(), SingleScreen, CompareScreen)
OWNERS: list[type[DOMNode]] = [StudioApp, *ROOMS, *(part for room in ROOMS for part in room.PARTS)]
IDS = {line.id for owner in OWNERS for line in lines_of(owner)}

FIRST, NEAR = 1, 3

# What is typed, which commands have to come, and among how many of the first.
COMPOSE = {
    "character": ("compose.character studio.cast", NEAR),
    "persona": ("studio.cast compose.character", NEAR),
    "member": ("studio.cast", FIRST),
    "outfit": ("studio.cast", FIRST),
    "wardrobe": ("studio.cast", FIRST),
    "generate": ("compose.draw", FIRST),
    "queue": ("compose.draw studio.progress", FIRST),
    "render": ("compose.draw", FIRST),
    "run": ("compose.draw", FIRST),
    "execute": ("compose.draw", FIRST),
    "create": ("compose.draw studio.compose", FIRST),
    "quit": ("studio.quit", FIRST),
    "exit": ("studio.quit", FIRST),
    ":q": ("studio.quit", FIRST),
    ":wq": ("studio.quit", FIRST),
    "theme": ("studio.theme", FIRST),
    "dark": ("studio.theme", FIRST),
    "colours": ("studio.theme", FIRST),
    "keybindings": ("studio.help", FIRST),
    "shortcuts": ("studio.help", FIRST),
    "settings": ("studio.settings", FIRST),
    "background": ("studio.plates plates.new", NEAR),
    "backdrop": ("studio.plates", NEAR),
    "wall": ("studio.plates", NEAR),
    "scenery": ("studio.plates", FIRST),
    "preferences": ("studio.settings", NEAR),
    "sampler": ("compose.advanced", FIRST),
    "cfg": ("compose.advanced", FIRST),
    "lora": ("compose.advanced", FIRST),
    "steps": ("compose.advanced", FIRST),
    "clear": ("compose.new", NEAR),
    "reset": ("compose.new", FIRST),
    "shuffle": ("compose.roll", FIRST),
    "browse": ("studio.gallery", NEAR),
    "photos": ("studio.gallery", FIRST),
    "jobs": ("studio.progress", FIRST),
    "undo": ("gallery.undo lettering.undo", NEAR),
    "delete": ("gallery.trash", NEAR),
    "export": ("gallery.export", FIRST),
    "import": ("gallery.import", FIRST),
    "rename": ("gallery.tags gallery.albums gallery.saved", NEAR),
    "inpaint": ("gallery.paint-over", FIRST),
    "img2img": ("gallery.paint-over", FIRST),
    "stars": ("gallery.rate-2 progress.rate-2", NEAR),
    "font": ("lettering.font", NEAR),
    "interrupt": ("progress.cancel", FIRST),
}
GALLERY = {
    "undo": ("gallery.undo", FIRST),
    "revert": ("gallery.undo", FIRST),
    "delete": ("gallery.trash", FIRST),
    "remove": ("gallery.trash", FIRST),
    "rm": ("gallery.trash", FIRST),
    "discard": ("gallery.trash", FIRST),
    "restore": ("gallery.put-back gallery.trash-shelf", FIRST),
    "recover": ("gallery.put-back gallery.trash-shelf", NEAR),
    "find": ("gallery.search", NEAR),
    "filter": ("gallery.search", FIRST),
    "grep": ("gallery.search", FIRST),
    "yank": ("gallery.copy-path gallery.copy", NEAR),
    "copy path": ("gallery.copy-path", FIRST),
    "select": ("gallery.mark gallery.mark-all", NEAR),
    "select all": ("gallery.mark-all", FIRST),
    "visual": ("gallery.range", FIRST),
    "rate": ("gallery.rate-1 gallery.rate-2 gallery.rate-3", NEAR),
    "5 stars": ("gallery.rate-5", FIRST),
    "flag": ("gallery.pick gallery.reject gallery.unflag", NEAR),
    "favourite": ("gallery.rate-5 gallery.pick", NEAR),
    "cull": ("gallery.pick gallery.reject", NEAR),
    "loupe": ("gallery.zoom gallery.open", NEAR),
    "zoom": ("gallery.zoom", FIRST),
    "fullscreen": ("gallery.open", FIRST),
    "metadata": ("gallery.details", FIRST),
    "exif": ("gallery.details", FIRST),
    "workflow": ("gallery.same gallery.details", NEAR),
    "keywords": ("gallery.tags", FIRST),
    "collection": ("gallery.albums", FIRST),
    "rename": ("gallery.tags gallery.albums gallery.saved", FIRST),
    "compare": ("gallery.compare", FIRST),
    "diff": ("gallery.compare", FIRST),
    "download": ("gallery.export", FIRST),
    "save": ("gallery.export gallery.saved", NEAR),
    "share": ("gallery.export gallery.copy", FIRST),
    "thumbnails": ("gallery.view gallery.larger", FIRST),
    "remix": ("gallery.again", FIRST),
    "reroll": ("gallery.again", FIRST),
    "variations": ("gallery.grid gallery.similar", NEAR),
    "xy plot": ("gallery.grid", FIRST),
    "duplicates": ("gallery.similar", FIRST),
    "caption": ("gallery.letter", FIRST),
    "top": ("gallery.first", FIRST),
    "bottom": ("gallery.last", FIRST),
    "txt2img": ("studio.compose", FIRST),
}
PROGRESS = {
    "abort": ("progress.cancel", FIRST),
    "kill": ("progress.cancel", FIRST),
    "stop": ("progress.cancel", NEAR),
    "rerun": ("progress.retry", FIRST),
    "resume": ("progress.pause progress.retry", NEAR),
    "priority": ("progress.more-urgent progress.less-urgent", NEAR),
    "reorder": ("progress.earlier progress.later", FIRST),
    "error": ("progress.notice", FIRST),
    "log": ("progress.notice studio.progress", NEAR),
}


async def found(pilot: Pilot[None], words: str) -> list[str]:
    """The ids of what the palette finds, best first."""
    provider = StudioCommands(pilot.app.screen)
    hits = [hit async for hit in provider.search(words) if isinstance(hit, Hit)]
    hits.sort(key=lambda hit: hit.score, reverse=True)
    return [_id(hit) for hit in hits]


def _id(hit: Hit) -> str:
    command = hit.command
    assert isinstance(command, partial)
    return command.args[0].line.id if isinstance(command.args[0], Command) else "studio.theme"


def test_every_synonym_is_of_a_key_that_there_is() -> None:
    assert SYNONYMS.keys() - IDS == {"studio.theme"}


@pytest.mark.parametrize(("key", "words"), [("f2", COMPOSE), ("f4", GALLERY), ("f3", PROGRESS)], ids=["f2", "f4", "f3"])
async def test_words_of_other_programs_find_what_does_it(
    opened: Opened, key: str, words: dict[str, tuple[str, int]]
) -> None:
    wrong = {}
    async with opened() as pilot:
        await pilot.press(key)
        for word, (wanted, among) in words.items():
            first = (await found(pilot, word))[:among]
            is_there = set(wanted.split()) & IDS | {"studio.theme"} & set(wanted.split())
            if is_there and not is_there & set(first):
                wrong[word] = first
    assert not wrong


def test_there_are_enough_words() -> None:
    assert len({*COMPOSE, *GALLERY, *PROGRESS}) >= 60


async def test_what_is_of_another_room_is_found_after_what_is_here_and_leads_there(opened: Opened) -> None:
    async with opened() as pilot:
        assert shows(pilot, ComposeScreen)
        await pilot.press("ctrl+p")
        pilot.app.screen.query_one(Input).value = "export"
        await pilot.press("enter")
        await until(pilot, lambda: shows(pilot, GalleryScreen))
        await until(pilot, lambda: told_in_passing(pilot.app))
        assert "X" in told_in_passing(pilot.app)[0].title


async def test_what_is_done_in_lettering_says_how_to_come_there(opened: Opened) -> None:
    async with opened() as pilot:
        assert not isinstance(pilot.app.screen, LetteringScreen)
        provider = StudioCommands(pilot.app.screen)
        hit = max([hit async for hit in provider.search("outline") if isinstance(hit, Hit)], key=lambda hit: hit.score)
        result = hit.command()
        assert result is not None
        await result
        await until(pilot, lambda: told_in_passing(pilot.app))
        assert shows(pilot, GalleryScreen)
        assert "opens Lettering" in told_in_passing(pilot.app)[0].message


async def test_what_is_done_in_the_settings_leads_there(opened: Opened) -> None:
    async with opened() as pilot:
        provider = StudioCommands(pilot.app.screen)
        hits = [hit async for hit in provider.search("add a server") if isinstance(hit, Hit)]
        result = max(hits, key=lambda hit: hit.score).command()
        assert result is not None
        await result
        await until(pilot, lambda: shows(pilot, SettingsScreen))
        await until(pilot, lambda: told_in_passing(pilot.app))
        assert told_in_passing(pilot.app)[0].message == "a does it"


async def test_progress_finds_its_own(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        assert shows(pilot, ProgressScreen)
        assert (await found(pilot, "cancel"))[0] == "progress.cancel"


# How well words fit.


def test_the_words_themselves_come_before_synonyms() -> None:
    assert fit("mark", "Mark it", synonyms="select").score > fit("mark", "Choose it", synonyms="mark").score
    assert fit("mar", "Mark it").score > fit("mar", "Choose it", synonyms="mark").score
    assert fit("sel", "Mark it", synonyms="select").because == ("select",)
    assert not fit("sel", "Mark it").score


def test_each_word_has_to_fit() -> None:
    assert fit("copy path", "Copy the file's path").score
    assert not fit("copy bananas", "Copy the file's path").score
    assert fit("gallery find", "Search", "Gallery", "find").score > 0


def test_what_was_named_first_fits_best() -> None:
    assert fit("undo", "Back", synonyms="undo revert").score > fit("undo", "Back", synonyms="revert undo").score


@given(st.text(max_size=20), st.sampled_from(sorted(IDS)))
def test_whatever_is_typed_has_a_fit(query: str, name: str) -> None:
    score = fit(query, "Move to the trash", "Gallery", SYNONYMS.get(name, "")).score
    assert 0 <= score <= 4
