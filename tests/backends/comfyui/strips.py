"""Strips of a picture, one for each who stands in it."""

from __future__ import annotations

from backends.base import Region


def strips(count: int) -> tuple[Region, ...]:
    """As many as there are people, all as wide, each with words and a reference of its own."""
    return tuple(Region(f"who {n}", n / count, (n + 1) / count, (n,)) for n in range(count))
