"""What pictures on Replicate cost: official models by the picture, all others by the second of their machine.

Source: replicate.com/pricing, 2026-11. A prediction says how long it took, and neither its price nor its machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from backends.base import DrawRequest
from backends.costs import Cost
from backends.replicate.models import Hardware, ReplicateModel

PICTURE: Final[dict[str, float]] = {
    "black-forest-labs/flux-schnell": 0.003,
    "black-forest-labs/flux-dev": 0.025,
    "black-forest-labs/flux-dev-lora": 0.032,
    "black-forest-labs/flux-2-pro": 0.03,
    "black-forest-labs/flux-kontext-pro": 0.04,
    "black-forest-labs/flux-kontext-max": 0.08,
}
"""Dollars a picture."""
REFERENCE: Final[dict[str, float]] = {"black-forest-labs/flux-2-pro": 0.015}
"""Dollars a reference of about a megapixel."""
SECOND: Final[dict[Hardware, float]] = {"h100": 0.001525}
"""Dollars a second of a machine."""
MACHINE: Final[dict[Hardware, str]] = {"h100": "an H100"}
SECONDS_A_STEP: Final = 0.35
SECONDS_BESIDE: Final = 2.0
"""A trained FLUX.1 takes 11.6 s for 28 steps on an H100, at one megapixel."""


def estimate(request: DrawRequest, model: ReplicateModel) -> Cost | None:
    """What a picture costs, about; None where nobody can say."""
    if (price := PICTURE.get(model.id)) is not None:
        references = REFERENCE.get(model.id, 0.0) * len(request.references)
        return Cost(price + references, words="1 picture")
    if model.hardware not in SECOND:
        return None
    megapixels = request.width * request.height / 2**20
    seconds = SECONDS_BESIDE + request.steps * SECONDS_A_STEP * megapixels
    return Cost(seconds * SECOND[model.hardware], words=f"{seconds:.0f} s of {MACHINE[model.hardware]}")


def spent(
    model: str, hardware: Hardware, metrics: Mapping[str, object], pictures: int, references: int = 0
) -> Cost | None:
    """What a prediction did cost by its metrics; of one that failed (no pictures) the time that it took, where time is
    what is paid for. None where nobody can say."""
    if (price := PICTURE.get(model)) is not None:
        if not pictures:
            return None
        dollars = price * pictures + REFERENCE.get(model, 0.0) * references
        return Cost(dollars, words="1 picture" if pictures == 1 else f"{pictures} pictures")
    seconds = metrics.get("predict_time")
    if hardware not in SECOND or not isinstance(seconds, int | float) or not 0 <= seconds < 1e6:
        return None
    return Cost(seconds * SECOND[hardware], measured=True, words=f"{seconds:.1f} s of {MACHINE[hardware]}")
