"""Spoilt files given to every reader: whatever comes up stays in the seam. `make fuzz` tries a hundred thousand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.__main__ import SLOW_SECONDS
from tests.fuzz.mutations import spoilt
from tests.fuzz.seeds import Seed, seeds
from tests.fuzz.trying import Trier


@pytest.fixture(scope="module")
def every() -> list[Seed]:
    return seeds()


def test_whole_files_are_taken(every: list[Seed], tmp_path: Path) -> None:
    with Trier(tmp_path) as trier:
        trials = [trier.try_one(number, one) for number, one in enumerate(every)]
    assert not any(trial.outside for trial in trials)
    assert "refused" not in {trial.end for trial in trials}
    assert sum(trial.end == "with metadata" for trial in trials) > len(every) // 3


@given(st.randoms(use_true_random=False))
def test_no_exception_leaves_the_seam(
    tmp_path_factory: pytest.TempPathFactory, every: list[Seed], random: Random
) -> None:
    one = spoilt(every, random)
    with Trier(tmp_path_factory.getbasetemp()) as trier:
        trial = trier.try_one(0, one)
    assert trial.outside == []
    assert trial.seconds < SLOW_SECONDS


def test_the_same_numbers_give_the_same_files(every: list[Seed]) -> None:
    assert [spoilt(every, Random(f"1:{number}")) for number in range(50)] == [
        spoilt(every, Random(f"1:{number}")) for number in range(50)
    ]


def test_the_target_counts_what_it_tried(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz", "--files", "60", "--workers", "1", "--keep", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ": 60 files" in done.stdout
