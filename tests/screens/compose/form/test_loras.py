"""LoRA names: which are known, and how a line of them is completed."""

from __future__ import annotations

import pytest

from backends.base import EngineUnreachable, LoraInfo
from screens.compose.form.loras import LoraSuggester, known_loras
from studio.engines.book import EngineBook
from studio.settings.engine_settings import ServerSettings
from studio.settings.settings import Settings


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("fl", "flat.safetensors"),
        ("FL", "FLat.safetensors"),
        ("own:0.4, fl", "own:0.4, flat.safetensors"),
        ("flat.safetensors:0", None),
        ("nothing", None),
        ("", None),
        ("own:1, ", None),
    ],
)
async def test_the_last_name_of_a_line_is_completed(typed: str, whole: str | None) -> None:
    suggester = LoraSuggester()
    suggester.learn(["flat.safetensors", "milo.safetensors"])
    assert await suggester.get_suggestion(typed) == whole


async def test_servers_that_answer_name_their_loras(monkeypatch: pytest.MonkeyPatch) -> None:
    class Engine:
        def __init__(self, files: tuple[str, ...]) -> None:
            self.files = files

        async def loras(self) -> tuple[LoraInfo, ...]:
            if not self.files:
                raise EngineUnreachable("gone")
            return tuple(map(LoraInfo, self.files))

    engines = {"a": Engine(("flat", "Milo")), "b": Engine(()), "c": Engine(("flat", "ada")), "d": object()}
    book = EngineBook(Settings(servers=tuple(ServerSettings(name, "http://127.0.0.1:9") for name in engines)))
    monkeypatch.setattr(book, "get", engines.__getitem__)
    assert await known_loras(book) == ("ada", "flat", "Milo")
