"""Long words in parts: nothing is lost, breaks have hyphens, and no sound is torn apart."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from studio.lettering.setting import fonts, hyphens, layout

LETTERS = "abcdefghiklmnoprstuwzäöüßAEIOSTéñсто"
long_words = st.text(LETTERS, min_size=3, max_size=40)
identifiers = st.lists(st.text("abcdeghikost0123", min_size=1, max_size=9), min_size=1, max_size=5).flatmap(
    lambda parts: st.lists(st.sampled_from("-_./:"), min_size=len(parts) - 1, max_size=len(parts) - 1).map(
        lambda joints: "".join(part + joint for part, joint in zip(parts, [*joints, ""], strict=True))
    )
)
texts = st.lists(st.one_of(long_words, identifiers), min_size=1, max_size=4).map(" ".join)
TORN = [
    (sound[:at], sound[at:])
    for sound in ("sch", "ch", "ck", "st", "th", "ph", "qu", "tz")
    for at in range(1, len(sound))
]


def _joined(lines: tuple[str, ...], text: str) -> tuple[str, list[int]]:
    """The text that lines were made of, and where it was broken without a blank."""
    at, inner = 0, []
    for line in lines:
        if at and text[at] == " ":
            at += 1
        elif at:
            inner.append(at)
        own = line if text.startswith(line, at) else line.removesuffix("-")
        assert text.startswith(own, at), (lines, text)
        at += len(own)
    return text[:at], inner


@given(texts, st.floats(40, 500), st.floats(40, 400))
@settings(max_examples=60, deadline=None)
def test_lines_without_their_hyphens_are_the_text_and_each_broken_line_has_its_hyphen(
    text: str, width: float, height: float
) -> None:
    text = fonts.clean(text)
    choices = layout.blocks(text)
    block, size = layout.best(choices, width, height)
    assert size * block.worth >= max(one.size(width, height) * one.worth for one in choices) - 1e-6
    whole, inner = _joined(block.lines, text)
    assert whole == text
    ends = {0}
    for line in block.lines:
        at = max(ends) + (text[max(ends) : max(ends) + 1] == " ")
        own = line if text.startswith(line, at) else line[:-1]
        ends.add(at + len(own))
        if at + len(own) in inner:
            assert line[-1] in "-_./:", "no break within a word lacks its hyphen"
            assert len(re.split(" ", text[: at + len(own)])[-1]) >= 2
    assert block.width * size <= width * 1.0001
    assert block.height * size <= height * 1.0001


@given(st.one_of(long_words, identifiers))
@example("ASThAA")
def test_breaks_leave_sounds_and_enough_letters_together(word: str) -> None:
    for one in hyphens.within(word):
        before, after = word[: one.at], word[one.at :]
        if not one.hyphen:
            assert before[-1] in "-_./:"
            continue
        assert re.search(r"[^\W\d_]{3}$", before)
        assert re.match(r"[^\W\d_]{3}", after)
        for left, right in TORN:
            # Of "sth" and "stz" the first two letters are the sound: Gast-haus, priest-hood.
            if left == "t" and before.lower().endswith("st"):
                continue
            assert not (before.lower().endswith(left) and after.lower().startswith(right)), (before, after)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Donaudampfschifffahrtsgesellschaftskapitaen", ("Donaudampf-", "schifffahrts-", "gesellschafts-", "kapitaen")),
        ("kubectl-get-pods/my_long.thing", ("kubectl-get-", "pods/my_", "long.thing")),
        ("Infrastructure as misconfiguration", ("Infrastructure as", "misconfiguration")),
    ],
)
def test_words_are_broken_as_a_person_would(text: str, lines: tuple[str, ...]) -> None:
    assert layout.best(layout.blocks(text), 260, 180)[0].lines == lines


def test_double_letters_may_part() -> None:
    word = "Donaudampfschifffahrtsgesellschaft"
    free = {word[: one.at] for one in hyphens.within(word) if not one.cost}
    assert {"Donaudampf", "Donaudampfschiff", "Donaudampfschifffahrts", "Donaudampfschifffahrtsgesell"} <= free
