"""The doctor: what is in order, what is broken, and that it works where nothing else does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from library.store import Library
from studio.doctor import doctor
from studio.doctor.doctor import Fact
from studio.settings.settings import Settings
from studio.terminal.answers import read
from studio.terminal.judging import Heard
from studio.terminal.tmux import Tmux
from tests.backends.comfyui.newer import FLUX2, nodes_of
from tests.conftest import Home
from tests.standin.server import StandIn
from tests.standin.vision import MODEL, VisionStandIn


def broken(facts: tuple[Fact, ...] | list[Fact]) -> dict[str, str]:
    return {fact.topic: fact.text for fact in facts if fact.state == "broken"}


async def test_a_new_studio_is_in_order(home: Home) -> None:
    facts = await doctor.examine(home.settings, {"TERM": "xterm-kitty"})
    assert broken(facts) == {}
    told = {fact.topic: fact.text for fact in facts}
    assert "pictures as kitty: kitty has Kitty graphics with placeholders" in [fact.text for fact in facts]
    assert "will be made" in told["library"]
    assert not home.library.exists()
    assert "engine draft" in told
    assert any(fact.text.startswith("textual ") for fact in facts)


async def test_a_slip_in_the_settings_does_not_stop_it(home: Home) -> None:
    home.write_settings('engin = "draft"\n')
    facts = await doctor.examine(home.settings, {})
    assert "line 2: there is no setting named 'engin' here" in broken(facts)["settings"]
    assert {"library", "engine draft", "font", "version"} <= {fact.topic for fact in facts}
    assert next(fact for fact in facts if fact.topic == "settings").remedy == "Did you mean 'engine'?"


async def test_a_server_that_is_not_there_is_broken_with_its_reason(home: Home, lab_away: str) -> None:
    assert lab_away in broken(await doctor.examine(home.settings, {}))["engine lab"]


async def test_a_header_without_its_variable_is_broken(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MILO_TEST_TOKEN", raising=False)
    server = '[[servers]]\nname = "lab"\nurl = "http://127.0.0.1:9"\nheaders = {A = "${MILO_TEST_TOKEN}"}\n'
    home.write_settings(server)
    assert "MILO_TEST_TOKEN" in broken(await doctor.examine(home.settings, {}))["engine lab"]


async def test_the_vision_server_is_looked_at_where_one_is_named(home: Home) -> None:
    async with VisionStandIn("ollama") as sees, VisionStandIn("vllm", blind=True) as blind:
        home.write_settings(f'[vision]\nurl = "{sees.url}/v1"\nmodel = "{MODEL}"\n')
        told = {fact.topic: fact for fact in await doctor.examine(home.settings, {})}
        assert told["vision"].text.startswith(f"{MODEL} at 127.0.0.1:")
        home.write_settings(f'[vision]\nurl = "{blind.url}"\nmodel = "{MODEL}"\n')
        assert "four coloured stripes" in broken(await doctor.examine(home.settings, {}))["vision"]
        home.write_settings('[vision]\nurl = "https://127.0.0.1:9"\nkey = "${MILO_NO_KEY}"\n')
        assert "MILO_NO_KEY" in broken(await doctor.examine(home.settings, {}))["vision"]


STYLE = "FLUX-kontext-lora-flat-cartoon-style.safetensors"
MILO = "milo_painterly.safetensors"


async def looked_at(home: Home) -> list[Fact]:
    """What the doctor says of the lab."""
    return [fact for fact in await doctor.examine(home.settings, {}) if fact.topic == "engine lab"]


async def test_a_server_with_all_loras_is_in_order(home: Home, lab: StandIn) -> None:
    facts = await looked_at(home)
    assert {fact.state for fact in facts} == {"fine"}
    assert "LoRA" not in str(facts)


async def test_the_usual_styles_missing_lora_is_broken_with_file_and_folder(home: Home, lab: StandIn) -> None:
    lab.set_choices("LoraLoaderModelOnly", "lora_name", ["james_painterly.safetensors", "x/" + MILO])
    facts = await looked_at(home)
    assert lab.bodies == []
    assert lab.asked("POST", "/upload/image") == 0
    (fact,) = [fact for fact in facts if fact.state == "broken"]
    assert (
        fact.text == f"the LoRA {STYLE} of the style flat cartoon is not in models/loras: flat cartoon cannot be drawn"
    )
    assert fact.remedy.startswith(f"Put {STYLE} into models/loras of ComfyUI")
    assert fact.remedy.endswith("without it these styles draw: painterly, figurine")


async def test_the_casts_missing_loras_are_told_and_break_nothing_that_is_usual(home: Home, lab: StandIn) -> None:
    lab.set_choices("LoraLoaderModelOnly", "lora_name", [STYLE])
    (home.settings / "cast.toml").write_text(
        '[[character]]\nname = "Bob"\nlook = "a fox"\n[[character.outfits]]\nname = "suit"\nwords = "a red suit"\n'
        'loras = [{ file = "suit.safetensors", styles = ["figurine"] }]\n'
    )
    facts = await looked_at(home)
    told = [fact for fact in facts if fact.state == "note"]
    home.write_settings(f'style = "Painterly"\n[[servers]]\nname = "lab"\nurl = "{lab.url}"\n')
    again = broken(await doctor.examine(home.settings, {}))
    assert [fact.state for fact in facts if fact.state == "broken"] == []
    assert f"the LoRA {MILO} of Milo is not in models/loras: painterly with Milo cannot be drawn" in [
        fact.text for fact in told
    ]
    assert "painterly with James" in again["engine lab"]
    assert any("suit.safetensors of Bob is not in models/loras: figurine with Bob in suit" in one.text for one in told)


async def test_a_server_with_flux2_alone_is_in_order_and_says_what_it_draws_without(home: Home, lab: StandIn) -> None:
    lab.object_info |= nodes_of(**FLUX2, lora=[])
    facts = await looked_at(home)
    assert [fact.state for fact in facts if fact.state == "broken"] == []
    (fact,) = [fact for fact in facts if fact.state == "note"]
    assert fact.text.startswith(f"{FLUX2['unet'][0]} draws without what was made for FLUX.1: {STYLE}, {MILO}")


def test_a_library_with_pictures_says_how_many(home: Home) -> None:
    Library.open(home.library).close()
    told = {fact.topic: fact for fact in doctor.library_facts(home.library)}
    assert told["pictures"].text == "0"
    assert told["space"].state == "fine"


def test_imported_folders_are_told_of_and_those_that_are_away(home: Home, tmp_path: Path) -> None:
    library = Library.open(home.library)
    for name, is_watched in (("here", True), ("a way", None)):
        (tmp_path / name).mkdir()
        library.imports.folder(tmp_path / name, watched=is_watched)
    library.close()
    (tmp_path / "a way").rmdir()
    away, here = (fact for fact in doctor.library_facts(home.library) if fact.topic == "folder")
    assert (here.text, here.state) == (f"{tmp_path / 'here'} is imported and watched", "fine")
    assert (away.text, away.state) == (f"{tmp_path / 'a way'} is imported, and not there", "note")
    assert f"studio library forget '{tmp_path / 'a way'}'" in away.remedy


def test_a_damaged_index_is_broken_and_the_remedy_named(home: Home) -> None:
    Library.open(home.library).close()
    for file in (home.library / ".studio").glob("index*"):
        file.write_bytes(b"no index at all" * 1000)
    (fact,) = [fact for fact in doctor.library_facts(home.library) if fact.state == "broken"]
    assert fact.topic == "pictures"
    assert "studio library rebuild" in fact.remedy


def test_a_library_in_an_impossible_place_is_broken(home: Home) -> None:
    home.library.write_text("a file")
    assert "library" in broken(doctor.library_facts(home.library))
    assert "library" in broken(doctor.library_facts(home.library / "deeper"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_library_without_rights_is_broken(home: Home) -> None:
    home.library.mkdir(mode=0o500)
    assert "cannot be written" in broken(doctor.library_facts(home.library))["library"]


def test_a_pose_model_that_is_not_there_is_broken(home: Home, tmp_path: Path) -> None:
    home.write_settings(f'[lettering]\npose_model = "{tmp_path / "gone.onnx"}"\n')
    _, chosen = doctor.settings_facts(home.settings)
    assert chosen is not None
    assert "gone.onnx" in broken(doctor.lettering_facts(chosen))["pose model"]
    assert broken(doctor.lettering_facts(Settings())) == {}


async def test_the_terminal_is_told_of_with_what_would_give_more(home: Home) -> None:
    heard = Heard(read((b"\x1bP>|kitty(0.41.1)\x1b\\",)), 0.02, Tmux("xterm-kitty", "kitty(0.41.1)", version="3.4"))
    facts = await doctor.examine(home.settings, {"TERM": "tmux-256color", "TMUX": "x"}, heard)
    told = {fact.text: fact for fact in facts if fact.topic == "terminal"}
    assert "name: kitty 0.41.1 (tmux (client_termtype))" in told
    assert "round trip: 20 ms" in told
    (pictures,) = [fact for text, fact in told.items() if text.startswith("pictures as sextants")]
    assert "set -g allow-passthrough on" in pictures.remedy
    assert {fact.state for fact in told.values()} == {"fine", "note"}
    assert all((fact.state == "note") == bool(fact.remedy) for fact in told.values())


async def test_what_was_said_of_terminals_and_cannot_be_read_is_broken(home: Home) -> None:
    (home.settings / "terminals.toml").write_text('[xterm]\npictures = "slides"\n')
    assert "terminals.toml, line 2" in broken(await doctor.examine(home.settings, {}))["terminal"]
