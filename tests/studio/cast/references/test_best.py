"""Which reference suits a scene, what is said of it, and that lines made of cells are read as those cells."""

from __future__ import annotations

import pytest

from backends.draft.reading.script import Who
from backends.draft.reading.shots import Shot, asks_for_plain_ground, shots_of
from studio.cast.members import Character, Outfit, Reference
from studio.cast.references.best import best, wanted_of
from studio.cast.references.coverage import cells
from studio.cast.references.wording import described, instructed, scene_line

MILO = Character(
    "Milo",
    "a raccoon",
    species="raccoon",
    anchor="front.png",
    references=(
        Reference("back.png", "back"),
        Reference("front.png", "front"),
        Reference("side.png", "side right"),
        Reference("angry.png", "front", "face", "angry"),
        Reference("nap.png", "front", "bust", "asleep"),
    ),
    outfits=(
        Outfit("party suit", "a suit", references=(Reference("party.png", "front"), Reference("pb.png", "back"))),
    ),
)
JAMES = Character("James", "a man", species="person", references=("james.png",))


@pytest.mark.parametrize(
    ("scene", "outfit", "file", "reason"),
    [
        ("Milo at the rack", "", "front.png", ""),
        ("Milo from behind, at the rack", "", "back.png", "Milo's back view, for 'from behind'"),
        ("Milo with his back to us", "", "back.png", "Milo's back view, for 'with his back to us'"),
        ("Milo peeks from behind the rack", "", "front.png", ""),
        ("Milo in profile", "", "side.png", "Milo's side right view, for 'in profile'"),
        ("Milo facing left", "", "side.png", "Milo's side right view, for 'facing left'"),
        ("Milo is angry", "", "angry.png", "Milo's angry look, for 'angry'"),
        ("a close-up of Milo", "", "angry.png", "Milo's close-up, for 'close-up'"),
        ("Milo asleep on the couch", "", "nap.png", "Milo's asleep look, for 'asleep'"),
        ("Milo dances", "party suit", "party.png", "Milo's party suit, for 'party suit'"),
        ("Milo from behind", "party suit", "pb.png", "Milo's party suit, back view, for 'party suit', 'from behind'"),
        ("James from behind, Milo laughing", "", "front.png", ""),
        ("Milo from behind, James laughing", "", "back.png", "Milo's back view, for 'from behind'"),
    ],
)
def test_the_words_of_a_scene_choose_the_reference(scene: str, outfit: str, file: str, reason: str) -> None:
    chosen = best(MILO, scene, outfit, [MILO, JAMES])
    assert chosen is not None
    assert (chosen.reference.file, chosen.reason) == (file, reason)


def test_who_has_no_reference_has_no_best_one() -> None:
    assert best(Character("Eve", "a woman"), "Eve from behind") is None


def test_a_line_that_is_made_of_a_cell_asks_for_that_cell() -> None:
    for cell in cells(["", "party suit"]):
        line = scene_line("Milo", cell)
        assert wanted_of(MILO, line, cell.outfit)[:2] == (cell.view, cell.framing), line
        if cell.view != "back":
            assert wanted_of(MILO, line).expression == cell.expression, line
        assert asks_for_plain_ground(line)
        assert "raccoon" in described(MILO, cell, "a suit.")
        assert "a suit" in instructed(cell, "a suit", changes_outfit=True)


def test_each_figure_has_its_own_view_and_all_have_one_framing() -> None:
    figures = [Who("Milo", "raccoon"), Who("James", "person")]
    assert shots_of("a close-up: Milo in profile, James from behind", figures) == (
        Shot("side", "face"),
        Shot("back", "face"),
    )
    assert shots_of("the back of the room, from behind the couch", figures) == (Shot(), Shot())
