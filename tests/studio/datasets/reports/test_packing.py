"""Packs: what lies where for each trainer, the same to the byte, whole or not there."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from library.errors import DiskFull, LibraryError
from studio.datasets.records import DatasetWrong
from studio.datasets.reports.packing import checking, configs, zips
from studio.datasets.reports.packing.names import plain_names
from studio.datasets.reports.packing.records import Entry, Item, Order
from studio.datasets.reports.packing.trainers import TRAINERS, pack, trainer

FLAT = ["figurine_01.png", "figurine_01.txt", "figurine_02.jpg", "figurine_02.txt", "figurine_03.png"]


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """Three pictures with control pictures: one with a mask, a JPEG with a caption in two lines, one without any."""
    room = tmp_path / "nua"
    items = []
    for number, (ending, kind) in enumerate((("png", "PNG"), ("jpg", "JPEG"), ("png", "PNG")), 1):
        file = room / f"figurine_{number:02}.{ending}"
        for path in (file, room / f"m{number}.png", room / f"c{number}.png"):
            path.parent.mkdir(exist_ok=True)
            Image.effect_noise((64, 48), 40 + number).save(path, kind if path is file else "PNG")
        control = room / f"c{number}.png"
        items.append(Item(file.stem, file, f"a nua_style figurine,\nno {number}\n", control=control))
    items[0] = items[0]._replace(mask=room / "m1.png")
    items[2] = items[2]._replace(caption="")
    return Order("nua", tuple(items), "style", "nua_style", judging=('a nua_style "held out" man',))


def written(order: Order, name: str, target: Path) -> dict[str, bytes]:
    """What is in the ZIP of a trainer."""
    to = trainer(name)
    zips.write_zip(pack(order, to).entries, target, to)
    with zipfile.ZipFile(target) as archive:
        return {path: archive.read(path) for path in archive.namelist()}


def test_a_service_gets_pictures_and_captions_side_by_side(order: Order, tmp_path: Path) -> None:
    there = written(order, "replicate", tmp_path / "one.zip")
    assert list(there) == FLAT
    assert there["figurine_01.png"] == order.items[0].file.read_bytes()
    assert there["figurine_02.txt"] == b"a nua_style figurine, no 2"
    assert pack(order, trainer("replicate")).remarks == (
        "Masks stay here: this trainer takes none",
        "Control pictures stay here: this trainer takes none",
        "figurine_03: no caption, so the trigger word alone is learned with it",
    )
    assert written(order, "fal", tmp_path / "one.zip")["figurine_03.txt"] == b"nua_style"
    with pytest.raises(DatasetWrong, match="figurine_03 has none"):
        pack(msgspec.structs.replace(order, trigger=""), trainer("fal"))


@pytest.mark.parametrize("name", sorted(TRAINERS))
def test_a_pack_is_the_same_to_the_byte_and_its_size_is_known_before(name: str, order: Order, tmp_path: Path) -> None:
    to, digests = trainer(name), set()
    for number in range(2):
        for item in order.items:
            os.utime(item.file, (number * 1e9, number * 1e9))
        entries = pack(order, to).entries
        target = tmp_path / f"{number}.zip"
        size = zips.write_zip(reversed(entries) if number else entries, target, to)  # type: ignore[arg-type]
        assert target.stat().st_size == size == zips.size_of(entries)
        digests.add(hashlib.sha256(target.read_bytes()).hexdigest())
    assert len(digests) == 1
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".milo-")]


def test_ai_toolkit_finds_masks_and_controls_beside_the_pictures(order: Order, tmp_path: Path) -> None:
    there = written(order, "ai-toolkit", tmp_path / "one.zip")
    assert set(there) == {
        "nua/config.yaml", *(f"nua/pictures/{name}" for name in FLAT), "nua/masks/figurine_01.png",
        *(f"nua/control/figurine_0{number}.png" for number in (1, 2, 3)),
    }  # fmt: skip
    config = there["nua/config.yaml"].decode()
    for line in (
        'folder_path: "/path/to/nua/pictures"', 'mask_path: "/path/to/nua/masks"', "steps: 1500",
        'trigger_word: "nua_style"', "content_or_style: style", "resolution: [512, 768, 1024]", "arch: flux",
        '- prompt: "a nua_style \\"held out\\" man"', '- prompt: "a \\"held out\\" man"',
    ):  # fmt: skip
        assert line in config
    kontext = msgspec.structs.replace(order, base="flux-kontext", place="/data/nua")
    config = dict(pack(kontext, trainer("ai-toolkit")).entries)["nua/config.yaml"].decode()  # type: ignore[union-attr]
    assert 'control_path: "/data/nua/control"' in config
    assert "/path/to" not in config
    assert "prompt:" not in config
    bare = msgspec.structs.replace(kontext, items=tuple(item._replace(control=None) for item in order.items))
    with pytest.raises(DatasetWrong, match="none to change"):
        pack(bare, trainer("ai-toolkit"))


def test_the_others_get_what_their_own_files_name(order: Order, tmp_path: Path) -> None:
    kohya = written(order, "kohya", tmp_path / "kohya.zip")
    subset = tomllib.loads(kohya["nua/dataset.toml"].decode())["datasets"][0]["subsets"][0]
    assert (subset["image_dir"], subset["num_repeats"]) == ("/path/to/nua/pictures/10_nua_style style", 10)
    assert "nua/pictures/10_nua_style style/figurine_01.txt" in kohya
    assert subset["class_tokens"] == "nua_style style"
    musubi = written(order, "musubi", tmp_path / "musubi.zip")
    assert (
        tomllib.loads(musubi["nua/dataset.toml"].decode())["datasets"][0]["control_directory"] == "/path/to/nua/control"
    )
    assert not [path for path in musubi if "mask" in path]
    partly = msgspec.structs.replace(order, items=(order.items[0], order.items[1]._replace(control=None)))
    with pytest.raises(DatasetWrong, match="figurine_02 has no control picture"):
        pack(partly, trainer("musubi"))
    onetrainer = written(order, "onetrainer", tmp_path / "onetrainer.zip")
    assert json.loads(onetrainer["nua/concepts.json"])[0]["path"] == "/path/to/nua/pictures"
    assert "nua/pictures/figurine_01-masklabel.png" in onetrainer
    tuner = written(order, "simpletuner", tmp_path / "simpletuner.zip")
    assert [one["dataset_type"] for one in json.loads(tuner["nua/multidatabackend.json"])] == ["image", "text_embeds"]
    every = msgspec.structs.replace(order, items=tuple(item._replace(mask=order.items[0].mask) for item in order.items))
    kohya = written(every, "kohya", tmp_path / "kohya.zip")
    subset = tomllib.loads(kohya["nua/dataset.toml"].decode())["datasets"][0]["subsets"][0]
    assert (subset["conditioning_data_dir"], "class_tokens" in subset) == ("/path/to/nua/masks", False)
    assert kohya["nua/pictures/10_nua_style style/figurine_03.txt"] == b"nua_style style"
    tuner = written(every, "simpletuner", tmp_path / "simpletuner.zip")
    shown, masks, _ = json.loads(tuner["nua/multidatabackend.json"])
    assert shown["conditioning_data"] == masks["id"]
    assert sum(path.startswith("nua/masks/") for path in tuner) == 3
    pipe = tomllib.loads(written(order, "diffusion-pipe", tmp_path / "pipe.zip")["nua/dataset.toml"].decode())
    assert pipe["directory"][0]["mask_path"] == "/path/to/nua/masks"


NASTY = st.text(min_size=1, max_size=12) | st.sampled_from(
    ("../../etc/x", "con", "a/b", "\\x", "NUL.png", "-masklabel", "A", "a")
)


@given(st.lists(NASTY, max_size=6))
def test_names_in_a_pack_are_plain_and_each_is_one(names: list[str]) -> None:
    made = plain_names(names, ("-masklabel",))
    assert set(made) == set(names)
    assert len({name.casefold() for name in made.values()}) == len(made)
    for name in made.values():
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name)
        assert not name.endswith((".", "-masklabel"))
        assert name.split(".")[0].casefold() not in ("con", "nul", "aux", "prn")
    assert plain_names(["figurine_01"]) == {"figurine_01": "figurine_01"}


@given(st.text(max_size=60))
def test_whatever_stands_in_a_trigger_or_a_caption_the_files_for_trainers_are_read(text: str) -> None:
    order = Order("x", (Item("a", Path("a.png"), text),), "object", text, place=f"/data/{text}", judging=(text,))
    place = "/data/" + text
    for made in (configs.kohya(order, place, "f", text, masks=True), configs.musubi(order, place, controls=True)):
        tomllib.loads(made)
    assert tomllib.loads(configs.diffusion_pipe(order, place, masks=True, controls=True))["directory"][0]["path"]
    assert json.loads(configs.onetrainer(order, place))
    assert json.loads(configs.simpletuner(order, place, masks=True))


def test_a_zip_over_the_limit_is_told_before_it_is_written(order: Order, tmp_path: Path) -> None:
    to = trainer("replicate")._replace(most_bytes=4_000)
    with pytest.raises(DatasetWrong) as told:
        zips.write_zip(pack(order, to).entries, tmp_path / "out" / "one.zip", to)
    assert "largest pictures (figurine_0" in told.value.notice.remedy
    assert not (tmp_path / "out").exists()


def test_a_picture_that_does_not_decode_stops_the_pack_and_leaves_what_was_there(order: Order, tmp_path: Path) -> None:
    target = tmp_path / "one.zip"
    target.write_bytes(b"before")
    broken = order.items[2].file
    broken.write_bytes(broken.read_bytes()[:400])
    to = trainer("kohya")
    with pytest.raises(DatasetWrong, match=r"figurine_03\.png does not decode"):
        zips.write_zip(pack(order, to).entries, target, to)
    with pytest.raises(DatasetWrong, match=r"figurine_03\.png does not decode"):
        zips.write_folder(pack(order, to).entries, tmp_path / "out" / "one")
    broken.unlink()
    with pytest.raises(DatasetWrong, match=r"figurine_03\.png cannot be read"):
        zips.write_zip(pack(order, to).entries, target, to)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["nua", "one.zip", "out"]
    assert target.read_bytes() == b"before"
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("more", [b"", b"more"])
def test_a_picture_that_changes_meanwhile_stops_the_pack(order: Order, tmp_path: Path, more: bytes) -> None:
    to = trainer("replicate")
    last = order.items[2].file
    # A clock of the disk that does not move between two writes would hide the second.
    os.utime(last, (0, 0))
    as_large = last.read_bytes()

    def changes(done: int, total: int) -> None:
        last.write_bytes(as_large + more)

    with pytest.raises(DatasetWrong, match="changed meanwhile"):
        zips.write_zip(pack(order, to).entries, tmp_path / "one.zip", to, changes)
    os.utime(last, (0, 0))
    with pytest.raises(DatasetWrong, match="changed meanwhile"):
        zips.write_folder(pack(order, to).entries, tmp_path / "one", changes)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["nua"]


def test_a_full_disk_leaves_nothing_at_whichever_byte(
    order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to, target = trainer("ai-toolkit"), tmp_path / "one.zip"
    entries = pack(order, to).entries

    class Full(io.FileIO):
        """A file on a disk that has room for some writes."""

        left = 0

        def write(self, data: object) -> int:
            Full.left -= 1
            if Full.left < 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(data)  # type: ignore[arg-type]

    whole = io.open

    def opened(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        is_ours = str(file).endswith(".tmp") and "r" not in mode
        return Full(str(file), "x+") if is_ours else whole(file, mode, *rest, **named)

    monkeypatch.setattr(zipfile.io, "open", opened)  # type: ignore[attr-defined]
    rounds = 0
    while True:
        Full.left = rounds
        try:
            zips.write_zip(entries, target, to)
        except DiskFull:
            assert sorted(one.name for one in tmp_path.iterdir()) == ["nua"]
        else:
            break
        rounds += 1
    assert rounds > len(entries)


@pytest.mark.parametrize("at", range(5))
def test_a_folder_that_has_no_room_is_gone(
    at: int, order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, left = os.write, [at]

    def write(handle: int, data: object) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return written(handle, data)  # type: ignore[arg-type]

    monkeypatch.setattr("library.files.disk.os.write", write)
    with pytest.raises(LibraryError):
        zips.write_folder(pack(order, trainer("ai-toolkit")).entries, tmp_path / "one")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["nua"]


def test_a_folder_has_the_same_files_without_the_folder_around_them(order: Order, tmp_path: Path) -> None:
    to, target = trainer("ai-toolkit"), tmp_path / "deep" / "one"
    entries = pack(order, to).entries
    zips.write_folder(entries, target)
    there = {str(path.relative_to(target)) for path in target.rglob("*") if path.is_file()}
    assert there == {entry.path.removeprefix("nua/") for entry in entries}
    with pytest.raises(DatasetWrong, match="is there already"):
        zips.write_folder(entries, target)
    zips.write_folder(pack(order, trainer("replicate")).entries, tmp_path / "flat")
    assert sorted(path.name for path in (tmp_path / "flat").iterdir()) == FLAT


def test_what_was_not_written_right_is_found(order: Order, tmp_path: Path) -> None:
    to, target = trainer("replicate"), tmp_path / "one.zip"
    entries = sorted(pack(order, to).entries)
    zips.write_zip(entries, target, to)
    whole = target.read_bytes()
    checking.check(target, entries)
    at = whole.index(order.items[0].file.read_bytes()) + 60
    for broken in (whole[:-30], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], b""):
        target.write_bytes(broken)
        with pytest.raises(DatasetWrong, match="not written right"):
            checking.check(target, entries)
    with pytest.raises(DatasetWrong, match=r"lone\.txt has no picture"):
        zips.write_zip([*entries, Entry("lone.txt", b"")], target, to)
