"""Tests stand in the rooms of what they test, in small modules that need none of each other."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from tests.house_rules.source import ROOT, Source, read

LONGEST = 300
"""Lines of a module of tests."""
MOST_BESIDE = 20
"""Modules of tests in one folder."""


def modules() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))


def test_no_test_module_is_imported() -> None:
    texts = {path: path.read_text("utf-8") for path in modules()}
    named = [read(str(path), text) for path, text in texts.items() if ".test_" in text]
    assert [found for source in named for found in imported_tests(source)] == []


def imported_tests(source: Source) -> list[str]:
    named = [node.module for node in ast.walk(source.tree) if isinstance(node, ast.ImportFrom) and node.module]
    return [f"{source.path}: {name}" for name in named if name.rpartition(".")[2].startswith("test_")]


def test_an_import_of_a_test_module_is_seen() -> None:
    assert imported_tests(read("a.py", "from tests.room.test_door import handle")) == ["a.py: tests.room.test_door"]


def test_modules_are_read_at_one_sitting() -> None:
    assert [str(path) for path in modules() if path.read_bytes().count(b"\n") > LONGEST] == []
    beside = Counter(path.parent for path in modules() if path.name.startswith("test_"))
    assert [str(folder) for folder, count in beside.items() if count > MOST_BESIDE] == []
