"""Which outfit a scene names, and on whom."""

from __future__ import annotations

import pytest

from studio.cast import mentions, outfits
from studio.cast.members import Character, CharacterLora, Outfit

PARTY = Outfit("party suit", "a red suit", colours={"suit": "#aa0000"}, loras=(CharacterLora("suit.st", 0.5),))
MILO = Character(
    "Milo",
    "a raccoon",
    aliases=("the raccoon",),
    colours={"fur": "#8a8178", "suit": "#2a3240"},
    features=("glasses", "hoodie"),
    loras=(CharacterLora("milo.st"), CharacterLora("suit.st", 1.0)),
    outfits=(PARTY, Outfit("pyjamas", "striped pyjamas"), Outfit("winter", "a parka"), Outfit("weißer Anzug", "white")),
)
JAMES = Character("James", "a man", outfits=(Outfit("Party-Suit", "a blue suit"), Outfit("ski jacket", "a jacket")))
CAST = (MILO, JAMES, Character("Cindy", "a woman"))


def named(text: str) -> outfits.Worn:
    return outfits.find(text, mentions.every(text, CAST), CAST)


@pytest.mark.parametrize(
    ("text", "worn"),
    [
        ("Milo in his party suit fixes the printer", {"Milo": "party suit"}),
        ("Milo, party suit, and James", {"Milo": "party suit"}),
        ("Milo, Party-Suit, and James, ski jacket, argue", {"Milo": "party suit", "James": "ski jacket"}),
        ("Milo (party suit) and James (party suit)", {"Milo": "party suit", "James": "Party-Suit"}),
        ("Milo's old party suit glitters while James laughs", {"Milo": "party suit"}),
        ("In pyjamas, Milo waves at James in his ski jacket", {"Milo": "pyjamas", "James": "ski jacket"}),
        ("James watches as party suit Milo dances", {"Milo": "party suit"}),
        ("The party suit on the raccoon is torn", {"Milo": "party suit"}),
        ("Milo and James, both in party suits, dance", {"Milo": "party suit", "James": "Party-Suit"}),
        ("Milo and James in his pyjamas", {"Milo": "pyjamas"}),
        ("Milo is back. He wears his pyjamas.", {"Milo": "pyjamas"}),
        ("Milo in winter", {"Milo": "winter"}),
        ("Milo im weißen, dann in seinem WEIßER ANZUG", {"Milo": "weißer Anzug"}),
        ("Milo, winter, and James", {"Milo": "winter"}),
        ("Milo puts on his winter coat", {"Milo": "winter"}),
        # Spoken of, and not worn.
        ("Milo celebrates winter at the market", {}),
        ("Milo without his party suit", {}),
        ("Milo in his partysuit", {}),
        ("somebody in a party suit", {}),
    ],
)
def test_a_scene_says_who_wears_what(text: str, worn: dict[str, str]) -> None:
    found = named(text)
    assert {name: outfit.name for name, outfit in found.chosen.items()} == worn
    assert found.lacking == ()


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("Cindy in her party suit", (("party suit", "Cindy", "Milo"),)),
        ("Milo waves. In his pyjamas, James waves back", (("pyjamas", "James", "Milo"),)),
        ("James in his pyjamas waves at Milo", (("pyjamas", "James", "Milo"),)),
    ],
)
def test_an_outfit_that_is_another_s_is_worn_by_nobody(text: str, lacking: tuple[tuple[str, str, str], ...]) -> None:
    assert named(text) == outfits.Worn({}, (), lacking)


def test_of_two_outfits_the_first_is_worn() -> None:
    found = named("Milo takes his pyjamas and a party suit")
    assert (found.chosen["Milo"].name, found.also) == ("pyjamas", (("Milo", "party suit"),))


def test_an_outfit_outweighs_what_is_usual() -> None:
    worn = outfits.dressed(MILO, PARTY)
    assert (worn.outfit, worn.features) == ("a red suit", ("glasses",))
    assert worn.colours == {"fur": "#8a8178", "suit": "#aa0000"}
    assert [(lora.file, lora.strength) for lora in worn.loras] == [("milo.st", 1.0), ("suit.st", 0.5)]
    assert outfits.dressed(MILO, MILO.outfits[1]).colours == {"fur": "#8a8178"}
    assert outfits.dressed(MILO, None) is MILO
