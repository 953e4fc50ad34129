"""Who is told of the workspace and of changes, with no app."""

from __future__ import annotations

from typing import Any, cast

from textual.message import Message

from screens.base.messages import Changed, Opened
from screens.shell.audience import AppAudience, UnfinishedJobs, passing_words
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


def test_jobs_are_counted_until_they_end_and_their_end_is_said_once() -> None:
    counts: list[int] = []
    said: list[str] = []
    status = cast(Any, type("Status", (), {"count": lambda self, number: counts.append(number)})())
    jobs = UnfinishedJobs(status, lambda job: said.append(job.id))
    jobs.begin([view("a", State.WAITING), view("old", State.DONE)])
    for job in (view("b", State.RUNNING), view("a", State.DONE), view("a", State.DONE), view("old", State.DONE)):
        jobs.hear(job)
    assert (counts, said, len(jobs)) == ([1, 2, 1, 1, 1], ["a"], 1)


def test_an_end_is_grave_where_there_is_something_to_look_at() -> None:
    assert passing_words(view("a", State.DONE))[2] == "information"
    assert passing_words(view("a", State.FAILED))[2] == "warning"
    words = passing_words(view("a", State.DONE, notice=Notice("It cannot be read back")))
    assert words[2] == "warning"
    assert "It cannot be read back" in words[1]
