"""The network in NumPy: its convolutions against OpenCV's filters, and the whole of it where the outcome is known."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from studio.pictures.drift.embedding.network import (
    FEATURES,
    SIDE,
    Block,
    Convolution,
    convolved,
    features,
    network_of,
)
from studio.pictures.drift.embedding.weights import WeightsUnreadable

Array = NDArray[Any]


def filtered(field: Array, kernel: Array, stride: int) -> Array:
    """A channel (h, w) under a kernel, by OpenCV, at the places that TensorFlow's "same" has."""
    whole = cv2.filter2D(field, cv2.CV_32F, kernel, borderType=cv2.BORDER_CONSTANT)
    side = kernel.shape[0]
    firsts = [side // 2 - max((-(-of // stride) - 1) * stride + side - of, 0) // 2 for of in field.shape]
    return np.asarray(whole)[firsts[0] :: stride, firsts[1] :: stride]


@given(st.sampled_from([1, 3, 5]), st.sampled_from([1, 2]), st.integers(5, 12), st.integers(5, 12), st.booleans())
@settings(max_examples=30)
def test_a_convolution_is_as_opencv_filters(kernel: int, stride: int, high: int, wide: int, is_deep: bool) -> None:
    chance = np.random.default_rng(high * wide)
    field = chance.normal(size=(high, wide, 3)).astype(np.float32)
    bias = chance.normal(size=3 if is_deep else 4).astype(np.float32)
    if is_deep:
        weights = chance.normal(size=(kernel, kernel, 3)).astype(np.float32)
        each = [filtered(field[..., n], weights[..., n], stride) for n in range(3)]
    else:
        weights = chance.normal(size=(kernel, kernel, 3, 4)).astype(np.float32)
        each = [
            np.sum([filtered(field[..., n], np.ascontiguousarray(weights[..., n, out]), stride) for n in range(3)], 0)
            for out in range(4)
        ]
    expected = np.stack(each, 2) + bias
    found = convolved(field, Convolution(weights, bias, stride, is_clipped=False))
    assert found == pytest.approx(expected, abs=1e-4)
    clipped = convolved(field, Convolution(weights, bias, stride))
    assert clipped == pytest.approx(np.clip(expected, 0, 6), abs=1e-4)


def test_what_comes_into_a_residual_block_is_added_to_what_comes_out() -> None:
    double = Convolution(2 * np.eye(3, dtype=np.float32)[None, None], np.zeros(3, np.float32), is_clipped=False)
    picture = np.broadcast_to(np.array([1, -2, 3], np.float32), (4, 4, 3))
    assert features((Block((double,)),), picture).tolist() == [2, -4, 6]
    assert features((Block((double,), is_residual=True),) * 2, picture).tolist() == [9, -18, 27]


def blank() -> dict[str, Array]:
    """Weights of the right names and shapes that keep nothing of a picture but the biases of the last layer."""
    shapes: dict[str, tuple[int, ...]] = {"_conv_stem": (32, 3, 3, 3), "_conv_head": (FEATURES, 320, 1, 1)}
    norms = {"_bn0": 32, "_bn1": FEATURES}
    channels, number = 32, 0
    for kernel, expansion, out, count in (
        (3, 1, 16, 1), (3, 6, 24, 2), (5, 6, 40, 2), (3, 6, 80, 3), (5, 6, 112, 3), (5, 6, 192, 4), (3, 6, 320, 1),
    ):  # fmt: skip
        for _ in range(count):
            at, wide = f"_blocks.{number}.", channels * expansion
            if expansion > 1:
                shapes[f"{at}_expand_conv"], norms[f"{at}_bn0"] = (wide, channels, 1, 1), wide
            shapes[f"{at}_depthwise_conv"], norms[f"{at}_bn1"] = (wide, 1, kernel, kernel), wide
            shapes[f"{at}_project_conv"], norms[f"{at}_bn2"] = (out, wide, 1, 1), out
            channels, number = out, number + 1
    weights = {f"{name}.weight": np.zeros(shape, np.float32) for name, shape in shapes.items()}
    for name, count in norms.items():
        weights[f"{name}.weight"] = weights[f"{name}.running_var"] = np.ones(count, np.float32)
        weights[f"{name}.bias"] = weights[f"{name}.running_mean"] = np.zeros(count, np.float32)
    return weights


def test_the_network_is_put_together_and_its_norms_are_folded() -> None:
    weights = blank()
    weights["_bn1.bias"] = np.linspace(-3, 9, FEATURES, dtype=np.float32)
    weights["_bn1.running_mean"] = np.full(FEATURES, 1.001, np.float32)
    weights["_bn1.running_var"] = np.full(FEATURES, 1.0, np.float32)
    picture = np.random.default_rng(1).normal(size=(SIDE, SIDE, 3)).astype(np.float32)
    found = features(network_of(weights), picture)
    # Less the mean, over the root of the variance and what TensorFlow adds to it; then as ReLU6 has it.
    expected = np.clip(weights["_bn1.bias"] - 1.001 / np.sqrt(1.001), 0, 6)
    assert found.shape == (FEATURES,)
    assert found == pytest.approx(expected, abs=1e-4)


def test_weights_of_another_network_are_refused() -> None:
    weights = blank()
    weights["_blocks.3._project_conv.weight"] = np.zeros((48, 144, 1, 1), np.float32)
    with pytest.raises(WeightsUnreadable, match="_project_conv"):
        network_of(weights)
    weights = {name: values for name, values in blank().items() if name != "_conv_head.weight"}
    with pytest.raises(WeightsUnreadable, match="is missing"):
        network_of(weights)
