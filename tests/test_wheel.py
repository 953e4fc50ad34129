"""The wheel holds all that the studio needs: it draws where there is nothing of the sources."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from library.formats.pictures import read_picture

pytestmark = [pytest.mark.wheel, pytest.mark.long]

ROOT = Path(__file__).parents[1]
PACKAGES = ("studio", "screens", "backends", "library", "data")


def run(*command: str | Path, folder: Path, environment: dict[str, str] | None = None) -> str:
    """What a command says, run in a folder; it must end well and knows nothing of the sources."""
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=surroundings | (environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by what the development environment has."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, folder=ROOT)
    (built,) = folder.glob("milo_studio-*-py3-none-any.whl")
    return built


@pytest.fixture
def scripts(wheel: Path, tmp_path: Path) -> Path:
    """Where `studio` is in an environment of its own, with the wheel and with what it depends on.

    That stands in the tests' own environment, which is named on the path: the files there that would bring an editable
    installation along are read only where Python looks for them by itself.
    """
    made = tmp_path / "environment"
    venv.create(made, symlinks=True)
    bin_folder = made / "bin"
    run(
        *(sys.executable, "-m", "pip", "--python", bin_folder / "python", "install", "--disable-pip-version-check"),
        *("--quiet", "--no-index", "--no-deps", wheel),
        folder=tmp_path,
    )
    (packages,) = made.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return bin_folder


def test_every_file_of_the_packages_is_in_it(wheel: Path) -> None:
    there = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {Path(name).suffix for name in there} >= {".py", ".tcss", ".toml", ".txt", ".otf", ".ttf", ".png"}
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    assert there - held == set()
    assert {name.partition("/")[0] for name in held} == {*PACKAGES, f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"}


def test_it_draws_and_letters_in_an_environment_and_a_folder_of_its_own(scripts: Path, tmp_path: Path) -> None:
    elsewhere, settings = tmp_path / "elsewhere", tmp_path / "settings"
    elsewhere.mkdir()
    settings.mkdir()
    (settings / "settings.toml").write_text(f'library = "{tmp_path / "library"}"\n', encoding="utf-8")
    own = {"MILO_STUDIO_SETTINGS": str(settings), "XDG_STATE_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    where = "import data, screens.app, studio; print(data.__file__, screens.app.__file__, studio.__file__, sep='\\n')"
    for file in run(scripts / "python", "-c", where, folder=elsewhere).splitlines():
        assert Path(file).is_relative_to(scripts.parent), "it is not the wheel's"
    assert "draft" in run(scripts / "studio", "doctor", folder=elsewhere, environment=own)
    drawing = ("draw", "Milo and James at the rack", "--shirt", "PEBKAC", "--engine", "draft", "--size", "256x256")
    original, lettered = run(scripts / "studio", *drawing, folder=elsewhere, environment=own).splitlines()
    assert read_picture(Path(original)).shape == (256, 256, 3)
    assert (read_picture(Path(original)) != read_picture(Path(lettered))).any()
