"""The keys and their ids, which people's settings name, and what they do; `--snapshot-update` keeps them."""

from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from screens.app import StudioApp
from screens.keymap import shown_key
from screens.rooms import every_key


def test_keys_are_bound_as_they_were(snapshot: SnapshotAssertion) -> None:
    lines = [
        f"{one.owner.__name__} {one.id}: {' '.join(map(shown_key, one.keys))} {one.action}"
        for room in every_key(StudioApp)
        for one in room
    ]
    assert snapshot == "\n".join(dict.fromkeys(lines))
