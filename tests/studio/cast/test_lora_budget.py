"""The LoRAs of several members share what one picture bears."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.cast.lora_budget import BUDGET, share

STRENGTHS = st.lists(st.floats(-2, 2), max_size=3)


@given(st.dictionaries(st.sampled_from(["Milo", "James", "Ada", "Bo"]), STRENGTHS))
def test_several_together_are_no_stronger_than_is_borne_and_one_alone_is_left_as_it_is(
    strengths: dict[str, list[float]],
) -> None:
    factor = share(strengths)
    total = sum(abs(one) for own in strengths.values() for one in own)
    bringing = [name for name, own in strengths.items() if own]
    if len(bringing) < 2 or total <= BUDGET:
        assert factor == 1
    else:
        assert factor < 1
        assert factor * total == pytest.approx(BUDGET)


def test_two_at_their_usual_strength_get_less_and_one_that_is_strong_does_not() -> None:
    assert share({"Milo": [0.9], "James": [0.9]}) == pytest.approx(2 / 3)
    assert share({"Milo": [0.9, 0.9], "James": []}) == 1
    assert share({"Milo": [0.6], "James": [0.6]}) == 1
    assert share({}) == 1
