"""What the draft painter cannot show of somebody is named; what it shows, or nobody can tell, is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import Figure
from backends.draft.painter import model_sheet
from backends.draft.reading import looks
from backends.draft.reading.unpainted import unpainted
from studio.cast import loading
from studio.cast.members import Character
from studio.pictures.portrait import figure_of, not_painted


@pytest.mark.parametrize(
    ("look", "wearing", "things"),
    [
        ("a tall, lanky engineer with a monocle, a bow tie and a cane", "a tuxedo", "monocle, bow tie"),
        ("a woman in her fifties with curly red hair", "green ski jacket, white scarf", "scarf"),
        ("a man of medium build with kind eyes, about 40 years old", "jeans and a t-shirt, no logo, a hat", "hat"),
        ("a fox with a torn left ear, a fluffy tail and a scar over one eye", "a belt with a golden buckle", "scar"),
        ("grey fur, amber eyes, an eyepatch", "a dark party suit with a bow tie, no text", "eyepatch, bow tie"),
        ("a woman, short, wise and gentle", "plain dark work clothes, no text anywhere", ""),
        ("a teenage boy with freckles and messy blond hair", "a striped hoodie, baggy jeans", ""),
        ("an old man with a white beard and a walking stick", "brown cardigan over a shirt", ""),
        ("", "", ""),
    ],
)
def test_things_are_named_by_the_words_of_look_and_outfit(look: str, wearing: str, things: str) -> None:
    species = "fox" if "fur" in look or "fox" in look else "person"
    assert ", ".join(unpainted(Figure("x", species, look=look, wearing=wearing)).things) == things


def test_a_species_and_features_that_are_not_known_are_named() -> None:
    strange = Figure("Ember", "Dragon", features=("glasses", "monocle"), look="a dragon with wings")
    assert not_painted(strange) == "not painted: dragon (another animal stands for it), monocle, wings"
    assert not not_painted(figure_of(Character("Bob", "a bear", species="bear")))


def test_of_the_shipped_cast_little_is_not_painted(tmp_path_factory: pytest.TempPathFactory) -> None:
    cast = loading.load(tmp_path_factory.mktemp("no-cast")).members
    assert [not_painted(figure_of(member)) for member in cast] == ["not painted: gloves", ""]


@pytest.mark.parametrize("feature", sorted(looks.FEATURES - {*looks.TRAITS, "trousers", "fifties", "older", "shell"}))
def test_a_feature_that_counts_as_painted_is_seen(feature: str) -> None:
    own = (
        ("dress",) if feature == "long skirt" else ("woman", "short hair") if feature in ("bob", "curly") else ("man",)
    )
    own = ("woman",) if feature == "short hair" else own
    without = Figure("x", "raccoon" if feature in ("hoodie",) else "person", features=own)
    bare, shown = (
        model_sheet(Figure(x.name, x.species, features=x.features), 160) for x in (without, _with(without, feature))
    )
    assert not np.array_equal(bare, shown)


def _with(figure: Figure, feature: str) -> Figure:
    return Figure(figure.name, figure.species, features=(*figure.features, feature))


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_is_read(look: str, wearing: str) -> None:
    for thing in unpainted(Figure("x", look=look, wearing=wearing)).things:
        assert thing.split()[-1] in f"{look} {wearing}".lower()
