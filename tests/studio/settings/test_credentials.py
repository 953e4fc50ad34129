"""Credentials come from the environment or from files of the owner's alone, and are shown nowhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from studio.engines.book import EngineBook
from studio.settings import settings
from studio.settings.checking import SettingsWrong
from studio.settings.credentials import LARGEST, owned_text, resolve_headers
from studio.settings.engine_settings import ServerSettings
from studio.settings.settings import Settings

SECRET = "5f3c-not-for-others"


@pytest.fixture
def token(tmp_path: Path) -> Path:
    file = tmp_path / "token"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    file.chmod(0o600)
    return file


def test_the_environment_fills_a_header_in() -> None:
    headers = {"Authorization": "Bearer ${COMFY_TOKEN}", "X-Lab": "3"}
    assert resolve_headers(headers, {"COMFY_TOKEN": SECRET}) == {"Authorization": f"Bearer {SECRET}", "X-Lab": "3"}
    with pytest.raises(SettingsWrong, match="COMFY_TOKEN"):
        resolve_headers(headers, {})


def test_a_file_fills_a_header_in_whole_or_in_part(token: Path) -> None:
    assert resolve_headers({"X-Key": f"file:{token}"}, {}) == {"X-Key": SECRET}
    assert resolve_headers({"X-Key": f"Bearer ${{file:{token}}}"}, {}) == {"X-Key": f"Bearer {SECRET}"}


def test_the_home_folder_may_be_written_short(token: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(token.parent))
    assert owned_text(Path("~/token")) == SECRET


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o610])
def test_a_file_that_others_can_get_at_is_refused_with_the_remedy(mode: int, token: Path) -> None:
    token.chmod(mode)
    with pytest.raises(SettingsWrong, match="Others can get at") as caught:
        owned_text(token)
    assert caught.value.notice.remedy == f"chmod 600 {token}"
    assert SECRET not in caught.value.notice.line()


def test_a_link_is_judged_by_what_it_leads_to(token: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(token)
    assert owned_text(link) == SECRET
    token.chmod(0o644)
    with pytest.raises(SettingsWrong, match="Others can get at"):
        owned_text(link)


@pytest.mark.parametrize("data", [b"", b" \n", b"\xff\xfe", b"x" * (LARGEST + 1)])
def test_a_file_without_a_credential(data: bytes, token: Path) -> None:
    token.write_bytes(data)
    with pytest.raises(SettingsWrong, match="holds no credential"):
        owned_text(token)


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for place in (tmp_path / "pipe", tmp_path, tmp_path / "nowhere", Path("a\x00b")):
        with pytest.raises(SettingsWrong):
            owned_text(place)


async def test_an_engine_whose_file_others_can_read_is_not_ready(token: Path) -> None:
    token.chmod(0o644)
    servers = (ServerSettings("locked", "http://127.0.0.1:1", headers={"Authorization": f"file:{token}"}),)
    health = await EngineBook(Settings(servers=servers)).health("locked")
    assert not health.ready
    assert "chmod 600" in health.detail
    assert SECRET not in health.detail


@pytest.mark.parametrize(
    ("server", "refused"),
    [
        (f'headers = {{ Authorization = "Bearer {SECRET}" }}', True),
        (f'headers = {{ X-Api-Key = "{SECRET}" }}', True),
        (f'headers = {{ cookie = "{SECRET}" }}', True),
        ('headers = { Authorization = "Bearer ${TOKEN}" }', False),
        ('headers = { Authorization = "file:~/token" }', False),
        ('headers = { X-Lab = "3" }', False),
    ],
)
def test_a_credential_in_settings_that_others_can_read_is_refused(server: str, refused: bool, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f'[[servers]]\nname = "a"\nurl = "http://a"\n{server}\n', encoding="utf-8")
    file.chmod(0o644)
    if refused:
        with pytest.raises(SettingsWrong, match="others can read the file") as caught:
            settings.load(tmp_path)
        assert SECRET not in caught.value.notice.line()
    else:
        assert settings.load(tmp_path).servers
    file.chmod(0o600)
    assert settings.load(tmp_path).servers


def test_a_password_in_an_address_counts_as_one(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f'[[servers]]\nname = "a"\nurl = "http://me:{SECRET}@a"\n', encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(SettingsWrong, match=r"\(url\)"):
        settings.load(tmp_path)
