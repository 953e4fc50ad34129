"""What is seldom changed, folded away: family, steps, guidance, sampler, scheduler, LoRAs."""

from __future__ import annotations

from typing import cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widgets import Collapsible, Input, Select

from screens.compose.take import choices
from screens.compose.values import Advanced, decimal, loras_line, loras_of, whole_number
from screens.widgets.field import Field
from studio.scene import GUIDANCE, STEPS, Family, Scene, Understanding

FAMILIES = (("auto", ""), ("FLUX.1 Kontext", "kontext"), ("FLUX.1 dev", "dev"), ("FLUX.1 Schnell", "schnell"))
FAMILY_NAMES = {value: shown for shown, value in FAMILIES}
SAMPLERS = ("euler", "euler_ancestral", "heun", "dpmpp_2m", "dpmpp_2m_sde", "dpmpp_sde", "uni_pc", "ddim", "lcm")
SCHEDULERS = ("simple", "normal", "karras", "exponential", "sgm_uniform", "ddim_uniform", "beta")


class AdvancedSettings(Vertical):
    """The fields of an engine's finer settings; empty ones take the defaults, which they show."""

    class Edited(Message):
        """Something in the fields changed."""

    def compose(self) -> ComposeResult:
        """A fold with two rows and the LoRAs in it."""
        with Collapsible(title="Advanced", id="advanced-fold"):
            with Horizontal(classes="row"):
                yield Field("Family", Select(choices(FAMILIES), allow_blank=False, id="family", compact=True))
                yield Field("Steps", Input(id="steps", compact=True, max_length=3), id="steps-field")
                yield Field("Guidance", Input(id="guidance", compact=True, max_length=6), id="guidance-field")
            with Horizontal(classes="row"):
                yield Field("Sampler", self._suggesting("sampler", "euler", SAMPLERS))
                yield Field("Scheduler", self._suggesting("scheduler", "simple", SCHEDULERS))
            yield Field("LoRAs  file:strength, … or none", Input(id="loras", compact=True))

    def _suggesting(self, name: str, value: str, known: tuple[str, ...]) -> Input:
        suggester = SuggestFromList(known, case_sensitive=False)
        return Input(placeholder=value, id=name, compact=True, suggester=suggester)

    def tell(self, understood: Understanding) -> None:
        """Show the defaults that apply to what was understood."""
        family = understood.family
        self._words("steps").placeholder = str(STEPS[family])
        self._words("guidance").placeholder = f"{GUIDANCE[family]:.1f}"
        self._words("loras").placeholder = loras_line(understood.loras)
        loras = len(understood.loras)
        count = f"{loras} LoRA" if loras == 1 else f"{loras} LoRAs"
        steps = f"{understood.steps} steps"
        guidance = "" if family == "schnell" else f" · guidance {understood.guidance:.1f}"
        title = f"Advanced   {FAMILY_NAMES[family]} · {steps}{guidance} · {count}"
        fold = self.query_one(Collapsible)
        if fold.title != title:
            fold.title = title

    def show(self, scene: Scene) -> None:
        """Show what a scene chose."""
        self._family.value = scene.family or ""
        self._words("steps").value = "" if scene.steps is None else str(scene.steps)
        self._words("guidance").value = "" if scene.guidance is None else f"{scene.guidance:g}"
        self._words("sampler").value = "" if scene.sampler == "euler" else scene.sampler
        self._words("scheduler").value = "" if scene.scheduler == "simple" else scene.scheduler
        self._words("loras").value = "" if scene.loras is None else loras_line(scene.loras)

    def read(self) -> Advanced:
        """What stands in the fields. Raises FieldWrong."""
        return Advanced(
            family=cast(Family, self._family.value) if self._family.value else None,
            steps=whole_number("steps", "The number of steps", self._words("steps").value, 1, 150),
            guidance=decimal("guidance", "The guidance", self._words("guidance").value, 0, 30),
            sampler=self._words("sampler").value.strip() or "euler",
            scheduler=self._words("scheduler").value.strip() or "simple",
            loras=loras_of(self._words("loras").value),
        )

    def unfold(self) -> None:
        """Open the fold."""
        self.query_one(Collapsible).collapsed = False

    def toggle(self) -> None:
        """Open the fold and go there, or close it."""
        fold = self.query_one(Collapsible)
        fold.collapsed = not fold.collapsed
        if not fold.collapsed:
            self.call_after_refresh(self._family.focus)

    @on(Collapsible.Expanded)
    def _unfolded(self) -> None:
        self.call_after_refresh(self.scroll_visible, animate=False)

    @on(Select.Changed)
    @on(Input.Changed)
    def _edited(self, event: Select.Changed | Input.Changed) -> None:
        event.stop()
        self.post_message(self.Edited())

    @property
    def _family(self) -> Select[str]:
        return self.query_one("#family", Select)

    def _words(self, name: str) -> Input:
        return self.query_one(f"#{name}", Input)
