"""Answers and keys on one line are told apart wherever the line is cut, and no key is lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.terminal.sieve import LONGEST, Sieve

ANSWERS = (
    b"\x1bP>|kitty(0.41.1)\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b_Gi=31;ENOENT:no such file\x1b\\",
    b"\x1bP1+r5463\x1b\\",
    b"\x1bP0+r\x1b\\",
    b"\x1bP1$r0;48:2::1:2:3m\x1b\\",
    b"\x1b[6;17;8t",
    b"\x1b]11;rgb:2323/2626/2727\x1b\\",
    b"\x1b]11;rgb:ffff/ffff/ffff\x07",
    b"\x1b[?62;1;4c",
    b"\x1b[>1;4000;41c",
    b"\x1b[?2;0;1000;782S",
)
KEYS = (
    b"a",
    b"Milo debugging at 2 AM",
    "é日本".encode(),
    b"\r",
    b"\x1b[A",
    b"\x1bOP",
    b"\x1b[1;5C",
    b"\x1b[15~",
    b"\x1b[97;5u",
    b"\x1b[<0;10;20M",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[?2026;2$y",
    b"\x1b[200~pasted\x1b[201~",
    b"\x1bx",
)
EVENTS = st.lists(st.sampled_from([(True, one) for one in ANSWERS] + [(False, one) for one in KEYS]), max_size=12)


def cut(data: bytes, places: list[int]) -> list[bytes]:
    bounds = sorted({0, len(data), *(place % (len(data) + 1) for place in places)})
    return [data[begin:end] for begin, end in pairwise(bounds)]


@given(EVENTS, st.lists(st.integers(0, 1000), max_size=20))
def test_wherever_it_is_cut_answers_and_keys_come_in_their_order(
    events: list[tuple[bool, bytes]], places: list[int]
) -> None:
    answers: list[bytes] = []
    sieve, keys = Sieve(), b""
    for piece in cut(b"".join(one for _, one in events), places):
        sieved = sieve.feed(piece)
        answers += sieved.answers
        keys += sieved.keys
    keys += sieve.let_go()
    assert answers == [one for is_answer, one in events if is_answer]
    assert keys == b"".join(one for is_answer, one in events if not is_answer)


@given(st.binary(max_size=300), st.lists(st.integers(0, 400), max_size=10))
def test_nothing_that_comes_is_lost(data: bytes, places: list[int]) -> None:
    sieve, answers, keys = Sieve(), b"", b""
    for piece in cut(data, places):
        sieved = sieve.feed(piece)
        answers += b"".join(sieved.answers)
        keys += sieved.keys
    assert len(answers) + len(keys + sieve.let_go()) == len(data)


@pytest.mark.parametrize("key", [b"\x1b", b"\x1bP", b"\x1b_", b"\x1b]", b"\x1b["])
def test_a_key_that_could_begin_an_answer_is_given_back(key: bytes) -> None:
    sieve = Sieve()
    assert sieve.feed(key).keys == b""
    assert sieve.holds
    assert sieve.let_go() == key
    assert not sieve.holds


def test_what_follows_such_a_key_ends_the_waiting() -> None:
    sieve = Sieve()
    assert sieve.feed(b"\x1bP").keys + sieve.feed(b"x").keys == b"\x1bPx"


def test_an_answer_without_end_is_no_answer() -> None:
    sieve = Sieve()
    endless = b"\x1bP>|" + b"x" * LONGEST
    assert sieve.feed(endless).keys + sieve.let_go() == endless


def test_where_nothing_was_asked_nothing_is_held() -> None:
    sieve = Sieve(is_open=False)
    assert sieve.feed(b"\x1b").keys == b"\x1b"
    assert sieve.feed(ANSWERS[0]).keys == ANSWERS[0]
