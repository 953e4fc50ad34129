"""What the studio understood of a scene, live: who is in it, in which outfit, and where, and why."""

from __future__ import annotations

from rich.text import Text

from screens.theme import ink
from screens.widgets.live_text import LiveText
from studio.scene import Role, Understanding


class UnderstoodLine(LiveText):
    """Two lines under the scene."""

    def tell(self, understood: Understanding) -> None:
        """Say what was understood."""
        primary, accent = ink(self.app, "primary"), ink(self.app, "accent")
        who = Text()
        who.append("◆ ", primary)
        if understood.roles:
            who.append(Text("  ·  ").join([_role(role, primary, accent) for role in understood.roles]))
        else:
            who.append("nobody of the cast is named", "dim")
        loose = understood.scene.sayings[len(understood.roles) :]
        if loose:
            words = ", ".join(f"“{saying}”" for saying in loose if saying)
            who.append(f"  ·  {words} goes on whoever is drawn", accent)
        where = Text.assemble(
            ("▣ ", primary), (understood.plate.label, "bold"), (f"  {understood.plate_reason}", "dim")
        )
        self.say(Text("\n").join([who, where]))

    def wait_for_words(self, cast: tuple[str, ...]) -> None:
        """Say what the studio looks for, while there is no scene."""
        names = " or ".join(cast) or "somebody"
        self.say(Text(f"Name {names}, and say what happens. The place is found in the words.", "dim"))


def _role(role: Role, primary: str, accent: str) -> Text:
    if role.saying:
        return Text.assemble(
            (role.character.name, f"bold {primary}"),
            (", lettered outfit ", "dim"),
            (f"“{role.saying}”", f"bold {accent}"),
        )
    return Text.assemble((role.character.name, f"bold {primary}"), (", plain outfit", "dim"))
