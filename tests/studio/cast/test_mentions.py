"""Who is named in a text: whole words, the longer name first, each in its place."""

from __future__ import annotations

import itertools
import re

from hypothesis import given
from hypothesis import strategies as st

from studio.cast.members import Character
from studio.cast.mentions import every, find, spans

CAST = (
    Character("Milo", "a raccoon", aliases=("the raccoon",)),
    Character("Milo Grey", "a cat"),
    Character("Jo", "a woman", aliases=("Jo-Ann",)),
    Character("Ada", "a woman"),
)
PIECES = st.sampled_from(
    ["Milo", "milo's", "MILO GREY", "Milo  Grey", "the Raccoon", "Jo", "Jo-Ann", "Joan", "Ada", "adage", "x-Ada",
     "Ada’s", "Milos", "and", "Ada-x", "in"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8), st.sampled_from([" ", ", ", "  "]))
def test_names_are_whole_words_and_the_longer_one_wins(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    found = every(text, CAST)
    assert [one.start for one in found] == sorted(one.start for one in found)
    for one, following in itertools.pairwise(found):
        assert one.end <= following.start
    for one in found:
        named = re.sub(r"\s+", " ", text[one.start : one.end]).casefold()
        assert named in {name.casefold() for name in (one.character.name, *one.character.aliases)}
    assert spans(text, CAST) == tuple(range(one.start, one.end) for one in found)
    first = {one.character.name: one for one in reversed(found)}
    assert find(text, CAST) == tuple(sorted(first.values(), key=lambda one: one.start))
    if between == ", ":
        whose = {
            "milo": "Milo",
            "the raccoon": "Milo",
            "milo grey": "Milo Grey",
            "jo": "Jo",
            "jo-ann": "Jo",
            "ada": "Ada",
        }
        bare = [re.sub(r"\s+", " ", re.sub(r"['’]s$", "", piece)).casefold() for piece in pieces]
        assert [one.character.name for one in found] == [whose[piece] for piece in bare if piece in whose]
