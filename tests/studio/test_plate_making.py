"""Pictures of plates made by an engine, and without one."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from library.formats.pictures import read_picture
from studio import plate_making
from studio.plate_making import Making, PlateNotDrawn
from studio.scenes.plates import own_file
from studio.scenes.scene import Scene
from studio.scenes.stock import Plate
from studio.workspace import Workspace
from tests.conftest import Home
from tests.standin.server import StandIn

ATTIC = Plate("attic", "an attic with a desk, a monitor and a keyboard")


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    pixels = np.zeros((300, 420, 3), dtype=np.uint8)
    pixels[:150] = (200, 180, 150)
    pixels[150:] = (90, 60, 40)
    file = tmp_path / "attic [b].jpg"
    Image.fromarray(pixels).save(file)
    return file


@pytest.fixture
async def workspace(home: Home) -> AsyncIterator[Workspace]:
    opened = Workspace.open()
    await opened.start(take_up=False)
    try:
        yield opened
    finally:
        await opened.close()


async def test_an_engine_draws_a_photograph_with_the_style_and_then_its_night(
    lab: StandIn, workspace: Workspace, photograph: Path
) -> None:
    how = Making(workspace.stock.style("flat cartoon"))
    made = await plate_making.from_photograph(workspace, ATTIC, photograph, how)
    assert made.made_from == "a photograph, attic [b].jpg, in flat cartoon"
    graph = lab.bodies[0]["prompt"]
    texts = [node["inputs"]["text"] for node in graph.values() if node["class_type"] == "CLIPTextEncode"]
    assert any("an attic with a desk" in text and "nobody is in the picture" in text for text in texts)
    kinds = [node["class_type"] for node in graph.values()]
    assert "LoraLoaderModelOnly" in kinds
    assert "LoadImage" in kinds
    assert read_picture(made.png).shape[2] == 3
    file = own_file.keep_picture(workspace.folder, "attic", by_night=False, png=made.png)
    own_file.add(workspace.folder, msgspec.structs.replace(ATTIC, day=file))
    attic = own_file.named(workspace.folder, "attic")
    await plate_making.at_other_hour(workspace, attic, how, by_night=True)
    assert any("at night" in str(node["inputs"].get("text", "")) for node in lab.bodies[1]["prompt"].values())
    assert [bool(job.picture_ids) for job in workspace.desk.views()] == [True, True]


async def test_without_an_engine_it_is_made_here(workspace: Workspace, photograph: Path) -> None:
    how = Making(workspace.stock.style("flat cartoon"))
    flat = await plate_making.from_photograph(workspace, ATTIC, photograph, how)
    as_it_is = await plate_making.from_photograph(workspace, ATTIC, photograph, how._replace(as_it_is=True))
    assert read_picture(flat.png).shape == read_picture(as_it_is.png).shape == (300, 300, 3)
    assert flat.png != as_it_is.png
    assert as_it_is.made_from == "a picture as it is, attic [b].jpg"
    painted = await plate_making.from_words(workspace, ATTIC, how)
    by_night = await plate_making.from_words(workspace, ATTIC, how, by_night=True)
    assert read_picture(by_night.png).mean() < read_picture(painted.png).mean()
    with pytest.raises(PlateNotDrawn, match="no picture by day"):
        await plate_making.at_other_hour(workspace, ATTIC, how, by_night=True)


async def test_offline_asks_no_server(lab: StandIn, workspace: Workspace, photograph: Path) -> None:
    how = Making(workspace.stock.style("flat cartoon"), offline=True)
    await plate_making.from_photograph(workspace, ATTIC, photograph, how)
    assert lab.requests == []


async def test_an_engine_that_fails_says_what_else_can_be_done(lab: StandIn, workspace: Workspace) -> None:
    lab.set_choices("LoraLoaderModelOnly", "lora_name", ["another.safetensors"])
    with pytest.raises(PlateNotDrawn) as error:
        await plate_making.from_words(workspace, ATTIC, Making(workspace.stock.style("flat cartoon")))
    assert "offline" in error.value.notice.line()


async def test_scenes_before_a_plate_send_its_picture_last(
    lab: StandIn, workspace: Workspace, photograph: Path
) -> None:
    how = Making(workspace.stock.style("flat cartoon"), offline=True)
    made = await plate_making.from_photograph(workspace, ATTIC, photograph, how)
    day = own_file.keep_picture(workspace.folder, "attic", by_night=False, png=made.png)
    night = own_file.keep_picture(workspace.folder, "attic", by_night=True, png=made.png + b"\n")
    own_file.add(workspace.folder, msgspec.structs.replace(ATTIC, day=day, night=night))
    workspace.learn_plates()
    (sent,), _ = await workspace.recipes(Scene(text="Milo in the attic at 2 AM"))
    assert [(use.character, use.name) for use in sent.references] == [("Milo", "milo.png"), ("", "attic-night.png")]
    assert "The last reference picture is this background" in sent.prompt
    (painted,), _ = await workspace.recipes(Scene(text="Milo in the attic", engine="draft"))
    assert [(use.character, use.name) for use in painted.references] == [("Milo", "milo.png"), ("", "attic-day.png")]
    await workspace.desk.wait(await workspace.desk.submit((sent, painted)))
    assert sum(node["class_type"] == "LoadImage" for node in lab.bodies[0]["prompt"].values()) == 2
    (workspace.folder / day).unlink()
    with pytest.raises(Exception, match=r"attic-day\.png of the plate attic cannot be read"):
        await workspace.recipes(Scene(text="Milo in the attic", engine="draft"))


async def test_figures_on_transparent_ground_are_put_before_the_plate(
    lab: StandIn, workspace: Workspace, photograph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def figure(pixels: object, graph: object, extra: object) -> bytes:
        out = io.BytesIO()
        drawn = Image.new("RGBA", (64, 64))
        drawn.paste((200, 120, 80, 255), (16, 16, 48, 48))
        drawn.save(out, "PNG")
        return out.getvalue()

    monkeypatch.setattr("tests.standin.drawing.png", figure)
    made = await plate_making.from_photograph(
        workspace, ATTIC, photograph, Making(workspace.stock.style("flat cartoon"), as_it_is=True)
    )
    day = own_file.keep_picture(workspace.folder, "attic", by_night=False, png=made.png)
    own_file.add(workspace.folder, msgspec.structs.replace(ATTIC, day=day))
    workspace.learn_plates()
    job_ids, _ = await workspace.draw(Scene(text="Milo in the attic"))
    (job,) = await workspace.desk.wait(job_ids)
    (picture_id,) = job.picture_ids
    picture = workspace.library.picture(picture_id)
    assert np.abs(read_picture(Path(picture.path))[3, 3].astype(int) - (200, 180, 150)).max() < 3
    alone = workspace.library.picture_by_key(f"{job.id}/0/alone")
    assert alone is not None
    assert Image.open(alone.path).getpixel((3, 3)) == (0, 0, 0, 0)
