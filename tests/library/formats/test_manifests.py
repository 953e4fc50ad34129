"""Content Credentials (C2PA) are seen in each format that has them, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from library.formats.heads import reading
from tests.library.formats.manifests import BOX, OTHER_BOX, pixels, with_manifest
from tests.library.making import chunk, png


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "AVIF"])
def test_they_are_seen_and_other_boxes_are_none(tmp_path: Path, form: str) -> None:
    for name, data, has in (
        ("plain", pixels(form), False),
        ("signed", with_manifest(form), True),
        ("other", with_manifest(form, OTHER_BOX), False),
    ):
        file = tmp_path / f"{name}.{form.lower()}"
        file.write_bytes(data)
        assert reading.read(str(file)).head.has_manifest is has, name


def test_they_are_seen_beside_settings_before_which_the_reader_stops(tmp_path: Path) -> None:
    data = png(8, parameters="a raccoon\nSteps: 20, Seed: 3, Sampler: Euler")
    (tmp_path / "a.png").write_bytes(data[:33] + chunk(b"caBX", BOX) + data[33:])
    head = reading.read(str(tmp_path / "a.png")).head
    assert head.has_manifest
    assert "parameters" in head.texts
