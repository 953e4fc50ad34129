"""Printed words become words of the coverage table; names, notes and colours do not."""

from __future__ import annotations

import pytest

from studio.cast.references.coverage import EXPRESSIONS, FRAMINGS, VIEWS
from studio.datasets.sheets.labels.views import is_hex, is_measure, meaning


@pytest.mark.parametrize(
    ("text", "view", "framing", "expression"),
    [
        ("FRONT", "front", "", ""),
        ("FRONTVIEW", "front", "", ""),
        ("Rückansicht", "back", "", ""),
        ("vue de dos", "back", "", ""),
        ("De frente", "front", "", ""),
        ("正面", "front", "", ""),
        ("¾ view", "three-quarter left", "", ""),
        ("3/4 right", "three-quarter right", "", ""),
        ("LEFT SIDE", "side left", "", ""),
        ("LEFTSIDE", "side left", "", ""),
        ("Profil rechts", "side right", "", ""),
        ("右側面", "side right", "", ""),
        ("looking left", "side left", "", ""),
        ("HEAD", "", "face", ""),
        ("Ganzkörper", "", "full body", ""),
        ("Front, full body", "front", "full body", ""),
        ("angry face", "", "face", "angry"),
        ("笑顔", "", "", "happy"),
        ("Milo", "", "", ""),
        ("no logo", "", "", ""),
        ("6 cm high", "", "", ""),
        ("left-handed", "", "", ""),
        ("#A94B70", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_words_are_understood(text: str, view: str, framing: str, expression: str) -> None:
    said = meaning(text)
    assert (said.view, said.framing, said.expression) == (view, framing, expression)
    assert said.view in ("", *VIEWS)
    assert said.framing in ("", *FRAMINGS)
    assert said.expression in ("", *EXPRESSIONS)


def test_a_side_whose_way_is_not_printed_is_told() -> None:
    assert not meaning("PROFILE").way_is_said
    assert meaning("right profile").way_is_said
    assert meaning("BACK").way_is_said


def test_colours_are_told_from_words() -> None:
    assert is_hex("#a94B70")
    assert is_hex(" # A94B70 ")
    assert not is_hex("#A94B7")
    assert not is_hex("facade")


def test_measures_are_told_from_words_and_numbers() -> None:
    assert is_measure("12 cm")
    assert is_measure("6.5CM")
    assert not is_measure("126")
    assert not is_measure("6 cm high")
