"""Progress: what it shows of the jobs, and what its keys do."""

from __future__ import annotations

import time

import msgspec
from rich.text import Text
from textual.pilot import Pilot
from textual.widgets import Static

from screens.base.windows import NoticeWindow
from screens.compose.screen import ComposeScreen
from screens.progress.job_detail import JobDetail
from screens.progress.job_list import JobList
from screens.progress.retry_window import RetryWindow
from screens.progress.server_strip import ServerStrip
from screens.progress.step_bar import StepBar
from screens.theme import ink
from screens.widgets.pictures.picture import PictureView
from studio.errors import Notice
from studio.jobs.states import State
from studio.jobs.views import JobChanged, JobView
from studio.scenes.scene import Scene
from studio.workspace import Workspace
from tests.screens.conftest import Opened, shows, studio_of, until
from tests.screens.jobs import lane, view


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
        assert studio_of(pilot).status.on_the_way == 0


async def test_words_that_nobody_wears_end_the_job_in_amber(opened: Opened) -> None:
    async with opened(120, 40) as pilot:
        await pilot.press("f3")
        scene = Scene(text="Milo naps", size=(256, 256), engine="draft", seed=1, sayings=("RTFM", "PEBKAC"))
        await workspace_of(pilot).draw(scene)
        await until(pilot, lambda: pilot.app.screen.query_one(JobList).jobs)
        await until(pilot, lambda: present(pilot).state is State.DONE)
        await until(pilot, lambda: "Nobody wears" in words(pilot, "#job-notice-text"))
        amber = ink(pilot.app.screen.app, "warning")
        job = pilot.app.screen.query_one(JobList)
        assert any(amber.lower() in str(one.style).lower() for one in job.render_line(0) if "✓" in one.text)
        notice = pilot.app.screen.query_one("#job-notice-text", Static).content
        assert isinstance(notice, Text)
        assert amber in str(notice.spans[0].style)


async def test_steps_previews_and_time_left_follow_the_engine(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        now = time.time()
        running = view(
            "a", State.RUNNING, stage="sampling", steps=20, step=5, fraction=0.25, began=now - 10, changed=now
        )
        studio_of(pilot).tell(JobChanged(running))
        await until(pilot, lambda: "sampling 5 of 20" in words(pilot, "#job-stage"))
        assert "drawing for 10 s" in words(pilot, "#job-time")
        assert "left" not in words(pilot, "#job-time")
        assert pilot.app.screen.query_one(StepBar).render().plain.endswith("  25%")
        studio_of(pilot).tell(JobChanged(view("a", State.RUNNING, began=now - 10, changed=now, seconds_left=75.0)))
        await until(pilot, lambda: "about 1 min 15 s left" in words(pilot, "#job-time"))
        assert studio_of(pilot).status.on_the_way == 1


async def test_previews_are_shown_a_few_times_a_second_and_the_last_one_always(
    opened: Opened, small_png: bytes
) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        picture = pilot.app.screen.query_one(PictureView)
        shown: list[bytes] = []
        picture.show_bytes = lambda data, key="": shown.append(data)  # type: ignore[method-assign]
        previews = [small_png + bytes([number]) for number in range(31)]
        for preview in previews[:-1]:
            studio_of(pilot).tell(JobChanged(view("a", State.RUNNING, preview=preview)))
        await until(pilot, lambda: shown and shown[-1] == previews[-2])
        assert len(shown) <= 3
        await pilot.press("f2")
        studio_of(pilot).tell(JobChanged(view("a", State.RUNNING, preview=previews[-1])))
        await pilot.pause()
        assert shown[-1] == previews[-2]
        await pilot.press("f3")
        await until(pilot, lambda: shown[-1] == previews[-1])


async def test_a_waiting_job_is_cancelled_and_drawn_again_by_retry(opened: Opened) -> None:
    async with opened() as pilot:
        # Held, so that it waits however fast this machine is.
        await workspace_of(pilot).desk.pause()
        ids = await draw(pilot, 3)
        await pilot.press("f3")
        await until(pilot, lambda: pilot.app.screen.query_one(JobList).jobs)
        pilot.app.screen.query_one(JobList).go_to(ids[-1])
        await pilot.press("c")
        await until(pilot, lambda: workspace_of(pilot).desk.view(ids[-1]).state is State.CANCELLED)
        await until(pilot, lambda: present(pilot).state is State.CANCELLED)
        assert present(pilot).id == ids[-1]
        await workspace_of(pilot).desk.resume()
        await pilot.press("r")
        await until(pilot, lambda: present(pilot).id == ids[-1] and present(pilot).state is not State.CANCELLED)
        assert workspace_of(pilot).desk.view(ids[-1]).state is not State.CANCELLED


async def test_the_queue_is_paused_held_and_put_in_order_by_keys(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3", "p")
        strip = pilot.app.screen.query_one(ServerStrip)
        await until(pilot, lambda: strip.display and "Paused" in str(strip.content))
        first, second, third = await draw(pilot, 3)
        jobs = pilot.app.screen.query_one(JobList)

        def order() -> list[str]:
            return [job.id for job in jobs.jobs]

        await until(pilot, lambda: order() == [first, second, third])
        jobs.go_to(third)
        await pilot.press("K")
        await until(pilot, lambda: order() == [first, third, second])
        await pilot.press("plus")
        await until(pilot, lambda: order() == [third, first, second] and present(pilot).priority == 1)
        await pilot.press("minus")
        await until(pilot, lambda: present(pilot).priority == 0 and order() == [first, third, second])
        await pilot.press("shift+down")
        await until(pilot, lambda: order() == [first, second, third])
        assert {job.state for job in jobs.jobs} == {State.DRAFT}
        await pilot.press("h")
        await until(pilot, lambda: present(pilot).id == third and present(pilot).state is State.DONE)
        assert {workspace_of(pilot).desk.view(name).state for name in (first, second)} == {State.DRAFT}
        await pilot.press("p")
        await until(pilot, lambda: not strip.display)
        await until(pilot, lambda: all(job.state is State.DONE for job in jobs.jobs))


async def test_out_of_memory_offers_the_same_again_and_something_smaller(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3", "p")
        (job,) = await draw(pilot)
        desk = workspace_of(pilot).desk
        await desk.cancel(job)
        short = Notice("Drawing failed (rack)", "out of memory", short_of_memory=True)

        failed = msgspec.structs.replace(desk.view(job), state=State.FAILED, notice=short, engine="rack")
        studio_of(pilot).tell(JobChanged(failed))
        await until(pilot, lambda: "asks rack to free memory" in words(pilot, "#job-notice-text"))
        await pilot.press("r")
        await until(pilot, lambda: shows(pilot, RetryWindow))
        await pilot.press("escape")
        assert desk.view(job).state is State.CANCELLED
        await pilot.press("r")
        await until(pilot, lambda: shows(pilot, RetryWindow))
        await pilot.press("enter")
        await until(pilot, lambda: desk.view(job).state is State.DONE)


async def test_something_smaller_opens_in_compose(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3", "p")
        (job,) = await draw(pilot, 1, (512, 512))
        await until(pilot, lambda: present(pilot).id == job)
        short = Notice("Drawing failed", "out of memory", short_of_memory=True)
        failed = msgspec.structs.replace(present(pilot), state=State.FAILED, notice=short)
        studio_of(pilot).tell(JobChanged(failed))
        await until(pilot, lambda: present(pilot).state is State.FAILED)
        await pilot.press("r")
        await until(pilot, lambda: shows(pilot, RetryWindow))
        await pilot.press("down", "enter")
        await until(pilot, lambda: shows(pilot, ComposeScreen))
        screen = pilot.app.screen
        assert isinstance(screen, ComposeScreen)
        assert screen.parts.form.scene().size == (368, 368)


async def test_servers_are_told_in_lines(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        strip = pilot.app.screen.query_one(ServerStrip)
        assert not strip.display
        lanes = [lane(True, name="rack", waiting=2), lane(False, name="b[x]", detail="nothing answers")]
        strip.tell(lanes, paused=False)
        told = str(strip.content)
        assert "rack  ready · 2 in its queue" in told
        assert "b[x]  nothing answers" in told
        strip.tell([lane(number > 2, name=f"s{number}") for number in range(7)], paused=True)
        told = str(strip.content)
        assert "Paused" in told
        assert "s0" in told
        assert "and 4 more, 4 of them ready" in told


async def test_keys_are_offered_where_they_can_do_something(opened: Opened) -> None:
    async with opened() as pilot:
        await pilot.press("f3")
        screen = pilot.app.screen

        def offered() -> set[str]:
            keys = {"open": "o", "letter": "e", "cancel": "c", "retry": "r", "hold": "h"}
            return {name for name, key in keys.items() if key in screen.active_bindings}

        assert offered() == set()
        for state, keys in (
            (State.RUNNING, {"cancel"}),
            (State.FAILED, {"retry"}),
            (State.LETTERING, set()),
            (State.WAITING, {"cancel", "hold"}),
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
        assert screen.parts.form.scene().text == "Milo naps"
        assert screen.parts.form.scene().seed == 1
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
