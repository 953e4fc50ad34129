"""What is taken back and done again on the Lettering screen, and what one step is."""

from __future__ import annotations

from screens.lettering.history import BURST, MOST, History
from screens.lettering.layout import Arranged, Words
from studio.lettering.records import Placement

PLACE = Placement("centre", ((0, 0), (9, 0), (9, 9), (0, 9)))


def arranged(text: str) -> Arranged:
    """A state that a text tells from others."""
    return Arranged((PLACE,), (Words(text, 0),))


def test_keys_of_one_kind_in_a_burst_are_one_step() -> None:
    history = History().then(arranged("a"), "move", 10.0)
    history = history.then(arranged("b"), "move", 10.0 + BURST)
    history = history.then(arranged("c"), "move", 10.0 + 2 * BURST)
    assert history.past == (arranged("a"),)
    history = history.then(arranged("d"), "move", 10.1 + 3 * BURST)
    history = history.then(arranged("e"), "size", 10.1 + 3 * BURST)
    assert history.past == (arranged("a"), arranged("d"), arranged("e"))
    assert BURST < 1.0, "two presses that a person means as two are two"


def test_steps_go_back_and_forth_and_a_new_one_ends_what_was_ahead() -> None:
    history = History().then(arranged("a"), "x", 1.0).then(arranged("b"), "y", 2.0)
    history, now = history.undo(arranged("c"))
    assert now == arranged("b")
    history, now = history.undo(now)
    assert now == arranged("a")
    assert history.undo(now) == (history, now)
    history, now = history.redo(now)
    assert now == arranged("b")
    after = history.then(now, "x", 1.0)
    assert (after.past, after.future) == ((arranged("a"), arranged("b")), ())
    assert after.redo(arranged("z")) == (after, arranged("z"))


def test_only_so_many_steps_are_remembered() -> None:
    history = History()
    for number in range(MOST + 5):
        history = history.then(arranged(str(number)), str(number))
    assert len(history.past) == MOST
    assert history.past[0] == arranged("5")
