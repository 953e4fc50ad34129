"""The doctor's look at references: what is lacking, what nobody tagged, what does not belong."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.cast.members import Character, Reference
from studio.doctor import references
from studio.doctor.references import reference_facts
from studio.pictures.drift.calibrating import Calibration
from studio.pictures.drift.measuring import KnownMember


def cindy(*shown: Reference | str, name: str = "Cindy") -> Character:
    return Character(name, "a woman", references=shown)


@pytest.mark.parametrize(
    ("member", "said"),
    [
        (cindy(), "has no references"),
        (cindy("one.png", "two.png"), "nobody says what the references show"),
        (cindy(Reference("one.png", "back"), Reference("two.png", "side left")), "no reference from the front"),
        (cindy(Reference("one.png", "front"), "two.png"), "nobody says what two.png shows"),
    ],
)
def test_holes_are_told_with_what_fills_them(member: Character, said: str) -> None:
    (fact,) = reference_facts([member])
    assert said in fact.text
    assert "studio cast references Cindy" in fact.remedy


def test_a_member_with_a_front_that_is_tagged_is_in_order() -> None:
    assert reference_facts([cindy(Reference("one.png", "three-quarter left"), Reference("two.png", "back"))]) == []


def test_what_is_unlike_the_others_is_named_and_a_large_cast_takes_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    def many(name: str, count: int) -> Character:
        return cindy(*(Reference(f"{number}.png", "front") for number in range(count)), name=name)

    looked_at: list[str] = []

    def known_cast(cast: list[Character]) -> list[KnownMember]:
        looked_at.extend(member.name for member in cast)
        return [KnownMember(one.name, "", odd=(("2.png", 0.71),), calibration=Calibration({}, True)) for one in cast]

    monkeypatch.setattr("studio.pictures.drift.measuring.known_cast", known_cast)
    told = reference_facts([many("Zoe", references.MOST_LOOKED_AT), many("Cindy", 4), many("Milo", 1)])
    assert looked_at == ["Milo", "Cindy"]
    assert [fact.text for fact in told][-2:] == [
        "Cindy: 2.png does not look like the others (drift 0.71)",
        "the references of Zoe were not compared with each other: there are many",
    ]
    assert "--drop 2.png" in told[-2].remedy


def test_where_nobody_has_three_references_nothing_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("studio.pictures.drift.measuring.known_cast", None)
    assert reference_facts([cindy(Reference("one.png", "front"), Reference(str(Path("two.png")), "back"))]) == []
