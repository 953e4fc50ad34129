"""What stands in a file beside a picture, and which of several places leads."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from library.exchange import generation_data
from library.exchange.foreign.facts import ForeignFacts, ForeignUnreadable
from library.exchange.generation_data import LARGEST_BESIDE
from library.formats.heads.reading import read
from library.store import Library
from tests.library.exchange.foreign.written import EASY, EASY_LINES, GRAPH, INFOTEXT, MFLUX, PROMPT, SWARM
from tests.library.exchange.hiding import hidden
from tests.library.inboxes import by_name, refused
from tests.library.making import png


def facts(path: Path) -> ForeignFacts | None:
    file = read(str(path))
    return generation_data.read(str(path), file.head, file.bytes)


def placed(folder: Path, beside: str | bytes, suffix: str = ".txt", data: bytes = b"") -> Path:
    """A picture with nothing in it, or of `data`, and a file beside it."""
    path = folder / "00012-31337.png"
    path.write_bytes(data or png(1))
    path.with_suffix(suffix).write_bytes(beside if isinstance(beside, bytes) else beside.encode())
    return path


@pytest.mark.parametrize(
    ("tool", "suffix", "text"),
    [
        ("A1111", ".txt", INFOTEXT),
        ("A1111", ".txt", INFOTEXT.replace("\n", "\r\n").encode("utf-8-sig")),
        ("A1111", ".txt", INFOTEXT.encode("utf-16")),
        ("SD.Next", ".txt", f"{INFOTEXT}, App: SD.Next"),
        ("Easy Diffusion", ".txt", EASY_LINES),
        ("Easy Diffusion", ".json", json.dumps(EASY, indent=2)),
        ("SwarmUI", ".json", json.dumps(SWARM)),
        ("ComfyUI", ".json", json.dumps(GRAPH)),
        ("mflux", ".json", json.dumps(MFLUX, indent=4)),
        ("mflux", ".metadata.json", json.dumps(MFLUX, indent=4)),
    ],
)
def test_settings_in_a_file_beside_are_read(tmp_path: Path, tool: str, suffix: str, text: str | bytes) -> None:
    found = facts(placed(tmp_path, text, suffix))
    assert found is not None
    assert (found.tool, found.prompt, found.seed, found.steps) == (tool, PROMPT, 31337, 22)


def test_what_is_in_the_picture_leads_then_its_pixels_then_what_is_beside(tmp_path: Path) -> None:
    beside = INFOTEXT.replace(PROMPT, "beside")
    pixels = hidden(INFOTEXT.replace(PROMPT, "pixels"), "stealth_pngcomp")
    texts = png(1, parameters=INFOTEXT.replace(PROMPT, "texts"))
    for data, right in ((texts, "texts"), (pixels, "pixels"), (png(1), "beside")):
        found = facts(placed(tmp_path, beside, data=data))
        assert found is not None
        assert found.prompt == right
    broken = facts(placed(tmp_path, beside, data=png(1, parameters="just words")))
    assert broken is not None
    assert broken.prompt == "beside"


@pytest.mark.parametrize(
    "text", ["a caption of a training picture, tall", "", "{}", "[1, 2]", '{"images": []}', b"\xff\xfe\0", b"\0" * 99]
)
@pytest.mark.parametrize("suffix", [".txt", ".json", ".metadata.json"])
def test_captions_and_other_files_beside_say_nothing(tmp_path: Path, suffix: str, text: str | bytes) -> None:
    assert facts(placed(tmp_path, text, suffix)) is None


def test_what_cannot_be_read_beside_is_left(tmp_path: Path) -> None:
    path = placed(tmp_path, INFOTEXT + "x" * LARGEST_BESIDE)
    assert facts(path) is None
    path.with_suffix(".txt").unlink()
    os.mkfifo(path.with_suffix(".txt"))
    path.with_suffix(".json").mkdir()
    assert facts(path) is None


def test_damaged_pixels_are_told(tmp_path: Path) -> None:
    path = tmp_path / "damaged.png"
    path.write_bytes(hidden("", "stealth_pngcomp", body=b"no gzip"))
    with pytest.raises(ForeignUnreadable, match="pixels"):
        facts(path)


def test_an_import_takes_them_and_says_what_it_could_not_read(library: Library, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    placed(inbox, f"{INFOTEXT}, Version: f2.0.1v1.10.1-previous-659-gc055f2d4")
    (inbox / "damaged.png").write_bytes(hidden("", "stealth_pngcomp", body=b"no gzip"))
    (inbox / "hidden.png").write_bytes(hidden(INFOTEXT, "stealth_rgbinfo", alpha=False))
    library.imports.folder(inbox)
    found = by_name(library)
    assert (found["00012-31337.png"].facts.engine, found["hidden.png"].facts.engine) == ("Forge", "A1111")
    assert "pixels" in refused(library)["damaged.png"]
    assert {Path(one.path).name for one in library.page("engine:forge").pictures} == {"00012-31337.png"}
