"""`docs/house.svg` is true, and `make house` tells of circles."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.house import coming
from tests.house.__main__ import PICTURE, ROOT, main, picture
from tests.house.imports import Module


def project(root: Path, files: dict[str, str]) -> Path:
    (root / "docs").mkdir()
    (root / "pyproject.toml").write_text('[tool.importlinter]\nroot_packages = ["shop"]\n')
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_the_picture_in_the_documents_is_what_the_imports_make(today: list[Module]) -> None:
    """How many lines a room has may be of the day when it was drawn."""
    drawn, true = (re.sub(r"[\d,]+ lines", "", text) for text in ((ROOT / PICTURE).read_text("utf-8"), picture(today)))
    assert drawn == true, "it shows rooms, modules or imports of before: `make house` draws it anew"


def test_the_picture_is_well_formed_and_names_every_room() -> None:
    tree = ElementTree.fromstring(picture(coming.modules()))
    texts = {element.text for element in tree.iter("{http://www.w3.org/2000/svg}text")}
    assert {"screens", "studio", "library", "importing", "upkeep", "exchange", "comfyui"} <= texts


def test_where_every_arrow_points_down_all_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path, {"shop/a/x.py": "import shop.b.y\n", "shop/b/y.py": "OPEN = '<&>'\n"})
    (root / "shop/b/__init__.py").write_text('"""Coins & <paper>."""\n')
    assert main(root) == 0
    assert capsys.readouterr().err == ""
    assert "Coins &amp; &lt;paper&gt;" in (root / PICTURE).read_text()


def test_a_circle_is_told_and_the_status_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project(tmp_path, {"shop/a/x.py": "import shop.low\n", "shop/low.py": "import shop.a.y\n", "shop/a/y.py": ""})
    assert main(tmp_path) == 1
    told = capsys.readouterr().err
    assert "shop.a, the hall of shop import each other" in told
    assert "shop.low imports shop.a.y" in told
