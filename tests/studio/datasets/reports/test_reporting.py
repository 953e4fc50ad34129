"""A dataset looked at before it is trained: each fault that is put in is found, with what to do, and no other."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from PIL import Image, ImageFilter, ImageOps

from studio.cast.members import Character, Outfit
from studio.cast.references.coverage import EXPRESSIONS
from studio.cli.datasets import check
from studio.datasets.folder import layout, reading, writing
from studio.datasets.folder.reading import Opened
from studio.datasets.making import changing
from studio.datasets.photographs.networks import NO_MODELS
from studio.datasets.records import Dataset, DatasetWrong, Picture
from studio.datasets.reports import looking, reporting
from studio.datasets.reports.coverage import as_said
from studio.datasets.reports.packing import orders
from studio.datasets.reports.packing.masks import masks_of
from studio.datasets.reports.reporting import Report
from studio.errors import StudioError
from studio.lettering.seeing.ocr import Line
from tests.studio.datasets.reports.figures import figure

VIEWS = ("front", "back", "side left", "side right", "three-quarter left", "three-quarter right")
GROUNDS = ("#e2e7ec", "#f6f2e6", "#cfe3c8")
COATS = ("red", "blue", "green", "yellow", "black", "white", "brown", "grey", "pink", "violet", "orange", "golden")


def dataset(folder: Path, count: int = 12, **fields: Any) -> Opened:
    """Pictures of a figure from all sides, on several grounds, each with a caption of its own, two held out."""
    folder.mkdir()
    pictures = []
    for number in range(count):
        name = f"nua_{number + 1:02}"
        ground = GROUNDS[number % 3]
        figure(number, ground).save(folder / f"{name}.png")
        said = f"nua_gnome in a {COATS[number]} coat, {('sitting', 'running')[number % 2]}, on a {ground} ground"
        (folder / f"{name}.txt").write_text(said)
        pictures.append(Picture(name, view=VIEWS[number % 6], framing="full body"))
    made = Dataset(
        "nua",
        "character",
        "nua_gnome",
        pattern="{trigger} {description}",
        side=512,
        steps=1000,
        pictures=tuple(pictures),
    )
    writing.create(folder, msgspec.structs.replace(made, **fields))
    changing.hold_out(reading.opened(folder), ("nua_03", "nua_04") if count > 4 else ())
    return reading.opened(folder)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return dataset(tmp_path_factory.mktemp("good") / "nua")


def topics(report: Report) -> dict[str, str]:
    """What is found, with how much it weighs."""
    return {finding.topic: finding.weight for finding in report.verdict.findings}


def test_a_dataset_in_order_is_good_to_train(good: Opened) -> None:
    made = reporting.report(good)
    assert [finding.text for finding in made.verdict.findings] == []
    assert made.verdict.words == "Good to train"
    assert made.exposure is not None
    assert (made.exposure.times, len(made.training), len(made.held_out)) == (100, 10, 2)
    assert made.covered.views == dict(zip(VIEWS, (2, 2, 1, 1, 2, 2), strict=True)) | {"side left": 1, "side right": 1}
    assert [len(one.names) for one in made.grounds] == [4, 3, 3]
    assert {one.trainer for one in made.buckets} == {"kohya", "musubi", "ai-toolkit", "onetrainer", "diffusion-pipe"}


def test_what_is_looked_at_once_is_kept_by_its_bytes(good: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    first = reporting.report(good)
    steps: list[tuple[int, int]] = []
    monkeypatch.setattr(looking, "_seen", None)
    assert reporting.report(good, on_step=lambda done, total: steps.append((done, total))) == first
    assert steps == []
    (good.folder / looking.FILE).write_bytes(b"\x81 no such file")
    monkeypatch.undo()
    assert reporting.report(good) == first


FAULTS: Mapping[str, tuple[Mapping[str, Any], Mapping[str, str]]] = {
    "steps": ({"steps": 300}, {"steps": "likely"}),
    "many steps": ({"steps": 4000}, {"steps": "likely"}),
    "no trigger": ({"trigger": ""}, {"no trigger": "likely"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_a_dataset_says_of_itself_is_weighed(fault: str, good: Opened) -> None:
    fields, expected = FAULTS[fault]
    changed = msgspec.structs.replace(good, dataset=msgspec.structs.replace(good.dataset, **fields))
    assert expected.items() <= topics(reporting.report(changed)).items()


def test_what_is_there_twice_or_known_from_training_is_told(tmp_path: Path) -> None:
    opened = dataset(tmp_path / "nua", 8)
    with Image.open(opened.folder / "nua_01.png") as image:
        ImageOps.mirror(image).resize((900, 900)).save(opened.folder / f"{layout.HELD_OUT}/nua_03.png")
        image.save(opened.folder / "again.png", compress_level=1)
    (opened.folder / "again.txt").write_text("nua_gnome again, waving, on a white ground")
    made = reporting.report(reading.opened(opened.folder))
    assert ("nua_01", "nua_03", "mirrored") in made.leaks.across
    assert ("nua_01", "again", "same picture") in made.leaks.inside
    assert topics(made).items() >= {"leak": "likely", "twice": "likely"}.items()
    assert made.verdict.words == "It can be trained, but 2 things will be seen in what it draws"


def test_files_that_stop_a_trainer_fail_and_others_are_told(tmp_path: Path) -> None:
    opened = dataset(tmp_path / "nua", 8)
    (opened.folder / "nua_05.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    (opened.folder / "nua_06.txt").write_bytes(b"nua_gnome in a caf\xe9, on a white ground")
    (opened.folder / "nua_07.txt").unlink()
    (opened.folder / "lone.txt").write_text("nothing")
    opened = reading.opened(opened.folder)
    made = reporting.report(opened)
    assert topics(made).items() >= {
        "unreadable": "fails", "encoding": "fails", "no caption": "likely", "orphan": "slight",
    }.items()  # fmt: skip
    assert made.verdict.fails
    assert made.verdict.words.startswith("Not ready: 2 things")
    assert made.verdict.findings[0].weight == "fails"
    with pytest.raises(DatasetWrong, match="nua_05 cannot be read"):
        orders.order_of(opened)


def test_what_is_wrong_with_pixels_is_told_once_for_all_that_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = dataset(tmp_path / "nua", 8)
    for number in (1, 2):
        figure(number).filter(ImageFilter.GaussianBlur(9)).save(opened.folder / f"nua_{number:02}.png")
    figure(7).resize((200, 200)).save(opened.folder / "nua_07.png")
    Image.new("RGB", (512, 512), "#808080").save(opened.folder / "nua_08.png")
    opened = reading.opened(opened.folder)
    made = reporting.report(opened)
    found = {finding.topic: finding.pictures for finding in made.verdict.findings}
    assert set(found["blurred"]) >= {"nua_01", "nua_02"}
    assert (found["small"], found["plain"]) == (("nua_07",), ("nua_08",))
    assert made.verdict.not_looked_at == ("words on pictures (--words)",)
    monkeypatch.setattr("studio.lettering.seeing.ocr.installed", lambda: False)
    with pytest.raises(StudioError, match="cannot be looked for"):
        reporting.report(opened, words=True)
    line = Line(np.array([(10.0, 10), (90, 10), (90, 30), (10, 30)]), "FRONT", 0.9)
    monkeypatch.setattr("studio.lettering.seeing.ocr.installed", lambda: True)
    monkeypatch.setattr("studio.lettering.seeing.ocr.lines", lambda longest: lambda rgb: (line,))
    read = reporting.report(opened, words=True)
    assert len({finding.topic: finding.pictures for finding in read.verdict.findings}["text"]) == 5
    assert read.verdict.not_looked_at == ()


def test_masks_of_figures_are_as_large_as_their_pictures(good: Opened) -> None:
    steps: list[tuple[int, int]] = []
    made = masks_of(good, NO_MODELS, lambda done, total: steps.append((done, total)))
    assert set(made.by_name) == {picture.name for picture in good.training()}
    assert (made.whole, steps[-1]) == ((), (10, 10))
    with Image.open(io.BytesIO(made.by_name["nua_01"])) as mask:
        assert (mask.size, mask.mode, mask.getpixel((2, 2)), mask.getpixel((255, 330))) == ((512, 512), "L", 0, 255)
    order = orders.order_of(good, masks=made.by_name)
    assert all(item.mask for item in order.items)
    assert len(order.judging) == 2


@pytest.mark.parametrize(("count", "weight"), [(0, "fails"), (1, "likely"), (4, "likely"), (8, "slight")])
def test_few_pictures_are_few(tmp_path: Path, count: int, weight: str) -> None:
    made = reporting.report(dataset(tmp_path / "nua", count))
    assert topics(made)["count"] == weight
    assert (made.exposure is None) == (count == 0)
    assert made.verdict.fails == (count == 0)
    every = made.covered.rows[0]._replace(expressions=dict.fromkeys(EXPRESSIONS, 12), framings={"bust": 7})
    made = msgspec.structs.replace(made, covered=made.covered._replace(rows=(every,)))
    assert all(len(line) <= 80 or "studio draw" in line for line in check.lines(made))


def test_one_view_one_ground_and_other_shapes_are_seen(tmp_path: Path) -> None:
    opened = dataset(tmp_path / "nua", 8)
    for picture in opened.training():
        figure(int(picture.name[-2:]), "#ffffff").resize((320, 800)).save(opened.file(picture))
        (opened.folder / layout.caption_path(picture)).write_text(f"nua_gnome number {picture.name[-2:]}")
    opened = reading.opened(opened.folder)
    opened = changing.said_of(opened, {picture.name: {"view": "front"} for picture in opened.training()})
    made = reporting.report(opened, batch=4)
    found = topics(made)
    assert found["views"] == "likely"
    assert found["ground"] == "slight"
    assert found["crop"] == "slight"
    assert "no place" not in found
    wide = changing.said_of(opened, {opened.training()[0].name: {"view": ""}})
    figure(1, "#ffffff").resize((800, 320)).save(wide.file(wide.training()[0]))
    assert topics(reporting.report(reading.opened(opened.folder), batch=4))["buckets"] in ("likely", "slight")


def test_holes_are_scenes_of_the_member_and_of_its_outfits(good: Opened) -> None:
    member = Character("Nua", "a gnome", outfits=(Outfit("party suit", "a suit"),))
    made = reporting.report(good, member=member)
    assert any("party suit" in hole.label for hole in made.covered.holes)
    assert all(hole.scene.startswith("Nua ") for hole in made.covered.holes)
    text = list(check.lines(made))
    assert any(line.startswith("    studio draw 'Nua") for line in text)
    assert json.loads(json.dumps(check.record(made)))["holes"][0]["scene"] == made.covered.holes[0].scene
    style = msgspec.structs.replace(good, dataset=msgspec.structs.replace(good.dataset, kind="style"))
    assert reporting.report(style).covered.holes == ()


def test_views_are_told_from_prompts_and_captions_where_nobody_said_them() -> None:
    told = as_said(
        Picture("a", prompt="nua in profile, facing left"), "nua from behind, head and shoulders, angry", "nua"
    )
    assert (told.view, told.framing, told.expression) == ("side left", "bust", "angry")
    kept = as_said(Picture("a", view="front"), "nua from behind", "nua")
    assert kept.view == "front"
    assert as_said(Picture("a"), "nua at the desk", "nua") == Picture("a")


def test_what_is_held_out_is_chosen_and_taken_back(good: Opened) -> None:
    made = reporting.held_out(good, "3")
    assert len(made.held_out) == 3
    assert reporting.held_out(good, "3") == made
    changed = changing.split(good, made.held_out)
    assert {picture.name for picture in changed.dataset.pictures if picture.held_out} == set(made.held_out)
    with pytest.raises(DatasetWrong, match="12 cannot be held out"):
        reporting.held_out(good, "12")
