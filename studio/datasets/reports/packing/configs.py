"""The files that tell a trainer what is where. Numbers are the trainers' own usual ones, but for what a dataset says.

Sources: ostris/ai-toolkit ui/src/app/jobs/new (0.12); kohya-ss/sd-scripts docs/config_README-en.md,
docs/masked_loss_README.md; kohya-ss/musubi-tuner docs/dataset_config.md; Nerogar/OneTrainer
modules/util/config/ConceptConfig.py; bghira/SimpleTuner documentation/DATALOADER.md; tdrussell/diffusion-pipe
examples/dataset.toml.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from studio.datasets.reports import buckets
from studio.datasets.reports.packing.records import Order

REPEATS = 10
"""How often a round of kohya's and musubi's shows each picture: rounds of a dozen pictures would be over at once."""


class Base(NamedTuple):
    """A model that ai-toolkit trains: its kind and name there, and what goes with it."""

    arch: str
    model: str
    timesteps: str = "weighted"
    extra: Mapping[str, Any] = {}
    guidance: float = 4
    steps: int = 25
    needs_control: bool = False


BASES: Mapping[str, Base] = {
    "flux": Base("flux", "black-forest-labs/FLUX.1-dev", "sigmoid"),
    "flux-kontext": Base("flux_kontext", "black-forest-labs/FLUX.1-Kontext-dev", needs_control=True),
    "flux2": Base("flux2", "black-forest-labs/FLUX.2-dev", extra={"low_vram": True}),
    "flux2-klein-4b": Base("flux2_klein_4b", "black-forest-labs/FLUX.2-klein-base-4B", extra={"low_vram": True}),
    "flux2-klein-9b": Base("flux2_klein_9b", "black-forest-labs/FLUX.2-klein-base-9B", extra={"low_vram": True}),
    "qwen-image": Base("qwen_image", "Qwen/Qwen-Image"),
    "qwen-image-edit": Base("qwen_image_edit_plus", "Qwen/Qwen-Image-Edit-2509", needs_control=True),
    "z-image": Base("zimage", "Tongyi-MAI/Z-Image", steps=30),
}
"""By the name that is asked for; the base weights, and not those distilled from them."""
USUAL_BASE = "flux"


def quoted(text: str) -> str:
    """A string as TOML, YAML and JSON all write it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def ai_toolkit(order: Order, place: str, *, masks: bool, controls: bool) -> str:
    """`config.yaml`, which `python run.py` takes."""
    base = BASES[order.base or USUAL_BASE]
    first, second, third = buckets.resolutions("ai-toolkit", order.side)
    lines = [
        *_told(place, "#"),
        "---",
        "job: extension",
        "config:",
        f"  name: {quoted(order.name)}",
        "  process:",
        "    - type: diffusion_trainer",
        "      training_folder: output",
        "      device: cuda",
        *([f"      trigger_word: {quoted(order.trigger)}"] if order.trigger else []),
        "      network: {type: lora, linear: 32, linear_alpha: 32}",
        "      save: {dtype: bf16, save_every: 250, max_step_saves_to_keep: 4}",
        "      datasets:",
        f"        - folder_path: {quoted(f'{place}/pictures')}",
        *([f"          mask_path: {quoted(f'{place}/masks')}", "          mask_min_value: 0.1"] if masks else []),
        *([f"          control_path: {quoted(f'{place}/control')}"] if controls else []),
        "          caption_ext: txt",
        "          caption_dropout_rate: 0.05",
        "          cache_latents_to_disk: true",
        f"          resolution: [{first}, {second}, {third}]",
        "      train:",
        f"        batch_size: {order.batch}",
        f"        steps: {order.steps}",
        "        gradient_accumulation: 1",
        "        gradient_checkpointing: true",
        "        noise_scheduler: flowmatch",
        f"        timestep_type: {base.timesteps}",
        f"        content_or_style: {'style' if order.kind == 'style' else 'balanced'}",
        "        optimizer: adamw8bit",
        "        lr: 1.0e-4",
        "        dtype: bf16",
        "      model:",
        f"        name_or_path: {quoted(base.model)}",
        f"        arch: {base.arch}",
        "        quantize: true",
        *(f"        {key}: {json.dumps(value)}" for key, value in base.extra.items()),
        "      logging: {log_every: 1, use_ui_logger: true}",
        *_samples(order, base),
        "meta: {name: '[name]', version: '1.0'}",
    ]
    return "\n".join(lines) + "\n"


def _samples(order: Order, base: Base) -> Iterable[str]:
    """What ai-toolkit draws every 250 steps: captions that it did not learn, then one without the trigger word."""
    known = [caption for caption in order.judging or [item.caption for item in order.items] if caption][:3]
    bare = [without for without in (_without(one, order.trigger) for one in known[:1]) if without not in known]
    if base.needs_control or not known:
        yield "      # An editing model draws samples of control pictures: add `sample` with a `ctrl_img` for each."
        return
    yield from (
        "      sample:",
        "        sampler: flowmatch",
        "        sample_every: 250",
        f"        width: {order.side}",
        f"        height: {order.side}",
        "        seed: 42",
        "        walk_seed: true",
        f"        guidance_scale: {base.guidance:g}",
        f"        sample_steps: {base.steps}",
        "        samples:",
    )
    yield from (f"          - prompt: {quoted(prompt)}" for prompt in (*known, *bare))


def _without(caption: str, trigger: str) -> str:
    return " ".join(caption.replace(trigger, "").split()) if trigger else caption


def kohya(order: Order, place: str, folder: str, class_words: str, *, masks: bool) -> str:
    """`dataset.toml` for `--dataset_config` of sd-scripts, which takes no class tokens where there are masks."""
    lines = [
        *_told(place, "#"),
        *(["# The masks are heeded with --masked_loss."] if masks else []),
        "[general]",
        'caption_extension = ".txt"',
        "shuffle_caption = false",
        "",
        "[[datasets]]",
        f"resolution = {order.side}",
        f"batch_size = {order.batch}",
        "enable_bucket = true",
        f"min_bucket_reso = {buckets.KOHYA_SMALLEST}",
        f"max_bucket_reso = {buckets.KOHYA_LARGEST}",
        f"bucket_reso_steps = {buckets.KOHYA_STEP}",
        "bucket_no_upscale = false",
        "",
        "  [[datasets.subsets]]",
        f"  image_dir = {quoted(f'{place}/{folder}')}",
        f"  conditioning_data_dir = {quoted(f'{place}/masks')}" if masks else f"  class_tokens = {quoted(class_words)}",
        f"  num_repeats = {REPEATS}",
    ]
    return "\n".join(lines) + "\n"


def musubi(order: Order, place: str, *, controls: bool) -> str:
    """`dataset.toml` for `--dataset_config` of musubi-tuner."""
    lines = [
        *_told(place, "#"),
        "[general]",
        f"resolution = [{order.side}, {order.side}]",
        'caption_extension = ".txt"',
        f"batch_size = {order.batch}",
        "enable_bucket = true",
        "bucket_no_upscale = false",
        "",
        "[[datasets]]",
        f"image_directory = {quoted(f'{place}/pictures')}",
        f"cache_directory = {quoted(f'{place}/cache')}",
        *([f"control_directory = {quoted(f'{place}/control')}"] if controls else []),
        f"num_repeats = {REPEATS}",
    ]
    return "\n".join(lines) + "\n"


def diffusion_pipe(order: Order, place: str, *, masks: bool, controls: bool) -> str:
    """`dataset.toml` that the training's own TOML names."""
    lines = [
        *_told(place, "#"),
        f"resolutions = [{order.side}]",
        "enable_ar_bucket = true",
        f"min_ar = {buckets.PIPE_LEAST}",
        f"max_ar = {buckets.PIPE_MOST}",
        f"num_ar_buckets = {buckets.PIPE_BUCKETS}",
        "frame_buckets = [1]",
        "",
        "[[directory]]",
        f"path = {quoted(f'{place}/pictures')}",
        *([f"mask_path = {quoted(f'{place}/masks')}"] if masks else []),
        *([f"control_path = {quoted(f'{place}/control')}"] if controls else []),
        "num_repeats = 1",
    ]
    return "\n".join(lines) + "\n"


def onetrainer(order: Order, place: str) -> str:
    """`concepts.json`, which OneTrainer's `concept_file_name` names."""
    concept = {
        "name": order.name,
        "path": f"{place}/pictures",
        "enabled": True,
        "type": "STANDARD",
        "include_subdirectories": False,
        "image": {"enable_crop_jitter": False, "enable_random_flip": False},
        "text": {"prompt_source": "sample"},
        "balancing": 1.0,
        "balancing_strategy": "REPEATS",
        "loss_weight": 1.0,
        "seed": 42,
    }
    return json.dumps([concept], indent=2, ensure_ascii=False) + "\n"


def simpletuner(order: Order, place: str, *, masks: bool) -> str:
    """`multidatabackend.json`, which `--data_backend_config` names."""
    sized = {
        "resolution": order.side,
        "resolution_type": "pixel_area",
        "crop": True,
        "crop_style": "center",
        "crop_aspect": "preserve",
    }
    shown = {
        "id": order.name,
        "type": "local",
        "dataset_type": "image",
        "instance_data_dir": f"{place}/pictures",
        "cache_dir_vae": f"{place}/cache/vae",
        "caption_strategy": "textfile",
        "metadata_backend": "discovery",
        "repeats": REPEATS - 1,
        **sized,
    }
    masked = {
        "id": f"{order.name}-masks",
        "type": "local",
        "dataset_type": "conditioning",
        "conditioning_type": "mask",
        "instance_data_dir": f"{place}/masks",
        **sized,
    }
    texts = {
        "id": f"{order.name}-texts",
        "type": "local",
        "dataset_type": "text_embeds",
        "default": True,
        "cache_dir": f"{place}/cache/text",
    }
    backends = [shown | {"conditioning_data": masked["id"]}, masked, texts] if masks else [shown, texts]
    return json.dumps(backends, indent=2, ensure_ascii=False) + "\n"


UNKNOWN = "/path/to/"
"""What stands before a pack's name where nobody knows where it will lie."""


def _told(place: str, mark: str) -> Iterable[str]:
    if place.startswith(UNKNOWN):
        yield f"{mark} Put the folder that this file lies in where {UNKNOWN} stands below."
