"""What is done with the pictures of a job that is done: they stay in sight, and keys open, letter and rate them."""

from __future__ import annotations

from typing import Any, cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from screens.progress.job_list import JobList
from screens.progress.picture_keys import PictureKeys, next_line
from screens.progress.screen import ProgressScreen
from screens.progress.step_bar import StepBar
from screens.widgets.pictures.picture import PictureView
from studio.jobs.states import State
from studio.jobs.views import JobView
from studio.scenes.scene import Scene
from tests.conftest import Home
from tests.screens.conftest import Opened, studio_of, until
from tests.screens.jobs import view
from tests.screens.parts import Studio, Worked


class Keys(PictureKeys):
    """Keys of pictures with all that they are given."""

    def __init__(self, job: JobView | None) -> None:
        self.studio, self.work, self.ratings, self.seen = Studio(), Worked(), list[object](), 0
        super().__init__(cast(Any, type("Jobs", (), {"present": job})()), self.studio, self.work, rated=self._note)
        self.library = cast(Any, type("Library", (), {"annotations": self})())

    def rate_many(self, ids: tuple[int, ...], stars: int) -> None:
        self.ratings.append((ids, stars))

    def _note(self) -> None:
        self.seen += 1


async def test_the_first_picture_is_opened_and_lettered_and_all_are_rated() -> None:
    keys = Keys(view("a", State.DONE, picture_ids=(3, 4)))
    assert keys.check_action("open", ())
    await keys.action_open()
    await keys.action_letter()
    keys.action_rate(4)
    await keys.work.done()
    assert keys.studio.went == [("picture", 3), ("lettering", 3)]
    assert (keys.ratings, keys.seen, keys.work.groups) == ([((3, 4), 4)], 1, ["jobs"])


@pytest.mark.parametrize("job", [None, view("a", State.RUNNING)])
async def test_without_pictures_there_is_nothing_to_do(job: JobView | None) -> None:
    keys = Keys(job)
    assert not keys.check_action("rate", (1,))
    await keys.action_open()
    await keys.action_letter()
    keys.action_rate(4)
    await keys.work.done()
    assert (keys.studio.went, keys.ratings) == ([], [])


def test_what_can_be_done_next_is_told_with_a_persons_own_keys() -> None:
    one, several = view("a", State.DONE, picture_ids=(3,)), view("a", State.DONE, picture_ids=(3, 4))
    assert next_line(one, 0, ProgressScreen, {}) == "⏎ open · e letter · 1–5 rate"
    told = next_line(several, 3, ProgressScreen, {"progress.letter": "f6"})
    assert told == "★★★ · 2 pictures · ⏎ open · F6 letter · 1–5 rate"


def told(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#job-next", Static).content)


async def test_the_picture_stands_from_its_preview_on_and_is_rated_where_it_stands(
    cast_home: Home, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[int] = []
    refresh = PictureView.refresh

    def noted(self: PictureView, *regions: Any, **known: Any) -> Any:
        if self.id == "job-picture":
            gone.append(self.shown)
        return refresh(self, *regions, **known)

    monkeypatch.setattr(PictureView, "refresh", noted)
    async with opened(80, 24) as pilot:
        await pilot.press("f3")
        workspace = studio_of(pilot).workspace
        assert workspace is not None
        await workspace.draw(Scene(text="Milo naps", count=2, size=(256, 256), engine="draft", seed=1))
        screen = pilot.app.screen
        jobs, picture = screen.query_one(JobList), screen.query_one(PictureView)
        await until(pilot, lambda: jobs.present is not None and jobs.present.state is State.DONE)
        await until(pilot, lambda: picture.shown and not picture.busy and "⏎ open" in told(pilot))
        assert not screen.query_one(StepBar).display
        since_first = gone[gone.index(True) :]
        assert all(since_first)
        await pilot.press("3")
        await until(pilot, lambda: told(pilot).startswith("★★★ · ⏎ open"))
        assert jobs.present is not None
        assert workspace.library.picture(jobs.present.picture_ids[0]).rating == 3
        assert picture.shown
