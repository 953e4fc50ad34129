"""Where tools keep their settings in files, one file a way; each is read under the tool's own name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from library.exchange import generation_data
from library.exchange.foreign.facts import ForeignFacts
from library.formats.heads.reading import read
from library.store import Library

CASES = Path(__file__).parent / "cases"
PROMPT, NEGATIVE = "a heron on a mossy pier", "smudges, grain"
RIGHT = {
    "08_civitai_graph.jpg": ("Civitai", "urn:air:sdxl:checkpoint:civitai:11@22", ()),
    "09_usercomment_ifd0.jpg": ("ComfyUI", "pondXL.safetensors", ()),
    "10_novelai.webp": ("NovelAI", "NovelAI Diffusion V4.5 AAAA0000", ()),
    "11_ruinedfooocus.png": ("RuinedFooocus", "pondXL.safetensors", ("mist.safetensors",)),
    "12_hf_space.png": ("Hugging Face", "pondXL", ()),
    "13_easydiffusion.png": ("Easy Diffusion", "pond/pondXL", ("mist",)),
    "14_animated_comf.png": ("ComfyUI", "pondXL.safetensors", ()),
    "15_comment.gif": ("A1111", "pondXL", ()),
    "16_exif_chunk.png": ("A1111", "pondXL", ()),
    "17_drawthings.png": ("Draw Things", "pond_q6p.ckpt", ("mist_f16.ckpt",)),
    "18_civitai_model.jpg": ("Civitai", "Pond XL", ()),
    "19_stealth.png": ("A1111", "pondXL", ()),
    "31_usercomment_bom.jpg": ("A1111", "pondXL", ()),
}
"""Tool, model and LoRAs; all else is the same in each."""


def facts_of(path: Path) -> ForeignFacts | None:
    file = read(str(path))
    return generation_data.read(str(path), file.head, file.bytes)


@pytest.mark.parametrize("name", RIGHT)
def test_a_file_gives_all_that_its_tool_wrote(name: str) -> None:
    found = facts_of(CASES / name)
    assert found is not None
    assert (found.tool, found.model, found.loras) == RIGHT[name]
    assert (found.prompt, found.negative, found.seed, found.steps) == (PROMPT, NEGATIVE, 31337, 22)
    assert (found.guidance, found.width, found.height) == (4.5, 48, 48)


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Library]:
    library = Library.open(tmp_path / "library")
    library.imports.folder(CASES)
    yield library
    library.close()


def test_a_search_finds_each_by_the_name_of_its_tool(imported: Library) -> None:
    for name, (tool, _, _) in RIGHT.items():
        for words in (f'engine:"{tool}"', f'engine:"{tool.lower()}"'):
            assert name in {Path(one.path).name for one in imported.page(words).pictures}, words


def test_a_screenshot_without_settings_is_no_false_alarm(imported: Library) -> None:
    assert facts_of(CASES / "22_screenshot.jpg") is None
    assert "22_screenshot.jpg" not in {Path(one.path).name for one in imported.imports.refused()}
