"""The families of models that the studio draws with: which look at reference pictures, and what each was made for."""

from __future__ import annotations

from typing import Final, Literal

Family = Literal["kontext", "dev", "schnell", "flux2", "klein", "klein-base", "qwen-edit"]

STEPS: Final[dict[Family, int]] = {
    "kontext": 28,
    "dev": 28,
    "schnell": 4,
    "flux2": 20,
    "klein": 4,
    "klein-base": 20,
    "qwen-edit": 40,
}
"""Sampling steps by default; Schnell and klein are distilled for 4. The others are those of ComfyUI's blueprints."""

GUIDANCE: Final[dict[Family, float]] = {
    "kontext": 2.5,
    "dev": 3.0,
    "schnell": 1.0,
    "flux2": 4.0,
    "klein": 1.0,
    "klein-base": 5.0,
    "qwen-edit": 4.0,
}
"""Guidance by default. Schnell takes none, and its graph leaves the node out; of klein and Qwen it is the sampler's."""

LOOKS_AT_REFERENCES: Final[frozenset[Family]] = frozenset({"kontext", "flux2", "klein", "klein-base", "qwen-edit"})

MOST_REFERENCES: Final[dict[Family, int]] = {"qwen-edit": 3}
"""How many pictures a family can look at one by one, where that is bounded."""

NAMES: Final[dict[Family, str]] = {
    "kontext": "Kontext",
    "dev": "FLUX.1 dev",
    "schnell": "Schnell",
    "flux2": "FLUX.2",
    "klein": "FLUX.2 klein",
    "klein-base": "FLUX.2 klein base",
    "qwen-edit": "Qwen-Image-Edit",
}
"""The families as a person calls them."""

SIZES: dict[str, tuple[int, int]] = {
    "square": (1024, 1024),
    "landscape": (1216, 832),
    "wide": (1344, 768),
    "portrait": (832, 1216),
    "tall": (768, 1344),
}
"""Named sizes in pixels, near the one megapixel that FLUX was trained on."""
