"""Progress: what it shows of the jobs, and what its keys do."""

from __future__ import annotations

import time

from textual.pilot import Pilot
from textual.widgets import Static

from screens.compose.screen import ComposeScreen
from screens.progress.detail import JobDetail
from screens.progress.job_list import JobList
from screens.progress.step_bar import StepBar
from screens.widgets.picture import PictureView
from screens.windows import NoticeWindow
from studio.errors import Notice
from studio.jobs import State
from studio.scene import Scene
from studio.views import JobChanged, JobView
from studio.workspace import Workspace
from tests.screens.conftest import Opened, shows, studio_of, until
from tests.screens.jobs import view


def workspace_of(pilot: Pilot[None]) -> Workspace:
    workspace = studio_of(pilot).workspace
    assert workspace is not None
    return workspace


def present(pilot: Pilot[None]) -> JobView:
    return pilot.app.screen.query_one(JobList).present or view("", State.WAITING)


def words(pilot: Pilot[None], selector: str) -> str:
    return str(pilot.app.screen.query_one(selector, Static).content)


async def draw(pilot: Pilot[None], count: int = 1, size: tuple[int, int] = (256, 256)) -> tuple[str, ...]:
    ids, _ = await workspace_of(pilot).draw(Scene(text="Milo naps", count=count, size=size, engine="draft", seed=1))
    return ids


async def test_nothing_drawn_yet_says_what_to_do(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        assert "Compose" in words(pilot, "#nothing-yet")


async def test_a_job_is_shown_from_its_first_step_to_its_picture(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        await draw(pilot)
        await until(pilot, lambda: pilot.app.screen.query_one(JobList).jobs)
        await until(pilot, lambda: present(pilot).state is State.DONE)
        await until(pilot, lambda: pilot.app.screen.query_one(PictureView).shown)
        assert "256×256 · seed 1" in words(pilot, "#job-facts")
        assert words(pilot, "#job-stage").startswith("done")
        assert not pilot.app.screen.query_one(StepBar).display
        assert studio_of(pilot).on_the_way == 0


async def test_steps_previews_and_time_left_follow_the_engine(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        now = time.time()
        running = view(
            "a", State.RUNNING, stage="sampling", steps=20, step=5, fraction=0.25, began=now - 10, changed=now
        )
        studio_of(pilot).tell(JobChanged(running))
        await until(pilot, lambda: "sampling 5 of 20" in words(pilot, "#job-stage"))
        assert "so far" in words(pilot, "#job-time")
        assert "left" not in words(pilot, "#job-time")
        assert pilot.app.screen.query_one(StepBar).render().plain.endswith("  25%")
        studio_of(pilot).tell(JobChanged(view("a", State.RUNNING, began=now - 10, changed=now, seconds_left=75.0)))
        await until(pilot, lambda: "about 1 min 15 s left" in words(pilot, "#job-time"))
        assert studio_of(pilot).on_the_way == 1


async def test_previews_are_shown_a_few_times_a_second_and_the_last_one_always(
    opened: Opened, small_png: bytes
) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        picture = pilot.app.screen.query_one(PictureView)
        shown: list[bytes] = []
        picture.show_bytes = lambda data, key="": shown.append(data)  # type: ignore[method-assign]
        previews = [small_png + bytes([number]) for number in range(30)]
        for preview in previews:
            studio_of(pilot).tell(JobChanged(view("a", State.RUNNING, preview=preview)))
        await until(pilot, lambda: shown and shown[-1] == previews[-1])
        assert len(shown) <= 3


async def test_a_waiting_job_is_cancelled_and_drawn_again_by_retry(opened: Opened) -> None:
    async with opened() as pilot:
        ids = await draw(pilot, 12, (512, 512))
        await pilot.press("f3")
        await until(pilot, lambda: pilot.app.screen.query_one(JobList).jobs)
        pilot.app.screen.query_one(JobList).go_to(ids[-1])
        await pilot.press("c")
        await until(pilot, lambda: workspace_of(pilot).desk.view(ids[-1]).state is State.CANCELLED)
        await until(pilot, lambda: present(pilot).state is State.CANCELLED)
        assert present(pilot).id == ids[-1]
        await pilot.press("r")
        await until(pilot, lambda: present(pilot).id == ids[-1] and present(pilot).state is not State.CANCELLED)
        assert workspace_of(pilot).desk.view(ids[-1]).state is not State.CANCELLED


async def test_keys_are_offered_where_they_can_do_something(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        screen = pilot.app.screen

        def offered() -> set[str]:
            keys = {"open": "o", "letter": "e", "cancel": "c", "retry": "r"}
            return {name for name, key in keys.items() if screen.active_bindings[key].enabled}

        assert offered() == set()
        for state, keys in (
            (State.RUNNING, {"cancel"}),
            (State.FAILED, {"retry"}),
            (State.LETTERING, set()),
        ):
            studio_of(pilot).tell(JobChanged(view("a", state)))
            await until(pilot, lambda state=state: present(pilot).state is state)  # type: ignore[misc]
            assert offered() == keys
        studio_of(pilot).tell(JobChanged(view("a", State.DONE, picture_ids=(1,))))
        await until(pilot, lambda: offered() == {"open", "letter"})


async def test_a_failure_is_told_in_full_and_can_be_copied(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        notice = Notice("A model is missing", "[x] lora.safetensors is not there", "Put it into models/loras")
        studio_of(pilot).tell(JobChanged(view("a", State.FAILED, notice=notice)))
        await until(pilot, lambda: "Put it into models/loras" in words(pilot, "#job-notice-text"))
        assert "[x] lora.safetensors" in words(pilot, "#job-notice-text")
        await pilot.press("y")
        assert shows(pilot, NoticeWindow)
        await pilot.press("c")
        assert pilot.app.clipboard == f"{notice.title}\n{notice.reason}\n{notice.remedy}"
        await pilot.press("escape")
        assert not shows(pilot, NoticeWindow)


async def test_the_recipe_of_a_job_opens_in_compose(opened: Opened) -> None:
    async with opened() as pilot:
        (job,) = await draw(pilot)
        await pilot.press("f3", "a")
        screen = pilot.app.screen
        assert isinstance(screen, ComposeScreen)
        assert screen.scene().text == "Milo naps"
        assert screen.scene().seed == 1
        await workspace_of(pilot).desk.wait([job])


async def test_jobs_of_an_earlier_studio_are_there_again(opened: Opened) -> None:
    async with opened() as pilot:
        ids = await draw(pilot)
        await workspace_of(pilot).desk.wait(ids)
    async with opened() as pilot:
        await pilot.press("f3")
        await until(pilot, lambda: pilot.app.screen.query_one(JobList).present)
        assert present(pilot).id == ids[0]
        assert pilot.app.screen.query_one(JobDetail)
