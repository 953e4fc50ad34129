from __future__ import annotations

import pytest

from backends import base
from library import errors
from studio.errors import Notice, StudioError
from studio.notices import KnownError, notice_of


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (
            base.ModelMissing("no flux.safetensors", "Put it into models/unet", "flux.safetensors", "unet"),
            "A model is missing",
        ),
        (base.EngineUnreachable("no answer"), "The engine does not answer (spark)"),
        (base.EngineBroke("out of memory"), "Drawing failed (spark)"),
        (errors.DiskFull("no room"), "The disk is full"),
        (errors.IndexUnusable("damaged"), "The index cannot be used"),
        (StudioError("The scene is empty"), "The scene is empty"),
    ],
)
def test_every_error_has_a_title_for_a_person(error: KnownError, title: str) -> None:
    assert notice_of(error, "spark").title.startswith(title)


def test_reason_and_remedy_are_kept() -> None:
    notice = notice_of(errors.PictureUnreadable("a.png is cut off", "Get it again"))
    assert notice == Notice("The picture cannot be read", "a.png is cut off", "Get it again")
    assert notice.line() == "The picture cannot be read: a.png is cut off. Get it again"


def test_a_notice_is_one_line_whatever_is_in_it() -> None:
    assert "\n" not in Notice("a\nb", "c\n\nd", "e").line()
