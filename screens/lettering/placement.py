"""Where the words stand, and on what: found places, places changed by hand, signs, bubbles and bars."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from screens.base.host import Notices
from screens.base.work import Work
from screens.lettering.arrangement import GRIPS, Arrangement
from screens.lettering.place_editor import GROWTH, STEP, TURN
from screens.lettering.remarks import Says
from studio.errors import StudioError
from studio.lettering.geometry import shaping
from studio.lettering.places.by_hand import as_kind, sign_at
from studio.lettering.records import Kind, Placement

KINDS: tuple[Kind, ...] = ("print", "bubble", "caption")


class PlacementKeys:
    """Tab, and the keys that change the current place by hand."""

    def __init__(self, arrangement: Arrangement, notices: Notices, work: Work, says: Says) -> None:
        self._arrangement = arrangement
        self._notices = notices
        self._work = work
        self._says = says

    def action_place(self, step: int) -> None:
        """Try the next place."""
        now = self._arrangement.now
        self._arrangement.change(now.to_next_place(step) if now else None)

    def action_move(self, across: int, down: int) -> None:
        """Move the place, or pull what is gripped."""
        easel, arranged, grip = self._arrangement.easel, self._arrangement.now, self._arrangement.grip
        if easel is None or arranged is None:
            return
        reach = STEP * max(easel.picture.width, easel.picture.height)
        x, y, step = across * reach, down * reach, f"move {across} {down} {grip}"
        now = arranged.current
        if grip == "whole":
            self._shape(lambda place: shaping.moved(place, x, y), step)
        elif grip != "tail":
            corner = GRIPS.index(grip) - 1
            self._shape(lambda place: shaping.pulled(place, corner, x, y), step)
        elif now.kind == "bubble":
            from_x, from_y = now.tail or shaping.middle(arranged.place)
            tail = (round(from_x + x, 2), round(from_y + y, 2))
            self._arrangement.change(arranged.with_place(arranged.place, now.kind, tail), step, monotonic())

    def action_grow(self, wide: int, high: int) -> None:
        """Make the place larger or smaller."""
        self._shape(lambda place: shaping.grown(place, GROWTH**wide, GROWTH**high), f"grow {wide} {high}")

    def action_turn(self, way: int) -> None:
        """Turn the place."""
        self._shape(lambda place: shaping.turned(place, way * TURN), f"turn {way}")

    def action_grip(self) -> None:
        """Let the arrows pull the next thing."""
        self._arrangement.take_next_grip()

    def _shape(self, how: Callable[[Placement], Placement], step: str) -> None:
        arranged = self._arrangement.now
        if arranged is not None:
            now = arranged.current
            shaped = arranged.with_place(how(arranged.place), now.kind, now.tail)
            self._arrangement.change(shaped, step, monotonic())

    # What the words are set on.

    def action_kind(self) -> None:
        """Printed, in a bubble, on a bar."""
        self._work.begin(self._take_kind, "kind")

    async def _take_kind(self) -> None:
        before, easel = self._arrangement.now, self._arrangement.easel
        if before is None or easel is None:
            return
        kind = KINDS[(KINDS.index(before.current.kind) + 1) % len(KINDS)]
        home = before.printed()
        if kind == "print":
            self._arrangement.change(home)
            return
        speaker = before.place if before.current.kind == "print" else home.place
        with self._notices.reporting():
            made = await self._work.in_thread(as_kind, easel, before.current.text, before.look, kind, speaker)
            now = self._arrangement.as_it_stood(before)
            if now is not None:
                self._arrangement.change(now.with_place(made.placement, made.kind, made.tail))

    def action_sign(self) -> None:
        """Take the sign under the place's middle."""
        self._work.begin(self._take_sign, "kind")

    async def _take_sign(self) -> None:
        before, easel = self._arrangement.now, self._arrangement.easel
        if before is None or easel is None:
            return
        try:
            place = await self._work.in_thread(sign_at, easel, *shaping.middle(before.place))
        except StudioError as error:
            self._says.tell(f"{error.notice.title}: {error.notice.reason}")
            return
        now = self._arrangement.as_it_stood(before)
        if now is not None:
            self._arrangement.change(now.with_place(place))
