"""Garbage is collected while the person rests, and not between keys."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest

from screens.drawing.garbage import ALL_EVERY, LONG_REST, RESTS, Garbage, _keep


class Ring:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def garbage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Garbage]:
    """At work; afterwards Python collects as before."""
    before = gc.get_threshold()
    monkeypatch.setattr("screens.drawing.garbage._ENOUGH", 0)
    made = Garbage()
    made.begin(0.0)
    yield made
    gc.callbacks.remove(_keep)
    gc.set_threshold(*before)
    gc.unfreeze()


def old_ring() -> tuple[Ring, weakref.ref[Ring]]:
    """A ring in the oldest generation."""
    ring = Ring()
    gc.collect(1)
    gc.collect(1)
    return ring, weakref.ref(ring)


def test_old_garbage_waits_until_the_person_rests(garbage: Garbage) -> None:
    ring, seen = old_ring()
    garbage.key(100.0)
    del ring
    garbage.look(100.0 + RESTS / 2)
    assert seen() is not None
    garbage.look(100.0 + RESTS)
    assert seen() is None


def test_what_was_looked_through_is_looked_through_again_after_a_long_rest(garbage: Garbage) -> None:
    ring, seen = old_ring()
    garbage.key(100.0)
    garbage.look(100.0 + RESTS)
    assert gc.get_freeze_count() > 0
    del ring
    garbage.look(100.0 + LONG_REST)
    assert seen() is not None, "it is not looked at"
    garbage.key(ALL_EVERY)
    garbage.look(ALL_EVERY + RESTS)
    assert seen() is not None
    garbage.look(ALL_EVERY + LONG_REST)
    assert seen() is None


def test_rings_do_not_become_more_and_more_while_nobody_rests(garbage: Garbage) -> None:
    ring, seen = old_ring()
    del ring
    kept = [[number] for number in range(400_000)]
    assert seen() is None
    before = gc.get_freeze_count()
    assert before > 100_000, "what was looked through is not looked at again"
    assert len(kept) == 400_000
