"""Whole files of each format and tool, from which spoilt ones are made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from library.exchange import xmp
from library.formats.heads.parts import XMP
from library.formats.png_text import PictureNote, picture_texts, with_texts
from library.judgement import Judgement
from tests.library.exchange.foreign import samples
from tests.library.exchange.packets import CASES, DIGIKAM, iptc
from tests.library.making import encode, facts, pixels

_IMAGE = Image.fromarray(pixels(1, 16, 12))
_USER_COMMENT, _DESCRIPTION, _EXIF = 0x9286, 0x010E, 0x8769

SETTINGS: dict[str, dict[str, str]] = {
    "a1111": {
        "parameters": "a fox, <lora:flat:0.8>\nNegative prompt: blurry\nSteps: 28, Sampler: DPM++ 2M, Schedule type:"
        ' Karras, CFG scale: 6.5, Seed: 3, Size: 832x1216, Model: pond, Lora hashes: "flat: 0a1b", Version: v1.10.1'
    },
    "civitai": {
        "parameters": 'a fox\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 3, Civitai resources: [{"type": "lora",'
        ' "weight": 0.8, "modelName": "Ink"}, {"type": "checkpoint", "modelName": "FLUX"}], Civitai metadata: {}'
    },
    "invokeai": {
        "invokeai_metadata": '{"positive_prompt": "a fox", "negative_prompt": "blurry", "seed": 5, "steps": 30,'
        ' "cfg_scale": 7.5, "scheduler": "euler", "model": {"name": "pond"}, "loras": [{"model": {"name": "ink"}}]}'
    },
    "sd-metadata": {
        "sd-metadata": '{"model_weights": "pond", "image": {"prompt": [{"prompt": "a fox [blurry]", "weight": 1}],'
        ' "seed": 5, "steps": 30, "cfg_scale": 7.5, "sampler": "k_euler", "width": 512, "height": 512}}'
    },
    "dream": {"Dream": '"a fox [blurry]" -s 50 -S 1234 -W 512 -H 640 -C 7.5 -A k_lms'},
    "novelai": {
        "Software": "NovelAI", "Description": "a fox", "Source": "Stable Diffusion XL C1E1DE52",
        "Comment": '{"prompt": "a fox", "uc": "blurry", "seed": 5, "steps": 28, "scale": 5.0, "sampler": "k_euler",'
        ' "v4_prompt": {"caption": {"base_caption": "a lab", "char_captions": [{"char_caption": "a fox"}]}}}',
    },
    "fooocus": {
        "parameters": '{"prompt": "a fox", "negative_prompt": "blurry", "base_model": "pond", "seed": "5", "steps": 30,'
        ' "guidance_scale": 4.0, "resolution": "(1152, 896)", "loras": [["ink", 0.5]], "lora_combined_1": "a : 1"}'
    },
    "swarmui": {
        "parameters": '{"sui_image_params": {"prompt": "a fox <lora:ink:1>", "negativeprompt": "blur", "model": "pond",'
        ' "seed": 5, "steps": 20, "cfgscale": 1.0, "fluxguidancescale": 3.5, "loras": ["flat"]}, "sui_extra_data": {}}'
    },
    "easydiffusion": {
        "prompt": "a fox", "negative_prompt": "blurry", "seed": "5", "num_inference_steps": "20",
        "use_stable_diffusion_model": "pond", "use_lora_model": "ink", "guidance_scale": "7.5",
    },
    "ruinedfooocus": {
        "parameters": '{"Prompt": "a fox", "Negative": "blurry", "steps": 20, "cfg": 4.5, "seed": 5, "base_model_name":'
        ' "pond", "loras": [["ink", "0.5"]], "software": "RuinedFooocus"}'
    },
    "civitai-graph": {
        "parameters": '{"resource-stack": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "pond"}},'
        ' "extra": {"airs": []}, "extraMetadata": "{\\"prompt\\": \\"a fox\\", \\"steps\\": 20}"}'
    },
    "midjourney": {"Description": "a fox --ar 3:2 --v 6.1 Job ID: 7c9e6679-7425-40de-944b-e07fc1f90ae7"},
    "drawthings": {
        "parameters": '{"c": "a fox", "uc": "blurry", "model": "pond_q6p.ckpt", "seed": 5, "steps": 20, "scale": 4.5,'
        ' "lora": [{"model": "ink", "weight": 1}], "v2": {"width": 512}}'
    },
    "mflux": {
        "UserComment": '{"mflux_version": "0.17.5", "model": "pond", "model_path": "~/pond", "seed": 5, "steps": 20,'
        ' "guidance": 4.5, "lora_paths": ["/ink"], "lora_scales": [0.5], "original_seed": 3, "prompt": "a fox"}'
    },
    "mflux-printed": {
        "UserComment": "{'model': 'dev', 'seed': '5', 'steps': '20', 'guidance': 'None', 'lora_paths': 'ink, mist',"
        " 'lora_scales': '0.50, 1.00', 'precision': 'x', 'quantization': 'None', 'generation_time': '1.00 seconds',"
        " 'prompt': \"a fox's den\\n\\x41\"}"
    },
    "own": picture_texts(PictureNote(key="a", created=1.0, facts=facts())),
    "comfyui": dict(samples.SAMPLES["flux_schnell_example"]),
}  # fmt: skip
"""Small settings as each tool writes them, by the keywords of PNG."""


class Seed(NamedTuple):
    """A whole file: its name, its bytes, those of its sidecar, and the texts that it was made with."""

    name: str
    data: bytes
    sidecar: bytes = b""
    texts: dict[str, str] = {}


def seeds() -> list[Seed]:
    """All of them, some dozens."""
    made = [Seed(path.name, path.read_bytes()) for path in sorted(samples.FOLDER.glob("*.png"))]
    made += [written(f"{name}.png", texts) for name, texts in samples.SAMPLES.items()]
    for path in sorted(CASES.iterdir()):
        if path.suffix != ".xmp":
            beside = [path.with_name(f"{path.name}.xmp"), path.with_suffix(".xmp")]
            made.append(
                Seed(path.name, path.read_bytes(), next((one.read_bytes() for one in beside if one.exists()), b""))
            )
    for name, texts in SETTINGS.items():
        made += [written(f"{name}.{kind}", texts) for kind in ("png", "jpg", "webp", "gif")]
    made.append(written("a1111.avif", SETTINGS["a1111"]))
    said = xmp.write(Judgement(rating=3, mark="reject", tags=("a", "b"), albums=("c",)))
    made += [written(f"said.{kind}", {XMP: DIGIKAM.decode()}, said) for kind in ("png", "jpg", "webp")]
    segment = b"Photoshop 3.0\0" + iptc(b"boat", "fjord über".encode())
    jpeg = encode(_IMAGE, "JPEG")
    whole = jpeg[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + jpeg[2:]
    return [*made, Seed("iptc.jpg", whole, DIGIKAM)]


def written(name: str, texts: dict[str, str], sidecar: bytes = b"") -> Seed:
    """A small file with these texts, by the ending of its name: in PNG as they are, elsewhere where tools put them."""
    kind = Path(name).suffix
    plain = {keyword: text for keyword, text in texts.items() if keyword != XMP}
    packet = texts.get(XMP, "").encode("utf-8", "replace")
    if kind == ".png":
        return Seed(
            name,
            with_texts(encode(_IMAGE), {key: text.encode("utf-8", "replace").decode() for key, text in texts.items()}),
            sidecar,
            texts,
        )
    whole = plain.get("parameters") or (next(iter(plain.values())) if len(plain) == 1 else json.dumps(plain))
    if kind == ".gif":
        return Seed(name, encode(_IMAGE, "GIF", comment=whole.encode("utf-8", "replace")[:60_000]), sidecar, texts)
    exif = Image.Exif()
    if plain:
        exif.get_ifd(_EXIF)[_USER_COMMENT] = b"UNICODE\0" + whole.encode("utf-16-be", "replace")
        exif[_DESCRIPTION] = plain.get("Description", "Prompt:{}")
    exif[0x4746], exif[0x9C9E] = 3, "boat;quay".encode("utf-16-le")
    data = exif.tobytes()
    options: dict[str, object] = {"exif": data} if len(data) < 60_000 else {}
    if packet and len(packet) < 60_000:
        options["xmp"] = packet
    form = {".jpg": "JPEG", ".webp": "WEBP", ".avif": "AVIF"}[kind]
    return Seed(name, encode(_IMAGE, form, **options), sidecar, texts)
