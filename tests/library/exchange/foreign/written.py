"""What tools other than ComfyUI write into files."""

from __future__ import annotations

import json

PROMPT, NEGATIVE = "a heron on a mossy pier", "smudges, grain"
PAIRS = "Steps: 22, Sampler: Euler a, CFG scale: 4.5, Seed: 31337, Size: 48x64, Model: pondXL"
INFOTEXT = f"{PROMPT}\nNegative prompt: {NEGATIVE}\n{PAIRS}"
GRAPH = {
    "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "pondXL.safetensors"}},
    "2": {"class_type": "CLIPTextEncode", "inputs": {"text": PROMPT, "clip": ["1", 1]}},
    "3": {"class_type": "CLIPTextEncode", "inputs": {"text": NEGATIVE, "clip": ["1", 1]}},
    "4": {"class_type": "KSampler", "inputs": {
        "model": ["1", 0], "positive": ["2", 0], "negative": ["3", 0], "latent_image": ["5", 0], "seed": 31337,
        "steps": 22, "cfg": 4.5, "sampler_name": "euler", "scheduler": "simple"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 48, "height": 64}},
    "6": {"class_type": "SaveImage", "inputs": {"images": ["4", 0]}},
}  # fmt: skip
NOVELAI = {"prompt": PROMPT, "uc": NEGATIVE, "seed": 31337, "steps": 22, "scale": 4.5, "noise_schedule": "karras",
           "width": 48, "height": 64}  # fmt: skip
NOVELAI_TEXTS = {"Comment": json.dumps(NOVELAI), "Description": PROMPT, "Source": "V4.5", "Software": "NovelAI"}
SWARM = {"sui_image_params": {"prompt": PROMPT, "negativeprompt": NEGATIVE, "seed": 31337, "steps": 22,
                              "cfgscale": 4.5, "model": "pondXL", "width": 48, "height": 64}}  # fmt: skip
INVOKE = {"positive_prompt": PROMPT, "negative_prompt": NEGATIVE, "seed": 31337, "steps": 22, "cfg_scale": 4.5,
          "width": 48, "height": 64, "generation_mode": "sdxl_txt2img"}  # fmt: skip
EASY = {"prompt": PROMPT, "negative_prompt": NEGATIVE, "seed": 31337, "use_stable_diffusion_model": "pondXL",
        "num_inference_steps": 22, "guidance_scale": 4.5, "sampler_name": "euler_a", "width": 48, "height": 64,
        "use_lora_model": ["mist", "ink"]}  # fmt: skip
EASY_LINES = f"""Prompt: {PROMPT}
Negative Prompt: {NEGATIVE}
Seed: 31337
Stable Diffusion model: pondXL
Clip Skip: False
Sampler: euler_a
Width: 48
Height: 64
Steps: 22
Guidance Scale: 4.5
LoRA model: mist, ink
LoRA Strength: 0.5, 1.0
"""
DRAW_THINGS = {"c": PROMPT, "uc": NEGATIVE, "model": "pond_q6p.ckpt", "scale": 4.5, "seed": 31337, "size": "48x64",
               "steps": 22, "lora": [{"model": "mist_f16.ckpt", "weight": 0.6}]}  # fmt: skip
FOOOCUS = {"prompt": PROMPT, "negative_prompt": NEGATIVE, "base_model": "pondXL", "seed": "31337", "steps": 22,
           "guidance_scale": 4.5, "resolution": "(48, 64)", "version": "Fooocus v2.5"}  # fmt: skip
RUINED = {"Prompt": PROMPT, "Negative": NEGATIVE, "steps": 22, "cfg": 4.5, "width": 48, "height": 64, "seed": 31337,
          "base_model_name": "pondXL", "software": "RuinedFooocus"}  # fmt: skip
SPACE = {"prompt": PROMPT, "negative_prompt": NEGATIVE, "resolution": "48 x 64", "guidance_scale": 4.5,
         "num_inference_steps": 22, "seed": 31337, "Model": {"Model": "pondXL", "Model hash": "00"}}  # fmt: skip


MFLUX = {"mflux_version": "0.17.5", "model": "black-forest-labs/FLUX.1-dev", "base_model": "None", "seed": 31337,
         "steps": 22, "guidance": 4.5, "height": 64, "width": 48, "precision": "mlx.core.bfloat16", "quantize": 8,
         "generation_time_seconds": 61.2, "lora_paths": ["/Users/me/loras/mist.safetensors"], "lora_scales": [0.6],
         "image_path": None, "prompt": PROMPT, "negative_prompt": NEGATIVE}  # fmt: skip
