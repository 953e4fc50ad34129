"""What pictures at Black Forest Labs cost: credits, of which each is a cent."""

from __future__ import annotations

import math

from backends.base import DrawRequest
from backends.bfl.models import FluxModel
from backends.costs import Cost

DOLLARS: float = 0.01
"""Of a credit."""
MEGAPIXEL = 2**20
REFERENCE: float = 1.0
"""Megapixels of a reference, about."""


def estimate(request: DrawRequest, model: FluxModel) -> Cost | None:
    """What a picture costs, about; None of a model of which nobody knows the price."""
    if model.flat:
        return of_credits(model.flat, measured=False)
    if not model.first:
        return None
    out = max(1, math.ceil(request.width * request.height / MEGAPIXEL))
    references = REFERENCE * len(request.references)
    return of_credits(model.first + model.more * (out - 1 + references), measured=False)


def of_credits(number: float, *, measured: bool = True) -> Cost:
    """An amount in credits as a cost."""
    return Cost(number * DOLLARS, measured, f"{number:g} credit{'' if number == 1 else 's'}")
