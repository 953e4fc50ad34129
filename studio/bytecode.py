"""What Python compiles for a start, in one file: a quarter of the time that importing takes.

The studio is five hundred modules when its first room stands. For each, Python looks through folders, asks for the
times of two files and reads one; here it asks for the time of the source, and reads eight at once. The regular
expressions of those modules, which Python compiles anew at each start, are kept with them.

The file stands beside Python's own bytecode, in `__pycache__`, and goes by the same rules: a module counts while its
source has the time and the size that it was compiled from, and nothing is written where Python is told to write no
bytecode.
"""

# pathlib, and all that it imports, would come the slow way.
# ruff: noqa: PTH105, PTH108, PTH116, PTH123

from __future__ import annotations

import marshal
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.machinery import ModuleSpec, SourceFileLoader
from itertools import accumulate
from types import CodeType, ModuleType

_HERE = __file__.rpartition("/")[0]
_OPTIMIZED = f".opt-{sys.flags.optimize}" if sys.flags.optimize else ""
_FOLDER = f"{sys.pycache_prefix}{_HERE}" if sys.pycache_prefix else f"{_HERE}/__pycache__"
FILE = f"{_FOLDER}/start.{sys.implementation.cache_tag}{_OPTIMIZED}"
"""Where a studio's modules are kept."""

_HEAD = 8
"""Bytes with the length of the index, little-endian; then come the index and the groups."""
_GROUP = 8
"""Modules that are read at once, in the order in which they were imported."""
_BROKEN = (OSError, EOFError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, OverflowError)
"""What using a file may raise that was cut off or damaged, or that a Python with other parts inside cannot use."""

_Module = tuple[str, int, int, bool, int]
"""Of a module: its source, that file's time in ns and its size, whether it is a package, and its group."""
_Expression = tuple[str | bytes, int, int, list[int], int, dict[str, int], tuple[str | None, ...]]
"""Of a regular expression: its text, the flags it was asked for with, and what `_sre.compile` takes."""


class KeptModule(SourceFileLoader):
    """A module like any other, but that its code comes from the one file."""

    def __init__(self, fullname: str, source: str, finder: KeptModules) -> None:
        super().__init__(fullname, source)
        self._finder = finder

    def get_code(self, fullname: str) -> CodeType | None:
        """The compiled module; Python's own, should the file be damaged."""
        return self._finder.code(fullname) or super().get_code(fullname)


class KeptModules:
    """A finder for `sys.meta_path`: the modules that `file` keeps, which are none if it is not there or is damaged."""

    def __init__(self, file: str = FILE) -> None:
        self._path = file
        self._file = -1
        self._modules: dict[str, _Module] = {}
        self._groups: list[tuple[int, int]] = []
        self._codes: dict[str, CodeType] = {}
        with suppress(*_BROKEN):
            self._open()
        if not self._modules and self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _open(self) -> None:
        self._file = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        length = int.from_bytes(os.pread(self._file, _HEAD, 0), "little")
        if length >= os.fstat(self._file).st_size:
            return
        stamp, modules, lengths, expressions = marshal.loads(os.pread(self._file, length, _HEAD))
        if stamp == _stamp():
            self._groups = list(zip(lengths, accumulate(lengths, initial=_HEAD + length), strict=False))
            _remember(expressions)
            self._modules = dict(modules)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module is, if it is kept and its source is what it was."""
        module = self._modules.get(fullname)
        if module is None or _status(module[0]) != module[1:3]:
            return None
        source, package = module[0], module[3]
        spec = ModuleSpec(fullname, KeptModule(fullname, source, self), origin=source, is_package=package)
        spec.has_location = True
        if package:
            spec.submodule_search_locations = [source.rpartition("/")[0]]
        return spec

    def code(self, name: str) -> CodeType | None:
        """A module's compiled code, once: it is not wanted again. None where the file is damaged."""
        if name not in self._codes:
            try:
                self._codes |= self._read(self._modules[name][4])
            except _BROKEN:
                return None
        return self._codes.pop(name, None)

    def _read(self, group: int) -> dict[str, CodeType]:
        codes: dict[str, CodeType] = marshal.loads(os.pread(self._file, *self._groups[group]))
        return codes

    def keep(self) -> None:
        """Keep what is imported by now and what was kept; writes nothing if that is nothing new, or nothing may be."""
        self._codes.clear()
        known = {name: (one[0], one[3]) for name, one in self._modules.items() if _status(one[0]) == one[1:3]}
        imported = _imported()
        if sys.dont_write_bytecode or imported.keys() <= known.keys():
            return
        modules: dict[str, _Module] = {}
        groups: list[bytes] = []
        wanted = list((imported | known).items())
        for number, begin in enumerate(range(0, len(wanted), _GROUP)):
            codes = {}
            for name, (source, package) in wanted[begin : begin + _GROUP]:
                status = _status(source)
                # A source that went away, or is being written, since it was imported, is left to the next start.
                with suppress(OSError, SyntaxError, ValueError):
                    codes[name] = SourceFileLoader(name, source).get_code(name)
                    modules[name] = (source, *status, package, number)
            groups.append(marshal.dumps(codes))
        index = marshal.dumps((_stamp(), modules, [len(group) for group in groups], _expressions()))
        _replace(self._path, [len(index).to_bytes(_HEAD, "little"), index, *groups])


def find_kept() -> None:
    """Look for modules among those that are kept, from now on, before looking in folders."""
    sys.meta_path.insert(0, KeptModules())


def keep() -> None:
    """Keep for the next start what is imported by now, in a studio that looks among those that are kept."""
    for finder in sys.meta_path:
        if isinstance(finder, KeptModules):
            finder.keep()


def _imported() -> dict[str, tuple[str, bool]]:
    """The sources of the modules that are imported, and whether they are packages, in the order of importing."""
    found = {}
    # What a command's own folder has is imported by that command alone.
    folders = tuple(f"{folder}/" for folder in (_HERE.rpartition("/")[0], *_path()))
    for name, module in list(sys.modules.items()):
        loader = getattr(getattr(module, "__spec__", None), "loader", None)
        # Of another kind is what an import hook made, which need not be what the source says.
        if not isinstance(loader, SourceFileLoader) or type(loader) not in (SourceFileLoader, KeptModule):
            continue
        if loader.name == name and loader.path.startswith(folders):
            found[name] = (loader.path, loader.is_package(name))
    return found


def _path() -> tuple[str, ...]:
    """Where Python looks for modules, but for the folder of the command."""
    return tuple(sys.path if sys.flags.safe_path else sys.path[1:])


def _status(source: str) -> tuple[int, int]:
    """The time in ns and the size of a file; no file has those of one that is not there."""
    try:
        status = os.stat(source)
    except OSError:
        return (-1, -1)
    return (status.st_mtime_ns, status.st_size)


def _stamp() -> tuple[str, int, str, tuple[str, ...]]:
    """Which Python compiled it, and how, and from where."""
    return (sys.version, sys.flags.optimize, sys.prefix, _path())


def _expressions() -> list[_Expression]:
    """The regular expressions that Python remembers, as the steps of its matcher (`re._compiler.compile`).

    None where Python keeps them otherwise than 3.11 does.
    """
    try:
        return [_compiled(text, flags) for _, text, flags in list(_cache()) if type(text) in (str, bytes)]
    except _BROKEN:
        return []


def _compiled(text: str | bytes, flags: int) -> _Expression:
    parsed = re._parser.parse(text, flags)  # type: ignore[attr-defined]
    steps = [int(step) for step in re._compiler._code(parsed, flags)]  # type: ignore[attr-defined]
    numbers: dict[str, int] = parsed.state.groupdict
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in numbers.items():
        names[number] = name
    return (text, flags, flags | parsed.state.flags, steps, len(names) - 1, numbers, tuple(names))


def _remember(expressions: Sequence[_Expression]) -> None:
    """Let Python remember regular expressions that it has not compiled."""
    for text, flags, *compiled in expressions:
        made = re._compiler._sre.compile(text, *compiled)  # type: ignore[attr-defined]
        _cache()[type(text), text, flags] = made


def _cache() -> dict[tuple[type, str | bytes, int], re.Pattern[str]]:
    """The regular expressions that Python remembers."""
    cache: dict[tuple[type, str | bytes, int], re.Pattern[str]] = re._cache  # type: ignore[attr-defined]
    return cache


def _replace(path: str, pieces: Sequence[bytes]) -> None:
    """Write a file in one step; a folder that cannot be written keeps none."""
    temporary = f"{path}.{os.urandom(6).hex()}"
    try:
        with open(temporary, "wb") as file:
            file.writelines(pieces)
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)
