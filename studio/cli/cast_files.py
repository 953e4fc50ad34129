"""`studio cast export` and `import`: a member of the cast as one file, for another library or another person."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from studio.cast.members import Character


@click.command("export", short_help="Put a member into one file, for others.")
@click.argument("words", metavar="NAME", nargs=-1, required=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file; without it, NAME.milo.zip here.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option(
    "--lora", "loras", metavar="FILE", type=click.Path(path_type=Path), multiple=True,
    help="A LoRA of the member that goes with it, named as in its entry; again for more.",
)  # fmt: skip
@click.option("--author", default="", help="Who made the character; without it, what its entry says.")
@click.option("--licence", default="", help="What others may do with it: CC-BY-4.0; without it, what its entry says.")
def export(
    words: Sequence[str], output: Path | None, force: bool, loras: Sequence[Path], author: str, licence: str
) -> None:
    """Put a member of the cast into one file: its entry, its reference pictures and, if you say so, its LoRAs.

    \b
    Example:
      studio cast export Milo --licence CC-BY-4.0
      studio cast export Milo --lora ~/loras/milo_painterly.safetensors -o /tmp/milo.milo.zip
    """
    import msgspec

    from studio.cast import loading
    from studio.cast.members import by_name
    from studio.cast.packing import milo_zip, records
    from studio.cli.failure import WrongUse
    from studio.cli.output import complain, say, typed
    from studio.settings import settings

    name = typed(" ".join(words))
    members = loading.load(settings.folder()).members
    member = by_name(name, members)
    if member is None:
        known = ", ".join(one.name for one in members)
        raise WrongUse(f"Nobody of the cast is called {name}", "", f"Take one of {known}")
    if author or licence:
        member = msgspec.structs.replace(
            member, author=typed(author) or member.author, licence=typed(licence) or member.licence
        )
    going = _named_in_entry(member, loras)
    target = output or milo_zip.default_target(Path.cwd(), records.stem_of(member.name))
    if target.exists() and not force:
        raise WrongUse(f"{target} is there already", "", "Choose another file, or add --force")
    milo_zip.write(member, going, target)
    say(str(target))
    stay = [lora.file for lora in member.loras if lora.file not in going]
    if stay:
        complain(f"Its LoRAs stay here: {', '.join(stay)}. To send one too, add --lora FILE")
    if not member.licence:
        complain("It says nothing of what others may do with it: --licence does")


def _named_in_entry(member: Character, loras: Sequence[Path]) -> dict[str, Path]:
    """The LoRA files by the names of the entry. Raises WrongUse for one that the entry does not name."""
    from studio.cli.failure import WrongUse

    named = [*member.loras, *(lora for outfit in member.outfits for lora in outfit.loras)]
    files = {Path(lora.file).name: lora.file for lora in named}
    for path in loras:
        if path.name not in files:
            known = ", ".join(files) or "none"
            raise WrongUse(
                f"{member.name}'s entry names no LoRA {path.name}", f"it names {known}", "Add it there first"
            )
    return {files[path.name]: path for path in loras}


@click.command("import", short_help="Take a member in from a file.")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--as", "name", metavar="NAME", default="", help="The name that it gets here.")
def take_in(path: Path, name: str) -> None:
    """Take a member into your own cast from a .milo.zip, or from a .char file of Inline Studio.

    Its pictures go into `references`, beside cast.toml, and its LoRAs into `loras`; nothing that is there is changed.
    """
    from studio.cast.packing import taking_in
    from studio.cli.output import complain, say, typed
    from studio.settings import settings

    folder = settings.folder()
    came = taking_in.take_in(folder, path.expanduser(), typed(name))
    pictures = len(came.character.pictures)
    say(f"{came.character.name}: {came.character.species}, {pictures} reference picture{'s' * (pictures != 1)}")
    for label, words in (("by", came.character.author), ("licence", came.character.licence)):
        if words:
            say(f"  {label:<10} {words}")
    for remark in came.remarks:
        complain(remark)
    complain(f"Added to {folder / 'cast.toml'}, where it can be changed")
