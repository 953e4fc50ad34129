"""What is imported while nobody waits for it, and what a room that opens does not wait for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from rich.console import Console
from textual.app import ComposeResult
from textual.color import Color

from library.formats.pictures import write_png
from screens.drawing.drawn_once import DrawnOnce, DrawnOnceApp
from screens.terminal.frames.frame_store import FrameKey, PictureStore
from screens.terminal.frames.frames import Order, Source, make_frame
from screens.widgets.pictures.picture import PictureView
from studio.terminal.records import CellSize, PictureChoice
from tests.library.making import encode
from tests.screens import drawn
from tests.screens.conftest import until

ROOT = Path(__file__).parents[2]


def printed(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_gallery_and_the_decoders_are_imported_ahead() -> None:
    wanted = ("screens.gallery.screen", "screens.progress.screen", "numpy", "PIL.JpegImagePlugin")
    code = "import sys\nfrom screens.import_ahead import import_ahead\nimport_ahead()\n"
    code += f"print(set({wanted!r}) - set(sys.modules))"
    assert printed(code) == "set()"


def test_a_picture_by_kitty_graphics_needs_no_numpy(tmp_path: Path) -> None:
    (tmp_path / "small.jpg").write_bytes(encode(Image.new("RGB", (40, 30), "red"), "JPEG"))
    code = f"""
import sys
from pathlib import Path
from typing import Any
from rich.style import Style
from studio.terminal.records import CellSize
from screens.terminal.frames.encode import encode
from studio.pictures.screen_pixels import image_for
from studio.terminal.records import PictureChoice

image = image_for(Path({str(tmp_path / "small.jpg")!r}), 40, 30)
made = encode(image, 8, 4, CellSize(10, 20), PictureChoice("kitty", ""), image_id=77, ground=Style())
print(bool(made.transmit), "numpy" in sys.modules)
"""
    assert printed(code) == "True False"


def test_a_profile_stays_out_of_what_is_sent() -> None:
    def sent(**options: Any) -> int:
        store = PictureStore(lambda: PictureChoice("kitty", ""))
        key = FrameKey("", 20, 10, CellSize(10, 20), "#000000")
        order = Order(key, Color.parse("#000000"), "center middle", Console())
        content = encode(Image.fromarray(drawn.suit(90)), **options)
        return len(make_frame(Source("", content), order, store).encoded.transmit)

    # The number in the sequences is of any length; the profile has 51,200 bytes.
    assert abs(sent(icc_profile=bytes(range(256)) * 200) - sent()) < 100


class Room(DrawnOnce[None]):
    """A room with a picture, which holds its drawing back."""

    def compose(self) -> ComposeResult:
        yield PictureView(id="picture")

    def on_mount(self) -> None:
        self.hold_back(60)


class OneRoom(DrawnOnceApp):
    """An app of that room."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures = PictureStore(lambda: PictureChoice("half-cells", ""))

    def on_mount(self) -> None:
        self.push_screen(Room())


async def test_no_picture_is_made_ready_before_the_room_is_drawn() -> None:
    one_room = OneRoom()
    async with one_room.run_test(size=(40, 12)) as pilot:
        room, view = one_room.screen, one_room.screen.query_one(PictureView)
        assert isinstance(room, Room)
        view.show_bytes(write_png(drawn.suit(90)), "one")
        view.show_bytes(write_png(drawn.suit(120)), "two")
        await pilot.pause()
        assert room.comes_into_sight
        assert view.busy
        assert not view.shown
        room.let_go()
        await until(pilot, lambda: view.shown)
        assert one_room.screen.query_one(PictureView).frame is not None
