"""A minute of random keys, the same each time; `make monkey` presses others, for as long as one likes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from itertools import islice
from pathlib import Path

import pytest

from tests.monkey.drawing import Monkey, bound
from tests.monkey.home import Home, draw, standin
from tests.monkey.runs import Place, run
from tests.monkey.steps import written

pytestmark = [pytest.mark.pty, pytest.mark.long]

STEPS = 300


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with pictures."""
    return draw(tmp_path_factory.mktemp("drawn"))


@pytest.fixture
def server(protocol: str) -> Iterator[str]:
    """A server for one of the runs; the others draw drafts."""
    with standin() if protocol == "kitty" else nullcontext("") as address:
        yield address


@pytest.mark.parametrize(
    ("protocol", "size"),
    [
        ("kitty", (120, 40)),
        ("sixel", (100, 30)),
        ("iterm2", (200, 60)),
        ("half-cells", (80, 24)),
    ],
)
def test_random_keys_break_lose_and_leave_nothing(
    drawn: Home, tmp_path: Path, server: str, protocol: str, size: tuple[int, int]
) -> None:
    place = Place(drawn, tmp_path / "home", size, protocol, server)
    came = run(place, islice(Monkey(f"{protocol} 1", size, bound()), STEPS))
    told = "\n\n".join(f"after {at} steps: {finding.name}\n{finding.story}" for at, finding in came.findings)
    assert not came.findings, f"{told}\n\n{written(came.steps)}"
    assert not came.has_ended
