"""A settings file that is edited while a studio is open."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import Notice
from studio.settings import checking, settings
from studio.settings.editing import Change
from studio.settings.engine_settings import ServerSettings
from studio.settings.settings import Settings
from studio.settings.watch import SettingsWatch, differences

SERVER = '[[servers]]\nname = "{}"\nurl = "http://{}:8188"\n'


class Room:
    """A watch on a folder, and what it took and told."""

    def __init__(self, folder: Path) -> None:
        self.taken: list[Settings] = []
        self.told: list[Notice] = []
        self.file = folder / "settings.toml"
        self.watch = SettingsWatch(folder, settings.load(folder), self._take, self.told.append)

    async def _take(self, chosen: Settings) -> None:
        self.taken.append(chosen)

    async def edit(self, text: str) -> None:
        """Write the file as editors do, in its place, and look."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(text)
        fresh.replace(self.file)
        await self.watch.look()


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


async def test_a_server_that_is_added_is_used_and_told_once(room: Room) -> None:
    await room.edit(SERVER.format("spark", "spark"))
    await room.watch.look()
    assert [[server.name for server in taken.servers] for taken in room.taken] == [["spark"]]
    assert [notice.line() for notice in room.told] == ["The settings changed: the servers are spark"]


async def test_what_cannot_change_while_it_is_open_is_said_to_hold_later(room: Room) -> None:
    await room.edit('library = "~/other"\nsize = "square"\n' + SERVER.format("spark", "spark"))
    (notice,) = room.told
    assert (notice.reason, notice.remedy) == ("the servers are spark", "library, size: from the next start")
    await room.edit('library = "~/x"\nsize = "square"\n' + SERVER.format("spark", "spark"))
    assert len(room.taken) == 1
    assert room.told[1].line() == "The settings changed. library: from the next start"


async def test_what_is_seen_on_the_screen_changes_at_once(room: Room) -> None:
    await room.edit('theme = "nord"\nnotify = false\npictures = "sextants"\nkeys = { "gallery.trash" = "delete" }\n')
    assert room.taken[-1].theme == "nord"
    assert room.told[-1].reason == "the pictures are sextants; notify is off; the theme is nord; the keys are others"


async def test_what_the_studio_writes_itself_is_used_and_told_by_nobody(room: Room) -> None:
    room.file.write_text("# mine\n", encoding="utf-8")
    await room.watch.look()
    kept = await room.watch.keep(Change(("theme",), "nord", None))
    await room.watch.look()
    assert (kept.chosen.theme, room.file.read_text()) == ("nord", '# mine\ntheme = "nord"\n')
    assert ([taken.theme for taken in room.taken], room.told) == (["nord"], [])


async def test_who_waits_no_longer_has_the_change_written_and_used_all_the_same(room: Room) -> None:
    waiting = asyncio.create_task(room.watch.keep(Change(("theme",), "nord", None)))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    # The next change waits for the one that is being written.
    await room.watch.keep(Change(("motion",), "reduced", None))
    assert settings.load(room.file.parent).theme == "nord"
    assert [taken.theme for taken in room.taken] == ["nord", "nord"]


async def test_who_waits_no_longer_is_told_that_a_change_cannot_be(room: Room) -> None:
    await room.edit("# mine\n")
    waiting = asyncio.create_task(room.watch.keep(Change(("size",), "huge", None)))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await room.watch.keep(Change(("theme",), "nord", None))
    gc.collect()
    (notice,) = room.told
    assert notice.title == "The setting was not kept, and the file is as it was"
    assert "is not a size" in notice.reason
    assert room.file.read_text() == '# mine\ntheme = "nord"\n'


async def test_a_change_that_cannot_be_leaves_the_file_as_it_was(room: Room) -> None:
    await room.edit("# mine\n")
    with pytest.raises(checking.SettingsWrong, match="is not a size"):
        await room.watch.keep(Change(("size",), "huge", None))
    assert (room.file.read_text(), room.taken) == ("# mine\n", [])


async def test_a_slip_is_told_once_and_the_earlier_settings_stand(room: Room) -> None:
    await room.edit(SERVER.format("spark", "spark"))
    await room.edit('[[servers]]\nname = "spark"\n')
    await room.watch.look()
    assert len(room.taken) == 1
    assert len(room.told) == 2
    assert "cannot be used" in room.told[1].title
    assert "url" in room.told[1].reason
    await room.edit(SERVER.format("spark", "spark"))
    assert len(room.told) == 2, "it is as it was"


async def test_a_file_that_is_taken_away_means_the_defaults(room: Room) -> None:
    await room.edit(SERVER.format("spark", "spark"))
    room.file.unlink()
    await room.watch.look()
    assert room.taken[-1] == Settings()
    assert room.told[-1].reason == "the servers are none"


async def test_a_touched_file_says_nothing(room: Room) -> None:
    await room.edit("")
    await room.edit("# the same\n")
    assert (room.taken, room.told) == ([], [])


one_settings = st.builds(
    Settings,
    engine=st.sampled_from(["auto", "draft"]),
    theme=st.sampled_from(["milo", "milo-light"]),
    notify=st.booleans(),
    servers=st.lists(st.builds(ServerSettings, name=st.sampled_from(["a", "b"]), url=st.just("http://x"))).map(tuple),
)


@given(one_settings, one_settings)
def test_differences_name_what_must_be_taken_over_to_make_them_equal(earlier: Settings, later: Settings) -> None:
    import msgspec

    changed = differences(earlier, later)
    assert msgspec.structs.replace(earlier, **{name: getattr(later, name) for name in changed}) == later
    assert (changed == ()) == (earlier == later)
