"""What is different between two pictures' recipes, in a few words: seed 41 → 42, guidance 2.5 → 3, + "smiling"."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence

from library.records import Picture
from studio.errors import StudioError
from studio.scenes.recipe import Recipe, from_json

MOST_WORDS = 8
"""Words of a change that are told; a longer one is cut."""

MOST_CHANGES = 6
"""Changes of words that are told; beyond them the texts have little in common."""


def differences(first: Picture, second: Picture) -> tuple[str, ...]:
    """What became different from the first to the second, the weightiest first; empty where nothing is known to be."""
    return tuple(_differences(first, second))


def _differences(first: Picture, second: Picture) -> Iterator[str]:
    one, two = _values(first), _values(second)
    for name in dict.fromkeys((*one, *two)):
        if one.get(name, "") != two.get(name, ""):
            yield changed(name, one.get(name, ""), two.get(name, ""))
    yield from _set_changes("LoRA", _loras(first), _loras(second))
    texts = [(first.facts.scene, second.facts.scene)]
    if first.facts.scene == second.facts.scene:
        # Where the scenes differ, what differs in the prompts follows from them.
        texts = [(first.facts.prompt, second.facts.prompt), (first.facts.negative, second.facts.negative)]
    for before, after in texts:
        yield from word_changes(before, after)


def changed(name: str, before: str, after: str) -> str:
    """ "seed 41 → 42"; only what is there where the other has none: "+ plate north", "− plate north"."""
    if not before or not after:
        return f"{'+' if after else '−'} {name} {after or before}"
    return f"{name} {before} → {after}"


def word_changes(before: str, after: str) -> tuple[str, ...]:
    """What words came and went, in their order: `+ "smiling"`, `− "at night"`."""
    old, new = before.split(), after.split()
    told: list[str] = []
    for kind, low, high, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind in ("delete", "replace"):
            told.append(f"− {_quoted(old[low:high])}")
        if kind in ("insert", "replace"):
            told.append(f"+ {_quoted(new[start:end])}")
    if len(told) > MOST_CHANGES:
        return (*told[: MOST_CHANGES - 1], f"and {len(told) - MOST_CHANGES + 1} other changes of words")
    return tuple(told)


def _quoted(words: Sequence[str]) -> str:
    shown = " ".join(words[:MOST_WORDS]).strip(",.;")
    return f'"{shown}{" …" if len(words) > MOST_WORDS else ""}"'


def _set_changes(name: str, before: Mapping[str, float], after: Mapping[str, float]) -> Iterator[str]:
    for file in dict.fromkeys((*before, *after)):
        old, new = before.get(file), after.get(file)
        if old != new:
            yield changed(f"{name} {file}", "" if old is None else f"{old:g}", "" if new is None else f"{new:g}")


def _loras(picture: Picture) -> dict[str, float]:
    recipe = recipe_of(picture)
    if recipe is None:
        return dict.fromkeys(picture.facts.loras, 1.0)
    return {lora.file: lora.strength for lora in recipe.loras}


def _values(picture: Picture) -> dict[str, str]:
    """What a picture was made with, each as text, empty for none."""
    facts, recipe = picture.facts, recipe_of(picture)
    values = {
        "seed": _text(facts.seed),
        "guidance": _text(facts.guidance),
        "steps": _text(facts.steps),
        "sampler": facts.sampler,
        "scheduler": facts.scheduler,
        "size": f"{picture.width}×{picture.height}",
        "engine": facts.engine,
        "model": facts.model,
        "style": facts.style,
        "plate": facts.plate,
        "saying": facts.saying,
        "cast": ", ".join(facts.characters),
    }
    if recipe is not None:
        start = recipe.start
        values["references"] = ", ".join(f"{one.name} {one.sha256[:6]}" for one in recipe.references)
        values["painted over"] = f"{start.name} by {recipe.denoise:g}" if start is not None else ""
        worn = (member.outfit or ("" if member.lettered else member.wearing) for member in recipe.cast)
        values["outfit"] = ", ".join(filter(None, worn))
    return values


def recipe_of(picture: Picture) -> Recipe | None:
    """The recipe of a picture; None where it has none that this studio can read."""
    try:
        return from_json(picture.facts.recipe) if picture.facts.recipe else None
    except StudioError:
        return None


def _text(number: float | None) -> str:
    if number is None:
        return ""
    return str(number) if isinstance(number, int) else f"{number:g}"
