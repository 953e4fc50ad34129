"""The command line that draws a recipe again: `studio draw …` with all that is needed, to be pasted into a shell."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from backends.families import NAMES
from studio.errors import StudioError
from studio.plain_text import plain
from studio.scenes.again.drawing_again import is_unchosen
from studio.scenes.recipe import LoraChoice, PictureUse, Recipe, worn
from studio.scenes.scene import GUIDANCE, START_DENOISE, STEPS, Scene
from studio.scenes.stock import Stock
from studio.scenes.understanding import understand

NO_LORA = "none"
"""In place of a LoRA: none at all, not even those of the style and the cast."""

RANDOM_WORD, LITERAL = "random", " "
"""In place of a saying: one of the studio's own; and what stands before that word where it is meant as it is."""

_KEPT = re.compile(r"(?P<name>.+)@(?P<sha256>[0-9a-f]{64})", re.DOTALL)


def draw_command(recipe: Recipe, stock: Stock) -> str:
    """The command that gives the same recipe where the stock is the same and the references are kept.

    A shell takes it as it is; nothing in it that a terminal would obey.
    """
    scene, options = plain(recipe.scene), tuple(_options(recipe, stock))
    # A scene that begins with a dash would be taken for an option.
    words = ["studio", "draw", *((*options, "--", scene) if scene.startswith("-") else (scene, *options))]
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    return shlex.quote(f"{LITERAL if word.startswith(LITERAL) else ''}{plain(word)}")


def kept_picture(text: str) -> PictureUse | None:
    """A picture that the library keeps among its references, as the command names it; None for any other text."""
    found = _KEPT.fullmatch(text)
    return PictureUse(found["name"], found["sha256"]) if found else None


def lora_text(lora: LoraChoice) -> str:
    """A LoRA as the command names it: FILE:STRENGTH."""
    return f"{lora.file}:{lora.strength:g}"


def _options(recipe: Recipe, stock: Stock) -> Iterator[str]:
    for saying in worn(recipe):
        yield from ("--shirt", f"{LITERAL}{saying}" if saying.casefold() == RANDOM_WORD else saying)
    yield from ("--plate", recipe.plate, "--style", recipe.style, "--size", f"{recipe.width}x{recipe.height}")
    yield from ("--seed", str(recipe.seed), "--engine", recipe.engine)
    family = next((known for known in NAMES if known == recipe.family), None)
    if family is not None:
        yield from ("--family", family)
    unchosen = {} if family is None else {"steps": STEPS[family], "guidance": GUIDANCE[family]}
    if not is_unchosen(recipe, "steps", unchosen):
        yield from ("--steps", str(recipe.steps))
    if not is_unchosen(recipe, "guidance", unchosen):
        yield from ("--guidance", repr(recipe.guidance))
    for option, value, usual in (
        ("--sampler", recipe.sampler, "euler"),
        ("--scheduler", recipe.scheduler, "simple"),
        ("--joined", recipe.references_joined, "chained"),
    ):
        if value != usual:
            yield from (option, value)
    yield from _lora_options(recipe, stock)
    yield from _start_options(recipe)


def _lora_options(recipe: Recipe, stock: Stock) -> Iterator[str]:
    """Those that the style and the cast would not bring by themselves."""
    wanted = (*recipe.loras, *recipe.left_out)
    try:
        by_itself = understand(Scene(text=recipe.scene, plate=recipe.plate, style=recipe.style), stock).loras
    except StudioError:
        by_itself = ()
    if wanted == by_itself:
        return
    for lora in wanted:
        yield from ("--lora", lora_text(lora))
    if not wanted:
        yield from ("--lora", NO_LORA)


def _start_options(recipe: Recipe) -> Iterator[str]:
    if recipe.start is None:
        return
    yield from ("--over", f"{recipe.start.name}@{recipe.start.sha256}")
    if recipe.mask is not None:
        yield from ("--mask", f"{recipe.mask.name}@{recipe.mask.sha256}")
    if recipe.denoise != (1.0 if recipe.mask is not None else START_DENOISE):
        yield from ("--denoise", repr(recipe.denoise))
