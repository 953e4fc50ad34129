"""What keys do with jobs, with no screen: what is offered, and what the desk is asked for."""

from __future__ import annotations

from typing import Any, cast

import pytest

from screens.progress.job_keys import MOST_URGENT, JobKeys
from studio.errors import Notice
from studio.jobs.states import State
from studio.jobs.views import JobView
from tests.screens.jobs import view
from tests.screens.parts import Studio, Worked


class Jobs:
    """A list with a cursor."""

    def __init__(self, *jobs: JobView) -> None:
        self.present = jobs[0] if jobs else None
        self.beneath = jobs[1] if len(jobs) > 1 else None
        self.went_to = ""

    def go_to(self, job_id: str) -> None:
        self.went_to = job_id


class Desk:
    """Keeps what it is asked for; `retried` are the jobs that a retry starts."""

    def __init__(self, *retried: str) -> None:
        self.paused = False
        self.asked: list[tuple[object, ...]] = []
        self._retried = retried

    def recipe(self, job_id: str) -> str:
        return f"recipe of {job_id}"

    async def retry(self, job_id: str, *, pay_again: bool = False) -> tuple[str, ...]:
        self.asked.append(("retry", job_id, *(["paying again"] if pay_again else [])))
        return self._retried

    async def pause(self) -> None:
        self.paused = True

    async def resume(self) -> None:
        self.paused = False

    def __getattr__(self, name: str) -> Any:
        async def asked(*about: object) -> None:
            self.asked.append((name, *about))

        return asked


class Keys(JobKeys):
    """Keys of jobs with all that they are given."""

    def __init__(self, *jobs: JobView, retried: tuple[str, ...] = (), answer: object = None) -> None:
        self.jobs, self.studio, self.work, self.made = Jobs(*jobs), Studio(), Worked(), Desk(*retried)
        self.pauses = 0
        self.copied: list[tuple[str, object]] = []
        self.questions: list[str] = []

        async def ask(job: JobView, recipe: object) -> Any:
            return answer

        async def copy(job: JobView, recipe: object) -> None:
            self.copied.append((job.id, recipe))

        async def confirm(question: str, detail: str) -> bool:
            self.questions.append(question)
            return answer is not None

        super().__init__(self.jobs, self.studio, self.work, ask=ask, copy=copy, paused=self.note_pause, confirm=confirm)
        self.desk = cast(Any, self.made)

    def note_pause(self) -> None:
        self.pauses += 1


def test_what_is_offered_is_what_can_be_done_with_the_job() -> None:
    def offered(*jobs: JobView) -> set[str]:
        names = ("cancel", "retry", "hold", "shift", "again", "details", "pause")
        return {name for name in names if Keys(*jobs).check_action(name, ())}

    assert offered() == {"pause"}
    assert offered(view("a", State.WAITING)) == {"cancel", "hold", "shift", "again", "pause"}
    assert offered(view("a", State.DONE, picture_ids=(3,))) == {"again", "pause"}
    failed = view("a", State.FAILED, notice=Notice("No memory"))
    assert offered(failed) == {"retry", "again", "details", "pause"}


async def test_the_desk_is_asked_for_the_job_under_the_cursor() -> None:
    keys = Keys(view("a", State.WAITING, priority=MOST_URGENT), view("b", State.WAITING))
    keys.action_cancel()
    keys.action_hold()
    keys.action_prioritise(1)
    keys.action_shift(1)
    keys.action_shift(-1)
    await keys.work.done()
    assert keys.made.asked == [
        ("cancel", "a"),
        ("hold", "a"),
        ("prioritise", "a", MOST_URGENT),
        ("shift", "b", -1),
        ("shift", "a", -1),
    ]
    assert set(keys.work.groups) == {"jobs"}, "who leaves waits for what is in this group"


async def test_a_pause_ends_with_the_same_key() -> None:
    keys = Keys()
    for paused in (True, False):
        keys.action_pause()
        await keys.work.done()
        assert keys.made.paused is paused
    assert keys.pauses == 2


async def test_a_recipe_is_opened_elsewhere() -> None:
    keys = Keys(view("a", State.DONE))
    await keys.action_again()
    assert keys.studio.went == [("recipe", "recipe of a")]


async def test_a_retry_goes_to_the_job_that_it_starts_or_says_why_there_is_none() -> None:
    keys = Keys(view("a", State.FAILED), retried=("b",))
    keys.action_retry()
    await keys.work.done()
    assert keys.jobs.went_to == "b"
    keys = Keys(view("a", State.FAILED))
    keys.action_retry()
    await keys.work.done()
    assert "can be retried" in keys.studio.notices[0].title


async def test_after_a_lack_of_memory_it_is_asked_what_to_draw() -> None:
    short = view("a", State.FAILED, notice=Notice("Out of memory", short_of_memory=True))
    for answer, asked, went in (
        (None, [], []),
        ("smaller", [], [("recipe", "smaller")]),
        ("recipe of a", [("retry", "a")], []),
    ):
        keys = Keys(short, retried=("a",), answer=answer)
        keys.action_retry()
        await keys.work.done()
        assert (keys.made.asked, keys.studio.went) == (asked, went)


async def test_what_of_a_job_is_copied_is_chosen_by_its_recipe() -> None:
    keys = Keys(view("a", State.FAILED))
    keys.action_copy()
    await keys.work.done()
    assert keys.copied == [("a", "recipe of a")]


@pytest.mark.parametrize("answer", [None, "yes"])
async def test_what_may_have_been_charged_is_drawn_again_by_a_persons_word_alone(answer: object) -> None:
    charged = Notice("It may have been charged", may_be_charged=True)
    keys = Keys(view("a", State.FAILED, notice=charged), retried=("a",), answer=answer)
    keys.action_retry()
    await keys.work.done()
    assert len(keys.questions) == 1
    assert keys.made.asked == ([("retry", "a", "paying again")] if answer else [])
