"""The vision server that the settings name, which drafts captions; the network is imported here, late."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from studio.engines.hosted import from_keyring
from studio.settings.checking import SettingsWrong
from studio.settings.credentials import Key, find_key
from studio.settings.engine_settings import VisionSettings
from studio.settings.system_keyring import names_keyring, source_of

if TYPE_CHECKING:
    from backends.vision.server import VisionServer

TIMEOUT: Final = 180.0
"""Seconds for one answer: small machines take minutes for a picture."""
PATIENCE: Final = 300.0
"""Seconds for a model that is being loaded."""


def vision_server(chosen: VisionSettings, timeout: float = TIMEOUT, patience: float = PATIENCE) -> VisionServer:
    """The client of the server. Raises SettingsWrong where the settings name none, or its key cannot be read."""
    from backends.hosted.access import Access, Secret
    from backends.vision.server import VisionServer

    if not chosen.url:
        raise SettingsWrong(
            "No vision server is set up",
            "the settings name none that could look at pictures",
            'Write [vision] with url = "http://HOST:11434" and model = "qwen3-vl:8b" into the settings',
        )
    is_fetched = names_keyring(chosen.key)
    key = Key("", source_of(chosen.key)) if is_fetched else find_key(chosen.key, ())
    if chosen.key and not is_fetched and not key.value:
        raise SettingsWrong(
            f"The environment has no {key.source}",
            "the vision server's key is there",
            f"Set {key.source} before you start",
        )
    access = Access(
        name="vision",
        url=chosen.url,
        key=Secret(key.value),
        key_from=key.source,
        fetch_key=partial(from_keyring, chosen.key) if is_fetched else None,
        timeout=timeout,
        patience=patience,
    )
    return VisionServer(access, chosen.model)
