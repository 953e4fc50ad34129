"""Style sheets that were parsed before look the same, and whatever lies in the cache folder harms nothing."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from screens import kept_css
from screens.app import StudioApp
from screens.kept_css import FILE, load, save
from screens.stylesheet import Kept
from tests.conftest import Home
from tests.screens.conftest import until
from tests.screens.terminals import Terminal


async def screenshot(kept: Kept) -> tuple[str, Kept | None]:
    """A studio in Compose, and the style sheets that it parsed."""
    app = StudioApp(kept=kept)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.workspace is not None)
        await pilot.pause()
        app.screen.set_focus(None)
        await pilot.pause()
        return app.export_screenshot(), app.stylesheet.take_new()


async def test_a_second_start_parses_nothing_and_looks_the_same(cast_home: Home, tmp_path: Path) -> None:
    first, parsed = await screenshot(load(tmp_path))
    assert parsed
    save(tmp_path, parsed)
    kept = load(tmp_path)
    assert kept.keys() == parsed.keys()
    assert kept is not parsed
    second, again = await screenshot(kept)
    assert again is None
    assert second == first


class Thief:
    """What would do something when it is read."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.place,))


@pytest.mark.parametrize(
    "data", [b"", b"none", pickle.dumps(5), pickle.dumps(({}, {}, {})), pickle.dumps(("x", {1: 2}))]
)
def test_a_file_that_is_none_is_left_alone(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    assert load(tmp_path) == {}
    assert load(tmp_path / "nowhere") == {}


def test_a_file_that_is_cut_off_gives_nothing(tmp_path: Path) -> None:
    save(tmp_path, {("a",): []})
    assert load(tmp_path) == {("a",): []}
    data = (tmp_path / FILE).read_bytes()
    for length in range(len(data)):
        (tmp_path / FILE).write_bytes(data[:length])
        assert load(tmp_path) == {}


def test_a_file_that_others_may_write_is_not_read(tmp_path: Path) -> None:
    place = tmp_path / "stolen"
    (tmp_path / FILE).write_bytes(pickle.dumps(Thief(place)))
    (tmp_path / FILE).chmod(0o666)
    assert load(tmp_path) == {}
    assert not place.exists()


def test_another_parser_parses_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path, {("a",): []})
    monkeypatch.setattr(kept_css, "_stamp", lambda: ("tomorrow",))
    assert load(tmp_path) == {}


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    save(tmp_path / "file" / "below", {})
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_the_studio_keeps_them_by_itself(cast_home: Home) -> None:
    folder = cast_home.state / "cache" / "milo-studio"
    with Terminal(["-m", "studio"], {"MILO_STUDIO_SETTINGS": str(cast_home.settings)}) as terminal:
        terminal.until(lambda seen: (folder / FILE).exists())
        terminal.press(b"\x11")
    assert [one.name for one in folder.iterdir()] == [FILE]
    assert load(folder)
