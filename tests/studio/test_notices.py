from __future__ import annotations

import pytest

from backends import base
from library import errors
from library.records import Refused
from studio.errors import Notice, StudioError
from studio.notices import MOST_NAMED, KnownError, about_credentials, about_mistakes, about_sidecars, notice_of


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


@pytest.mark.parametrize("count", [1, 2, 3, 1200])
def test_of_several_files_the_first_is_named_and_the_others_are_counted(count: int) -> None:
    told = about_sidecars([Refused(f"{number}.xmp", "no room") for number in range(count)])
    assert told.reason == "0.xmp: no room" + (f" (and {count - 1:,} more)" if count > 1 else "")
    assert (f"{count:,} files" in told.title) == (count > 1)
    mistakes = [Notice(f"mistake {number}", "why", "what to do") for number in range(count)]
    said = about_mistakes(mistakes)
    assert said.reason.splitlines() == [one.line() for one in mistakes]
    assert (str(count) in said.title) == (count > 1)


@pytest.mark.parametrize("count", [1, 2, MOST_NAMED, MOST_NAMED + 1, 30])
def test_of_originals_with_credentials_a_few_are_named_and_the_others_are_counted(count: int) -> None:
    names = [f"p{number}.png" for number in range(count)]
    told = about_credentials(names)
    assert [name in told for name in names] == [True] * min(count, MOST_NAMED) + [False] * (count - MOST_NAMED)
    assert (f"and {count - MOST_NAMED} more" in told) == (count > MOST_NAMED)
    assert ("one picture" in told) == (count == 1)
    assert (f"{count} pictures" in told) == (count > 1)
    assert about_credentials([]) == ""
