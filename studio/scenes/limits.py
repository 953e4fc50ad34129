"""What a scene may ask for: 1 to MOST_STEPS steps, a LoRA's strength in both directions, and so on."""

from __future__ import annotations

MOST_AT_ONCE = 64
SEED_LIMIT = 2**63
MOST_STEPS = 150
MOST_GUIDANCE = 30.0
LEAST_DENOISE = 0.01
STRONGEST_LORA = 5.0
LONGEST_SCENE = 4000
LONGEST_TEXT = 240
"""Characters of one text on a picture: more could not be read on a shirt, and would take seconds to lay out."""
