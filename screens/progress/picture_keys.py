"""What keys do with the pictures of a job that is done: open, letter, rate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from screens.base.topics import Topic
from screens.base.work import Work
from screens.keymap import lines_of, shown_key
from screens.progress.job_keys import Jobs, Studio
from studio.jobs.views import JobView

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from library.store import Library

MOST_STARS = 5


class PictureKeys(Topic):
    """Acts on the pictures of the job under the cursor. `library` is None until the workspace is open.

    `rated` is called when stars were given.
    """

    def __init__(self, jobs: Jobs, studio: Studio, work: Work, *, rated: Callable[[], None]) -> None:
        self.library: Library | None = None
        self._jobs, self._studio, self._work, self._rated = jobs, studio, work, rated

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only of a job that has pictures."""
        return bool(self._pictures)

    async def action_open(self) -> None:
        """Open the picture in the Gallery."""
        if self._pictures:
            await self._studio.open_picture(self._pictures[0])

    async def action_letter(self) -> None:
        """Letter the picture."""
        if self._pictures:
            await self._studio.letter_picture(self._pictures[0])

    def action_rate(self, stars: int) -> None:
        """Give all pictures of the job so many stars."""
        if self._pictures and self.library is not None:
            self._work.begin(partial(self._rate, self.library, self._pictures, stars), "jobs", is_exclusive=False)

    async def _rate(self, library: Library, pictures: tuple[int, ...], stars: int) -> None:
        with self._studio.reporting():
            await self._work.in_thread(library.annotations.rate_many, pictures, stars)
            self._rated()

    @property
    def _pictures(self) -> tuple[int, ...]:
        job = self._jobs.present
        return () if job is None else job.picture_ids


def stars_in_words(stars: int) -> str:
    """ "No stars", "1 star", "2 stars"."""
    return "No stars" if stars == 0 else f"{stars} star{'s' if stars > 1 else ''}"


def next_line(job: JobView, stars: int, owner: type[DOMNode], keymap: Mapping[str, str]) -> str:
    """What can be done next with the pictures of a job, by key: "★★★ · ⏎ open · e letter · 1–5 rate".

    `owner` binds the keys, and `keymap` are a person's own.
    """
    keys = {line.id: shown_key(line.keys[0]) for line in lines_of(owner, keymap)}
    rate = f"{keys['progress.rate-1']}–{keys[f'progress.rate-{MOST_STARS}']}"
    pictures = f"{len(job.picture_ids)} pictures" if len(job.picture_ids) > 1 else ""
    told = ("★" * stars, pictures, f"{keys['progress.open']} open", f"{keys['progress.letter']} letter", f"{rate} rate")
    return " · ".join(filter(None, told))
