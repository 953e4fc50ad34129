"""`studio draw --best-of`: the best is handed out with reasons, picked, and all of them are there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from library.store import Library
from studio.cast.members import Character
from studio.pictures.drift import measuring as door
from studio.pictures.drift.measuring import KnownMember, Pixels
from studio.pictures.drift.records import Drift, Part, Unmeasurable
from tests.conftest import Home
from tests.studio.cli.conftest import Studio
from tests.studio.cli.drawing.drawn import SMALL

DRIFTS = {41: 0.5, 42: 0.2, 43: None}
"""By seed; None: nobody is found."""


@pytest.fixture(autouse=True)
def measure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A measure that goes by the seed; James has no references."""

    def known_cast(cast: Sequence[Character]) -> tuple[KnownMember | Unmeasurable, ...]:
        no = Unmeasurable("No", "no references", "")
        return tuple(no if one.name == "James" else KnownMember(one.name, "k") for one in cast)

    def measure_all(
        pixels: Pixels, members: Sequence[KnownMember], recipe: str = ""
    ) -> tuple[Drift | Unmeasurable, ...]:
        drift = next(value for seed, value in DRIFTS.items() if f'"seed":{seed}' in recipe)
        assert [one.name for one in members] == ["Milo"]
        if drift is None:
            return (Unmeasurable("No", "no figure", ""),)
        part = Part("head", drift, 0.4, drift, "head: other colours")
        return (Drift("Milo", drift, (part,), (0, 0, 8, 8), "a.png"),)

    monkeypatch.setattr(door, "known_cast", known_cast)
    monkeypatch.setattr(door, "measure_all", measure_all)


def test_the_best_is_handed_out_and_why_is_said(studio: Studio, home: Home, tmp_path: Path) -> None:
    ended = studio(
        "draw", "Milo waves at James", "--best-of", "3", "--seed", "41", *SMALL, "--out", tmp_path / "best.png"
    )
    assert ended.status == 0
    first, second, third = (
        line for line in ended.err.splitlines() if line[:1].isdigit() or ": picture" in line or ". picture" in line
    )
    assert "seed 42: least drift 0.20" in first
    assert "seed 41: drift 0.50; Milo: head: other colours" in second
    assert "seed 43: Milo is not found" in third
    library = Library.open(home.library)
    pictures = {one.facts.seed: one for one in library.pictures(library.ids())}
    library.close()
    assert {seed: one.mark for seed, one in pictures.items()} == {41: "", 42: "pick", 43: ""}
    assert len({one.facts.stack for one in pictures.values()}) == 1
    assert pictures[42].path in ended.out
    assert pictures[41].path not in ended.out
    assert (tmp_path / "best.png").exists()


def test_how_many_are_drawn_is_said_once(studio: Studio) -> None:
    ended = studio("draw", "Milo waves", "--best-of", "3", "--count", "2", *SMALL)
    assert ended.status == 2
    assert "--count" in ended.err
