"""Which Pythons are found on a machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests import pythons

THIS = f"3.{sys.version_info[1]}"


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def real(path: Path) -> Path:
    """This very Python, by another name."""
    return program(path, f'exec "{sys.executable}" "$@"')


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine with nothing on its path."""
    return {"PATH": str(tmp_path / "bin"), "HOME": str(tmp_path)}


def test_the_versions_are_those_of_the_project() -> None:
    assert pythons.supported() == ["3.11", "3.12", "3.13", "3.14"]


def test_nothing_is_found_where_nothing_is(machine: dict[str, str]) -> None:
    assert pythons.found(machine) == {}


def test_it_is_found_on_the_path_behind_a_shim_that_points_nowhere(machine: dict[str, str], tmp_path: Path) -> None:
    shim = program(tmp_path / "shims" / f"python{THIS}", "echo no such version >&2; exit 127")
    gone = tmp_path / "old" / f"python{THIS}"
    gone.parent.mkdir()
    gone.symlink_to(tmp_path / "gone")
    there = real(tmp_path / "bin" / f"python{THIS}")
    machine["PATH"] = os.pathsep.join((str(shim.parent), str(gone.parent), machine["PATH"]))
    assert pythons.found(machine) == {THIS: there}


@pytest.mark.parametrize("names_root", [True, False])
def test_it_is_found_in_the_folder_of_pyenv_the_latest_release_first(
    machine: dict[str, str], tmp_path: Path, names_root: bool
) -> None:
    root = tmp_path / ("own" if names_root else ".pyenv")
    if names_root:
        machine["PYENV_ROOT"] = str(root)
    for release in (f"{THIS}.9", f"{THIS}.10", f"{THIS}.0rc1", "2.7.18", f"{THIS}t"):
        real(root / "versions" / release / "bin" / f"python{THIS}")
    assert pythons.found(machine) == {THIS: root / "versions" / f"{THIS}.10" / "bin" / f"python{THIS}"}


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param('echo "3.9"', id="another version than its name says"),
        pytest.param('echo "No module named ensurepip" >&2; exit 1', id="venv without pip, as Debian ships it"),
        pytest.param("exit 0", id="says nothing"),
    ],
)
def test_one_that_can_make_no_environment_is_none(machine: dict[str, str], tmp_path: Path, broken: str) -> None:
    program(tmp_path / "bin" / f"python{THIS}", broken)
    assert pythons.found(machine) == {}
