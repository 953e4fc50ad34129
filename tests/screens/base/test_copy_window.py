"""What can be copied of a picture and of a job, and that a letter copies it."""

from __future__ import annotations

import shlex
from pathlib import Path

from textual.widgets import OptionList

from screens.base.copy_window import Copy, CopyWindow, copies, copy
from screens.gallery.screen import GalleryScreen
from screens.gallery.single import SingleScreen
from screens.progress.job_list import JobList
from studio.scenes.scene import Scene
from tests.screens.conftest import Opened, shows, studio_of, told_in_passing, until


class Taking:
    """A clipboard, which may take pictures."""

    def __init__(self, *, takes_pictures: bool = False) -> None:
        self.takes_pictures = takes_pictures
        self.copied: list[str] = []

    async def copy(self, text: str) -> str:
        self.copied.append(text)
        return "Copied"

    async def copy_picture(self, path: str) -> str:
        self.copied.append(f"picture {path}")
        return "Copied"


SCENE = Scene(text="Milo naps", size=(256, 256), engine="draft", seed=1)


def test_what_was_drawn_elsewhere_has_no_command() -> None:
    assert copies(Taking(), None, None, prompt="a cat", path="/a/cat.png") == (
        Copy("p", "prompt", "a cat"),
        Copy("f", "file's path", "/a/cat.png"),
    )
    assert copies(Taking(), None, None, prompt="", path="") == ()


async def test_the_command_is_copied_from_progress_from_the_gallery_and_from_the_large_view(opened: Opened) -> None:
    async with opened() as pilot:
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        ids, _ = await workspace.draw(SCENE)
        await workspace.desk.wait(ids)
        await pilot.press("f3")
        await until(pilot, lambda: pilot.app.screen.query_one(JobList).present)
        copied = []
        for keys in (("Y",), ("f4", "Y"), ("enter", "Y")):
            await pilot.press(*keys[:-1])
            if "f4" in keys:
                await until(pilot, lambda: isinstance(pilot.app.screen, GalleryScreen))
                screen = pilot.app.screen
                assert isinstance(screen, GalleryScreen)
                await until(pilot, lambda: screen.parts.shelf.current)  # noqa: B023
            if "enter" in keys:
                await until(pilot, lambda: shows(pilot, SingleScreen))
            await pilot.press("Y")
            await until(pilot, lambda: shows(pilot, CopyWindow))
            assert [one.id for one in pilot.app.screen.query_one(OptionList).options] == ["p", "s", "c", "f"]
            await pilot.press("c")
            await until(pilot, lambda: not shows(pilot, CopyWindow))
            await until(pilot, lambda: told_in_passing(pilot.app))
            copied.append(pilot.app.clipboard)
        assert len(set(copied)) == 1
        assert shlex.split(copied[0])[:3] == ["studio", "draw", "Milo naps"]
        await pilot.press("Y")
        await until(pilot, lambda: shows(pilot, CopyWindow))
        await pilot.press("f")
        await until(pilot, lambda: Path(pilot.app.clipboard).is_file())


async def test_the_arrows_and_enter_do_too_and_escape_copies_nothing(opened: Opened) -> None:
    async with opened() as pilot:
        chosen: list[Copy | None] = []
        for keys in (("down", "enter"), ("escape",)):
            pilot.app.push_screen(
                CopyWindow(copies(Taking(), None, None, prompt="a cat", path="/a/cat.png")), chosen.append
            )
            await until(pilot, lambda: shows(pilot, CopyWindow))
            await pilot.press(*keys)
            await until(pilot, lambda: not shows(pilot, CopyWindow))
        assert chosen == [Copy("f", "file's path", "/a/cat.png"), None]


async def test_the_picture_itself_goes_where_the_clipboard_takes_it() -> None:
    clipboard = Taking(takes_pictures=True)
    *_, itself = copies(clipboard, None, None, prompt="a cat", path="/a/cat.png")
    assert (itself.letter, await copy(clipboard, itself)) == ("i", "Copied")
    assert clipboard.copied == ["picture /a/cat.png"]
    assert all(not one.is_picture for one in copies(clipboard, None, None, prompt="a cat"))
