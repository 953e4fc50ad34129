"""Requests that the tests of the draft painter share."""

from __future__ import annotations

from backends.base import DrawRequest, Figure

MILO = Figure("Milo", "raccoon", {"fur": "#8a8178", "suit": "#2a3240", "accent": "#21e6f0"})
JAMES = Figure("James", "person", {"skin": "#e6b48e", "hair": "#8c8a88"}, ("glasses", "beard"))


def lettered(figure: Figure) -> Figure:
    """The figure with its chest panel."""
    return Figure(figure.name, figure.species, figure.colours, figure.features, True)


def request(
    scene: str = "",
    plate: str = "north",
    figures: tuple[Figure, ...] = (MILO,),
    seed: int = 1,
    size: tuple[int, int] = (256, 256),
    job_id: str = "job",
) -> DrawRequest:
    """A small request."""
    return DrawRequest(
        job_id, "client", "", seed, size[0], size[1], scene=scene, plate=plate, figures=figures, steps=4, guidance=1.0
    )
