"""The window of one LoRA of a member or of an outfit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from screens.base.screen import StudioWindow
from screens.base.topics import Topic, bindings_of, offer
from screens.stock.cast.edited import joined, listed
from screens.theme import ink
from screens.widgets.field import Field
from screens.widgets.footer import StudioFooter
from studio.cast.members import CharacterLora

ABOUT = "Its file as the server names it. The base is what it was trained on, where its file does not say so itself."
BOUNDS = (-4.0, 4.0)
"""Of a strength: beyond them every model draws noise."""


class LoraKeys(Topic):
    """The keys of the window."""

    BINDINGS: ClassVar[Sequence[Binding]] = [
        Binding("f5", "take", "Take", tooltip="Take the LoRA", id="lora.take", priority=True),
        Binding("escape", "close", "Close", tooltip="Leave it as it was", id="lora.close"),
    ]

    def __init__(self, window: LoraWindow) -> None:
        self._window = window

    def action_take(self) -> None:
        """Take what stands in the fields."""
        self._window.take()

    def action_close(self) -> None:
        """Leave it as it was."""
        self._window.dismiss(None)


class LoraWindow(StudioWindow["CharacterLora | None"]):
    """Gives the LoRA; None where the person thinks better of it."""

    CSS_PATH = ["../../../base/windows.tcss", "windows.tcss"]
    AUTO_FOCUS = "#lora-file"
    BINDINGS = bindings_of(LoraKeys)

    def __init__(self, lora: CharacterLora) -> None:
        super().__init__()
        self._fields = {
            "file": Input(lora.file, id="lora-file", compact=True),
            "strength": Input(f"{lora.strength:g}", id="lora-strength", compact=True),
            "trigger": Input(lora.trigger, id="lora-trigger", compact=True),
            "base": Input(lora.base, id="lora-base", placeholder="FLUX.1", compact=True),
            "styles": Input(joined(lora.styles), id="lora-styles", placeholder="all of them", compact=True),
        }
        self._said = Static(id="lora-said", markup=False)
        offer(self, LoraKeys(self))

    def compose(self) -> ComposeResult:
        """The fields over the words."""
        fields = self._fields
        with Vertical(classes="window"):
            yield Static(Text("A LoRA"), classes="window-title")
            yield Field("File", fields["file"], id="lora-file-field")
            yield Horizontal(
                Field("Strength", fields["strength"], id="lora-strength-field"),
                Field("Its word in prompts", fields["trigger"]),
                classes="row",
            )
            yield Horizontal(
                Field("Trained on", fields["base"], id="lora-base-field"),
                Field("With the styles", fields["styles"]),
                classes="row",
            )
            yield self._said
        yield StudioFooter()

    def on_mount(self) -> None:
        """Say what it is about."""
        self._said.update(Text(ABOUT, ink(self.app, "muted")))

    @on(Input.Submitted)
    def take(self) -> None:
        """Take what stands in the fields, where it can be."""
        text = {name: " ".join(field.value.split()) for name, field in self._fields.items()}
        strength = strength_of(text["strength"])
        if not text["file"]:
            self._say_wrong("file", "It has no file. Write its name as the server has it: milo.safetensors")
        elif strength is None:
            least, most = BOUNDS
            self._say_wrong(
                "strength", f"{text['strength']!r} is no strength. Write a number from {least:g} to {most:g}"
            )
        elif wrong := _about_base(text["base"], text["file"]):
            self._say_wrong("base", wrong)
        else:
            self.dismiss(CharacterLora(text["file"], strength, text["base"], listed(text["styles"]), text["trigger"]))

    def _say_wrong(self, field: str, words: str) -> None:
        for one in self.query(Field):
            one.set_wrong(one.id == f"lora-{field}-field")
        self._fields[field].focus()
        self._said.update(Text(words, ink(self.app, "error")))


def strength_of(typed: str) -> float | None:
    """A strength that was typed; None where it is no number, or out of bounds."""
    try:
        strength = float(typed.replace(",", ".")) if typed else 1.0
    except ValueError:
        return None
    least, most = BOUNDS
    return strength if least <= strength <= most else None


def _about_base(base: str, file: str) -> str:
    from studio.cast.loading import about_base

    found = next(iter(about_base(base, file, "")), None)
    return f"{found.reason}. {found.remedy}" if found is not None else ""
