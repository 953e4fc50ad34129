"""How the rooms look, at the smallest size and at a good one. `pytest --snapshot-update` accepts a new look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import numpy as np
import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from screens.app import StudioApp
from screens.base.engine_window import EngineWindow, Way
from screens.base.windows import NoticeWindow
from screens.compose.form.saying_picker import SayingPicker
from screens.progress.job_detail import JobDetail
from screens.settings.entry_form import EntryForm
from screens.settings.fallback_form import FallbackForm
from screens.settings.hosted_form import HostedForm
from screens.settings.screen import SettingsView
from screens.widgets.choice import Choice
from screens.widgets.pictures.picture import PictureView
from studio.errors import Notice
from studio.jobs.states import State
from studio.jobs.views import JobChanged
from studio.pictures.live_draft import LiveDraft, LiveOrder, LivePainter
from studio.pictures.portrait import PortraitOrder
from tests.conftest import Home
from tests.screens.conftest import studio_of, until
from tests.screens.jobs import view

Look = Callable[..., bool]
Setting = Callable[[Pilot[None]], Awaitable[None]]


async def compose(pilot: Pilot[None]) -> None:
    """A scene with two characters, one of them lettered."""
    screen = pilot.app.screen
    screen.query_one("#scene", TextArea).text = "Milo debugging at 2 AM while James brings coffee"
    screen.query_one(SayingPicker).words = ("PEBKAC",)
    await until(pilot, lambda: "bring" in str(screen.query_one("#prompt").render()))


async def wrong(pilot: Pilot[None]) -> None:
    """The same with a count that cannot be, and the advanced settings folded out."""
    await compose(pilot)
    screen = pilot.app.screen
    screen.query_one("#count", Input).value = "0"
    await until(pilot, lambda: "The count" in str(screen.query_one("#summary").render()))
    await pilot.press("ctrl+o")


async def live(pilot: Pilot[None]) -> None:
    """The same with its draft."""
    await pilot.press("ctrl+g")
    await compose(pilot)
    await until(pilot, lambda: [view for view in pilot.app.screen.query(PictureView) if view.shown])


async def begun(pilot: Pilot[None]) -> None:
    """Compose before anything was written."""
    await until(pilot, lambda: pilot.app.screen.has_class("-start"))


async def sayings(pilot: Pilot[None]) -> None:
    """The list of sayings, open."""
    await pilot.press("tab", "down", "down")


async def progress(pilot: Pilot[None]) -> None:
    """Jobs in many states; the cursor on the one that is drawn."""
    await pilot.press("f3")
    pilot.app.screen.query_one(JobDetail).now = lambda: 160.0
    notice = Notice("A model is missing", "flux1-dev.safetensors is not there", "Put it into models/unet")
    for job in (
        view("done", State.DONE, began=100.0, changed=104.0, created=10.0),
        view("gone", State.CANCELLED, created=11.0),
        view("broken", State.FAILED, notice=notice, created=12.0, engine="rack"),
        view("waiting", State.QUEUED, position=2, created=14.0, engine="rack", sayings=("RTFM",)),
        view(
            "now",
            State.RUNNING,
            stage="sampling",
            step=12,
            steps=28,
            fraction=0.43,
            began=120.0,
            changed=158.0,
            seconds_left=52.0,
            sayings=("PEBKAC",),
            engine="rack",
        ),
    ):
        studio_of(pilot).tell(JobChanged(job))
    await pilot.pause()
    await pilot.press("home")


async def failed(pilot: Pilot[None]) -> None:
    """The cursor on a job that failed."""
    await progress(pilot)
    await pilot.press("down", "down")


async def empty(pilot: Pilot[None]) -> None:
    """Progress before anything was drawn."""
    await pilot.press("f3")


async def no_pictures(pilot: Pilot[None]) -> None:
    """The Gallery before there is a picture."""
    await pilot.press("f4")
    await until(pilot, lambda: pilot.app.screen.query("#gallery-empty") and not pilot.app.workers)


async def helped(pilot: Pilot[None]) -> None:
    """The help over Progress."""
    await pilot.press("f3", "f1")


async def noticed(pilot: Pilot[None]) -> None:
    """An error in its window."""
    words = Notice("A model is missing on the server (rack)", "[x] lora is not there", "Put it into models/loras")
    await pilot.app.push_screen(NoticeWindow(words))


async def engines(pilot: Pilot[None]) -> None:
    """Who is to draw instead."""
    ways = (
        Way("openai", "GPT Image 2.5 Flare does without the LoRA and the seed; about $0.05 a picture"),
        Way("me/mila-with-a-long-name", "draws it as it stands"),
        Way("draft", "a draft, at once and for nothing"),
    )
    reason = "No server is ready. lab: Nothing answers at lab (http://127.0.0.1:9). Start ComfyUI there, or mend it"
    await pilot.app.push_screen(EngineWindow("Who draws?", ways, reason))


SMALL, LARGE = (80, 24), (120, 40)


async def settings(pilot: Pilot[None]) -> None:
    """The settings, the cursor on one of them."""
    await pilot.press("f12")
    await until(
        pilot, lambda: pilot.app.screen.query("#settings-list") and pilot.app.screen.query_one(SettingsView).row
    )
    await pilot.press(*["down"] * 4)


async def server(pilot: Pilot[None]) -> None:
    """A new server."""
    await settings(pilot)
    await pilot.press("a")
    await until(pilot, lambda: pilot.app.screen.query(EntryForm))


async def to_row(pilot: Pilot[None], kind: str) -> None:
    """Open the first row of a kind."""
    view = pilot.app.screen.query_one(SettingsView)
    while view.row is None or view.row.kind != kind:
        await pilot.press("down")
    await pilot.press("enter")


async def hosted_engine(pilot: Pilot[None]) -> None:
    """A new account at another service than the first, its key being typed."""
    await settings(pilot)
    await to_row(pilot, "new hosted")
    await until(pilot, lambda: pilot.app.screen.query(HostedForm))
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    pilot.app.screen.query_one("#hosted-service", Choice).value = "bfl"
    await pilot.press(*"flux", "tab", "tab", *"flux-2-max", "tab", *"0123")


async def instead(pilot: Pilot[None]) -> None:
    """Who draws instead."""
    await settings(pilot)
    await to_row(pilot, "new fallback")
    await until(pilot, lambda: pilot.app.screen.query(FallbackForm))
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False


async def plates(pilot: Pilot[None]) -> None:
    """The plates, the cursor on one with a new keyword."""
    await pilot.press("shift+f7")
    await until(pilot, lambda: pilot.app.screen.query("#plate-list") and pilot.app.screen.query_one(PictureView).shown)
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    await pilot.press("down", "down", "enter", *", cake")


async def new_plate(pilot: Pilot[None]) -> None:
    """The window that asks what a plate is made from."""
    await plates(pilot)
    await pilot.press("escape", "n")
    await until(pilot, lambda: pilot.app.screen.query("#new-name"))
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False


async def cast(pilot: Pilot[None]) -> None:
    """The Cast, with a mistake beside a field."""
    await pilot.press("f7")
    await until(pilot, lambda: [view for view in pilot.app.screen.query(PictureView) if view.shown])
    for field in pilot.app.screen.query("TextArea, Input"):
        field.cursor_blink = False  # type: ignore[attr-defined]
    await pilot.press("right", "tab", *", James")
    await until(pilot, lambda: [said for said in pilot.app.screen.query(".labelled-wrong") if said.display])


async def colour(pilot: Pilot[None]) -> None:
    """The colour of a part."""
    await cast(pilot)
    pilot.app.screen.query_one("#cast-colours").focus()
    await pilot.press("enter")
    await until(pilot, lambda: pilot.app.screen.query("#colour-part"))
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    await pilot.press(*"fur")
    await until(pilot, lambda: [view for view in pilot.app.screen.query(PictureView) if view.shown])


LOOKS = [
    *(
        (setting, size)
        for setting in (compose, wrong, progress, failed, no_pictures, settings, server, plates, cast)
        for size in (SMALL, LARGE)
    ),
    *((setting, size) for setting in (hosted_engine, engines) for size in (SMALL, LARGE)),
    *((setting, SMALL) for setting in (live, sayings, empty, helped, noticed, instead, new_plate, colour)),
    *((setting, LARGE) for setting in (live, begun)),
]


def painted(self: LivePainter, order: LiveOrder | PortraitOrder) -> LiveDraft:
    """In place of a draft, whose pixels are another test's."""
    size = (256, 256) if isinstance(order, PortraitOrder) else (order.request.width, order.request.height)
    across, down = (np.linspace(0, 255, side) for side in size)
    red, green = np.meshgrid(across, down)
    return LiveDraft(np.dstack([red, green, np.full_like(red, 120)]).astype(np.uint8), "gradient")


@pytest.mark.parametrize(("setting", "size"), LOOKS, ids=[f"{made.__name__}-{w}x{h}" for made, (w, h) in LOOKS])
def test_the_look(
    cast_home: Home, snap_compare: Look, monkeypatch: pytest.MonkeyPatch, setting: Setting, size: tuple[int, int]
) -> None:
    # Paths are shown from there on, and so the same on every run.
    monkeypatch.setenv("HOME", str(cast_home.settings.parent))
    monkeypatch.setattr(LivePainter, "paint", painted)

    async def prepare(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: studio_of(pilot).workspace is not None)
        for field in pilot.app.screen.query("TextArea, Input"):
            field.cursor_blink = False  # type: ignore[attr-defined]
        await setting(pilot)
        await until(pilot, lambda: not pilot.app.workers)

    assert snap_compare(StudioApp(), terminal_size=size, run_before=prepare)
