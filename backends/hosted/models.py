"""What a hosted model can do, as one record: what of a request reaches it, and since when it is gone."""

from __future__ import annotations

from typing import Literal

import msgspec

from backends.base import Setting


class SizeRule(msgspec.Struct, frozen=True, kw_only=True):
    """Which sizes a model draws, in pixels. With `listed`, those alone; else any whose sides are multiples of
    `multiple`, within the bounds; `widest` is the longer side over the shorter at most. `named`: the service is told
    a ratio such as "16:9" and not pixels, so what comes back is of the listed sizes about."""

    listed: tuple[tuple[int, int], ...] = ()
    multiple: int = 16
    least_side: int = 64
    most_side: int = 4096
    least_pixels: int = 0
    most_pixels: int = 4096 * 4096
    widest: float = 4.0
    named: bool = False


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """A model of a service as the studio knows it. What is not said it cannot do.

    `references` is how many pictures it looks at, `loras` how many LoRAs it takes, with `fetches_loras` by names that
    say where they lie, beside weights that it has itself (`own_lora`); `prompt_length` characters of a prompt at most
    (0: nobody says). `start`: it paints over a picture, of which with `strength` a share is kept, and which with
    `start_counts` is one of the references; `mask`: only where it is white. `previews`: unfinished pictures come.
    `options` are names of what else it takes (`DrawRequest.options`). Ranges are from the least to the most that it
    takes; `usual_steps` and `usual_guidance` are what it draws with where nobody chose, 0 what the request has. `seeds`
    is how many seeds it knows (0: all). `retired` is the day after which the service does not have it any more,
    "2026-10-23", and `instead` what to take then.
    """

    id: str
    title: str
    sizes: SizeRule
    references: int = 0
    loras: int = 0
    fetches_loras: bool = False
    own_lora: bool = False
    lora_range: tuple[float, float] = (-100.0, 100.0)
    prompt_length: int = 0
    seed: bool = False
    seeds: int = 0
    steps: bool = False
    step_range: tuple[int, int] = (1, 10_000)
    usual_steps: int = 0
    guidance: bool = False
    guidance_range: tuple[float, float] = (0.0, 1000.0)
    usual_guidance: float = 0.0
    options: tuple[str, ...] = ()
    start: bool = False
    start_counts: bool = False
    strength: bool = False
    mask: bool = False
    previews: bool = False
    transparent: bool = False
    retired: str = ""
    instead: str = ""
    reads: Literal["words", "tags"] = "words"


def lacked(model: Model) -> tuple[Setting, ...]:
    """The settings that a model has not at all. None of a service's can be told a sampler."""
    has: dict[Setting, bool] = {"seed": model.seed, "steps": model.steps, "guidance": model.guidance, "sampler": False}
    return tuple(name for name, is_there in has.items() if not is_there)


def is_retired(model: Model, today: str) -> bool:
    """Whether a model is gone on a day that is written as 2026-11-28."""
    return bool(model.retired) and model.retired < today
