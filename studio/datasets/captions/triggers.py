"""The trigger word in a caption: there, inside another word, or a word that means something already."""

from __future__ import annotations

import re

from studio.datasets.captions.tokens import is_known_word

PLACEHOLDER = "[trigger]"
"""What ai-toolkit puts the trigger word in place of; to other trainers it is a text like any."""


def has_trigger(caption: str, trigger: str) -> bool:
    """Whether the trigger word stands in a caption as a word of its own, in any case."""
    return bool(trigger.strip()) and _whole(trigger).search(caption) is not None


def is_inside(caption: str, trigger: str) -> bool:
    """Whether the letters of the trigger word stand in a caption inside another word, and nowhere else."""
    inside = bool(trigger.strip()) and trigger.strip().casefold() in caption.casefold()
    return inside and not has_trigger(caption, trigger)


def is_common(trigger: str) -> bool:
    """Whether an encoder knows each word of a trigger already, so that it means something before any training.

    `nua_figurine_style` is not: CLIP knows no `nua`. Figures in it make it a word of its own.
    """
    words = re.findall(r"[^\W\d_]+", trigger)
    return bool(words) and not re.search(r"\d", trigger) and all(map(is_known_word, words))


def _whole(trigger: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, trigger.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
