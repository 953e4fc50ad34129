"""The studio tells through the terminal, and says what is true of what it copied."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import msgspec
import pytest
from textual.events import AppBlur, AppFocus
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from screens.gallery.screen import GalleryScreen
from screens.terminal.clipboard import Copier
from screens.terminal.notifications import GATHERED, Outside
from studio.errors import Notice
from studio.jobs.views import JobChanged
from studio.pictures.copying import NotToBeCopied
from studio.scenes.scene import Scene
from studio.terminal import clipboard, sequences
from studio.terminal.records import ClipboardChoice, Terminal
from tests.conftest import Home
from tests.screens.conftest import Opened, app_of, until
from tests.screens.drawn import shelf_of
from tests.screens.terminal.known import GHOSTTY, KITTY, UNKNOWN


def listened(pilot: Pilot[None]) -> list[str]:
    """All that the studio tells a Ghostty from now on."""
    studio = app_of(pilot)
    written: list[str] = []
    studio.shell.terminal.outside = Outside(lambda: GHOSTTY, written.append)
    return written


async def drawn(pilot: Pilot[None], count: int) -> None:
    """Draw so many pictures to their end."""
    studio = app_of(pilot)
    assert studio.studio.workspace is not None
    await studio.studio.workspace.draw(Scene(text="Milo naps", count=count, size=(256, 256), engine="draft", seed=1))
    await until(pilot, lambda: studio.studio.status.on_the_way)
    await until(pilot, lambda: not studio.studio.status.on_the_way)


async def test_a_batch_that_ends_behind_a_persons_back_rings_once(opened: Opened) -> None:
    async with opened() as pilot:
        written, studio = listened(pilot), app_of(pilot)
        studio.post_message(AppBlur())
        await pilot.pause()
        await drawn(pilot, 2)
        studio.shell.terminal.outside.look(time.monotonic() + GATHERED)
        ring = sequences.notification("osc777", "milo studio", "2 pictures are drawn: Milo naps")
        assert [one for one in written if "notify" in one] == [ring]
        assert sequences.title("milo studio · 2 on their way") in written
        assert written.index(sequences.progress(sequences.Progress.NONE)) > 0


async def test_who_is_back_is_not_rung(opened: Opened) -> None:
    async with opened() as pilot:
        written, studio = listened(pilot), app_of(pilot)
        studio.post_message(AppBlur())
        await pilot.pause()
        studio.post_message(AppFocus())
        await pilot.pause()
        await drawn(pilot, 1)
        studio.shell.terminal.outside.look(time.monotonic() + GATHERED)
        assert not any("notify" in one for one in written)


async def test_a_failure_says_why(opened: Opened) -> None:
    async with opened() as pilot:
        written, studio = listened(pilot), app_of(pilot)
        studio.post_message(AppBlur())
        await pilot.pause()
        await drawn(pilot, 1)
        assert studio.studio.workspace is not None
        job = next(iter(studio.studio.workspace.desk.views()))
        states = type(job.state)
        studio.studio.tell(JobChanged(msgspec.structs.replace(job, state=states.RUNNING)))
        notice = Notice("The server\x1b]0;x\x07 is full; it says")
        studio.studio.tell(JobChanged(msgspec.structs.replace(job, state=states.FAILED, notice=notice)))
        studio.shell.terminal.outside.look(time.monotonic() + GATHERED)
        ring = next(one for one in written if "notify" in one)
        assert "1 failed" in ring
        assert ring.count("\x1b") == 2
        assert "\x07" not in ring


def copier(terminal: Terminal) -> tuple[Copier, list[str]]:
    written: list[str] = []
    return Copier(lambda: terminal, written.append, lambda: None), written


async def test_to_a_terminal_that_may_take_it_text_goes_and_nothing_is_promised() -> None:
    copying, written = copier(UNKNOWN)
    assert await copying.copy("/a/path") == "Sent to the terminal's clipboard, if it takes it"
    assert base64.b64decode(written[0].removeprefix("\x1b]52;c;").removesuffix("\a")) == b"/a/path"
    assert copying.text == "/a/path"


async def test_what_is_too_long_or_taken_by_nobody_is_not_called_copied() -> None:
    copying, written = copier(UNKNOWN)
    assert (await copying.copy("x" * (sequences.MOST_COPIED + 1))).startswith("Not copied")
    none = msgspec.structs.replace(UNKNOWN, clipboard=ClipboardChoice("none", "never", "VTE takes none"))
    copying, written = copier(none)
    assert await copying.copy("/a/path") == "Not copied: VTE takes none"
    assert not written


@pytest.mark.parametrize(("took", "said"), [(True, "Copied"), (False, "Not copied: tmux did not take it")])
async def test_in_tmux_the_words_are_tmuxs(monkeypatch: pytest.MonkeyPatch, took: bool, said: str) -> None:
    given: list[str] = []

    def load(text: str) -> bool:
        given.append(text)
        return took

    monkeypatch.setattr(clipboard, "load", load)
    terminal = msgspec.structs.replace(UNKNOWN, clipboard=ClipboardChoice("tmux", "likely", ""))
    copying, written = copier(terminal)
    assert await copying.copy("/a/path") == said
    assert given == ["/a/path"]
    assert not written


async def test_what_is_marked_in_a_field_goes_the_same_way_and_can_be_pasted(opened: Opened) -> None:
    async with opened() as pilot:
        area = pilot.app.screen.query(TextArea).first()
        area.focus()
        area.text = "Milo naps"
        area.select_all()
        await pilot.press("ctrl+c")
        await until(pilot, lambda: pilot.app.clipboard == "Milo naps")
        field = pilot.app.screen.query(Input).first()
        field.focus()
        field.value = ""
        await pilot.press("ctrl+v")
        await until(pilot, lambda: "Milo naps" in field.value)


def test_the_title_names_the_picture_before_the_jobs() -> None:
    written: list[str] = []
    outside = Outside(lambda: GHOSTTY, written.append)
    outside.name_picture("Milo\x1b naps " * 9, by=1)
    outside.name_picture("Milo naps", by=2)
    outside.name_picture("Milo naps", by=2)
    outside.name_picture("", by=1)
    outside.name_picture("", by=2)
    titles = [one.removeprefix("\x1b]2;").removesuffix("\x1b\\") for one in written]
    assert titles[1:] == ["Milo naps · milo studio", "milo studio"]
    assert titles[0].endswith("… · milo studio")
    assert titles[0].isprintable()


async def test_the_title_names_what_is_seen_large_and_lettered(cast_home: Home, opened: Opened) -> None:
    shelf_of(cast_home.library, 2).close()
    async with opened() as pilot:
        written = listened(pilot)

        def titled(words: str) -> bool:
            return bool(written) and written[-1] == sequences.title(words)

        await pilot.press("f4")
        screen = pilot.app.screen
        assert isinstance(screen, GalleryScreen)
        await until(pilot, lambda: screen.parts.shelf.current)
        await pilot.press("enter")
        await until(pilot, lambda: titled("Milo counts to 2 · milo studio"))
        await pilot.press("down")
        await until(pilot, lambda: titled("Milo counts to 1 · milo studio"))
        await pilot.press("e")
        await until(pilot, lambda: titled("Lettering Milo counts to 1 · milo studio"))
        await pilot.press("escape")
        await until(pilot, lambda: titled("Milo counts to 1 · milo studio"))
        await pilot.press("f2")
        await until(pilot, lambda: titled("milo studio"))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"\x1b]5522;type=write:status=DONE\x1b\\", "Copied"),
        (b"\x1b]5522;type=write:id=7:status=EPERM\x1b\\", "Not copied: kitty does not allow it (clipboard_control)"),
        (b"\x1b]5522;type=write:status=EIO\x1b\\", "Not copied: kitty says EIO"),
        (b"\x1b]11;rgb:0/0/0\x1b\\", "Sent to kitty, which has not said whether it took it"),
    ],
)
async def test_a_picture_is_copied_as_it_is_and_the_terminal_says_whether(
    answer: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.terminal.clipboard.ANSWER", 0.01)
    data = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 60
    (tmp_path / "it.png").write_bytes(data)
    written: list[str] = []
    kitty = Copier(lambda: KITTY, written.append, lambda: kitty.hear([b"\x1b[?62c", answer]))
    assert await kitty.copy_picture(str(tmp_path / "it.png")) == said
    first, *pieces, last = "".join(written).split("\x1b\\")[:-1]
    assert (first, last) == ("\x1b]5522;type=write", "\x1b]5522;type=wdata")
    kind = base64.b64encode(b"image/png").decode()
    sent = [piece.removeprefix(f"\x1b]5522;type=wdata:mime={kind};") for piece in pieces]
    assert all(len(base64.b64decode(one)) <= 4096 for one in sent)
    assert b"".join(map(base64.b64decode, sent)) == data


async def test_what_is_no_picture_is_not_copied(tmp_path: Path) -> None:
    (tmp_path / "it.txt").write_bytes(b"words")
    kitty = Copier(lambda: KITTY, lambda sequence: None, lambda: None)
    with pytest.raises(NotToBeCopied, match="not copied"):
        await kitty.copy_picture(str(tmp_path / "it.txt"))
