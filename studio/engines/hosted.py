"""Engines of hosted services, made from what the settings say of an account; the packages are imported here, late."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.scenes.suiting import Abilities
from studio.settings.checking import SettingsWrong
from studio.settings.credentials import Key, find_key
from studio.settings.engine_settings import HostedService, HostedSettings
from studio.settings.system_keyring import keyring_key, names_keyring, source_of

if TYPE_CHECKING:
    from backends.base import Engine
    from backends.hosted.access import Secret
    from backends.hosted.service import Service


def hosted_engine(name: str, account: HostedSettings, model: str = "") -> Engine:
    """The engine of an account with a model, or with the one that its settings name. It brings httpx with it.

    A key that is not there is told by the engine; one in a file that cannot be read raises SettingsWrong.
    """
    from backends.hosted.access import Access, Secret
    from backends.hosted.engine import HostedEngine

    service = service_of(account.service)
    is_fetched = names_keyring(account.key)
    key = Key("", source_of(account.key)) if is_fetched else find_key(account.key, service.variables)
    access = Access(
        name=account.name,
        url=(account.url or service.url).rstrip("/"),
        key=Secret(key.value),
        key_from=key.source,
        fetch_key=partial(from_keyring, account.key) if is_fetched else None,
        options=account.options,
    )
    return HostedEngine(name, access, service, model or account.model)


def from_keyring(named: str) -> Secret:
    """The key that the keyring has. Blocks, and may wait for a person. Raises KeyRefused."""
    from backends.errors import KeyRefused
    from backends.hosted.access import Secret

    try:
        return Secret(keyring_key(named))
    except SettingsWrong as error:
        notice = error.notice
        words = f"{notice.title}: {notice.reason}" if notice.reason else notice.title
        raise KeyRefused(words, notice.remedy) from error


def abilities_of(account: HostedSettings, model: str = "") -> Abilities:
    """What an account's model, or the one named, takes of a scene, as it is known without asking the service."""
    service = service_of(account.service)
    known = service.model(model or account.model)
    # LoRAs at Replicate are trained on FLUX.1 dev, and so are its usual steps and guidance.
    loras = known.loras + known.own_lora
    return Abilities(known.references, loras, "dev" if loras else None)


def service_of(kind: HostedService) -> Service:
    """What a service brings; importing it costs no network library, and no other service."""
    match kind:
        case "openai":
            from backends.openai.service import OpenAI

            return OpenAI()
        case "gemini":
            from backends.gemini.service import Gemini

            return Gemini()
        case "replicate":
            from backends.replicate.service import Replicate

            return Replicate()
        case "bfl":
            from backends.bfl.service import BlackForestLabs

            return BlackForestLabs()
