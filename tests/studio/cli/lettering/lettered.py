"""What `studio letter` told and made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from tests.studio.cli.lettering.pictures import Pixels

if TYPE_CHECKING:
    from tests.studio.cli.conftest import Ended

Letter = Callable[..., list[dict[str, Any]]]


def answers(ended: Ended) -> list[dict[str, Any]]:
    """What is told of the pictures that were lettered."""
    return [answer for answer in map(json.loads, ended.out.splitlines()) if "error" not in answer]


def saved(image: Image.Image, path: Path, **how: Any) -> Path:
    image.save(path, **how)
    return path


def pixels(path: str | Path) -> Pixels:
    with Image.open(path) as image:
        return np.array(image)
