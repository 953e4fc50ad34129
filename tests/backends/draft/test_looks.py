"""What is read from looks and outfits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import Figure
from backends.draft.palette import Colours
from backends.draft.reading.looks import TRAITS, beside, colours_of, features_of, traits_in


@pytest.mark.parametrize(
    ("look", "traits"),
    [
        ("a woman in her fifties with curly red hair", {"woman"}),
        ("a friendly man in his fifties", {"man"}),
        ("a grandmother with grey hair", {"woman", "old"}),
        ("an old grey wolf", {"old"}),
        ("a woman of 72", {"woman", "old"}),
        ("a little boy", {"man", "child"}),
        ("a 12-year-old", {"child"}),
        ("a girl of seven", {"woman", "child"}),
        ("a teenage girl", {"woman", "teen"}),
        ("a sixteen year old", {"teen"}),
        ("a mother with her little girl", {"woman"}),
        ("a man with an old hat", {"man"}),
        ("a raccoon, one of a team of 3 engineers", set()),
        ("an anthropomorphic raccoon with grey-brown fur", set()),
        ("a manager", set()),
    ],
)
def test_sex_and_age(look: str, traits: set[str]) -> None:
    assert traits_in(look) == traits


def test_years_in_words_are_those_in_figures() -> None:
    said = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    ages = [*said.split(), "seventeen", "eighteen", "nineteen", "twenty"]
    for years, word in enumerate(ages):
        age = "child" if years < 13 else "teen" if years < 19 else ""
        assert traits_in(f"a person aged {word}") == traits_in(f"a person aged {years}") == ({age} if age else set())
    assert [traits_in(f"a man of {years}") for years in (67, 68)] == [{"man"}, {"man", "old"}]


def test_each_colour_is_worn_and_no_two_are_one() -> None:
    said = (
        "black white silver grey charcoal red scarlet crimson burgundy maroon pink magenta orange ginger auburn copper"
        " yellow gold golden blond sandy brown brunette chestnut tan beige khaki cream green lime olive mint teal"
        " turquoise cyan blue navy denim purple violet lilac lavender"
    )
    worn = {}
    for colour in said.split():
        figure = Figure("X", look="a man", wearing=f"a {colour} sweater and {colour} trousers")
        found = colours_of(figure, features_of(figure))
        assert found["suit"] == found["trousers"]
        worn[colour] = found["suit"]
    assert len({*worn.values()}) == len(worn)


@pytest.mark.parametrize(
    ("look", "hair"),
    [
        ("a woman", {"long hair"}),
        ("a woman with short hair", {"short hair"}),
        ("a grandmother", {"bun"}),
        ("a girl with pigtails", {"pigtails"}),
        ("a bald woman", {"bald"}),
        ("a man", set()),
    ],
)
def test_hair(look: str, hair: set[str]) -> None:
    dos = {"long hair", "short hair", "bun", "pigtails", "bald", "bob", "curly", "ponytail"}
    assert features_of(Figure("X", look=look)) & dos == hair


def test_what_the_cast_names_comes_first() -> None:
    own = Figure(
        "X", "person", {"hair": "#112233"}, ("curly", "labcoat"), look="a woman with long red hair", wearing="a dress"
    )
    features = features_of(own)
    assert {"curly", "labcoat", "woman", "dress"} <= features
    assert "long hair" not in features
    assert colours_of(own, features)["hair"] == "#112233"


@pytest.mark.parametrize(
    ("wearing", "worn", "colours"),
    [
        ("a green ski jacket", {"jacket"}, {"suit": "#3f8a58"}),
        ("a red party suit with a black bow tie", {"jacket"}, {"suit": "#c23b38"}),
        ("striped blue pyjamas", {"top"}, {"suit": "#3f6fb0"}),
        ("a dark tactical suit", {"tactical"}, {}),
        ("a charcoal hoodie over jeans", {"hoodie"}, {"suit": "#454b57"}),
        ("a yellow t-shirt and blue shorts", {"top", "shorts"}, {"suit": "#e6c04a", "shorts": "#3f6fb0"}),
        ("a purple cardigan over a long grey skirt", {"jacket", "skirt", "long skirt"}, {"skirt": "#9a9ba2"}),
        ("a red dress", {"dress"}, {"suit": "#c23b38"}),
        ("a suit with a clean white rectangular chest panel", {"jacket"}, {}),
    ],
)
def test_clothes_and_their_colours(wearing: str, worn: set[str], colours: dict[str, str]) -> None:
    figure = Figure("X", look="a man", wearing=wearing)
    features = features_of(figure)
    assert features - {"man"} == worn
    assert colours.items() <= colours_of(figure, features).items()


def test_what_a_scene_says_of_the_age_comes_before_the_look() -> None:
    assert features_of(Figure("X", look="an old man"), frozenset({"child"})) & {*TRAITS} == {"man", "child"}
    assert "woman" not in features_of(Figure("X", look="a man"), frozenset({"woman"}))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_words_are_read(look: str, wearing: str) -> None:
    figure = Figure("X", look=look, wearing=wearing)
    features = features_of(figure)
    colours = Colours("person", colours_of(figure, features))
    assert all(colours.given(part) for part in colours_of(figure, features))
    assert beside(look, wearing) <= {*TRAITS}
