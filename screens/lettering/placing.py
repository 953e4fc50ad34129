"""Where the words stand, and on what: found places, places changed by hand, signs, bubbles and bars."""

from __future__ import annotations

from textual import on, work
from textual.events import DescendantFocus
from textual.widgets import Input

from screens.lettering.arranging import Arranging
from screens.lettering.hand import Hand
from screens.threads import in_thread
from studio.arranging import as_kind, sign_at
from studio.errors import StudioError
from studio.lettering.records import Kind
from studio.lettering.shaping import middle

KINDS: tuple[Kind, ...] = ("print", "bubble", "caption")


class Placing(Arranging):
    """Tab and the keys of the Hand."""

    def action_place(self, step: int) -> None:
        """Try the next place."""
        self.change(self.arranged.to_next_place(step) if self.arranged else None)

    def action_hand(self) -> None:
        """To the picture, or back to the words."""
        hand = self.query_one(Hand)
        (self.query_one("#lettering-words", Input) if hand.has_focus else hand).focus()

    @on(Hand.Shaped)
    def _shaped(self, message: Hand.Shaped) -> None:
        if self.arranged is None:
            return
        now = self.arranged.current
        if message.how is not None:
            self.change(self.arranged.with_place(message.how(self.arranged.place), now.kind, now.tail), "hand")
        elif message.tail is not None and now.kind == "bubble":
            x, y = now.tail or middle(self.arranged.place)
            tail = (round(x + message.tail[0], 2), round(y + message.tail[1], 2))
            self.change(self.arranged.with_place(self.arranged.place, now.kind, tail), "tail")

    @on(Hand.Gripped)
    @on(DescendantFocus)
    def _gripped(self) -> None:
        self.show_it()

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
            if self.arranged is before:
                self.change(before.with_place(made.placement, made.kind, made.tail))

    @work(exclusive=True, group="kind")
    async def action_sign(self) -> None:
        """Take the sign under the place's middle."""
        if self.arranged is None or self.easel is None:
            return
        before = self.arranged
        try:
            place = await in_thread(self, sign_at, self.easel, *middle(before.place))
        except StudioError as error:
            self.complain(error.notice)
            return
        if self.arranged is before:
            self.change(before.with_place(place))
