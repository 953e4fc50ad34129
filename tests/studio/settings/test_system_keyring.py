"""Keys in the system's keyring: found, missing, locked, and slow, without a keyring of this machine."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from types import ModuleType

import pytest

from studio.engines.book import EngineBook
from studio.engines.hosted import hosted_engine
from studio.settings import settings
from studio.settings.checking import SettingsWrong
from studio.settings.engine_settings import HostedSettings
from studio.settings.settings import Settings
from studio.settings.system_keyring import keyring_key
from tests.standin.hosted.openai import OpenAIStandIn
from tests.standin.hosted.server import KEY


class KeyringError(Exception):
    """As the package's own, of which its others are."""


class NoKeyringError(KeyringError, RuntimeError):
    """As the package's own: there is no backend."""


class KeyringLocked(KeyringError):
    """As the package's own."""


class Held:
    """As `keyring.credentials.Credential`."""

    def __init__(self, password: str) -> None:
        self.password = password


Kept = dict[tuple[str, str], str]


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts a package `keyring` there, which holds what it is given; `look` is called by whoever asks it."""

    def install(kept: Kept, *, look: Callable[[], object] = lambda: None, knows_all: bool = True) -> None:
        package, errors = ModuleType("keyring"), ModuleType("keyring.errors")

        def get_password(service: str, username: str) -> str | None:
            look()
            return kept.get((service, username))

        def get_credential(service: str, username: str | None) -> Held | None:
            look()
            users = [username] if username else [user for name, user in kept if name == service and knows_all]
            return next((Held(kept[service, user]) for user in users if (service, user) in kept), None)

        vars(package).update(get_password=get_password, get_credential=get_credential, errors=errors)
        kinds = {kind.__name__: kind for kind in (KeyringError, NoKeyringError, KeyringLocked)}
        vars(errors).update(kinds)
        monkeypatch.setitem(sys.modules, "keyring", package)
        monkeypatch.setitem(sys.modules, "keyring.errors", errors)

    return install


def test_a_key_is_found_by_service_and_by_user(keyring: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    keyring({("openai", "me"): "one", ("openai", "lab"): " two\n", ("a/b", "me"): "three"})
    assert keyring_key("keyring:openai") == "one"
    assert keyring_key("keyring: openai/lab") == "two"
    assert keyring_key("keyring:a/b/me") == "three"
    monkeypatch.setattr("getpass.getuser", lambda: "me")
    keyring({("openai", "me"): "one"}, knows_all=False)
    assert keyring_key("keyring:openai") == "one"


def raising(error: Exception) -> Callable[[], object]:
    def look() -> None:
        raise error

    return look


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NoKeyringError("no backend"), "There is no keyring here"),
        (KeyringLocked("locked"), "The keyring is locked"),
        (KeyringError("D-Bus\x1b[1m said no"), "The keyring cannot be asked"),
    ],
)
def test_where_it_gives_nothing_it_is_said_what_to_do(
    keyring: Callable[..., None], error: Exception, words: str
) -> None:
    keyring({}, look=raising(error))
    with pytest.raises(SettingsWrong, match=words) as caught:
        keyring_key("keyring:openai/me")
    assert "${NAME}" in caught.value.notice.remedy
    assert "\x1b" not in caught.value.notice.line()


def test_without_the_package_or_the_key_it_is_said_how_to_put_it_there(
    keyring: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring({})
    with pytest.raises(SettingsWrong, match="no key of openai") as caught:
        keyring_key("keyring:openai/me")
    assert "keyring set openai me" in caught.value.notice.remedy
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(SettingsWrong) as caught:
        keyring_key("keyring:openai/me")
    assert "milo-studio[keyring]" in caught.value.notice.remedy


async def test_an_engine_has_its_key_from_there_and_says_so(keyring: Callable[..., None]) -> None:
    keyring({("openai", "me"): KEY})
    async with OpenAIStandIn() as service:
        account = HostedSettings("paid", "openai", key="keyring:openai/me", url=service.url)
        book = EngineBook(Settings(hosted=(account,)))
        health = await book.health("paid")
        await book.close()
        assert (health.ready, health.facts["key"]) == (True, "the keyring (openai/me)")
        assert KEY not in repr(health)


async def test_who_waits_for_a_locked_keyring_holds_nobody_up(keyring: Callable[..., None]) -> None:
    unlocked, asked = threading.Event(), []

    def look() -> None:
        asked.append(1)
        unlocked.wait(30)

    keyring({("openai", "me"): KEY}, look=look)
    async with OpenAIStandIn() as service:
        engine = hosted_engine("paid", HostedSettings("paid", "openai", key="keyring:openai/me", url=service.url))
        for _ in range(2):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(engine.health(), 0.05)
        unlocked.set()
        assert (await engine.health()).ready
        assert len(asked) == 1, "it is asked once for all who wait"
        await engine.close()


def test_the_settings_take_such_a_key() -> None:
    text = '[[hosted]]\nname = "a"\nservice = "openai"\nkey = "keyring:openai/me"\n'
    assert settings.decode(text, "x").hosted[0].key == "keyring:openai/me"
