"""Files of weights as torch wrote them before 1.6, made by hand: what stands in them, and what is refused."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from studio.pictures.drift.embedding.weights import WeightsUnreadable, read_weights

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001


class View(NamedTuple):
    """A tensor of a storage: where it begins, and how it lies."""

    storage: str
    offset: int
    size: tuple[int, ...]
    strides: tuple[int, ...]


def inner(value: object) -> bytes:
    """What stands between the head and the end of a pickle."""
    return pickle.dumps(value, 2)[2:-1]


def made(
    storages: Mapping[str, NDArray[Any]], views: Mapping[str, View], magic: int = MAGIC, head: bytes = b""
) -> bytes:
    """A file with these storages and tensors; `head` stands before the tensors, in their pickle."""
    state = head + b"ccollections\nOrderedDict\n)R("
    for name, view in views.items():
        kind = b"FloatStorage" if storages[view.storage].dtype == np.float32 else b"LongStorage"
        storage = inner("storage") + b"ctorch\n" + kind + b"\n" + inner(view.storage) + inner("cpu")
        laid = inner(view.offset) + inner(view.size) + inner(view.strides) + inner(False)
        state += inner(name) + b"ctorch._utils\n_rebuild_tensor_v2\n((" + storage
        state += inner(len(storages[view.storage])) + b"NtQ" + laid + b"ccollections\nOrderedDict\n)RtR"
    first = [pickle.dumps(one, 2) for one in (magic, PROTOCOL, {"little_endian": True})]
    data = b"".join(first) + b"\x80\x02" + state + b"u." + pickle.dumps([*storages], 2)
    for values in storages.values():
        data += struct.pack("<q", len(values)) + values.tobytes()
    return data


STORAGES: dict[str, NDArray[Any]] = {"7": np.arange(12, dtype=np.float32), "3": np.array([5], np.int64)}
VIEWS = {
    "plain": View("7", 0, (3, 4), (4, 1)),
    "turned": View("7", 0, (4, 3), (1, 4)),
    "late": View("7", 2, (2, 2), (5, 1)),
    "one": View("3", 0, (), ()),
}


def read(folder: Path, data: bytes) -> dict[str, NDArray[Any]]:
    file = folder / "weights.pth"
    file.write_bytes(data)
    return read_weights(file)


def test_tensors_have_the_strides_that_they_were_written_with(tmp_path: Path) -> None:
    found = read(tmp_path, made(STORAGES, VIEWS))
    whole = np.arange(12, dtype=np.float32).reshape(3, 4)
    assert found["plain"].tolist() == whole.tolist()
    assert found["turned"].tolist() == whole.T.tolist()
    assert found["late"].tolist() == [[2, 3], [7, 8]]
    assert found["one"].tolist() == 5
    assert all(tensor.flags.c_contiguous for tensor in found.values())


@given(st.integers(0, len(made(STORAGES, VIEWS)) - 1))
def test_a_file_that_is_cut_off_is_refused(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    folder = tmp_path_factory.getbasetemp()
    with pytest.raises(WeightsUnreadable) as caught:
        read(folder, made(STORAGES, VIEWS)[:length])
    assert caught.value.notice.reason
    assert "pip install" in caught.value.notice.remedy


@pytest.mark.parametrize(
    "view",
    [
        View("7", 0, (3, 5), (4, 1)),
        View("7", 1, (3, 4), (4, 1)),
        View("7", -1, (2,), (1,)),
        View("7", 3, (2,), (-1,)),
        View("7", 0, (2, 2), (1,)),
        View("7", 0, (1 << 40,), (0,)),
        View("7", 0, (-1,), (1,)),
    ],
)
def test_a_tensor_beside_its_storage_is_refused(tmp_path: Path, view: View) -> None:
    with pytest.raises(WeightsUnreadable, match="outside"):
        read(tmp_path, made({"7": STORAGES["7"]}, {"wrong": view}))


def test_a_file_is_not_run_and_another_is_none(tmp_path: Path) -> None:
    told = tmp_path / "told"
    command = b"cos\nmkdir\n(" + inner(str(told)) + b"tR0"
    with pytest.raises(WeightsUnreadable, match="mkdir has no place"):
        read(tmp_path, made(STORAGES, VIEWS, head=command))
    assert not told.exists()
    with pytest.raises(WeightsUnreadable, match="torch"):
        read(tmp_path, made(STORAGES, VIEWS, magic=5))
    with pytest.raises(WeightsUnreadable):
        read_weights(tmp_path / "none.pth")
