"""What is seldom changed, folded away: family, steps, guidance, sampler, LoRAs, references, a picture to paint over."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from screens.compose.form.field_values import Advanced, Joined, decimal, loras_line, loras_of, whole_number
from screens.widgets.choice import Choice
from screens.widgets.field import Field
from screens.widgets.fold import FoldTitle
from studio.scenes.recipe import PictureUse
from studio.scenes.scene import GUIDANCE, STEPS, Family, Scene

if TYPE_CHECKING:
    from screens.compose.form.loras import LoraSuggester
    from studio.scenes.understanding import Understanding

FAMILIES = (
    ("auto", ""),
    ("FLUX.1 Kontext", "kontext"),
    ("FLUX.1 dev", "dev"),
    ("FLUX.1 Schnell", "schnell"),
    ("FLUX.2", "flux2"),
    ("FLUX.2 klein", "klein"),
    ("FLUX.2 klein base", "klein-base"),
    ("Qwen-Image-Edit", "qwen-edit"),
)
FAMILY_NAMES = {value: shown for shown, value in FAMILIES}
JOINED = (("one after another", "chained"), ("side by side, as one", "stitched"), ("each in its part", "regions"))
SAMPLERS = ("euler", "euler_ancestral", "heun", "dpmpp_2m", "dpmpp_2m_sde", "dpmpp_sde", "uni_pc", "ddim", "lcm")
SCHEDULERS = ("simple", "normal", "karras", "exponential", "sgm_uniform", "ddim_uniform", "beta")
PLAIN = {"family": "", "joined": "chained"} | dict.fromkeys(
    ("steps", "guidance", "sampler", "scheduler", "loras", "denoise"), ""
)
"""What stands in the fields before anything is chosen."""


class AdvancedSettings(Vertical):
    """The fields of an engine's finer settings; empty ones take the defaults, which they show.

    The fields are made when the fold is first opened; what stands in them is kept here.
    """

    class Edited(Message):
        """Something in the fields changed."""

    class Unfolded(Message):
        """The fields are there for the first time."""

    class Folded(Message):
        """The fields were folded in or out."""

        def __init__(self, is_in: bool) -> None:
            super().__init__()
            self.is_in = is_in

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.start: PictureUse | None = None
        self._mask: PictureUse | None = None
        self._values = dict(PLAIN)
        self._hints = {"sampler": "euler", "scheduler": "simple", "denoise": "0.6"}
        self._made = False
        self._making = asyncio.Lock()

    @cached_property
    def loras(self) -> LoraSuggester:
        """Completes their names; made with the fields."""
        from screens.compose.form.loras import LoraSuggester

        return LoraSuggester()

    def compose(self) -> ComposeResult:
        """The fold, empty."""
        yield FoldTitle("Advanced")

    def _rows(self) -> list[Widget]:
        """Three rows of fields, and the LoRAs."""
        return [
            Horizontal(
                Field("Family", Choice(FAMILIES, value=self._values["family"], id="family")),
                Field("Steps", self._line("steps", max_length=3), id="steps-field"),
                Field("Guidance", self._line("guidance", max_length=6), id="guidance-field"),
                classes="row",
            ),
            Horizontal(
                Field("Sampler", self._suggesting("sampler", SAMPLERS)),
                Field("Scheduler", self._suggesting("scheduler", SCHEDULERS)),
                Field("Several references", Choice(JOINED, value=self._values["joined"], id="joined")),
                classes="row",
            ),
            Field("LoRAs  file:strength, … or none", self._line("loras", suggester=self.loras)),
            Horizontal(
                Field("Paint over", Static(id="start", markup=False), Button("Take away", id="no-start", compact=True)),
                Field("Drawn anew  0 – 1", self._line("denoise", max_length=5), id="denoise-field"),
                id="start-row",
                classes="row",
            ),
        ]

    def _line(self, name: str, **more: object) -> Input:
        return Input(
            self._values[name],
            placeholder=self._hints.get(name, ""),
            id=name,
            compact=True,
            **more,  # type: ignore[arg-type]
        )

    def _suggesting(self, name: str, known: tuple[str, ...]) -> Input:
        return self._line(name, suggester=SuggestFromList(known, case_sensitive=False))

    # What stands in them.

    def tell(self, understood: Understanding) -> None:
        """Show the defaults that apply to what was understood."""
        family = understood.family
        self._hint("steps", str(STEPS[family]))
        self._hint("guidance", f"{GUIDANCE[family]:.1f}")
        self._hint("loras", loras_line(understood.loras))
        loras = len(understood.loras)
        count = f"{loras} LoRA" if loras == 1 else f"{loras} LoRAs"
        steps = f"{understood.steps} steps"
        guidance = "" if family == "schnell" else f" · guidance {understood.guidance:.1f}"
        over = f" · {understood.scene.redrawn:.0%} anew" if self.start is not None else ""
        title = f"Advanced   {FAMILY_NAMES[family]} · {steps}{guidance} · {count}{over}"
        fold = self._fold
        if fold.title != title:
            fold.title = title

    def show(self, scene: Scene) -> None:
        """Show what a scene chose."""
        wanted = {
            "family": scene.family or "",
            "steps": "" if scene.steps is None else str(scene.steps),
            "guidance": "" if scene.guidance is None else f"{scene.guidance:g}",
            "sampler": "" if scene.sampler == "euler" else scene.sampler,
            "scheduler": "" if scene.scheduler == "simple" else scene.scheduler,
            "loras": "" if scene.loras is None else loras_line(scene.loras),
            "joined": scene.references_joined,
        }
        for name, value in wanted.items():
            self._set(name, value)
        self.paint_over(scene.start, scene.mask, scene.denoise)

    def paint_over(
        self, start: PictureUse | None, mask: PictureUse | None = None, denoise: float | None = None
    ) -> None:
        """Set the picture to paint over, None for none, and how much of it is drawn anew."""
        self.start, self._mask = start, mask
        self._set("denoise", "" if denoise is None or start is None else f"{denoise:g}")
        self._show_start()

    def read(self) -> Advanced:
        """What stands in the fields. Raises FieldWrong."""
        from studio.scenes.limits import LEAST_DENOISE, MOST_GUIDANCE, MOST_STEPS

        values = self.values()
        denoise = decimal("denoise", "The share that is drawn anew", values["denoise"], LEAST_DENOISE, 1)
        return Advanced(
            family=cast(Family, values["family"]) if values["family"] else None,
            steps=whole_number("steps", "The number of steps", values["steps"], 1, MOST_STEPS),
            guidance=decimal("guidance", "The guidance", values["guidance"], 0, MOST_GUIDANCE),
            sampler=values["sampler"].strip() or "euler",
            scheduler=values["scheduler"].strip() or "simple",
            loras=loras_of(values["loras"]),
            references_joined=cast(Joined, values["joined"]),
            start=self.start,
            mask=self._mask,
            denoise=denoise if self.start is not None else None,
        )

    def put(self, values: Mapping[str, str]) -> None:
        """Put values into fields, by their ids."""
        for name, value in values.items():
            if name in PLAIN:
                self._set(name, value)

    def values(self) -> dict[str, str]:
        """What stands in the fields, by their ids, readable or not; or will stand there when they are made."""
        if not self._made:
            return dict(self._values)
        fields = {field.id: str(field.value) for field in (*self.query(Input), *self.query(Choice)) if field.id}
        return {name: fields[name] for name in PLAIN}

    def _set(self, name: str, value: str) -> None:
        self._values[name] = value
        if self._made:
            if name in ("family", "joined"):
                self.query_one(f"#{name}", Choice).value = value
            else:
                self.query_one(f"#{name}", Input).value = value

    def _hint(self, name: str, hint: str) -> None:
        self._hints[name] = hint
        if self._made:
            self.query_one(f"#{name}", Input).placeholder = hint

    def _show_start(self) -> None:
        if not self._made:
            return
        self.query_one("#start-row").display = self.start is not None
        if self.start is not None:
            masked = " (where its mask is white)" if self._mask is not None else ""
            self.query_one("#start", Static).update(Text(self.start.name + masked, no_wrap=True, overflow="ellipsis"))

    # The fold.

    async def unfold(self, *, in_sight: bool = True) -> None:
        """Open the fold, with its fields there, and `in_sight`."""
        await self._make()
        self._fold_to(False)
        if in_sight:
            self.call_after_refresh(self.scroll_visible, animate=False)

    async def toggle(self) -> None:
        """Open the fold and go there, or close it."""
        if self._fold.folded:
            await self.unfold()
            self.query_one("#family").focus()
        else:
            self._fold_to(True)

    def _fold_to(self, folded: bool) -> None:
        if folded != self._fold.folded:
            self._fold.folded = folded
            self.query_one("#advanced-fields").display = not folded
            self.post_message(self.Folded(folded))

    async def _make(self) -> None:
        async with self._making:
            if self._made:
                return
            with self.prevent(Input.Changed, Choice.Changed):
                await self.mount(Vertical(*self._rows(), id="advanced-fields"))
            self._made = True
            self._show_start()
            self.post_message(self.Unfolded())

    @on(FoldTitle.Pressed)
    async def _title_pressed(self, event: FoldTitle.Pressed) -> None:
        event.stop()
        if self._fold.folded:
            await self.unfold()
        else:
            self._fold_to(True)

    @on(Button.Pressed, "#no-start")
    def _no_start(self, event: Button.Pressed) -> None:
        event.stop()
        self.paint_over(None)
        self._fold.focus()
        self.post_message(self.Edited())

    @on(Choice.Changed)
    @on(Input.Changed)
    def _edited(self, event: Choice.Changed | Input.Changed) -> None:
        event.stop()
        self.post_message(self.Edited())

    @property
    def _fold(self) -> FoldTitle:
        return self.query_one(FoldTitle)
