"""The command that draws a recipe again: the command line's own parser gives the same recipe back."""

from __future__ import annotations

import random
import shlex
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.errors import NotInLibrary
from studio.cli.drawing import draw
from studio.errors import StudioError
from studio.plain_text import plain
from studio.scenes import plan, stock
from studio.scenes.again.draw_command import draw_command, kept_picture
from studio.scenes.again.drawing_again import scene_of_recipe
from studio.scenes.recipe import LoraChoice, PictureUse, Recipe, worn
from studio.scenes.scene import Family, Scene
from studio.scenes.understanding import understand
from studio.workspace import Workspace

STOCK = stock.load(Path("/nowhere"))
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40).filter(plain)
SAYINGS = st.one_of(TEXT, st.just(""), st.just("random"), st.just("--shirt"), st.just('it\'s "$HOME" `id`'))
SHA = st.text("0123456789abcdef", min_size=64, max_size=64)
PICTURES = st.builds(PictureUse, st.sampled_from(("lab.png", "my @ photo.jpg", "-x y.png")), SHA)
LORAS = st.lists(st.builds(LoraChoice, st.sampled_from(("milo.safetensors", "a:b.pt", "none")), st.floats(-2, 2)))
FAMILIES: st.SearchStrategy[Family | None] = st.sampled_from((None, "kontext", "dev", "schnell", "flux2", "qwen-edit"))


@st.composite
def scenes(pick: st.DrawFn) -> Scene:
    """A scene with anything that can be chosen."""
    start = pick(st.none() | PICTURES)
    mask = pick(st.none() | PICTURES) if start is not None else None
    loras = pick(st.none() | LORAS)
    return Scene(
        text=pick(
            st.sampled_from(
                ("Milo and James at the rack", "Milo right of James", "-- James waves", 'a "quoted" $scene\'s end')
            )
            | TEXT
        ),
        sayings=tuple(pick(st.lists(SAYINGS, max_size=3))),
        plate=pick(st.sampled_from(("", *(one.name for one in STOCK.plates)))),
        style=pick(st.sampled_from([one.name for one in STOCK.styles])),
        seed=pick(st.integers(0, 2**63 - 1)),
        size=pick(st.sampled_from(((1024, 1024), (1344, 768), (512, 640)))),
        engine=pick(st.sampled_from(("draft", "lab", "lab/my graph"))),
        family=pick(FAMILIES),
        steps=pick(st.none() | st.integers(1, 150)),
        guidance=pick(st.none() | st.floats(0, 30)),
        sampler=pick(st.sampled_from(("euler", "dpmpp_2m"))),
        scheduler=pick(st.sampled_from(("simple", "karras"))),
        loras=None if loras is None else tuple(LoraChoice(one.file, float(f"{one.strength:g}")) for one in loras),
        references_joined=pick(st.sampled_from(("chained", "stitched", "regions"))),
        start=start,
        mask=mask,
        denoise=pick(st.none() | st.floats(0.01, 1)) if start is not None else None,
    )


def recipe_of(scene: Scene) -> Recipe:
    kind = "draft" if scene.engine == "draft" else "comfyui"
    understood = understand(scene, STOCK)
    (recipe,) = plan.recipes(
        understood, engine=scene.engine, engine_kind=kind, references=(), models={}, chooser=random.Random(1)
    )
    return recipe


def parsed(command: str) -> Scene:
    """The scene that the command line makes of a command."""
    program, name, *arguments = shlex.split(command)
    assert (program, name) == ("studio", "draw")
    given_options: dict[str, Any] = draw.command.make_context("draw", arguments).params
    for name in ("out", "as_json", "best_of", "over_cap"):
        del given_options[name]
    workspace = SimpleNamespace(
        stock=STOCK,
        settings=SimpleNamespace(style="painterly", size="square"),
        library=SimpleNamespace(references=SimpleNamespace(read=lambda sha256: b"")),
    )
    return draw.scene_of(cast(Workspace, workspace), **given_options)


@given(scenes())
def test_the_parser_gives_the_same_recipe(scene: Scene) -> None:
    recipe = recipe_of(scene)
    again = recipe_of(parsed(draw_command(recipe, STOCK)))
    # LoRAs that the style and the cast bring are chosen by nobody.
    assert again == recipe


def test_what_is_usual_is_left_out() -> None:
    recipe = recipe_of(Scene(text="Milo at the rack", seed=7, engine="draft"))
    command = draw_command(recipe, STOCK)
    assert command.startswith("studio draw 'Milo at the rack' --plate ")
    assert not {"--steps", "--guidance", "--sampler", "--lora", "--over", "--shirt"} & set(shlex.split(command))


@given(st.text(max_size=30))
def test_nothing_that_a_terminal_obeys_is_in_it(scene: str) -> None:
    recipe = msgspec.structs.replace(recipe_of(Scene(text="Milo", seed=1, engine="draft")), scene=scene)
    command = draw_command(recipe, STOCK)
    assert plain(command) == command
    assert shlex.split(command)[:2] == ["studio", "draw"]


def test_a_place_without_words_is_kept_for_who_wears_none() -> None:
    recipe = recipe_of(Scene(text="Milo and James", sayings=("", "RTFM"), seed=1, engine="draft"))
    assert worn(recipe) == ("", "RTFM")
    assert "--shirt '' --shirt RTFM" in draw_command(recipe, STOCK)


def test_a_picture_that_is_not_kept_is_told(tmp_path: Path) -> None:
    def gone(sha256: str) -> bytes:
        raise NotInLibrary(f"The library has no reference picture {sha256[:12]}", "")

    workspace = cast(Workspace, SimpleNamespace(library=SimpleNamespace(references=SimpleNamespace(read=gone))))
    with pytest.raises(NotInLibrary):
        draw._picture(f"lab.png@{'a' * 64}", workspace)
    with pytest.raises(StudioError):
        draw._picture(str(tmp_path / "none.png"), workspace)


def test_only_a_name_with_a_hash_is_a_kept_picture() -> None:
    assert kept_picture(f"a@b.png@{'0' * 64}") == PictureUse("a@b.png", "0" * 64)
    assert kept_picture("a@b.png") is None
    assert kept_picture("@" + "0" * 64) is None


def test_what_nobody_chose_for_a_service_is_not_chosen_when_it_is_drawn_again() -> None:
    (recipe,) = plan.recipes(
        understand(Scene(text="Milo at the rack", seed=5), STOCK),
        engine="away",
        engine_kind="openai",
        references=(),
        models={},
        chooser=random.Random(1),
    )
    drawn = msgspec.structs.replace(recipe, family="gpt-image-2.5-flare", steps=28, guidance=3.0)
    scene = scene_of_recipe(drawn)
    assert (scene.seed, scene.steps, scene.guidance) == (5, None, None)
    assert not {"--steps", "--guidance"} & set(shlex.split(draw_command(drawn, STOCK)))
    chosen = msgspec.structs.replace(drawn, chosen=("steps",))
    assert scene_of_recipe(chosen).steps == 28
    assert "--steps 28" in draw_command(chosen, STOCK)
