"""Broken, hostile, unreadable and mislabelled files in a folder that is imported."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from library.records import ImportReport
from library.store import Library
from tests.library.inboxes import SETTINGS, add, by_name, pictures, refused
from tests.library.making import chunk, encode, png


def hostile(folder: Path) -> dict[str, str]:
    """Files that cannot be taken, and a word of the reason of each."""
    whole = png(1)
    (folder / "empty.png").touch()
    (folder / "text.jpg").write_text("no picture")
    (folder / "cut.png").write_bytes(png(3)[:-40])
    (folder / "bomb.png").write_bytes(whole[:16] + b"\0\1\x86\xa0" * 2 + whole[24:])
    (folder / "esc\x1b[2J.png").write_bytes(whole)
    (folder / "line\nbreak.png").write_bytes(whole)
    os.mkfifo(folder / "pipe.png")
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "nothing.png").symlink_to("gone.png")
    (folder / "device.png").symlink_to("/dev/zero")
    (folder / "round").symlink_to(folder)
    (folder / "folder.png").mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.png")).write_bytes(whole)
    return {
        "empty.png": "empty", "text.jpg": "no PNG", "cut.png": "too early", "bomb.png": "million",
        "esc\\x1b[2J.png": "control", "line\\x0abreak.png": "control", "pipe.png": "pipe", "loop.png": "link",
        "nothing.png": "link", "device.png": "device", "\\xff\\xfe.png": "UTF-8",
    }  # fmt: skip


def test_broken_and_hostile_files_are_listed_with_a_reason_and_hurt_nothing(library: Library, inbox: Path) -> None:
    expected = hostile(inbox)
    for _ in range(2):
        report = library.imports.folder(inbox)
        assert report.refused == len(expected)
        found = refused(library)
        assert found.keys() == expected.keys()
        for name, word in expected.items():
            assert word in found[name], name
    assert len(pictures(library)) == 5
    assert library.upkeep.check() == ()


def test_what_was_refused_and_is_mended_or_gone_is_no_longer_listed(library: Library, inbox: Path) -> None:
    hostile(inbox)
    library.imports.folder(inbox)
    (inbox / "empty.png").write_bytes(png(30))
    (inbox / "cut.png").unlink()
    (inbox / "esc\x1b[2J.png").unlink()
    library.imports.folder(inbox)
    assert not {"empty.png", "cut.png", "esc\\x1b[2J.png"} & refused(library).keys()
    assert "empty.png" in by_name(library)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_and_folders_are_listed(library: Library, inbox: Path) -> None:
    (inbox / "0.png").chmod(0)
    (inbox / "below").chmod(0)
    try:
        library.imports.folder(inbox)
        assert {"0.png", "below"} <= refused(library).keys()
    finally:
        (inbox / "below").chmod(0o755)


def test_an_unreadable_folder_is_listed_and_its_pictures_are_not_taken_for_gone(
    library: Library, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.imports.folder(inbox)
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("below"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("library.importing.walking.os.scandir", refuse)
    assert library.imports.folder(inbox) == ImportReport(found=4, unchanged=3, refused=1)
    assert "cannot be listed" in refused(library)["below"]
    assert len(pictures(library)) == 5


def test_mislabelled_files_and_long_texts_are_taken_and_listed(library: Library, inbox: Path) -> None:
    from PIL import Image

    (inbox / "really.png").write_bytes(encode(Image.new("RGB", (8, 8)), "JPEG"))
    whole = png(1)
    (inbox / "long.png").write_bytes(whole[:33] + chunk(b"tEXt", b"prompt\0" + b"x" * 9_000_000) + whole[33:])
    (inbox / "odd.png").write_bytes(png(9, parameters="Steps: no, nothing"))
    assert library.imports.folder(inbox).added == 8
    assert by_name(library)["really.png"].format == "jpeg"
    assert "mislabelled" in refused(library)["really.png"]
    assert "8 MiB" in refused(library)["long.png"]
    assert library.imports.folder(inbox) == ImportReport(found=8, unchanged=8)


def test_control_characters_in_metadata_do_not_come_in(library: Library, inbox: Path) -> None:
    add(inbox / "evil.png", 9, parameters="[red]\x1b[31m\u202eevil[/red]\n" + SETTINGS.format(1).split("\n")[1])
    library.imports.folder(inbox)
    assert by_name(library)["evil.png"].facts.prompt == "[red][31mevil[/red]"
