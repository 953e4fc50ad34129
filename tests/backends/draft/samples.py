"""Requests that the tests of the draft painter share."""

from __future__ import annotations

import msgspec

from backends.base import DrawRequest, Figure

MILO = Figure("Milo", "raccoon", {"fur": "#8a8178", "suit": "#2a3240", "accent": "#21e6f0"})
JAMES = Figure("James", "person", {"skin": "#e6b48e", "hair": "#8c8a88"}, ("glasses", "beard"))


CINDY = Figure("Cindy", look="a woman in her fifties with curly red hair", wearing="a green ski jacket")
TIM = Figure("Tim", look="a boy of seven with blond hair", wearing="a yellow t-shirt and blue shorts")


def lettered(figure: Figure) -> Figure:
    """The figure with its chest panel."""
    return msgspec.structs.replace(figure, lettered=True)


def request(
    scene: str = "",
    plate: str = "north",
    figures: tuple[Figure, ...] = (MILO,),
    seed: int = 1,
    size: tuple[int, int] = (256, 256),
    job_id: str = "job",
    style: str = "",
) -> DrawRequest:
    """A small request."""
    return DrawRequest(
        job_id, "client", "", seed, size[0], size[1], 4, 1.0, scene=scene, plate=plate, style=style, figures=figures
    )
