"""Names for the values of widgets in ComfyUI's `workflow`, where they stand in a row.

Newer editors name widgets among a node's inputs, though often only those that are linked. For the nodes that say
something of a picture the names are known here (order: `INPUT_TYPES` and `define_schema` of ComfyUI's nodes.py and
comfy_extras, and of the packs named below); of all others they are told by what the values look like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from library.exchange.foreign.comfyui.graph import MOST_INPUTS
from library.exchange.foreign.facts import listed, mapping

_CONTROLS = ("randomize", "fixed", "increment", "decrement", "increment-wrap")
_KNOWN = {
    "KSampler": "seed steps cfg sampler_name scheduler denoise",
    "KSamplerAdvanced": "add_noise noise_seed steps cfg sampler_name scheduler start_at_step end_at_step",
    "SamplerCustom": "add_noise noise_seed cfg",
    "RandomNoise": "noise_seed",
    "SeedNode": "seed",
    "KSamplerSelect": "sampler_name",
    # schedulers
    "BasicScheduler": "scheduler steps denoise",
    "AlignYourStepsScheduler": "model_type steps denoise",
    "OptimalStepsScheduler": "model_type steps denoise",
    "GITSScheduler": "coeff steps denoise",
    "SDTurboScheduler": "steps denoise",
    "Flux2Scheduler": "steps width height",
    "Ideogram4Scheduler": "steps width height mu std",
    "LTXVScheduler": "steps max_shift base_shift stretch terminal",
    "KarrasScheduler": "steps sigma_max sigma_min rho",
    "PolyexponentialScheduler": "steps sigma_max sigma_min rho",
    "ExponentialScheduler": "steps sigma_max sigma_min",
    "LaplaceScheduler": "steps sigma_max sigma_min mu beta",
    "BetaSamplingScheduler": "steps alpha beta",
    "ManualSigmas": "sigmas",
    "VPScheduler": "steps beta_d beta_min eps_s",
    # guiders
    "CFGGuider": "cfg",
    "DualModelGuider": "cfg",
    "DualCFGGuider": "cfg_conds cfg_cond2_negative style",
    "PerpNegGuider": "cfg neg_scale",
    "LTXVDualCFGGuider": "video_cfg audio_cfg",
    "FluxGuidance": "guidance",
    # texts
    "CLIPTextEncode": "text",
    "CLIPTextEncodeControlnet": "text",
    "CLIPTextEncodeFlux": "clip_l t5xxl guidance",
    "CLIPTextEncodeHiDream": "clip_l clip_g t5xxl llama",
    "CLIPTextEncodeHunyuanDiT": "bert mt5xl",
    "CLIPTextEncodeKandinsky5": "clip_l qwen25_7b",
    "CLIPTextEncodeLumina2": "system_prompt user_prompt",
    "CLIPTextEncodePixArtAlpha": "width height text",
    "CLIPTextEncodeSD3": "clip_l clip_g t5xxl empty_padding",
    "CLIPTextEncodeSDXL": "width height crop_w crop_h target_width target_height text_g text_l",
    "CLIPTextEncodeSDXLRefiner": "ascore width height text",
    "GLIGENTextBoxApply": "text width height x y",
    "TextEncodeAceStepAudio": "tags lyrics lyrics_strength",
    "TextEncodeBooguEdit": "prompt negative_prompt",
    "TextEncodeHunyuanVideo_ImageToVideo": "prompt image_interleave",
    "TextEncodeJoyImageEdit": "prompt",
    "TextEncodeMageFlowEdit": "prompt negative_prompt width height batch_size",
    "TextEncodeQwenImageEdit": "prompt",
    "TextEncodeQwenImageEditPlus": "prompt",
    "TextEncodeZImageOmni": "prompt auto_resize_images",
    "TextGenerate": "prompt max_length",
    "TextGenerateLTX2Prompt": "prompt max_length",
    "PrimitiveNode": "value",
    "PrimitiveBoolean": "value",
    "PrimitiveFloat": "value",
    "PrimitiveInt": "value",
    "PrimitiveString": "value",
    "PrimitiveStringMultiline": "value",
    "CustomCombo": "choice",
    "StringConcatenate": "string_a string_b delimiter",
    "StringFormat": "f_string",
    "StringReplace": "string find replace",
    "StringSubstring": "string start end",
    "StringTrim": "string mode",
    "CaseConverter": "string mode",
    "RegexExtract": "string regex_pattern mode",
    "RegexReplace": "string regex_pattern replace",
    "JsonExtractString": "json_string key",
    "ComfySwitchNode": "switch",
    "ComfySoftSwitchNode": "switch",
    # models
    "CheckpointLoaderSimple": "ckpt_name",
    "CheckpointLoader": "config_name ckpt_name",
    "ImageOnlyCheckpointLoader": "ckpt_name",
    "unCLIPCheckpointLoader": "ckpt_name",
    "DiffusersLoader": "model_path",
    "UNETLoader": "unet_name weight_dtype",
    "UnetLoaderGGUF": "unet_name",
    "LoraLoader": "lora_name strength_model strength_clip",
    "LoraLoaderModelOnly": "lora_name strength_model",
    "LoraLoaderBypass": "lora_name strength_model strength_clip",
    "LoraLoaderBypassModelOnly": "lora_name strength_model",
    # sizes
    "CLIPLoader": "clip_name type device",
    "LatentUpscale": "upscale_method width height crop",
    "ImageScale": "upscale_method width height crop",
    "WanVaceToVideo": "width height length batch_size strength",
    # ComfyUI-WanVideoWrapper
    "WanVideoSampler": "steps cfg shift seed force_offload scheduler riflex_freq_index denoise_strength",
    "WanVideoTextEncode": "positive_prompt negative_prompt force_offload",
    "WanVideoTextEncodeSingle": "prompt force_offload",
    "WanVideoModelLoader": "model base_precision quantization load_device attention_mode",
    "WanVideoLoraSelect": "lora strength",
    # efficiency-nodes-comfyui
    "KSampler (Efficient)": "seed steps cfg sampler_name scheduler denoise preview_method vae_decode",
    "Efficient Loader": "ckpt_name vae_name clip_skip lora_name model_strength clip_strength positive negative",
    # rgthree-comfy
    "Seed (rgthree)": "seed",
}
_SEEDS = ("seed", "noise_seed")
_SAMPLERS = re.compile(
    r"^(euler|heun|dpm|lms|ddpm|lcm|ddim|uni_?pc|res_|deis|er_sde|seeds_|sa_solver|gradient_est|ipndm)"
)
_SCHEDULERS = frozenset(
    {*("simple", "normal", "karras", "exponential", "sgm_uniform", "ddim_uniform", "beta", "linear_quadratic")}
    | {*("kl_optimal", "beta57", "bong_tangent", "turbo", "align_your_steps", "AYS SDXL", "AYS SD1")}
)
_MODEL_FILE = re.compile(r"\.(safetensors|ckpt|gguf|sft)$", re.I)
_NO_MODEL = re.compile(r"(?<!un)clip|vae|control|upscale|style|ipadapter|vision|detector|sam|text.?encoder|t5", re.I)
_TEXTUAL = re.compile(r"text|prompt|string|primitive|positive|negative", re.I)
_NO_TEXT = re.compile(r"note|save|load|combine|resolution|sigmas|math|expression|shader", re.I)
_PROSE = re.compile(r"\s|.{40}|[\u3000-\u9fff]", re.S)
_SHORTEST_PROMPT = 25
"""Characters of a text that is taken for a prompt although nothing about its node says so; options are shorter."""
_LATENTS = re.compile(r"empty|latent|tovideo", re.I)
_NUMBERS = re.compile(r"primitive|constant|int|float|number|seed", re.I)


def is_named(value: Any) -> str:
    """The name that an input or a widget has; empty where it has none, or something that is no text."""
    return value if isinstance(value, str) else ""


def widget_names(given: dict[str, Any]) -> list[str]:
    """The names of the widgets among a node's inputs, in their order."""
    inputs = map(mapping, listed(given.get("inputs"))[:MOST_INPUTS])
    return [is_named(mapping(one["widget"]).get("name")) for one in inputs if "widget" in one]


def widget_values(kind: str, given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """A node's values by name, as far as the names are known or can be told."""
    values = given.get("widgets_values")
    if isinstance(values, dict):
        yield from list(values.items())[:MOST_INPUTS]
        return
    values = listed(values)[:MOST_INPUTS]
    named = widget_names(given)
    known = _KNOWN.get(kind, "").split()
    if len(named) < len(known):
        named = known
    # Editors that name only the widgets that were made inputs do not say what the rest are called.
    if named is known or len(named) >= max(1, len(values) - 2):
        yield from _in_step(kind, named, values)
    else:
        yield from _told(kind, values, _has_text_linked(given))


def _has_text_linked(given: dict[str, Any]) -> bool:
    """Whether a text comes in from elsewhere, so that a text among the values is an old one."""
    inputs = map(mapping, listed(given.get("inputs"))[:MOST_INPUTS])
    linked = (is_named(one.get("name")) for one in inputs if "widget" in one and one.get("link") is not None)
    return any(_TEXTUAL.search(name) for name in linked)


def _in_step(kind: str, named: list[str], values: list[Any]) -> Iterator[tuple[str, Any]]:
    """Names and values side by side; after a seed stands what becomes of it next time, which has no name."""
    at = 0
    for key in named:
        if at >= len(values):
            return
        if key:
            yield key, values[at]
        at += 1
        if key in _SEEDS and at < len(values) and _is_control(kind, values[at]):
            at += 1


def _is_control(kind: str, value: Any) -> bool:
    """Whether a value after a seed says what becomes of it: a word, once a boolean, nothing where that is hidden."""
    if value is None or isinstance(value, bool):
        return "Sampler" in kind and "Wan" not in kind
    return value in _CONTROLS


def _told(kind: str, values: list[Any], has_text: bool) -> Iterator[tuple[str, Any]]:
    """Names for the values of an unknown node, by what they look like."""
    if kind in ("SetNode", "GetNode"):
        yield from (("label", value) for value in values if isinstance(value, str))
        return
    yield from _told_files(kind, values)
    yield from _told_numbers(kind, values)
    if not has_text:
        yield from _told_texts(kind, values)


def _told_files(kind: str, values: list[Any]) -> Iterator[tuple[str, Any]]:
    for at, value in enumerate(values):
        if isinstance(value, dict) and "lora" in value:
            yield f"lora_{at}", value
        elif isinstance(value, str) and _MODEL_FILE.search(value[-20:]):
            if "lora" in kind.lower():
                yield f"lora_{at}", value
            elif not _NO_MODEL.search(kind):
                yield "ckpt_name" if at == 0 else f"file_{at}", value


def _told_numbers(kind: str, values: list[Any]) -> Iterator[tuple[str, Any]]:
    """A seed stands before its control; samplers have steps, guidance and their method in that order."""
    controls = {at for at, value in enumerate(values) if isinstance(value, str) and value in _CONTROLS}
    yield from (("seed", values[at - 1]) for at in controls if at and _is_number(values[at - 1]))
    rest = [value for at, value in enumerate(values) if at not in controls and at + 1 not in controls]
    low, numbers = kind.lower(), [value for value in rest if _is_number(value)]
    if "switch" in low:
        yield from (("boolean" if isinstance(value, bool) else "select", value) for value in rest[:1])
        return
    names: tuple[str, ...] = ("value",) if _NUMBERS.search(kind) else ()
    if "sampler" in low or "schedul" in low:
        names = ("steps", "cfg") if "sampler" in low else ("steps",)
        yield from _told_methods(rest)
    elif "guider" in low:
        names = ("cfg",)
    elif _LATENTS.search(kind):
        names = ("width", "height")
    yield from zip(names, numbers, strict=False)


def _told_methods(values: list[Any]) -> Iterator[tuple[str, Any]]:
    for value in values:
        if isinstance(value, str) and value in _SCHEDULERS:
            yield "scheduler", value
        elif isinstance(value, str) and _SAMPLERS.search(value):
            yield "sampler_name", value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _told_texts(kind: str, values: list[Any]) -> Iterator[tuple[str, Any]]:
    """Texts of a node that has texts: its prose, or whatever it has; of two that are encoded the second is negative."""
    if _NO_TEXT.search(kind):
        return
    texts = [value for value in values if isinstance(value, str) and not _MODEL_FILE.search(value[-20:])]
    prose = [value for value in texts if _PROSE.search(value[:2_000])]
    if "encode" in kind.lower() and len(prose) == 2:
        yield from zip(("positive_prompt", "negative_prompt"), prose, strict=True)
    elif _TEXTUAL.search(kind):
        yield from ((("text" if not at else f"text_{at}"), value) for at, value in enumerate(prose or texts))
    elif prose and len(prose[0]) > _SHORTEST_PROMPT:
        yield "prompt", prose[0]
