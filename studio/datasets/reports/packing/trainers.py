"""The trainers that packs are made for, by name: what each takes, and how much of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from studio.datasets.records import DatasetWrong
from studio.datasets.reports.packing import configs, layouts
from studio.datasets.reports.packing.records import Order, Pack

_MEBIBYTE = 1 << 20


class Trainer(NamedTuple):
    """A trainer. `most_bytes` is how large a ZIP its service takes, 0: any; `larger` says what to do with one that is.

    `needs_captions`: it stops at a picture without one, or passes over it, where others learn it with the trigger word
    alone. `start` says how training is begun with the pack, with the `{trigger}` and `{steps}` of the dataset in it.
    """

    name: str
    title: str
    layout: Callable[[Order], Pack]
    most_bytes: int = 0
    larger: str = ""
    needs_captions: bool = False
    takes_controls: bool = False
    takes_masks: bool = True
    has_bases: bool = False
    start: str = ""


TRAINERS: Mapping[str, Trainer] = {
    one.name: one
    for one in (
        # The limit: github.com/replicate/replicate-javascript/issues/286, and Replicate's page on input files.
        Trainer(
            "replicate",
            "ostris/flux-dev-lora-trainer on Replicate",
            layouts.flat,
            100 * _MEBIBYTE,
            "Pack a folder, and put its ZIP where Replicate can fetch it",
            takes_masks=False,
            start="Give it as input_images, with trigger_word {trigger}, steps {steps} and autocaption false",
        ),
        Trainer(
            "fal",
            "the trainers of fal",
            layouts.flat,
            takes_masks=False,
            needs_captions=True,
            start="Upload it, and give its address to the trainer",
        ),
        Trainer(
            "ai-toolkit",
            "ai-toolkit",
            layouts.ai_toolkit,
            takes_controls=True,
            has_bases=True,
            start="python run.py config.yaml",
        ),
        Trainer("kohya", "sd-scripts of kohya-ss", layouts.kohya, start="Name dataset.toml by --dataset_config"),
        Trainer(
            "musubi",
            "musubi-tuner",
            layouts.musubi,
            takes_masks=False,
            needs_captions=True,
            takes_controls=True,
            start="Name dataset.toml by --dataset_config, and cache latents and texts first",
        ),
        Trainer("onetrainer", "OneTrainer", layouts.onetrainer, start="Name concepts.json as its concept_file_name"),
        Trainer(
            "simpletuner",
            "SimpleTuner",
            layouts.simpletuner,
            needs_captions=True,
            start="Name multidatabackend.json by --data_backend_config",
        ),
        Trainer(
            "diffusion-pipe",
            "diffusion-pipe",
            layouts.diffusion_pipe,
            needs_captions=True,
            takes_controls=True,
            start="Name dataset.toml in the training's own TOML",
        ),
    )
}


def trainer(name: str) -> Trainer:
    """The trainer of this name. Raises DatasetWrong."""
    if name not in TRAINERS:
        raise DatasetWrong(f"There is no trainer {name!r}", "", f"Choose one of {', '.join(TRAINERS)}")
    return TRAINERS[name]


def pack(order: Order, to: Trainer) -> Pack:
    """What a trainer gets of a dataset. Raises DatasetWrong where it would surely stop at it."""
    wrong = f"{order.name} cannot be packed for {to.title}"
    if not order.items:
        raise DatasetWrong(wrong, "it has no pictures to learn from", "Add some: studio dataset add")
    if order.base and not to.has_bases:
        raise DatasetWrong(wrong, "the pack does not say what is trained", "Leave --base out; the training says it")
    if order.base and order.base not in configs.BASES:
        raise DatasetWrong(wrong, f"there is no model {order.base!r}", f"Choose one of {', '.join(configs.BASES)}")
    bare = [item.name for item in order.items if not item.caption.strip()]
    if bare and to.needs_captions and not order.trigger:
        have = "has" if len(bare) == 1 else "have"
        reason = f"it does not learn pictures without a caption, and {_some(bare)} {have} none"
        raise DatasetWrong(wrong, reason, "Write captions first: studio dataset caption")
    if order.base and configs.BASES[order.base].needs_control and not any(item.control for item in order.items):
        reason = f"{order.base} learns to change pictures, and there is none to change"
        raise DatasetWrong(wrong, reason, "Give the folder with the pictures of before, of the same names: --control")
    lone = [item.name for item in order.items if item.control is None]
    if to.takes_controls and 0 < len(lone) < len(order.items):
        has = "has" if len(lone) == 1 else "have"
        raise DatasetWrong(wrong, f"{_some(lone)} {has} no control picture, and training stops there", "Add what lacks")
    made = to.layout(_captioned(order) if to.needs_captions else order)
    if not bare:
        return made
    learned = "the trigger word alone" if order.trigger else "no words at all"
    return made._replace(remarks=(*made.remarks, f"{_some(bare)}: no caption, so {learned} is learned with it"))


def _captioned(order: Order) -> Order:
    """The order with the trigger word as the caption of pictures that have none."""
    items = tuple(one if one.caption.strip() else one._replace(caption=order.trigger) for one in order.items)
    return msgspec.structs.replace(order, items=items)


def _some(names: list[str]) -> str:
    """A few names, and how many more."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
