"""The best of several takes, from what is known of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.pictures.best.ranking import Take, ranked

NAMES = st.lists(st.sampled_from(["Milo", "James"]), max_size=2, unique=True).map(tuple)
TAKES = st.lists(
    st.builds(
        Take,
        missing=NAMES,
        troubles=st.sampled_from([(), ("two alike",)]),
        sayings=st.just(2),
        panels=st.integers(0, 2),
        unread=st.none() | st.sampled_from([(), ("RTFM",)]),
        drift=st.none() | st.floats(0, 2),
    ),
    min_size=1,
    max_size=6,
)


@given(TAKES)
def test_each_take_stands_in_the_order_once_and_has_reasons(takes: list[Take]) -> None:
    order = ranked(takes)
    assert sorted(one.take for one in order) == list(range(len(takes)))
    assert all(one.reasons for one in order)


@given(TAKES)
def test_what_lacks_somebody_is_never_before_what_lacks_nobody(takes: list[Take]) -> None:
    missing = [len(takes[one.take].missing) for one in ranked(takes)]
    assert missing == sorted(missing)


@given(TAKES)
def test_the_best_is_as_good_in_whatever_order_the_takes_come(takes: list[Take]) -> None:
    best = takes[ranked(takes)[0].take]
    again = list(reversed(takes))
    other = again[ranked(again)[0].take]
    assert (best.missing and len(best.missing), best.troubles, best.drift, best.panels) == (
        other.missing and len(other.missing),
        other.troubles,
        other.drift,
        other.panels,
    )


def test_words_that_can_be_read_come_before_little_drift_and_drift_before_the_order() -> None:
    takes = [
        Take(sayings=1, panels=1, unread=("RTFM",), drift=0.1),
        Take(sayings=1, panels=1, unread=(), drift=0.6, drift_words="Milo: fur: #8a8178, here #3f6fb0, ΔE 30"),
        Take(sayings=1, panels=1, unread=(), drift=None),
        Take(sayings=1, panels=1, unread=(), drift=0.3),
    ]
    assert [one.take for one in ranked(takes)] == [3, 1, 2, 0]
    assert ranked(takes)[0].reasons == ("its words can be read", "drift 0.30")
    assert ranked(takes)[1].reasons[-1].startswith("Milo: fur")
    assert ranked(takes)[3].reasons == ("“RTFM” cannot be read", "least drift 0.10")


def test_whoever_is_not_found_is_named() -> None:
    (only,) = ranked([Take(missing=("James",), troubles=("two alike",))])
    assert only.reasons == ("James is not found", "two alike")
