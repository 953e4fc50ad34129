"""`studio plate`: which backgrounds there are, and making them: list, show, new, edit, night, retire."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from studio.cli.completing import plates, styles
from studio.cli.output import typed

PHOTOGRAPH = click.Path(path_type=Path)


@click.group("plate", short_help="See the backgrounds, and make your own.")
def command() -> None:
    """See the plates, which are the backgrounds of scenes, and make your own from photographs or from words."""


@command.command("list", short_help="List the plates.")
@click.pass_context
def list_plates(ctx: click.Context) -> None:
    """List the plates: their pictures, and the keywords by which scenes choose them.

    Your own go into plates.toml in the settings folder; the last line says where that is. Mistakes in it are told, all
    at once, and the exit status is 1.
    """
    from studio.cli.output import complain, say
    from studio.cli.plates.describing import lines
    from studio.scenes.stock import PLATES, load_plates
    from studio.settings import settings

    folder = settings.folder()
    loaded = load_plates(folder)
    wrong = False
    for plate in (*loaded.plates, *loaded.retired):
        described = lines(plate)
        wrong = wrong or described.is_wrong
        for line in described.lines:
            say(line)
    own = folder / PLATES
    say(f"Your own plates: {own}" + ("" if own.exists() else " (not there yet)"))
    for fault in loaded.faults:
        complain(fault.notice.line())
    ctx.exit(1 if loaded.faults or wrong else 0)


@command.command("show", short_help="Show a plate, and which scenes take it.")
@click.argument("name", metavar="NAME", shell_complete=plates)
@click.argument("scene", metavar="[SCENE]", nargs=-1)
def show(name: str, scene: Sequence[str]) -> None:
    """Show all that a plate is, and which of the example scenes would take it, or whether SCENE would."""
    from studio.cli.output import say
    from studio.cli.plates.describing import lines
    from studio.scenes import stock
    from studio.scenes.plates.trial import tried
    from studio.settings import settings

    goods = stock.load(settings.folder())
    plate = goods.plate(typed(name))
    for line in lines(plate).lines:
        say(line)
    asked = typed(" ".join(scene))
    for one in tried(goods, [asked] if asked else ()):
        mark = "✓" if one.plate.name == plate.name else "·"
        other = "" if one.plate.name == plate.name else f"{one.plate.label}: "
        say(f"  {mark} {one.scene}")
        say(f"      {other}{one.reason}")


@command.command("new", short_help="Make a plate of your own.")
@click.argument("words", metavar="NAME", nargs=-1, required=True)
@click.option("--from", "photograph", metavar="PHOTO", type=PHOTOGRAPH, help="A photograph, or any picture, of it.")
@click.option("--description", metavar="WORDS", default="", help="What is seen there, for engines that draw by words.")
@click.option("--title", metavar="WORDS", default="", help="How it is called where plates are listed.")
@click.option("--keywords", metavar="WORDS", default="", help="Words, with commas between, by which scenes choose it.")
@click.option("--style", metavar="NAME", shell_complete=styles, help="The style; without it, that of the settings.")
@click.option("--as-it-is", is_flag=True, help="Take the picture as it is, in no style.")
@click.option("--night", "by_night", is_flag=True, help="The picture shows the night; without it, the day.")
@click.option("--offline", is_flag=True, help="Make it here, with no engine, also where a server is ready.")
def new(
    words: Sequence[str],
    photograph: Path | None,
    description: str,
    title: str,
    keywords: str,
    style: str | None,
    as_it_is: bool,
    by_night: bool,
    offline: bool,
) -> None:
    """Make a plate of your own: from a photograph, or from a description alone.

    A server that is ready draws it, by a model that looks at pictures; without one, and with --offline, a photograph is
    brought into the style here. What stands in plates.toml is kept as it is.

    \b
    Examples:
      studio plate new attic --from attic.jpg --keywords "roof, attic, old disks"
      studio plate new kitchen --description "a small kitchen with a round table and a humming fridge"
    """
    from studio.cli.plates import making
    from studio.scenes.plates.own_file import split_keywords
    from studio.scenes.stock import Plate

    name = typed(" ".join(words))
    if photograph is None and (as_it_is or not description):
        raise click.UsageError("A plate needs a photograph (--from FILE) or --description WORDS")
    plate = Plate(
        name,
        typed(description) or typed(title) or name,
        title=typed(title),
        keywords=split_keywords(typed(keywords)),
    )
    making.make_new(plate, photograph, making.Asked(style, offline, as_it_is, by_night))


@command.command("edit", short_help="Change a plate.")
@click.argument("name", metavar="NAME", shell_complete=plates)
@click.option("--description", metavar="WORDS", help="What is seen there.")
@click.option("--title", metavar="WORDS", help="How it is called where plates are listed.")
@click.option("--keywords", metavar="WORDS", help="All of its keywords, with commas between.")
@click.option("--from", "photograph", metavar="PHOTO", type=PHOTOGRAPH, help="Another picture of it.")
@click.option("--style", metavar="NAME", shell_complete=styles, help="The style; without it, that of the settings.")
@click.option("--as-it-is", is_flag=True, help="Take the picture as it is, in no style.")
@click.option("--night", "by_night", is_flag=True, help="The picture shows the night; without it, the day.")
@click.option("--offline", is_flag=True, help="Make it here, with no engine, also where a server is ready.")
def edit(
    name: str,
    description: str | None,
    title: str | None,
    keywords: str | None,
    photograph: Path | None,
    style: str | None,
    as_it_is: bool,
    by_night: bool,
    offline: bool,
) -> None:
    """Change a plate; of one that is shipped your own plates get a copy, which is used in its place.

    \b
    Example:
      studio plate edit attic --keywords "roof, attic, old disks, rain"
    """
    from studio.cli.plates import making
    from studio.scenes.plates.own_file import split_keywords

    said = {"description": description, "title": title}
    fields: dict[str, object] = {field: typed(value) for field, value in said.items() if value is not None}
    if keywords is not None:
        fields["keywords"] = split_keywords(typed(keywords))
    if not fields and photograph is None:
        raise click.UsageError("Nothing is to be changed: --description, --title, --keywords or --from")
    making.make_changes(typed(name), fields, photograph, making.Asked(style, offline, as_it_is, by_night))


@command.command("night", short_help="Make a plate's picture by night.")
@click.argument("name", metavar="NAME", shell_complete=plates)
@click.option("--day", "by_day", is_flag=True, help="The reverse: make the picture by day from that by night.")
@click.option("--style", metavar="NAME", shell_complete=styles, help="The style; without it, that of the settings.")
@click.option("--offline", is_flag=True, help="Make it here, with no engine, also where a server is ready.")
def night(name: str, by_day: bool, style: str | None, offline: bool) -> None:
    """Make a plate's picture by night from the one by day; scenes at night ("at 2 AM") take it."""
    from studio.cli.plates import making

    making.make_other_hour(typed(name), making.Asked(style, offline, by_night=not by_day))


@command.command("retire", short_help="Take a plate out of use.")
@click.argument("name", metavar="NAME", shell_complete=plates)
@click.option("--back", is_flag=True, help="Take it into use again.")
def retire(name: str, back: bool) -> None:
    """Take a plate out of use: no new scene takes it, and scenes of before are drawn again as they were."""
    from studio.cli.output import complain
    from studio.cli.plates.making import wrong_use_of_plates
    from studio.scenes.plates import own_file
    from studio.settings import settings

    with wrong_use_of_plates():
        done = own_file.change(settings.folder(), typed(name), retired=not back)
    complain(f"{done.name} is {'in use again' if back else 'retired; studio plate retire --back takes it back'}")
