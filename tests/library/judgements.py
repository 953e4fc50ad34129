"""Whatever a person may say of a picture."""

from __future__ import annotations

from hypothesis import strategies as st

from library.judgement import Judgement, names

NAMES = st.lists(st.text(min_size=1, max_size=30), max_size=4).map(names)
SAID = st.builds(
    Judgement,
    rating=st.integers(0, 5),
    mark=st.sampled_from(("", "pick", "reject")),
    tags=NAMES,
    albums=NAMES,
)
