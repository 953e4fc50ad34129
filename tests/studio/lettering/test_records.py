"""Lettering records: JSON and back without loss, and nothing unsound gets in."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.lettering.records import (
    FORMAT,
    LetteringRecord,
    LetteringUnreadable,
    Look,
    Placement,
    Setting,
    from_json,
    to_json,
)

numbers = st.floats(-5000, 5000, allow_nan=False)
placements = st.builds(
    Placement,
    st.sampled_from(["panel", "shirt", "pose", "centre", "hand"]),
    st.tuples(*[st.tuples(numbers, numbers)] * 4),
    st.floats(0, 1),
)
looks = st.builds(
    Look,
    st.sampled_from(["as-written", "upper"]),
    st.text(max_size=8),
    st.sampled_from(["auto", "#102030"]),
    st.sampled_from(["auto", "on", "off"]),
)
records = st.builds(
    LetteringRecord,
    st.sampled_from([1, FORMAT]),
    st.lists(st.builds(Setting, st.text(), placements), max_size=4).map(tuple),
    looks,
)


@given(records)
def test_a_record_comes_back_as_it_was(record: LetteringRecord) -> None:
    assert from_json(to_json(record)) == record
    assert to_json(from_json(to_json(record))) == to_json(record)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        b"\xff\xfe",
        '{"format": 99}',
        '{"settings": [{"text": "a", "placement": {"method": "magic", "quad": [[0,0],[1,0],[1,1],[0,1]]}}]}',
        '{"settings": [{"text": "a", "placement": {"method": "hand", "quad": [[0,0],[1,0],[1,1]]}}]}',
        '{"settings": [{"text": "a", "placement": {"method": "hand", "quad": [[0,0],[1,0],[1,1],[0,1e99]]}}]}',
        '{"look": {"halo": "maybe"}}',
    ],
)
def test_what_is_no_lettering_is_refused(text: str | bytes) -> None:
    with pytest.raises(LetteringUnreadable):
        from_json(text)


def test_records_are_cheap_to_import() -> None:
    costly = "('numpy', 'cv2', 'PIL')"
    code = f"import sys, studio.lettering.records; print([m for m in {costly} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
