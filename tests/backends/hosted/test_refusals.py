"""How long services say to wait, and what their answers show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.hosted.refusals import Refusal, as_json, duration, seconds_to_wait


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("12s", 12.0),
        ("6m0s", 360.0),
        ("1h2m3s", 3723.0),
        ("120ms", 0.12),
        ("3.299376739s", 3.299376739),
        ("51.815 seconds", 51.815),
        ("2 minutes", 120.0),
        ("soon", None),
        ("", None),
    ],
)
def test_lengths_of_time(words: str, seconds: float | None) -> None:
    assert duration(words) == (None if seconds is None else pytest.approx(seconds))


@given(st.text(max_size=40))
def test_any_words_are_a_length_or_none(words: str) -> None:
    found = duration(words)
    assert found is None or found >= 0


@pytest.mark.parametrize(
    ("headers", "words", "seconds"),
    [
        ({"retry-after-ms": "1500", "retry-after": "9"}, "try again in 3s", 1.5),
        ({"retry-after": "9"}, "", 9.0),
        ({"retry-after": "Fri, 31 Dec 2027 23:59:59 GMT"}, "Please try again in 12s.", 12.0),
        ({}, "Please slow down and try again after 51.815253496170044 seconds.", 51.815253496170044),
        ({}, "Request was throttled. Your rate limit resets in ~30s.", 30.0),
        ({"x-ratelimit-reset-requests": "6m0s", "x-ratelimit-reset-tokens": "1s"}, "", 360.0),
        (
            {
                "x-ratelimit-reset-requests": "6m0s",
                "x-ratelimit-remaining-requests": "4",
                "x-ratelimit-reset-tokens": "1s",
                "x-ratelimit-remaining-tokens": "0",
            },
            "",
            1.0,
        ),
        ({"retry-after": "nan"}, "no such luck", None),
    ],
)
def test_waits_are_the_services_own(headers: dict[str, str], words: str, seconds: float | None) -> None:
    assert seconds_to_wait(headers, words) == (None if seconds is None else pytest.approx(seconds))


@given(st.binary(max_size=60))
def test_any_body_is_an_object(body: bytes) -> None:
    assert isinstance(as_json(Refusal(500, {}, body)), dict)


def test_an_error_may_stand_alone_in_a_list() -> None:
    assert as_json(Refusal(429, {}, b'[{"error": {"code": 429}}]')) == {"error": {"code": 429}}
