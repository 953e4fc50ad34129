"""Event streams, whatever parts they come in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.errors import BadAnswer
from backends.hosted.sse import EventReader, ServerEvent

LINE = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=12)
NAME = st.sampled_from(["", "error", "image_generation.completed"])
EVENT = st.tuples(NAME, st.lists(LINE, min_size=1, max_size=3))
END = st.sampled_from(["\n", "\r\n", "\r"])


@given(st.lists(EVENT, max_size=4), END, st.booleans(), st.data())
def test_a_stream_reads_the_same_however_it_is_cut(
    events: list[tuple[str, list[str]]], end: str, has_mark: bool, data: st.DataObject
) -> None:
    text = "".join(
        f": heartbeat{end}"
        + (f"event: {name}{end}" if name else "")
        + "".join(f"data: {line}{end}" for line in lines)
        + end
        for name, lines in events
    )
    stream = (b"\xef\xbb\xbf" if has_mark else b"") + text.encode() + b"data: cut off"
    places = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    reader = EventReader()
    parts = [stream[a:b] for a, b in zip([0, *places], [*places, len(stream)], strict=True)]
    found = [event for part in parts for event in reader.feed(part)]
    assert found == [ServerEvent(name or "message", "\n".join(lines).encode()) for name, lines in events]


def test_fields_that_are_not_needed_are_passed_over() -> None:
    found = EventReader().feed(b"id: 1\nretry: 10\ndata:a\ndata\ndata:  b\n\nevent: alone\n\ndata: c\n\n")
    assert found == [ServerEvent("message", b"a\n\n b"), ServerEvent("message", b"c")]


@pytest.mark.parametrize("stream", [b"data: " + b"x" * 40, b"data: 123456789\n" * 5, b"data: " + b"x" * 40 + b"\n\n"])
def test_an_event_that_is_too_large_is_refused_however_it_comes(stream: bytes) -> None:
    for size in (1, 7, len(stream)):
        reader = EventReader(largest=32)
        parts = [stream[at : at + size] for at in range(0, len(stream), size)]
        with pytest.raises(BadAnswer, match="larger"):
            list(map(reader.feed, parts))
