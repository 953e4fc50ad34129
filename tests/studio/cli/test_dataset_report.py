"""`studio dataset check`, `split` and `zip`: from a folder of pictures to a checked ZIP, by command line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from studio.datasets.folder import writing
from studio.datasets.records import Dataset, Picture
from tests.conftest import Home
from tests.studio.cli.conftest import Studio
from tests.studio.datasets.reports.figures import figure

VIEWS = ("front", "back", "side left")


@pytest.fixture
def folder(home: Home) -> Path:
    """Six small pictures of a style, with captions."""
    folder = home.library / "datasets" / "nua"
    folder.mkdir(parents=True)
    pictures = []
    for number in range(1, 7):
        name = f"nua_{number:02}"
        figure(number).resize((256, 256)).save(folder / f"{name}.png")
        (folder / f"{name}.txt").write_text(f"a nua_gnome figurine with {number} apples, on a plain ground")
        pictures.append(Picture(name, view=VIEWS[number % 3]))
    writing.create(folder, Dataset("nua", "style", "nua_gnome", side=256, steps=600, pictures=tuple(pictures)))
    return folder


def test_a_dataset_is_checked_split_and_packed(
    folder: Path, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    checked = studio("dataset", "check", "nua")
    assert checked.status == 0
    assert checked.out.startswith(
        "nua: 6 pictures to learn; style, trigger word nua_gnome\n"
        "600 steps show each of 6 pictures 100 times: about right\n"
    )
    assert "  slight 6 pictures are few for a style" in checked.out
    assert all(len(line) <= 80 for line in checked.out.splitlines())
    told = json.loads(studio("dataset", "check", "nua", "--steps", "3000", "--json").out)
    assert (told["exposure"]["times"], told["exposure"]["level"]) == (500, "too many")
    assert "steps" in [finding["topic"] for finding in told["findings"]]
    split = studio("dataset", "split", "nua", "--held-out", "3")
    assert split.out.startswith("nua: 3 pictures to learn, 3 held out:\n")
    assert studio("dataset", "split", "nua", "--held-out", "6").status == 1
    packed = studio("dataset", "zip", "nua", "--for", "replicate")
    assert packed.out.splitlines()[0] == str(tmp_path / "nua-replicate.zip")
    assert packed.err == (
        "studio: Give it as input_images, with trigger_word nua_gnome, steps 600 and autocaption false\n"
    )
    with zipfile.ZipFile(tmp_path / "nua-replicate.zip") as archive:
        assert len(archive.namelist()) == 6
    assert studio("dataset", "split", "nua", "--undo").out == "nua: 6 pictures to learn, none held out\n"
    target = tmp_path / "toolkit"
    refused = studio("dataset", "zip", "nua", "--for", "musubi", "--masks")
    assert (refused.status, "takes none" in refused.err) == (2, True)
    packed = studio("dataset", "zip", "nua", "--for", "ai-toolkit", "--masks", "--to", str(target))
    assert packed.status == 0
    assert f'folder_path: "{target}/pictures"' in (target / "config.yaml").read_text()
    assert len(list((target / "masks").iterdir())) == 6
    again = studio("dataset", "zip", "nua", "--for", "ai-toolkit", "--to", str(target))
    assert (again.status, again.err) == (
        2,
        f"studio: {target} is there already. Choose another place, or take it away\n",
    )


def test_a_pack_does_not_lie_in_its_dataset(folder: Path, studio: Studio) -> None:
    packed = studio("dataset", "zip", "nua", "--for", "kohya", "--to", str(folder / "pack"))
    assert (packed.status, packed.err) == (
        2, "studio: A pack cannot lie in its dataset. Name another place for it: --to\n"
    )  # fmt: skip


def test_a_pack_waits_until_the_file_is_right(folder: Path, studio: Studio) -> None:
    file = folder / "dataset.toml"
    file.write_text(file.read_text().replace('trigger = "nua_gnome"', "trigger = nua_gnome"))
    packed = studio("dataset", "zip", "nua", "--for", "kohya", "--to", str(folder.parent / "out.zip"))
    assert (packed.status, (folder.parent / "out.zip").exists()) == (1, False)
    assert "nua cannot be packed: dataset.toml, line" in packed.err


def test_what_stops_a_training_is_the_status(folder: Path, studio: Studio) -> None:
    (folder / "nua_02.png").write_bytes(b"no picture")
    checked = studio("dataset", "check", "nua")
    assert checked.status == 1
    assert "\n  stops  One picture cannot be read" in checked.out
    packed = studio("dataset", "zip", "nua", "--for", "kohya", "--to", str(folder.parent / "out.zip"))
    assert (packed.status, (folder.parent / "out.zip").exists()) == (1, False)
    assert studio("dataset", "zip", "nua", "--for", "nobody").status == 2
    assert studio("dataset", "check", "nowhere").status == 1
