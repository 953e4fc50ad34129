"""The FLUX families: which of them look at reference pictures, and the settings that each was made for."""

from __future__ import annotations

from typing import Final, Literal

Family = Literal["kontext", "dev", "schnell", "flux2"]

STEPS: Final[dict[Family, int]] = {"kontext": 28, "dev": 28, "schnell": 4, "flux2": 20}
"""Sampling steps by default; Schnell is distilled for 1 to 4."""

GUIDANCE: Final[dict[Family, float]] = {"kontext": 2.5, "dev": 3.0, "schnell": 1.0, "flux2": 4.0}
"""FLUX guidance by default; Schnell takes none, and its graph leaves the node out."""

LOOKS_AT_REFERENCES: Final[frozenset[Family]] = frozenset({"kontext", "flux2"})

NAMES: Final[dict[Family, str]] = {"kontext": "Kontext", "dev": "FLUX.1 dev", "schnell": "Schnell", "flux2": "FLUX.2"}
"""The families as a person calls them."""
