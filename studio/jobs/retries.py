"""A job that begins again: what is forgotten of it, and what could be made smaller about it."""

from __future__ import annotations

import uuid

from studio.scenes.recipe import Recipe

SMALL = 768 * 768
"""Pixels that are proposed where more were too many for an engine's memory."""


def fresh(recipe: Recipe) -> dict[str, object]:
    """What a view shows of a job that begins again; a job that any server may draw is free to go to another."""
    changes: dict[str, object] = {
        "stage": "",
        "said": "",
        "step": 0,
        "steps": 0,
        "position": 0,
        "fraction": 0.0,
        "seconds_left": None,
        "began": None,
        "drawn": None,
        "preview": b"",
        "notice": None,
        "trouble": "",
    }
    return {**changes, "engine": ""} if recipe.engine == "auto" else changes


def new_drawing() -> dict[str, object]:
    """What of a job's record makes it another job for its engine, so that nothing of the old one comes back."""
    return {"prompt_id": str(uuid.uuid4()), "graph": "", "remote": ""}


def smaller(recipe: Recipe, *, small_model: bool = False) -> str:
    """What could be made smaller about a recipe that was too much for its engine's memory.

    `small_model` says that the model which drew it is an fp8 or GGUF one already.
    """
    ways = []
    if recipe.width * recipe.height > SMALL:
        scale = (SMALL / (recipe.width * recipe.height)) ** 0.5
        side = [max(256, round(length * scale / 16) * 16) for length in (recipe.width, recipe.height)]
        ways.append(f"a smaller size than {recipe.width}×{recipe.height}, such as {side[0]}×{side[1]}")
    if len(recipe.references) > 1:
        ways.append(f"fewer references than {len(recipe.references)}")
    if recipe.loras:
        ways.append("fewer LoRAs")
    if not small_model:
        ways.append("an fp8 or GGUF model")
    otherwise = f". Or draw with {' or '.join(ways)}" if ways else ""
    return f"Retry: the server is asked to free its memory first{otherwise}"
