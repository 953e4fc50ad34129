"""What a person may choose of Gemini's own, besides the model."""

from __future__ import annotations

from typing import Literal

import msgspec


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """`thinking` is how much a model thinks before it draws, where that can be chosen; "auto": as it comes."""

    thinking: Literal["auto", "minimal", "medium", "high"] = "auto"
