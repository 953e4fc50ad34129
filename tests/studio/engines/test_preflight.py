"""What is told before a scene is sent: by which server, and once for those that say the same."""

from __future__ import annotations

from msgspec.structs import replace

from backends.base import DrawRequest, EngineRefused, Outlook
from studio.engines.book import EngineBook
from studio.engines.fallback import offers
from studio.engines.preflight import warnings
from studio.scenes.recipe import LoraChoice, Recipe
from studio.settings.engine_settings import HostedSettings, ServerSettings
from studio.settings.settings import Settings
from tests.studio.engines.asked import Asked

RECIPE = Recipe(
    scene="Milo at work",
    prompt="a raccoon",
    plate="north",
    style="flat cartoon",
    seed=7,
    width=256,
    height=256,
    steps=28,
    guidance=2.5,
    engine="auto",
    engine_kind="comfyui",
    family="kontext",
)


class Foretelling(Asked):
    """An engine that says how it would draw, or refuses."""

    def __init__(self, name: str, said: Outlook | EngineRefused) -> None:
        super().__init__(name, True)
        self._said = said

    async def outlook(self, request: DrawRequest) -> Outlook:
        if isinstance(self._said, EngineRefused):
            raise self._said
        return self._said


def outlook(note: str, *absent: str) -> Outlook:
    return Outlook("kontext", "flux1-kontext.safetensors", absent=absent, note=note)


def book(*engines: Asked) -> EngineBook:
    made = EngineBook(Settings(servers=tuple(ServerSettings(one.name, "http://127.0.0.1:1") for one in engines)))
    for one in engines:
        made._made[one.name] = one
    return made


async def test_servers_that_say_the_same_are_told_in_one_line() -> None:
    engines = book(
        Foretelling("one", outlook("drawn by Schnell")),
        Foretelling("two", outlook("drawn by Schnell", "milo.safetensors")),
        Foretelling("three", outlook("")),
    )
    assert await warnings(engines, RECIPE, refusals=False) == ("On one, two: drawn by Schnell",)
    lines = await warnings(engines, RECIPE)
    assert sorted(line.partition(":")[0] for line in lines) == ["On one, two", "On two"]
    assert any("milo.safetensors" in line and "models/loras" in line for line in lines)


async def test_of_a_chosen_server_only_that_one_is_asked() -> None:
    engines = book(Foretelling("one", outlook("by Schnell")), Foretelling("two", outlook("by dev")))
    assert await warnings(engines, replace(RECIPE, engine="two")) == ("On two: by dev",)


async def test_the_draft_painter_is_asked_nothing() -> None:
    engines = book(Foretelling("draft", outlook("by Schnell")))
    assert await warnings(engines, replace(RECIPE, engine="draft", engine_kind="draft")) == ()


async def test_why_a_server_would_not_take_it_is_told_where_that_is_asked_for() -> None:
    engines = book(Foretelling("one", EngineRefused("the graph lacks a seed", "Give it a title")))
    assert await warnings(engines, RECIPE, refusals=False) == ()
    assert await warnings(engines, RECIPE) == ("On one: the graph lacks a seed. Give it a title",)


async def test_what_a_recipe_was_made_without_for_a_hosted_engine_is_told_as_lost() -> None:
    seen: list[DrawRequest] = []

    class Asking(Foretelling):
        async def outlook(self, request: DrawRequest) -> Outlook:
            seen.append(request)
            return await super().outlook(request)

    engines = EngineBook(Settings(hosted=(HostedSettings("paid", "openai"),)))
    engines._made["paid"] = Asking("paid", outlook("does without the LoRA"))
    recipe = replace(RECIPE, engine="paid", engine_kind="openai", left_out=(LoraChoice("ink.safetensors"),))
    (offer,) = await offers(engines, ["paid"], lambda name: recipe)
    assert (offer.words, [lora.file for lora in seen[0].loras]) == ("does without the LoRA", ["ink.safetensors"])
