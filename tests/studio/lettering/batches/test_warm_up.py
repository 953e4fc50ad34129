"""What warms up calls the paths that panels and shirts take."""

from __future__ import annotations

from studio.lettering.batches import warm_up
from studio.lettering.places.placement import candidates


def test_the_somebody_drawn_to_warm_up_has_a_panel_and_a_shirt() -> None:
    methods = [place.method for place in candidates(warm_up._somebody())]
    assert methods[:2] == ["panel", "shirt"]
    warm_up.warm()
