"""The settings file on the disk: its mode and its place stay, and what somebody writes meanwhile."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from library.errors import LibraryError
from studio.settings import editing, keeping, settings
from studio.settings.checking import SettingsWrong
from studio.settings.credentials import resolve_headers
from studio.settings.editing import Change, SettingNotKept

OTHER = '[[servers]]\nname = "b"\nurl = "http://b"\n'
SERVER = '[[servers]]\nname = "a"\nurl = "http://a"\n'


def written(folder: Path, text: str) -> Path:
    file = folder / settings.FILE
    file.write_text(text, encoding="utf-8")
    return file


def test_where_a_setting_stands(tmp_path: Path) -> None:
    written(tmp_path, f'# mine\ntheme = "nord"\n[lettering]\nfont = "Lobster"\n{SERVER}{OTHER}')
    read = keeping.read(tmp_path)
    assert [read.line(steps) for steps in [("theme",), ("lettering", "font"), ("motion",), ("lettering", "ink")]] == [
        *(2, 4, None, None)
    ]
    assert [read.line(("servers", name)) for name in "abc"] == [5, 8, None]


def test_without_a_file_nothing_stands_anywhere_and_the_first_change_makes_it(tmp_path: Path) -> None:
    assert keeping.read(tmp_path / "new").line(("theme",)) is None
    kept = keeping.keep(tmp_path / "new", Change(("theme",), "nord", None))
    assert kept == keeping.read(tmp_path / "new")
    assert kept.file.read_text() == 'theme = "nord"\n'


def test_a_file_keeps_its_mode_and_a_link_stays_a_link(tmp_path: Path) -> None:
    real = written(tmp_path, "# mine\n")
    real.chmod(0o640)
    folder = tmp_path / "linked"
    folder.mkdir()
    (folder / settings.FILE).symlink_to(real)
    keeping.keep(folder, Change(("theme",), "nord"))
    assert real.read_text() == '# mine\ntheme = "nord"\n'
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert (folder / settings.FILE).is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["linked", settings.FILE]


def test_what_an_editor_wrote_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, 'size = "wide"\n')
    real, looks = editing.changed, []

    def slow(text: str, change: Change, name: str) -> str:
        looks.append(text)
        if len(looks) == 1:
            file.write_text('size = "square"\n# by hand\n')
        return real(text, change, name)

    monkeypatch.setattr("studio.settings.keeping.changed", slow)
    keeping.keep(tmp_path, Change(("theme",), "nord", None))
    assert file.read_text() == 'size = "square"\ntheme = "nord"\n# by hand\n'
    assert len(looks) == 2


def test_a_file_that_somebody_writes_all_the_time_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, "")
    real = editing.changed

    def slow(text: str, change: Change, name: str) -> str:
        file.write_text(f"{text}#\n")
        return real(text, change, name)

    monkeypatch.setattr("studio.settings.keeping.changed", slow)
    with pytest.raises(SettingNotKept, match="changes all the time"):
        keeping.keep(tmp_path, Change(("theme",), "nord", None))
    assert file.read_text() == "#\n" * keeping.TRIES


@pytest.mark.parametrize(
    "change",
    [
        Change(("size",), "huge"),
        Change(("engine",), "nowhere"),
        Change(("lettering", "ink"), "red-ish"),
        Change(("servers", "a"), None),
        Change(("servers", "b"), {"name": "a", "url": "http://b"}),
        Change(("servers", "b"), {"name": "b", "url": "b:8188"}),
    ],
)
def test_what_cannot_be_is_refused_as_the_file_is_and_nothing_is_written(tmp_path: Path, change: Change) -> None:
    file = written(tmp_path, text := f'engine = "a"\n{SERVER}')
    with pytest.raises(SettingsWrong, match=r"settings\.toml, line \d"):
        keeping.keep(tmp_path, change)
    assert file.read_text() == text


def test_a_disk_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError):
        keeping.keep(tmp_path / "file", Change(("theme",), "nord"))


def test_a_credential_goes_into_a_file_of_its_own_that_is_read_again(tmp_path: Path) -> None:
    said = keeping.keep_credential(tmp_path, "my/server", "Authorization", "Bearer s3cret")
    (file,) = (tmp_path / keeping.CREDENTIALS).iterdir()
    assert (said, stat.S_IMODE(file.stat().st_mode)) == (f"file:{file}", 0o600)
    assert resolve_headers({"Authorization": said}) == {"Authorization": "Bearer s3cret"}


def test_no_credential_takes_the_place_of_another(tmp_path: Path) -> None:
    names = ("gpu 1", "GPU-1", "gpu 1")
    said = [keeping.keep_credential(tmp_path, name, "Authorization", name) for name in names]
    assert [resolve_headers({"A": one})["A"] for one in said] == list(names)
