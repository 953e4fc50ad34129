"""Arranging words: the record that comes of it, the places in words, the preview."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.store import Library
from screens.lettering.history import BURST, History
from screens.lettering.layout import INKS, MOST_TEXTS, Arranged
from screens.lettering.sayings_window import numbers
from studio.lettering.geometry import shaping
from studio.lettering.geometry.quads import checked
from studio.lettering.places.by_hand import OUTLINE, fitted, open_easel, place_words, preview
from studio.lettering.records import LetteringRecord, Look, Placement, Setting
from tests.conftest import Home
from tests.screens import drawn
from tests.screens.lettering.places import PLACES, place


def test_a_text_stands_ready_for_each_panel_left_to_right() -> None:
    arranged = Arranged.begin(PLACES, LetteringRecord())
    assert [words.place for words in arranged.words] == [1, 0]
    assert arranged.record().settings == ()


def test_what_was_begun_is_taken_up() -> None:
    begun = LetteringRecord(settings=(Setting("RTFM", PLACES[2]),), look=Look(case="upper"))
    arranged = Arranged.begin(PLACES, begun)
    assert arranged.current.text == "RTFM"
    assert arranged.place is PLACES[2]
    assert arranged.record().look.case == "upper"


def test_texts_change_places_and_are_saved_left_to_right() -> None:
    arranged = Arranged.begin(PLACES, LetteringRecord()).with_text("left").to_next_text().with_text("right")
    assert [setting.text for setting in arranged.record().settings] == ["left", "right"]
    swapped = arranged.to_next_place(1)
    assert [setting.text for setting in swapped.record().settings] == ["right", "left"]


@given(st.lists(st.sampled_from(["place", "back", "text", "another", "word", "no word", "case", "ink"]), max_size=40))
def test_no_two_texts_ever_share_a_place(steps: list[str]) -> None:
    arranged = Arranged.begin(PLACES, LetteringRecord())
    for step in steps:
        arranged = {
            "place": lambda now: now.to_next_place(1),
            "back": lambda now: now.to_next_place(-1),
            "text": Arranged.to_next_text,
            "another": Arranged.with_another_text,
            "word": lambda now: now.with_text("word"),
            "no word": lambda now: now.with_text(" "),
            "case": Arranged.with_next_case,
            "ink": Arranged.with_next_ink,
        }[step](arranged)
        used = [words.place for words in arranged.words]
        assert len(set(used)) == len(used) <= MOST_TEXTS
        assert 0 <= arranged.at < len(arranged.words)
        assert arranged.look.ink in INKS.values()
        assert all(setting.text.strip() for setting in arranged.record().settings)


def test_going_through_the_texts_adds_none() -> None:
    two = Arranged.begin(PLACES[2:], LetteringRecord()).with_text("one").to_next_text().with_text("two")
    assert [words.text for words in two.words] == ["one", "two"]
    assert [two.to_next_text().at, two.to_next_text().to_next_text().at] == [0, 1]
    assert len(two.to_next_text().to_next_text().words) == 2
    three = Arranged.begin(PLACES, LetteringRecord()).with_text("one").with_another_text().with_text("two")
    three = three.with_another_text()
    assert (three.at, len(three.words)) == (2, 3)
    assert three.with_another_text() == three, "one that is empty is enough"


def test_bars_are_told_by_the_edge_that_they_lie_along() -> None:
    top = Placement("edge", ((-0.5, -0.5), (99.5, -0.5), (99.5, 9.5), (-0.5, 9.5)))
    bottom = Placement("edge", ((-0.5, 89.5), (99.5, 89.5), (99.5, 99.5), (-0.5, 99.5)))
    assert [place_words((top, bottom), one) for one in (top, bottom)] == ["bar along the top", "bar along the bottom"]
    arranged = Arranged.begin(PLACES, LetteringRecord()).with_text("hm").with_place(top, "caption").printed()
    assert top in arranged.places
    assert top not in arranged.used, "bars that have no text any more do not count"


def test_places_are_told_in_words() -> None:
    assert [place_words(PLACES, one) for one in PLACES] == [
        "panel 2, 97 % sure",
        "panel 1, 97 % sure",
        "shirt, 60 % sure",
        "middle of the picture",
    ]
    assert place_words(PLACES[3:], PLACES[3]) == "middle of the picture, as nothing better was found"


@pytest.fixture
def library(home: Home) -> Library:
    return Library.open(home.library)


def test_an_easel_begins_with_the_newest_lettering_or_the_recipe(library: Library) -> None:
    fresh = drawn.add(library, 1, ("PEBKAC",))
    easel = open_easel(library, fresh.id, Look(case="upper"), None)
    assert easel.places[0].method == "panel"
    assert [setting.text for setting in easel.begun.settings] == ["PEBKAC"]
    assert easel.begun.look.case == "upper"
    drawn.letter(library, fresh, "RTFM")
    again = open_easel(library, fresh.id, Look(), None)
    assert [setting.text for setting in again.begun.settings] == ["RTFM"]
    assert again.begun.settings[0].placement in again.places
    library.close()


def test_a_preview_has_the_words_the_outline_and_the_part_that_was_asked_for(library: Library) -> None:
    picture = drawn.add(library, 1)
    easel = open_easel(library, picture.id, Look(), None)
    library.close()
    panel = easel.places[0]
    record = LetteringRecord(settings=(Setting("RTFM", panel),))
    plain, worded = preview(easel, LetteringRecord()), preview(easel, record)
    assert np.array_equal(plain, easel.pixels)
    left, top, right, bottom = drawn.PANEL
    changed = np.argwhere((plain != worded).any(axis=-1))
    assert len(changed) > 100
    assert changed.min() >= min(left, top) - 2
    assert changed[:, 0].max() <= bottom + 2
    assert changed[:, 1].max() <= right + 2
    outlined = preview(easel, record, outlined=panel)
    x, y = (round(value) for value in panel.quad[0])
    assert np.abs(outlined[y, x].astype(int) - OUTLINE).max() < 40
    closer = preview(easel, record, closer=panel)
    assert closer.shape[0] < worded.shape[0] / 2
    assert closer.shape[1] < worded.shape[1] / 1.5


def test_a_bubble_grows_with_its_words_within_the_picture(library: Library) -> None:
    picture = drawn.add(library, 1)
    easel = open_easel(library, picture.id, Look(), None)
    library.close()
    corner = Placement("space", ((-40.0, -20.0), (10.0, -20.0), (10.0, 10.0), (-40.0, 10.0)))
    record = LetteringRecord(settings=(Setting("Have you tried it?", corner, "bubble"),))
    (setting,) = fitted(easel, record).settings
    assert np.array(setting.placement.quad).min() >= 0
    outlined = preview(easel, record, outlined=corner)
    x, y = (min(round(value * easel.scale), outlined.shape[0] - 1) for value in setting.placement.quad[2])
    assert np.abs(outlined[y, x].astype(int) - OUTLINE).max() < 40, "the outline is that of the bubble"


def test_a_large_picture_is_previewed_small(library: Library) -> None:
    from library.formats.pictures import write_png
    from library.records import PictureFacts

    large = drawn.suit(90).repeat(8, axis=0).repeat(8, axis=1)
    picture = library.save_picture(write_png(large), PictureFacts(scene="large"))
    easel = open_easel(library, picture.id, Look(), None)
    library.close()
    assert easel.pixels.shape == (1024, 1024, 3)
    assert easel.scale == 0.5
    shown = preview(easel, LetteringRecord(settings=(Setting("RTFM", easel.places[0]),)))
    dark = np.argwhere((easel.pixels.astype(int) - shown).max(axis=-1) > 100)
    middle = np.array(drawn.PANEL).reshape(2, 2).mean(axis=0)[::-1] * 4
    assert np.abs(dark.mean(axis=0) - middle).max() < 30


def test_what_is_done_is_taken_back_and_done_again() -> None:
    first = Arranged.begin(PLACES, LetteringRecord())
    history, now = History(), first
    for text in ("a", "ab", "abc"):
        history, now = history.then(now, "typing 0"), now.with_text(text)
    history, now = history.then(now), now.with_next_case()
    history, now = history.undo(now)
    assert (now.current.text, now.look.case) == ("abc", "as-written")
    history, now = history.undo(now)
    assert now == first
    assert history.undo(now) == (history, now)
    history, now = history.redo(now)
    history, now = history.redo(now)
    assert (now.current.text, now.look.case) == ("abc", "upper")
    assert history.redo(now)[1] == now
    assert history.then(now).future == ()


def test_a_key_that_is_held_is_taken_back_at_once_and_other_keys_one_by_one() -> None:
    first = Arranged.begin(PLACES, LetteringRecord())
    history, now = History(), first
    for n, (kind, time) in enumerate(
        (("right", 1.0), ("right", 1.3), ("right", 1.6), ("up", 1.7), ("up", 1.8 + BURST))
    ):
        history, now = history.then(now, kind, time), now.with_text(str(n))
    seen = []
    while history.past:
        history, now = history.undo(now)
        seen.append(now.current.text)
    assert seen == ["3", "2", ""]


@given(
    st.lists(
        st.tuples(st.sampled_from(["move", "grow", "turn", "pull"]), st.integers(-40, 40), st.integers(-40, 40)),
        max_size=25,
    )
)
def test_a_place_changed_by_hand_stays_a_place(steps: list[tuple[str, int, int]]) -> None:
    here = place(100)
    for kind, x, y in steps:
        here = {
            "move": lambda now, x=x, y=y: shaping.moved(now, x, y),
            "grow": lambda now, x=x, y=y: shaping.grown(now, 1.04**x, 1.04**y),
            "turn": lambda now, x=x, y=y: shaping.turned(now, x),
            "pull": lambda now, x=x, y=y: shaping.pulled(now, y % 4, x, y),
        }[kind](here)
        assert checked(here.quad).shape == (4, 2)


def test_changes_by_hand_are_what_they_say() -> None:
    here = place(100)
    assert shaping.moved(here, 5, -3).quad[0] == (105, 7)
    assert shaping.moved(here, 5, -3).method == "hand"
    wider = np.array(shaping.grown(here, 1.5, 1).quad)
    assert np.ptp(wider, 0) == pytest.approx([60, 40])
    turned = shaping.turned(shaping.turned(here, 30), -30)
    assert np.array(turned.quad) == pytest.approx(np.array(here.quad), abs=0.05)
    assert shaping.pulled(here, 2, 7, 9).quad == (*here.quad[:2], (147, 59), here.quad[3])
    assert shaping.pulled(here, 0, 500, 0) is here, "what would be no place is not done"


def test_a_text_becomes_a_bubble_and_print_again() -> None:
    arranged = Arranged.begin(PLACES, LetteringRecord()).with_text("hm")
    bubble = Placement("space", ((0, 0), (30, 0), (30, 20), (0, 20)))
    spoken = arranged.with_place(bubble, "bubble", (50, 60))
    (setting,) = spoken.record().settings
    assert (setting.kind, setting.placement, setting.tail) == ("bubble", bubble, (50, 60))
    moved = spoken.with_place(shaping.moved(bubble, 4, 0), "bubble", (50, 60))
    assert len(moved.places) == len(spoken.places), "a place by hand is changed, not left behind"
    assert moved.place.method == "space"
    assert moved.printed().record().settings[0].kind == "print"
    assert moved.printed().place in PLACES
    assert Arranged.begin(moved.places, moved.record()).current == moved.current


def test_numbers_are_read_with_ranges() -> None:
    assert numbers("3, 7-9 3", 12) == (3, 7, 8, 9)
    for wrong in ("x", "0", "13", "5-3", "-2"):
        with pytest.raises(ValueError, match="is"):
            numbers(wrong, 12)
