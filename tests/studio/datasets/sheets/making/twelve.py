"""The twelve sheets of the figurine story, with two or three figures each."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from tests.studio.datasets.sheets.making.sheets import sheet

SEEDS = (9006, 9015, 9017, 9023, 9030, 9033, 9043, 9048, 9054, 9062, 9063, 9064)


def write(folder: Path) -> None:
    """Make the folder, with the sheets as `sheet_9006.png` and so on."""
    folder.mkdir()
    for seed in SEEDS:
        Image.fromarray(sheet(seed).pixels).save(folder / f"sheet_{seed}.png")
