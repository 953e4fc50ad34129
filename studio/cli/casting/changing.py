"""`studio cast new`, `edit`, `duplicate` and `retire`: the cast as the person has it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

import click
import msgspec

from studio.cli.casting.options import changes_of, options
from studio.cli.completing import members
from studio.cli.output import complain, say, typed


def _new(words: Sequence[str], look: str, **said: Any) -> None:
    """Add a character to your own cast. What stands in its file is kept as it is.

    \b
    Examples:
      studio cast new Cindy --look "a woman in her fifties with curly red hair, wearing a green ski jacket"
      studio cast new Bob --look "a fox" --colour fur=#e07a34 --outfit-words "party suit=a red suit with a bow tie"
    """
    from studio.cast import editing
    from studio.cast.members import Character
    from studio.settings import settings

    nobody = Character(typed(" ".join(words)), typed(look))
    member = msgspec.structs.replace(nobody, **changes_of(nobody, said))
    member = msgspec.structs.replace(member, species=member.species.casefold())
    _report(lambda: editing.add(settings.folder(), member), "Added to")


new = click.command("new", short_help="Add a character of your own.")(
    click.argument("words", metavar="NAME", nargs=-1, required=True)(options(is_new=True)(_new))
)
add = copy.copy(new)
add.name, add.hidden = "add", True


@click.command("edit", short_help="Change a member, by options or in your editor.")
@click.argument("words", metavar="NAME", nargs=-1, required=True, shell_complete=members)
@click.option("--name", metavar="NAME", help="Another name from now on.")
@options(is_new=False)
def edit(words: Sequence[str], **said: Any) -> None:
    """Change a member of the cast. Only the lines of what changes are written; remarks and order stay.

    With no option, its entry opens in the editor that VISUAL or EDITOR names, and is kept when it is right. A text that
    is made empty (--species "") is left open again. Whoever comes with the studio gets an entry of your own.

    \b
    Examples:
      studio cast edit Milo --outfit-words "party suit=a red suit" --outfit-colour "party suit:suit=#c23b38"
      studio cast edit Milo --colour fur=#8a8178 --no-alias "raccoon handler"
      studio cast edit Milo
    """
    from studio.cast import editing
    from studio.cli.casting import in_editor
    from studio.settings import settings

    folder, name = settings.folder(), typed(" ".join(words))
    if not any(value not in (None, ()) for value in said.values()):
        _report(lambda: in_editor.edited(folder, name), "Changed in")
        return

    def change() -> Any:
        entry = editing.written(folder, name).character
        return editing.change(folder, name, changes_of(entry, said), entry)

    _report(change, "Changed in")


@click.command("duplicate", short_help="Make a member like another.")
@click.argument("name", metavar="NAME", shell_complete=members)
@click.argument("new_name", metavar="NEW")
def duplicate(name: str, new_name: str) -> None:
    """Add a character that is in all like another, under a new name, to be changed from there."""
    from studio.cast import editing
    from studio.settings import settings

    _report(lambda: editing.duplicate(settings.folder(), typed(name), typed(new_name)), "Added to")


@click.command("retire", short_help="Keep a member out of new scenes.")
@click.argument("words", metavar="NAME", nargs=-1, required=True, shell_complete=members)
@click.option("--back", is_flag=True, help="Let it into new scenes again.")
def retire(words: Sequence[str], back: bool) -> None:
    """Keep a member out of new scenes. Its entry and its pictures stay, and are found as before."""
    from studio.cast import editing
    from studio.settings import settings

    name = typed(" ".join(words))
    _report(lambda: (editing.unretire if back else editing.retire)(settings.folder(), name), "Changed in")


def _report(change: Callable[[], Any], where: str) -> None:
    """Do it, and show who comes of it."""
    from studio.cast import loading
    from studio.cast.checking import CharacterWrong
    from studio.cli.casting.describing import lines
    from studio.cli.failure import wrong_use
    from studio.settings import settings

    try:
        member = change()
    except CharacterWrong as error:
        raise wrong_use(error) from error
    if member is None:
        complain("Nothing was changed")
        return
    for line in lines(member):
        say(line)
    complain(f"{where} {settings.folder() / loading.FILE}, where it can be changed")
