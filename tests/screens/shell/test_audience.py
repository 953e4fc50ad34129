"""Who is told of the workspace and of changes, with no app."""

from __future__ import annotations

from typing import Any, cast

from textual.message import Message

from screens.base.messages import Changed, Opened
from screens.shell.audience import AppAudience, EndedJobs, UnfinishedJobs
from studio.errors import Notice
from studio.jobs.states import State
from studio.jobs.views import JobChanged, JobView, Noticed
from tests.screens.jobs import view
from tests.screens.parts import Studio


class Room:
    """A screen that keeps what it is posted."""

    is_attached = True

    def __init__(self) -> None:
        self.posted: list[Message] = []

    def post_message(self, message: Message) -> bool:
        self.posted.append(message)
        return True

    def heard(self) -> list[type[Message]]:
        return [type(message) for message in self.posted]


def audience() -> tuple[AppAudience, list[JobView], Studio]:
    heard: list[JobView] = []
    studio = Studio()
    return AppAudience(studio, heard.append), heard, studio


def test_each_screen_hears_once_that_the_workspace_is_open_when_it_is_in_sight() -> None:
    told, _, _ = audience()
    seen, hidden, late = (cast(Any, Room()) for _ in range(3))
    for room in (seen, hidden):
        told.meet(room)
    told.open(cast(Any, "the workspace"), [seen])
    assert (seen.heard(), hidden.heard()) == ([Opened], [])
    for room in (seen, hidden, hidden, late):
        told.meet(room)
    assert [room.heard() for room in (seen, hidden, late)] == [[Opened]] * 3


def test_a_change_comes_to_every_screen_that_is_there() -> None:
    told, heard, studio = audience()
    here, gone = cast(Any, Room()), cast(Any, Room())
    told.meet(here)
    told.meet(gone)
    gone.is_attached = False
    told.tell(JobChanged(view("a", State.RUNNING)))
    told.tell(Noticed(Notice("From the desk")))
    assert (here.heard(), gone.heard()) == ([Changed, Changed], [])
    assert [job.id for job in heard] == ["a"]
    assert [notice.title for notice in studio.notices] == ["From the desk"]


def test_jobs_are_counted_until_they_end() -> None:
    counts: list[int] = []
    status = cast(Any, type("Status", (), {"count": lambda self, number: counts.append(number)})())
    jobs = UnfinishedJobs(status)
    jobs.begin([view("a", State.WAITING), view("old", State.DONE)])
    for job in (view("b", State.RUNNING), view("a", State.DONE), view("a", State.DONE), view("old", State.DONE)):
        jobs.hear(job)
    assert (counts, len(jobs)) == ([1, 2, 1, 1, 1], 1)


class Ends:
    """What is said of jobs that end, and whether all was well."""

    def __init__(self) -> None:
        self.said: list[tuple[str, bool]] = []
        self.jobs = EndedJobs(lambda words, is_well: self.said.append((words, is_well)))

    def hear(self, now: float, state: State, *names: str, **facts: Any) -> None:
        for name in names:
            self.jobs.hear(view(name, state, scene="Milo sleeps", **facts), now)


def test_a_batch_is_told_in_one_line_when_its_last_job_ends() -> None:
    ends = Ends()
    ends.hear(0.0, State.WAITING, "a", "b", "c", batch="one")
    ends.hear(10.0, State.DONE, "a", "a", "c", batch="one")
    assert ends.said == []
    ends.hear(20.0, State.DONE, "b", "b", batch="one")
    assert ends.said == [("3 pictures are drawn: Milo sleeps", True)]


def test_a_failure_is_told_at_once_and_the_batch_again_when_it_is_over() -> None:
    ends = Ends()
    ends.hear(0.0, State.WAITING, "a", "b", "c", batch="one")
    ends.hear(1.0, State.DONE, "a", batch="one")
    ends.hear(2.0, State.FAILED, "b", batch="one", notice=Notice("Out of memory"))
    ends.hear(3.0, State.DONE, "c", batch="one")
    assert ends.said == [
        ("1 of 3 drawn, 1 failed: Milo sleeps: Out of memory", False),
        ("2 of 3 drawn, 1 failed: Milo sleeps: Out of memory", False),
    ]
    ends.hear(60.0, State.WAITING, "b", batch="one")
    ends.hear(70.0, State.DONE, "b", batch="one")
    assert ends.said[2:] == [("A picture is drawn: Milo sleeps", True)]


def test_batches_that_end_together_are_told_together_and_later_ones_by_themselves() -> None:
    ends = Ends()
    for now, name in ((1.0, "a"), (2.0, "b"), (60.0, "c")):
        ends.hear(now, State.RUNNING, name)
        ends.hear(now, State.DONE, name)
    assert [words for words, _ in ends.said] == [
        "A picture is drawn: Milo sleeps",
        "2 pictures are drawn: Milo sleeps",
        "A picture is drawn: Milo sleeps",
    ]


def test_what_was_over_before_and_what_another_process_runs_is_not_told() -> None:
    ends = Ends()
    ends.jobs.begin([view("old", State.DONE), view("ours", State.WAITING, batch="one")])
    ends.hear(0.0, State.DONE, "old")
    ends.hear(0.0, State.WAITING, "other", batch="one")
    ends.jobs.let_go(view("other", State.WAITING, batch="one"))
    ends.jobs.let_go(view("never heard of", State.DONE, batch="one"))
    ends.hear(0.0, State.DONE, "ours", batch="one")
    assert ends.said == [("A picture is drawn: Milo sleeps", True)]
    ends.hear(0.0, State.WAITING, "last")
    ends.jobs.let_go(view("last", State.WAITING))
    ends.hear(0.0, State.DONE, "last")
    assert len(ends.said) == 1
