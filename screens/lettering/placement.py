"""Where the words stand, and on what: found places, places changed by hand, signs, bubbles and bars."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from textual import on, work
from textual.binding import ActiveBinding
from textual.containers import VerticalScroll
from textual.events import DescendantFocus
from textual.widgets import OptionList

from screens.drawing.threads import in_thread
from screens.lettering.arrangement import Arrangement
from screens.lettering.key_order import WordsLine
from screens.lettering.layout import Arranged
from screens.lettering.place_editor import GRIPS, GROWTH, STEP, TURN, PlaceEditor, legend
from screens.lettering.status_text import legend_lines
from studio.errors import StudioError
from studio.lettering.geometry import shaping
from studio.lettering.places.by_hand import as_kind, sign_at
from studio.lettering.records import Kind, Placement

KINDS: tuple[Kind, ...] = ("print", "bubble", "caption")

BY_HAND = frozenset({"lettering.save", "studio.help"})
"""What the footer tells by hand, besides the keys of the picture: there is no room for more."""


class PlacementKeys(Arrangement):
    """Tab and the keys of the picture."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """By hand the footer has room for its own keys."""
        active = super().active_bindings
        if not self.by_hand:
            return active
        return {
            key: one if isinstance(one.node, PlaceEditor) or one.binding.id in BY_HAND else _hidden(one)
            for key, one in active.items()
        }

    def action_place(self, step: int) -> None:
        """Try the next place."""
        self.change(self.arranged.to_next_place(step) if self.arranged else None)

    def action_hand(self) -> None:
        """To the picture, or back to the words."""
        # At once: the keys that wait are for what is focused then.
        if self.by_hand:
            line = self.query_one(WordsLine)
            self.set_focus(line)
            line.select_all()
        else:
            self.set_focus(self.query_one(PlaceEditor))

    @on(DescendantFocus)
    def _focused(self) -> None:
        """Say which keys do what by now."""
        if not self.by_hand:
            self.end_before()
        keys = self.query_one("#lettering-keys", VerticalScroll)
        if keys.display != self.by_hand:
            keys.display = self.by_hand
            self.query_one(OptionList).display = not self.by_hand
            lines = legend(self.studio.keys, type(self))
            self._say("#lettering-legend", legend_lines(self.app, lines))
        self.show_it()

    # By hand.

    def action_move(self, across: int, down: int) -> None:
        """Move the place, or pull what is gripped."""
        if self.easel is None or self.arranged is None:
            return
        reach = STEP * max(self.easel.picture.width, self.easel.picture.height)
        x, y, step = across * reach, down * reach, f"move {across} {down} {self.grip}"
        now = self.arranged.current
        if self.grip == "whole":
            self._shape(lambda place: shaping.moved(place, x, y), step)
        elif self.grip != "tail":
            corner = GRIPS.index(self.grip) - 1
            self._shape(lambda place: shaping.pulled(place, corner, x, y), step)
        elif now.kind == "bubble":
            from_x, from_y = now.tail or shaping.middle(self.arranged.place)
            tail = (round(from_x + x, 2), round(from_y + y, 2))
            self.change(self.arranged.with_place(self.arranged.place, now.kind, tail), step, monotonic())

    def action_grow(self, wide: int, high: int) -> None:
        """Make the place larger or smaller."""
        self._shape(lambda place: shaping.grown(place, GROWTH**wide, GROWTH**high), f"grow {wide} {high}")

    def action_turn(self, way: int) -> None:
        """Turn the place."""
        self._shape(lambda place: shaping.turned(place, way * TURN), f"turn {way}")

    def action_grip(self) -> None:
        """Let the arrows pull the next thing."""
        self.grip = GRIPS[(GRIPS.index(self.grip) + 1) % len(GRIPS)]
        self.show_it()

    def _shape(self, how: Callable[[Placement], Placement], step: str) -> None:
        if self.arranged is not None:
            now = self.arranged.current
            shaped = self.arranged.with_place(how(self.arranged.place), now.kind, now.tail)
            self.change(shaped, step, monotonic())

    # What the words are set on.

    @work(exclusive=True, group="kind")
    async def action_kind(self) -> None:
        """Printed, in a bubble, on a bar."""
        if self.arranged is None or self.easel is None:
            return
        before = self.arranged
        kind = KINDS[(KINDS.index(before.current.kind) + 1) % len(KINDS)]
        home = before.printed()
        if kind == "print":
            self.change(home)
            return
        speaker = before.place if before.current.kind == "print" else home.place
        with self.studio.reporting():
            made = await in_thread(self, as_kind, self.easel, before.current.text, before.look, kind, speaker)
            now = self._as_it_stood(before)
            if now is not None:
                self.change(now.with_place(made.placement, made.kind, made.tail))

    @work(exclusive=True, group="kind")
    async def action_sign(self) -> None:
        """Take the sign under the place's middle."""
        if self.arranged is None or self.easel is None:
            return
        before = self.arranged
        try:
            place = await in_thread(self, sign_at, self.easel, *shaping.middle(before.place))
        except StudioError as error:
            self.tell(f"{error.notice.title}: {error.notice.reason}")
            return
        now = self._as_it_stood(before)
        if now is not None:
            self.change(now.with_place(place))

    def _as_it_stood(self, before: Arranged) -> Arranged | None:
        """What is arranged by now, where the current text still stands as it did: its words may be others."""
        now = self.arranged
        if now is None or (now.at, now.place, now.current.kind) != (before.at, before.place, before.current.kind):
            return None
        return now


def _hidden(one: ActiveBinding) -> ActiveBinding:
    return one._replace(binding=replace(one.binding, show=False))
