"""Small datasets to change, and what is in their folders to the byte."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from library.formats.pictures import write_png
from studio.datasets.folder import layout, writing
from studio.datasets.folder.reading import Opened
from studio.datasets.records import Dataset, Picture


def png(seed: int, side: int = 8) -> bytes:
    return write_png(np.random.default_rng(seed).integers(0, 256, (side, side, 3), np.uint8))


def made(folder: Path, count: int = 3) -> Opened:
    """A dataset with so many pictures that have captions."""
    opened = writing.create(folder, Dataset("fig", trigger="nua", stem="fig"))
    return added(opened, {f"fig_{number:02d}": f"a nua figurine {number}" for number in range(1, count + 1)})


def added(opened: Opened, captions: Mapping[str, str]) -> Opened:
    """The dataset with more pictures, by their names, each with its caption."""
    if not captions:
        return opened
    with writing.change(opened) as change:
        pictures = []
        for name, caption in captions.items():
            picture = change.picture(Picture(name, view="front"), png(sum(name.encode())))
            change.caption(picture, caption)
            pictures.append(picture)
        dataset = msgspec.structs.replace(opened.dataset, pictures=(*opened.dataset.pictures, *pictures))
        return change.commit(dataset, f"Added {', '.join(captions)}")


def contents(folder: Path) -> dict[str, bytes]:
    """Each file that is the dataset's, without what undo keeps and what was seen."""
    kept = (layout.UNDO, layout.SEEN)
    return {
        path: file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not (path := file.relative_to(folder).as_posix()).startswith(kept)
    }


def leftovers(folder: Path) -> list[str]:
    """What a change leaves that was cut off."""
    room = folder / layout.UNDO
    return [one.name for one in room.iterdir() if one.name.startswith(".milo-") or one.name == "going"]
