"""How strong the LoRAs of several members may be together.

Each was trained to be used alone, at some 0.8 to 1. Two of them at that, with a style's on top, change FLUX's weights
by more than it bears: faces melt, and both look like a mean of the two. What one LoRA alone may have is borne, so that
is, with a little more, what all members have together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

BUDGET: Final = 1.2
"""The strengths of all members' LoRAs together, of two members and more; a style's are not counted."""


def share(strengths: Mapping[str, Sequence[float]]) -> float:
    """What the strengths, by member, are to be multiplied by: at most 1, and 1 where one member alone brings any."""
    total = sum(abs(strength) for own in strengths.values() for strength in own)
    return BUDGET / total if len([own for own in strengths.values() if own]) > 1 and total > BUDGET else 1.0
