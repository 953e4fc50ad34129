"""A picture for the clipboard: what may go there, and what is said of one that did."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from studio.pictures import copying
from studio.pictures.copying import NotToBeCopied, picture_to_copy, picture_words


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_goes_as_it_is_by_its_first_bytes(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(made, kind)
    path = tmp_path / "called.other"
    path.write_bytes(made.getvalue())
    assert picture_to_copy(path) == (made.getvalue(), f"image/{kind.lower()}")
    monkeypatch.setattr(copying, "LARGEST_PICTURE", len(made.getvalue()))
    assert picture_to_copy(path)[0] == made.getvalue()
    monkeypatch.setattr(copying, "LARGEST_PICTURE", len(made.getvalue()) - 1)
    with pytest.raises(NotToBeCopied) as told:
        picture_to_copy(path)
    assert "MiB" in told.value.notice.reason


@pytest.mark.parametrize("data", [b"", b"BM and so on", b"not \x89PNG\r\n\x1a\n", b"RIFF....WAVE"])
def test_what_other_programs_cannot_paste_does_not_go(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(NotToBeCopied) as told:
        picture_to_copy(tmp_path / "a.png")
    assert "no PNG" in told.value.notice.reason


def test_only_what_is_known_is_said() -> None:
    assert picture_words("DONE", "kitty") == "Copied"
    assert "kitty does not allow it" in picture_words("EPERM", "kitty")
    assert "the terminal says EBUSY" in picture_words("EBUSY", "")
    assert picture_words("", "kitty") == "Sent to kitty, which has not said whether it took it"
    assert "the terminal" in picture_words("", "")
