"""EfficientNet-Lite0 in NumPy, up to the vector that its classifier is given: how a picture looks as a whole.

The network is that of Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019, in
its Lite variant: no squeeze-and-excitation, ReLU6 everywhere but after projections. Names of weights are those of
efficientnet-lite-pytorch 0.1.0. Batch norms are folded into the convolutions before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from studio.pictures.drift.colour import Array
from studio.pictures.drift.embedding.weights import unreadable

SIDE, FEATURES = 224, 1280
"""Px of the side of a picture that it takes, and how long the vector is."""

_STEM = 32
_STAGES = (
    (3, 1, 1, 16, 1),
    (3, 2, 6, 24, 2),
    (5, 2, 6, 40, 2),
    (3, 2, 6, 80, 3),
    (5, 1, 6, 112, 3),
    (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
)
"""Kernel, stride of the first block, expansion, channels and blocks of each stage."""

_EPSILON = 1e-3
_MOST = 6.0


class Convolution(NamedTuple):
    """Weights (kernel, kernel, in, out) float32, or (kernel, kernel, channels) of a depthwise one, and bias (out,)."""

    weights: Array
    bias: Array
    stride: int = 1
    is_clipped: bool = True


class Block(NamedTuple):
    """Convolutions one after the other; where it is residual, what comes in is added to what comes out."""

    convolutions: tuple[Convolution, ...]
    is_residual: bool = False


def network_of(weights: Mapping[str, Array]) -> tuple[Block, ...]:
    """The network of these weights. Raises WeightsUnreadable where one is missing, or of another shape."""
    try:
        return tuple(_blocks(weights))
    except KeyError as error:
        raise unreadable(f"{error.args[0]} is missing") from error


def features(network: tuple[Block, ...], picture: Array) -> Array:
    """The vector (FEATURES,) float32 of a picture (SIDE, SIDE, 3) float32 RGB, less the mean of ImageNet's colours and
    over their deviation."""
    field = picture
    for block in network:
        came = field
        for convolution in block.convolutions:
            field = convolved(field, convolution)
        if block.is_residual:
            field = field + came
    return np.asarray(field.mean((0, 1)))


def convolved(field: Array, convolution: Convolution) -> Array:
    """What a convolution makes of a field (h, w, channels) float32: (h / stride, w / stride, out), rounded up. Around
    the field are zeros as TensorFlow's "same" has them: where their count is odd, one more at the right and below."""
    weights, stride = convolution.weights, convolution.stride
    kernel = weights.shape[0]
    if kernel > 1:
        field = np.pad(field, (*(_around(side, kernel, stride) for side in field.shape[:2]), (0, 0)))
    if weights.ndim == 3:
        made = _depthwise(field, weights, stride)
    elif kernel == 1:
        made = field[::stride, ::stride] @ weights[0, 0]
    else:
        windows = sliding_window_view(field, (kernel, kernel), (0, 1))[::stride, ::stride].transpose(0, 1, 3, 4, 2)
        made = windows.reshape(*windows.shape[:2], -1) @ weights.reshape(-1, weights.shape[3])
    made += convolution.bias
    return np.clip(made, 0, _MOST, out=made) if convolution.is_clipped else made


def _around(side: int, kernel: int, stride: int) -> tuple[int, int]:
    made = -(-side // stride)
    zeros = max((made - 1) * stride + kernel - side, 0)
    return zeros // 2, zeros - zeros // 2


def _depthwise(field: Array, weights: Array, stride: int) -> Array:
    """Each channel by a kernel of its own: the field shifted under each weight, added up."""
    kernel = weights.shape[0]
    high, wide = ((side - kernel) // stride + 1 for side in field.shape[:2])
    made = np.zeros((high, wide, field.shape[2]), np.float32)
    part = np.empty_like(made)
    for y in range(kernel):
        for x in range(kernel):
            rows, columns = (slice(at, at + stride * (of - 1) + 1, stride) for at, of in ((y, high), (x, wide)))
            np.multiply(field[rows, columns], weights[y, x], out=part)
            made += part
    return made


def _blocks(weights: Mapping[str, Array]) -> Iterator[Block]:
    def folded(name: str, norm: str, shape: tuple[int, ...], stride: int = 1, is_clipped: bool = True) -> Convolution:
        """A convolution (out, in, kernel, kernel) and the batch norm after it, in one."""
        out = shape[0]
        gain = _given(weights, f"{norm}.weight", (out,)) / np.sqrt(
            _given(weights, f"{norm}.running_var", (out,)) + _EPSILON
        )
        bias = _given(weights, f"{norm}.bias", (out,)) - gain * _given(weights, f"{norm}.running_mean", (out,))
        own = _given(weights, f"{name}.weight", shape) * gain[:, None, None, None]
        # A depthwise one has one channel to come in, of all that go out.
        laid = own[:, 0].transpose(1, 2, 0) if "depthwise" in name else own.transpose(2, 3, 1, 0)
        return Convolution(np.ascontiguousarray(laid), bias, stride, is_clipped)

    yield Block((folded("_conv_stem", "_bn0", (_STEM, 3, 3, 3), 2),))
    channels, number = _STEM, 0
    for kernel, first, expansion, out, count in _STAGES:
        for stride in (first, *[1] * (count - 1)):
            at, wide = f"_blocks.{number}", expansion * channels
            convolutions = [
                folded(f"{at}._depthwise_conv", f"{at}._bn1", (wide, 1, kernel, kernel), stride),
                folded(f"{at}._project_conv", f"{at}._bn2", (out, wide, 1, 1), is_clipped=False),
            ]
            if expansion > 1:
                convolutions.insert(0, folded(f"{at}._expand_conv", f"{at}._bn0", (wide, channels, 1, 1)))
            yield Block(tuple(convolutions), is_residual=stride == 1 and channels == out)
            channels, number = out, number + 1
    yield Block((folded("_conv_head", "_bn1", (FEATURES, channels, 1, 1)),))


def _given(weights: Mapping[str, Array], name: str, shape: tuple[int, ...]) -> Array:
    found = weights[name]
    if found.shape != shape or found.dtype != np.float32:
        raise unreadable(f"{name} has the shape {found.shape}, and should have {shape}")
    return found
