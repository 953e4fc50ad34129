"""The Pythons of this machine that the studio can be tried on: `python3 tests/pythons.py`.

A line for each minor version that pyproject.toml names, the oldest first: `3.N`, a tab, the interpreter. It runs before
there is any virtual environment, on whatever `python3` is, and so needs nothing but the standard library.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
_CLASSIFIER = re.compile(r'"Programming Language :: Python :: 3\.(\d+)"')
# Debian ships `venv` without the pip that it needs: that is `ensurepip`, in a package of its own.
_PROBE = "import ensurepip, sys, venv; ensurepip.version(); print('%d.%d' % sys.version_info[:2])"


def supported(project: Path = PROJECT) -> list[str]:
    """The minor versions that a pyproject.toml names, as `3.N`, the oldest first."""
    return [f"3.{minor}" for minor in sorted(map(int, _CLASSIFIER.findall(project.read_text(encoding="utf-8"))))]


def usable(python: Path, version: str) -> bool:
    """Whether this is an interpreter of `version` (`3.N`) that can make a virtual environment.

    A shim of pyenv is on the path for each version that is installed, and works only for those that are chosen.
    """
    try:
        told = subprocess.run([python, "-c", _PROBE], capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return False
    return told.returncode == 0 and told.stdout.strip() == version


def candidates(version: str, environment: Mapping[str, str]) -> Iterator[Path]:
    """Where an interpreter of `version` may be: first on the path, then in pyenv's folder, its latest release first."""
    for folder in environment.get("PATH", os.defpath).split(os.pathsep):
        yield Path(folder, f"python{version}")
    root = environment.get("PYENV_ROOT") or str(Path(environment.get("HOME", "/")) / ".pyenv")
    release = re.compile(re.escape(version) + r"\.(\d+)")
    kept = (release.fullmatch(folder.name) for folder in Path(root, "versions").glob(f"{version}.*"))
    for named in sorted(filter(None, kept), key=lambda named: int(named[1]), reverse=True):
        yield Path(root, "versions", named[0], "bin", f"python{version}")


def found(environment: Mapping[str, str]) -> dict[str, Path]:
    """The interpreter of each version that is there, the oldest first."""
    there: dict[str, Path] = {}
    for version in supported():
        for python in candidates(version, environment):
            if usable(python, version):
                there[version] = python
                break
    return there


if __name__ == "__main__":
    for version, python in found(os.environ).items():
        print(version, python, sep="\t")
