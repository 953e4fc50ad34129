"""Words → lines and a size: nothing is lost, nothing overflows, and lines are balanced."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.lettering.records import FontUnknown, GlyphsMissing, NothingToSet
from studio.lettering.setting import fonts, layout

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüéñçßØŁžőαβγδεζωΆбвгджзЖЩёЁ0123456789'!?,.-"
words = st.lists(st.text(LETTERS, min_size=1, max_size=11), min_size=1, max_size=9)
sides = st.floats(20, 900)


@given(words, sides, sides)
@settings(max_examples=60, deadline=None)
def test_no_break_loses_a_word_or_overflows(parts: list[str], width: float, height: float) -> None:
    text = " ".join(parts)
    block, size = layout.best(layout.blocks(text), width, height)
    assert " ".join(block.lines) == fonts.clean(text)
    assert block.width * size <= width * 1.0001
    assert block.height * size <= height * 1.0001
    probe = fonts.probe_face("")
    for line, share in zip(block.lines, block.widths, strict=True):
        assert probe.getlength(line) / fonts.PROBE == pytest.approx(share, rel=0.03, abs=0.05)


@given(words)
@settings(max_examples=60, deadline=None)
def test_the_widest_line_is_as_narrow_as_any_break_can_make_it(parts: list[str]) -> None:
    probe = fonts.probe_face("")
    blank = probe.getlength(" ")
    lengths = [probe.getlength(part) for part in fonts.clean(" ".join(parts)).split(" ")]

    def fits(limit: float, count: int) -> bool:
        used, room = 1, limit
        for length in lengths:
            if length > limit:
                return False
            if length + (blank if room < limit else 0) <= room + 1e-6:
                room -= length + (blank if room < limit else 0)
            else:
                used, room = used + 1, limit - length
        return used <= count

    for block in layout.blocks(" ".join(parts))[: len(parts)]:
        widest = block.width * fonts.PROBE
        assert fits(widest + 0.01, len(block.lines))
        assert not fits(widest - 0.5, len(block.lines))


def test_a_wide_box_takes_one_line_and_a_tall_one_several() -> None:
    choices = layout.blocks("works on my machine")
    assert layout.best(choices, 800, 60)[0].lines == ("works on my machine",)
    assert layout.best(choices, 200, 400)[0].lines == ("works", "on my", "machine")


def test_a_word_is_only_broken_where_nothing_else_can_be_read() -> None:
    choices = layout.blocks("Donaudampfschifffahrtsgesellschaft")
    assert len(layout.best(choices, 900, 40)[0].lines) == 1
    broken = layout.best(choices, 260, 180)[0].lines
    assert broken == ("Donaudampf-", "schifffahrts-", "gesellschaft")
    assert layout.best(layout.blocks("machine"), 60, 300)[0].lines == ("machine",)


def test_older_records_keep_their_breaks() -> None:
    choices = layout.blocks("Donaudampfschifffahrtsgesellschaftskapitaen", format=2)
    assert [block.lines for block in choices[1:]] == [("Donaudampfs-", "chifffahrtsge-", "sellscha-", "ftskapitaen")]
    assert all(block.worth == 1 for block in choices)


def test_upper_case_is_of_the_whole_text() -> None:
    assert layout.blocks("straße é", "upper")[0].lines == ("STRASSE É",)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b", "\x00\x1b"])
def test_nothing_to_set_is_said(text: str) -> None:
    with pytest.raises(NothingToSet):
        layout.blocks(text)


@pytest.mark.parametrize("text", ["ok 😀", "中文", "שלום", "a\u20e3"])
def test_missing_glyphs_are_named_and_never_boxes(text: str) -> None:
    with pytest.raises(GlyphsMissing) as caught:
        layout.blocks(text)
    assert caught.value.characters
    assert all(f"U+{ord(one):04X}" in caught.value.notice.reason for one in caught.value.characters)


@pytest.mark.parametrize(
    "text", ["Ærøskøbing čeština żółć", "Το σφάλμα είναι δικό σου Ώ", "Всё работает Ёж Ђ Ї", "“don’t” – … €"]
)
def test_latin_greek_and_cyrillic_are_covered(text: str) -> None:
    assert layout.blocks(text)[0].lines == (text,)


def test_marks_are_composed_and_control_characters_left_out() -> None:
    assert fonts.clean("e\u0301 \x1b[31m a\u00adb") == "é [31m ab"


def test_a_face_that_is_not_shipped_is_named() -> None:
    with pytest.raises(FontUnknown):
        layout.blocks("hello", "as-written", "../../etc/passwd")
