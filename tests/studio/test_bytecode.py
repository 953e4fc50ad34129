"""The one file with the modules of a start: it is used while it is true, and never stands in the way."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio import bytecode
from studio.bytecode import KeptModule, KeptModules

NAMES = ("kept_one", "kept_package", "kept_package.inner")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of modules that Python finds, in a Python that writes bytecode."""
    code = tmp_path / "code"
    (code / "kept_package").mkdir(parents=True)
    (code / "kept_one.py").write_text("VALUE = 1\n")
    (code / "kept_package" / "__init__.py").write_text("VALUE = 'package'\n")
    (code / "kept_package" / "inner.py").write_text("def fail():\n    raise ValueError('inside')\n")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "path", [sys.path[0], str(code), *sys.path[1:]])
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    yield code
    forget()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "start"


def forget() -> None:
    for name in NAMES:
        sys.modules.pop(name, None)
    importlib.invalidate_caches()


def imported() -> list[ModuleType]:
    """The modules as a new process would find them."""
    forget()
    return [importlib.import_module(name) for name in NAMES]


def came_from_the_file(module: ModuleType) -> bool:
    return isinstance(getattr(module.__spec__, "loader", None), KeptModule)


def kept(file: Path) -> None:
    """Write the file, as a first start does, and look into it, as the next."""
    imported()
    KeptModules(str(file)).keep()
    sys.meta_path.insert(0, KeptModules(str(file)))


def test_the_next_start_takes_its_modules_from_the_file(folder: Path, file: Path) -> None:
    kept(file)
    one, package, inner = imported()
    assert all(map(came_from_the_file, (one, package, inner)))
    assert (one.VALUE, package.VALUE) == (1, "package")
    assert one.__file__ == str(folder / "kept_one.py")
    assert list(package.__path__) == [str(folder / "kept_package")]
    assert inner.__package__ == "kept_package"
    with pytest.raises(ValueError, match="inside") as failure:
        inner.fail()
    assert str(failure.traceback[-1].path) == str(folder / "kept_package" / "inner.py")


def test_a_source_that_changed_is_read_again_and_kept_anew(folder: Path, file: Path) -> None:
    kept(file)
    (folder / "kept_one.py").write_text("VALUE = 'changed'\n")
    one, package, _ = imported()
    assert (one.VALUE, came_from_the_file(one), came_from_the_file(package)) == ("changed", False, True)
    bytecode.keep()
    sys.meta_path[0] = KeptModules(str(file))
    one, _, _ = imported()
    assert (one.VALUE, came_from_the_file(one)) == ("changed", True)


def test_a_source_that_is_gone_is_not_found(folder: Path, file: Path) -> None:
    kept(file)
    (folder / "kept_one.py").unlink()
    forget()
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("kept_one")


def test_modules_of_another_surrounding_are_not_taken(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported()
    KeptModules(str(file)).keep()
    monkeypatch.setattr(sys, "path", [*sys.path, "elsewhere"])
    assert KeptModules(str(file)).find_spec("kept_one") is None


def test_where_python_writes_no_bytecode_neither_does_the_studio(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    kept(file)
    assert not file.exists()
    assert not came_from_the_file(imported()[0])


def test_nothing_new_is_not_written_again(folder: Path, file: Path) -> None:
    kept(file)
    before = file.stat().st_mtime_ns, file.stat().st_ino
    imported()
    bytecode.keep()
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == before


def test_what_this_start_did_not_import_stays_kept(folder: Path, file: Path) -> None:
    kept(file)
    forget()
    (folder / "kept_new.py").write_text("")
    importlib.import_module("kept_new")
    try:
        bytecode.keep()
    finally:
        del sys.modules["kept_new"]
    finder = KeptModules(str(file))
    assert all(finder.find_spec(name) is not None for name in (*NAMES, "kept_new"))


@pytest.mark.parametrize("place", [0.0, 0.00001, 0.3, 0.6, 0.999])
def test_a_file_that_was_cut_off_keeps_what_can_be_read(folder: Path, file: Path, place: float) -> None:
    kept(file)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * place)])
    sys.meta_path[0] = KeptModules(str(file))
    assert [module.__name__ for module in imported()] == list(NAMES)


@pytest.mark.parametrize("data", [b"x" * 7, b"\xff" * 64, b"\x10" + bytes(7) + b"i" * 64])
def test_a_file_of_something_else_is_none(folder: Path, file: Path, data: bytes) -> None:
    file.write_bytes(data)
    assert KeptModules(str(file)).find_spec("kept_one") is None


def test_a_folder_that_cannot_be_written_keeps_nothing_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    taken = tmp_path / "start"
    taken.mkdir()
    kept(taken)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["code", "start"]
    assert imported()[0].VALUE == 1


def test_a_source_that_went_away_or_is_being_written_keeps_nothing_else_from_being_kept(
    folder: Path, file: Path
) -> None:
    imported()
    (folder / "kept_one.py").unlink()
    (folder / "kept_package" / "inner.py").write_text("def unfinished(:\n")
    KeptModules(str(file)).keep()
    finder = KeptModules(str(file))
    assert [finder.find_spec(name) is not None for name in NAMES] == [False, True, False]


def test_what_the_command_has_in_its_own_folder_is_kept_for_no_other(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(folder), *(one for one in sys.path if one != str(folder))])
    kept(file)
    assert not any(map(came_from_the_file, imported()))


def test_a_file_with_expressions_of_another_python_is_none(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken: bytecode._Expression = ("a+", 0, 32, [14, 99, 99], 0, {}, (None,))
    monkeypatch.setattr(bytecode, "_expressions", lambda: [broken])
    kept(file)
    assert file.exists()
    assert not any(map(came_from_the_file, imported()))


EXPRESSIONS = st.one_of(
    st.sampled_from(
        [r"(?P<year>\d{4})-(?P<month>\d\d)", r"(?i)straße|ΣΑΣ", r"(?<=a)b|(?<!c)d", r"(a)(?:b(c)?)*\1", ""]
    ),
    st.lists(st.sampled_from([r"\w+", "[^a-z]", "(x|yy)?", "é", ".*?", r"\b", "(?P<n>q)", "[ß-ÿ]{2,3}"]), max_size=4)
    .map("".join)
    .filter(lambda text: text.count("(?P<n>") < 2),
)


@given(text=EXPRESSIONS, flags=st.sampled_from([0, re.I, re.I | re.A, re.X | re.S, re.M]), as_bytes=st.booleans())
def test_expressions_are_remembered_as_python_compiles_them(text: str, flags: re.RegexFlag, as_bytes: bool) -> None:
    cache = bytecode._cache()
    before = dict(cache)
    asked: str | bytes = text if not as_bytes else text.encode("ascii", "ignore")
    try:
        cache.clear()
        expected = re.compile(asked, flags)
        found = bytecode._expressions()
        assert len(found) == 1
        cache.clear()
        bytecode._remember(found)
        (remembered,) = cache.values()
        assert re.compile(asked, flags) is remembered
        assert remembered == expected
        assert (remembered.groups, remembered.groupindex) == (expected.groups, expected.groupindex)
    finally:
        cache.clear()
        cache.update(before)
