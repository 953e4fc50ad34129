"""What the studio understood of a scene, live: who is in it, in which outfit, and where, and why.

And what a server would draw otherwise than the scene has it: by another family of models, without some LoRAs.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rich.text import Text
from textual import work
from textual.timer import Timer

from screens.base.host import host_of
from screens.keymap import key_of
from screens.theme import ink
from screens.widgets.live_text import LiveText
from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.scenes.understanding import Role, Understanding
    from studio.workspace import Workspace

ADDS = "compose.character"
"""The key that adds a character to the cast."""

PAUSE = 0.4
"""Seconds without a change before remarks are made, and the servers asked."""


class UnderstandingLine(LiveText):
    """Two lines under the scene, and one for each thing to be warned of: what the scene says, and what servers say."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._words = Text()
        self._remarks: tuple[str, ...] = ()
        self._coming: tuple[str, ...] = ()
        self._rest: Timer | None = None
        self._warnings: tuple[str, ...] = ()
        self._asked: object = None

    def tell(self, understood: Understanding) -> None:
        """Say what was understood."""
        primary, accent = ink(self.app, "primary"), ink(self.app, "accent")
        who = Text()
        who.append("◆ ", primary)
        if understood.roles:
            who.append(Text("  ·  ").join([_role(role, primary, accent) for role in understood.roles]))
        else:
            who.append("nobody of the cast is named", "dim")
        where = Text.assemble(
            ("▣ ", primary), (understood.plate.label, "bold"), (f"  {understood.plate_reason}", "dim")
        )
        among = (*understood.among_them(), *understood.reference_reasons)
        if among:
            where.append(f"  ·  {'; '.join(among)}", "dim")
        self._words = Text("\n").join([who, where])
        self._remark_soon((*understood.remarks(), *self._of_strangers(understood.strangers)))
        self._tell()

    def foretell(self, workspace: Workspace, understood: Understanding) -> None:
        """Ask how the servers would draw it, where anything that matters for that has changed."""
        scene = understood.scene
        cast = tuple(role.character.name for role in understood.roles)
        drawn = (scene.engine, understood.family, understood.loras, understood.chosen, scene.references_joined)
        asked = (*drawn, cast, understood.plate_picture)
        if asked != self._asked:
            self._asked = asked
            self._ask(workspace, understood)

    def forget(self) -> None:
        """Ask again when next told to: the servers may have changed meanwhile."""
        self._asked = None

    @work(exclusive=True, group="outlook")
    async def _ask(self, workspace: Workspace, understood: Understanding) -> None:
        await asyncio.sleep(PAUSE)
        try:
            self._warnings = await workspace.warnings(understood.scene)
        except StudioError:
            # What is wrong with it is said where it is drawn.
            self._warnings = ()
        self._tell()

    def _tell(self) -> None:
        warning = ink(self.app, "warning")
        lines = [Text(f"▲ {line}", warning) for line in (*self._remarks, *self._warnings)]
        self.say(Text("\n").join([self._words, *lines]))

    def _remark_soon(self, remarks: tuple[str, ...]) -> None:
        """Say these when nothing has changed for a moment: half a name is nobody's."""
        if remarks == self._coming:
            return
        self._coming = remarks
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(PAUSE, self._remark, name="say what is not drawn")

    def _remark(self) -> None:
        self._remarks = self._coming
        self._tell()

    def _of_strangers(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """That these are not in the cast, with the key that helps."""
        if not names:
            return ()
        from studio.scenes.understanding import listed

        key = key_of(ADDS, [type(self.screen)], host_of(self).keys) or "the menu"
        are = "is" if len(names) == 1 else "are"
        return (f"{listed(names)} {are} not in the cast, so nobody knows the looks: {key} adds {names[0]}",)

    def wait_for_words(self, cast: tuple[str, ...]) -> None:
        """Say what the studio looks for, while there is no scene."""
        names = " or ".join(cast) or "somebody"
        self.workers.cancel_group(self, "outlook")
        if self._rest is not None:
            self._rest.stop()
        self._remarks, self._coming, self._warnings, self._asked = (), (), (), None
        self.say(Text(f"Name {names}, and say what happens. The place is found in the words.", "dim"))


def _role(role: Role, primary: str, accent: str) -> Text:
    outfit = role.outfit.name if role.outfit else "outfit" if role.saying else "plain outfit"
    who = Text.assemble(
        (role.character.name, f"bold {primary}"), (f", {'lettered ' * bool(role.saying)}{outfit}", "dim")
    )
    return Text.assemble(who, (" ", "dim"), (f"“{role.saying}”", f"bold {accent}")) if role.saying else who
