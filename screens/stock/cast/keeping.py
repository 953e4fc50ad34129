"""From the fields to the person's cast and back: reading, also what somebody else changed, saving, taking back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from screens.base.host import Notices
from screens.base.topics import Calls
from screens.drawing.threads import in_thread
from screens.stock.cast.bench import Bench
from screens.stock.cast.edited import Edited
from studio.cast import editing, loading, roster, taking_back
from studio.cast.checking import CharacterWrong
from studio.cast.members import Character
from studio.cast.unsaved import UnsavedMembers

if TYPE_CHECKING:
    pass

LOOKED_EVERY = 2.0
"""Seconds between two looks at whether somebody else changed the file."""
KEPT = "What is typed is here again when you come back"


class Cast(Protocol):
    """The workspace, as this sees it."""

    folder: Path
    unsaved_members: UnsavedMembers

    def learn_cast(self) -> None:
        """Read the cast anew. Blocks."""


class Points(Protocol):
    """Where mistakes are pointed at."""

    def point_at(self, way: str, words: str) -> None:
        """Go to the field to which a way leads, and say there what is wrong."""


class _Seen(NamedTuple):
    """The file as it was read last: when it was written, and its size."""

    written: int
    size: int


class Keeping:
    """Reads and writes for a bench; `listed` is called when the list is another."""

    def __init__(
        self, bench: Bench, calls: Calls, notices: Notices, points: Points, listed: Callable[[], None]
    ) -> None:
        self._bench, self._calls, self._notices = bench, calls, notices
        self._points, self._listed = points, listed
        self._cast: Cast | None = None
        self._seen: _Seen | None = None
        self.steps: list[taking_back.Step] = []
        """What was written, also by a window over the Cast, the last at the end."""
        self._is_writing = False

    def open(self, workspace: Cast) -> None:
        """The workspace is open: read the cast, and what was left unsaved."""
        self._cast = workspace
        self._calls.begin(partial(self._open, workspace), group="read", is_exclusive=True)
        self._calls.every(LOOKED_EVERY, self.look)

    async def _open(self, cast: Cast) -> None:
        with self._calls.reporting():
            self._seen, found = await in_thread(self._calls, _read, cast.folder)
            left = await in_thread(self._calls, cast.unsaved_members.of_last_time)
            self._bench.learn(found)
            self._bench.take_up(left)
            if not self._bench.key and (rows := self._bench.rows()):
                self._bench.open(rows[0].key)
            self._listed()
            if left:
                names = ", ".join(one.now.name or "nobody yet" for one in left.values())
                self._calls.say("Not saved last time, and here again", names)

    def look(self) -> None:
        """See whether somebody else changed the file."""
        if self._cast is not None and not self._is_writing:
            self._calls.begin(partial(self._look, self._cast), group="look", is_exclusive=True)

    async def _look(self, cast: Cast) -> None:
        if await in_thread(self._calls, _stamp, cast.folder) == self._seen or self._is_writing:
            return
        await self._read_anew(cast)

    async def _read_anew(self, cast: Cast) -> None:
        with self._calls.reporting():
            self._seen, found = await in_thread(self._calls, _read, cast.folder)
            await in_thread(self._calls, cast.learn_cast)
            both = self._bench.learn(found)
            self.note()
            self._listed()
            if both:
                self._calls.say(
                    f"{' and '.join(both)} changed in the file", "What you typed stays, the rest follows it"
                )

    # Writing.

    def save(self) -> None:
        """Write what stands in the fields, where nothing is wrong with it."""
        edited = self._bench.current
        if edited is None or self._cast is None:
            return
        if not edited.is_unsaved:
            self._calls.say("Nothing to save", f"The file says so already: {loading.FILE}")
            return
        wrong = self._bench.mistakes()
        if wrong:
            self._points.point_at(*next(iter(wrong.items())))
            return
        self._write(partial(self._save, self._cast, self._bench.key, edited))

    def _write(self, work: Callable[[], object]) -> None:
        if not self._is_writing:
            self._is_writing = True
            self._calls.begin(partial(self._guarded, work), group="save")

    async def _guarded(self, work: Callable[[], object]) -> None:
        try:
            with self._calls.reporting():
                await work()  # type: ignore[misc]
        finally:
            self._is_writing = False

    async def _save(self, cast: Cast, key: str, edited: Edited) -> None:
        what = f"Saving {edited.now.name}"
        try:
            saved, step = await in_thread(
                self._calls, taking_back.noted, cast.folder, partial(written, cast.folder, edited), what
            )
        except CharacterWrong as wrong:
            self._points.point_at(wrong.field, f"{wrong.notice.line()}")
            return
        self.steps.append(step)
        await in_thread(self._calls, cast.learn_cast)
        self._seen, found = await in_thread(self._calls, _read, cast.folder)
        self._bench.saved(key, edited.now, saved.name, found)
        self.note()
        self._listed()
        self._calls.say(f"{saved.name} is saved", f"in {loading.FILE}; scenes know it from now on")

    def retire(self) -> None:
        """Keep the member out of new scenes, or let it into them again."""
        edited, cast = self._bench.current, self._cast
        if cast is None or edited is None or edited.seen is None:
            return
        is_back = edited.seen.retired
        act = editing.unretire if is_back else editing.retire
        self._write(partial(self._retire, cast, edited.seen.name, act, is_back))

    async def _retire(self, cast: Cast, name: str, act: Callable[[Path, str], Character], is_back: bool) -> None:
        what = f"{'Bringing back' if is_back else 'Retiring'} {name}"
        _, step = await in_thread(self._calls, taking_back.noted, cast.folder, partial(act, cast.folder, name), what)
        self.steps.append(step)
        await self._read_anew(cast)
        if is_back:
            self._calls.say(f"{name} is back", "Scenes find it again")
        else:
            self._calls.say(f"{name} is retired", "No new scene finds it; its pictures stay as they are")

    def take_back(self) -> None:
        """Take the last writing back, where there was one."""
        if self._cast is not None and self.steps:
            self._write(partial(self._take_back, self._cast, self.steps[-1]))

    @property
    def can_take_back(self) -> bool:
        """Whether something was written here."""
        return bool(self.steps)

    async def _take_back(self, cast: Cast, step: taking_back.Step) -> None:
        self.steps.remove(step)
        await in_thread(self._calls, taking_back.take_back, step)
        await self._read_anew(cast)
        self._calls.say(f"{step.what} is taken back", f"{loading.FILE} is as it was")

    # What is not saved.

    def note(self) -> None:
        """Note what is unsaved by now."""
        if self._cast is not None:
            self._cast.unsaved_members.note(self._bench.unsaved())

    def keep(self) -> None:
        """Write what is unsaved, as when the room is left."""
        if self._cast is not None:
            self._calls.begin_for_good(partial(self._keep, self._cast.unsaved_members), group="save")

    async def _keep(self, unsaved: UnsavedMembers) -> None:
        import asyncio

        with self._calls.reporting():
            await asyncio.to_thread(unsaved.keep)


def written(folder: Path, edited: Edited) -> Character:
    """Write a member as its fields say it; as it is in the cast then. Blocks. Raises as `editing.change` does."""
    if edited.seen is not None:
        return editing.change(folder, edited.seen.name, edited.changes, edited.seen)
    if edited.like:
        copy = partial(editing.duplicate, folder, edited.like, edited.now.name)
        _, step = taking_back.noted(folder, copy, f"The copy of {edited.like}")
        try:
            seen = editing.written(folder, edited.now.name).character
            return editing.change(folder, edited.now.name, Edited(seen, edited.now).changes, seen)
        except CharacterWrong:
            taking_back.take_back(step)
            raise
    return editing.add(folder, edited.now)


def _read(folder: Path) -> tuple[_Seen, roster.Roster]:
    """The file's stamp, taken before it is read, and what it says. Blocks."""
    return _stamp(folder), roster.read(folder)


def _stamp(folder: Path) -> _Seen:
    try:
        facts = (folder / loading.FILE).stat()
    except OSError:
        return _Seen(0, 0)
    return _Seen(facts.st_mtime_ns, facts.st_size)
