"""Networks in miniature, written as ONNX by hand: their answers are constants that the test chooses.

The file is protobuf (field numbers from onnx.proto3 of ONNX 1.x): the input goes through a global mean that is
multiplied by nought and added to each answer, so that the network has a real path from input to output.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

_FLOAT, _INT64 = 1, 7


def network(answer: npt.NDArray[np.float32], side: int = 640) -> bytes:
    """The bytes of a model with the input `images` (1, 3, side, side) and the output `output0`, as the answer is."""
    return network_of({"output0": answer}, "images", side)


def network_of(answers: Mapping[str, npt.NDArray[np.float32]], takes: str, side: int) -> bytes:
    """The bytes of a model with the input `takes` (1, 3, side, side) and these outputs, each of three axes."""
    nodes = [
        _node("GlobalAveragePool", [takes], ["mean"]),
        _node("Conv", ["mean", "nought"], ["nothing"]),
        _node("Reshape", ["nothing", "shape"], ["flat"]),
        *(_node("Add", [f"{name} alone", "flat"], [name]) for name in answers),
    ]
    tensors = [
        _tensor("nought", np.zeros((1, 3, 1, 1), np.float32)),
        _tensor("shape", np.array([1, 1, 1], np.int64)),
        *(_tensor(f"{name} alone", answer.astype(np.float32)) for name, answer in answers.items()),
    ]
    graph = b"".join(_field(1, node) for node in nodes) + _text(2, "tiny")
    graph += b"".join(_field(5, tensor) for tensor in tensors)
    graph += _field(11, _value(takes, (1, 3, side, side)))
    graph += b"".join(_field(12, _value(name, answer.shape)) for name, answer in answers.items())
    return _number(1, 8) + _text(2, "tests") + _field(7, graph) + _field(8, _text(1, "") + _number(2, 13))


def _varint(value: int) -> bytes:
    parts = bytearray()
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    parts.append(value)
    return bytes(parts)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _field(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _text(field: int, text: str) -> bytes:
    return _field(field, text.encode())


def _node(kind: str, inputs: list[str], outputs: list[str]) -> bytes:
    names = b"".join(_text(1, name) for name in inputs) + b"".join(_text(2, name) for name in outputs)
    return names + _text(3, f"{kind}_{outputs[0]}") + _text(4, kind)


def _tensor(name: str, values: npt.NDArray[np.float32] | npt.NDArray[np.int64]) -> bytes:
    kind = _INT64 if values.dtype == np.int64 else _FLOAT
    sizes = b"".join(_number(1, size) for size in values.shape)
    code = "q" if kind == _INT64 else "f"
    return sizes + _number(2, kind) + _text(8, name) + _field(9, struct.pack(f"<{values.size}{code}", *values.ravel()))


def _value(name: str, shape: tuple[int, ...]) -> bytes:
    sizes = b"".join(_field(1, _number(1, size)) for size in shape)
    return _text(1, name) + _field(2, _field(1, _number(1, _FLOAT) + _field(2, sizes)))
