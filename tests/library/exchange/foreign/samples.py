"""The texts of 16 real pictures of ComfyUI, kept in PNG files of one pixel each."""

from __future__ import annotations

from pathlib import Path

from library.formats.png_text import read_header

FOLDER = Path(__file__).parent / "pictures"
SAMPLES = {path.stem: read_header(path).texts for path in sorted(FOLDER.glob("*.png"))}
