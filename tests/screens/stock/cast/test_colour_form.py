"""The fields of a colour: what stands there at first, what is tried on, what can be taken; strengths as typed."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input, Static

from screens.stock.cast.windows.colour_bars import LABEL, STEPS, VALUE, ColourBars
from screens.stock.cast.windows.colour_steps import MOST, PARTS, Named, mixed
from screens.stock.cast.windows.colour_window import FIRST, Chosen, ColourForm
from screens.stock.cast.windows.lora_window import BOUNDS, strength_of

EVERY = (Named("fur", "#8a6a4a", True), Named("navy", "#000080"), Named("nearly black", "#101010"))


class OneForm(App[None]):
    """A form, and what was tried on."""

    def __init__(self, before: Chosen) -> None:
        super().__init__()
        self.tried: list[Chosen] = []
        self.form = ColourForm(before, ("fur", "suit"), EVERY, self.tried.append)

    def compose(self) -> ComposeResult:
        yield self.form

    def may_be_taken(self) -> bool:
        return self.form.can_be_taken

    def swatch(self) -> str:
        return str(self.query_one("#colour-swatch", Static).render())


async def test_a_part_has_its_own_colour_until_another_is_said() -> None:
    app = OneForm(Chosen("suit", "#2f8a58"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.form.chosen == Chosen("suit", "#2f8a58")
        assert app.tried == [Chosen("suit", "#2f8a58")]
        assert app.swatch().count("#2f8a58") == 2
        assert not app.query("#colour-part")
        bars = app.query_one(ColourBars)
        assert bars.has_focus
        before = mixed("#2f8a58")
        for key, by in (("right", 1.0), ("left", -1.0), ("shift+right", 0.1), ("shift+left", -0.1)):
            for part in PARTS:
                was = getattr(bars._colour, part)
                await pilot.press(key)
                assert getattr(bars._colour, part) == pytest.approx(was + by * STEPS[part])
                assert app.form.chosen == app.tried[-1] == Chosen("suit", bars._colour.number)
                await pilot.press("down")
        # As many steps back as forth.
        assert app.form.chosen.number == before.number
        await pilot.press("up", "right")
        assert mixed(app.form.chosen.number).lightness == pytest.approx(before.lightness + STEPS["lightness"], abs=0.5)
        assert app.may_be_taken()


async def test_the_mouse_takes_what_it_points_at() -> None:
    app = OneForm(Chosen("suit", "#2f8a58"))
    async with app.run_test(size=(80, 24)) as pilot:
        bars = app.query_one(ColourBars)
        wide = bars.size.width - LABEL - VALUE
        for row, part in enumerate(PARTS[1:], 1):
            for share in (0.25, 1):
                at = round(share * (wide - 1))
                await pilot.click(bars, offset=(LABEL + at, row))
                assert getattr(bars._colour, part) == pytest.approx(at / (wide - 1) * MOST[part])
        told = len(app.tried)
        await pilot.click(bars, offset=(LABEL - 1, 1))
        await pilot.click(bars, offset=(LABEL + wide, 1))
        assert len(app.tried) == told


async def test_a_part_that_has_no_name_yet_gets_one_and_the_colour_that_it_is_painted_in() -> None:
    app = OneForm(Chosen("", ""))
    async with app.run_test(size=(80, 24)) as pilot:
        part = app.query_one("#colour-part", Input)
        assert part.has_focus
        assert app.form.chosen == Chosen("", FIRST)
        assert "none" in app.swatch()
        assert not app.may_be_taken()
        part.value = " FUR "
        await pilot.pause()
        assert app.form.chosen == Chosen("fur", "#8a6a4a")
        assert app.tried[-1] == app.form.chosen
        line = app.query_one("#colour-line", Input)
        line.focus()
        line.value = "blorange"
        await pilot.pause()
        assert not app.may_be_taken()
        line.value = "#0F0"
        await pilot.pause()
        assert app.form.chosen == Chosen("fur", "#00ff00")
        assert app.may_be_taken()
        # What was said stays, whatever the part is called then.
        part.value = "suit"
        part.value = "fur"
        await pilot.pause()
        assert app.form.chosen == Chosen("fur", "#00ff00")
        line.value = "n"
        await pilot.pause()
        app.form.move(1)
        await pilot.pause()
        assert app.form.chosen.number in ("#000080", "#101010")


@pytest.mark.parametrize(
    ("typed", "strength"),
    [("", 1.0), ("0.8", 0.8), ("0,8", 0.8), ("-1", -1.0), ("much", None), ("1.2.3", None), ("nan", None)],
)
def test_a_strength_is_a_number_within_bounds(typed: str, strength: float | None) -> None:
    assert strength_of(typed) == strength
    for bound in BOUNDS:
        assert strength_of(str(bound)) == bound
        assert strength_of(str(bound * 1.01)) is None
