"""The scene that is being written outlives the studio."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from studio.scenes import kept_scene
from studio.scenes.kept_scene import Sketch
from studio.scenes.scene import Scene


def test_what_was_kept_last_comes_back(tmp_path: Path) -> None:
    assert kept_scene.kept(tmp_path / "new") is None
    for text in ("Milo naps", "Milo «débogue» à 2 h\n…"):
        scene = Scene(text=text, sayings=("PEBKAC", "RTFM"), seed=7, size=(1216, 832))
        sketch = Sketch(scene, {"plate": "south"}, {"plate": ""})
        kept_scene.keep(tmp_path / "new", sketch)
        assert kept_scene.kept(tmp_path / "new") == sketch


def test_a_scene_that_an_earlier_version_kept_alone_comes_back(tmp_path: Path) -> None:
    scene = Scene(text="Milo naps", seed=7)
    (tmp_path / kept_scene.FILE).write_bytes(msgspec.json.encode(scene))
    assert kept_scene.kept(tmp_path) == Sketch(scene)


@pytest.mark.parametrize("data", [b"", b"{", b'{"text": 3}', b"\xff\xfe", b"[]"])
def test_a_file_that_is_no_scene_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / kept_scene.FILE).write_bytes(data)
    assert kept_scene.kept(tmp_path) is None
