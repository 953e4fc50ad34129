"""What an import reads of each program's files, whole; `--snapshot-update` keeps what is read otherwise."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from library.exchange import xmp
from library.importing.file_facts import Found, read
from library.importing.walking import Seen
from library.places import Places
from tests.fuzz.seeds import Seed, seeds

CASES = Path(__file__).parents[1] / "exchange" / "foreign" / "cases"
NOON_NS = 1_767_268_800_000_000_000


@pytest.fixture
def everywhere_the_same(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A camera's date without a zone is one of the machine's."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def said_of(seed: Seed, folder: Path) -> str:
    """All that is read of a file but what it is named and how large it is, and what its sidecar would say."""
    path = folder / seed.name
    path.write_bytes(seed.data)
    sidecar = path.with_name(f"{path.name}.xmp")
    if seed.sidecar:
        sidecar.write_bytes(seed.sidecar)
    for one in (path, sidecar):
        if one.exists():
            os.utime(one, ns=(NOON_NS, NOON_NS))
    found = read(Seen(str(path), len(seed.data), NOON_NS), Places.of(folder, None))
    path.unlink()
    sidecar.unlink(missing_ok=True)
    if not isinstance(found, Found):
        return f"refused: {found.reason}"
    given = msgspec.to_builtins(found.picture) or {}
    own = {name: value for name, value in given.items() if name not in ("key", "path", "bytes", "sha256", "mtime_ns")}
    facts = {name: value for name, value in own.pop("facts", {}).items() if value not in ("", None, [], False)}
    said = found.said
    words = [
        json.dumps({**own, **facts}, ensure_ascii=False),
        found.remark,
        found.lettering.record if found.lettering else "",
    ]
    if said is not None:
        words += [json.dumps(msgspec.to_builtins(said.judgement), ensure_ascii=False), said.trouble, said.label]
        existing = b"" if said.trouble else seed.sidecar
        words.append(xmp.write(said.judgement, existing, label=said.label).decode())
    return "\n".join(filter(None, words))


@pytest.mark.usefixtures("everywhere_the_same")
def test_every_program_s_files_are_read_as_they_were(tmp_path: Path, snapshot: SnapshotAssertion) -> None:
    more = [Seed(path.name, path.read_bytes()) for path in sorted(CASES.iterdir()) if path.suffix != ".xmp"]
    assert snapshot == {seed.name: said_of(seed, tmp_path) for seed in (*seeds(), *more)}
