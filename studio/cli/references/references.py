"""`studio cast references`: a member's references are drawn as a set, and picked, ordered and tagged."""

from __future__ import annotations

import click


@click.command("references", short_help="Draw references of a member; pick, order and tag them.")
@click.argument("name", metavar="NAME")
@click.option("--from", "source", metavar="PICTURE|ID", help="Draw after this picture; without it, after the anchor.")
@click.option("--count", metavar="N", type=int, default=15, help="How many pictures the set has. Default: 15.")
@click.option("--views", metavar="LIST", default="", help="Only these: front, back, side left … with commas.")
@click.option("--outfit", metavar="NAME", help="Only this outfit; with --add, --keep and --tag: what it shows.")
@click.option("--engine", metavar="NAME", default="auto", help="Who draws. Default: the settings' engine.")
@click.option("--style", metavar="NAME", help="Default: the settings' style.")
@click.option("--dry-run", "--list", "is_dry", is_flag=True, help="Only say what would be drawn.")
@click.option("--resume", "is_resumed", is_flag=True, help="Go on with the set that was begun last.")
@click.option("--restart", "is_restarted", is_flag=True, help="Begin another set though one is not finished.")
@click.option("--status", "is_status", is_flag=True, help="Only say how far the set is, and list the references.")
@click.option("--add", "added", metavar="PICTURE|ID", multiple=True, help="Make a picture a reference.")
@click.option("--keep", "kept", metavar="ID", multiple=True, help="The same of a picture of the library: 12,14,15.")
@click.option("--drop", "dropped", metavar="REFERENCE", multiple=True, help="Take one out, by number or file.")
@click.option("--anchor", metavar="REFERENCE", help="The one that is sent where no other fits better.")
@click.option("--order", "ordered", metavar="REFERENCES", help="These come first, in this order: 3,1.")
@click.option("--tag", "tagged", metavar="REFERENCE", help="Say what one shows, with the options below.")
@click.option("--view", metavar="VIEW", help="front, back, side left, side right, three-quarter left …")
@click.option("--framing", metavar="FRAMING", help="full body, bust, face.")
@click.option("--expression", metavar="WORD", help="neutral, happy, sad, angry, surprised, tired, asleep.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each picture of the set.")
@click.pass_context
def command(ctx: click.Context, /, name: str, **options: object) -> None:
    """Draw a set of reference pictures of a member, one after the other; then pick those that are kept.

    The set covers what the references lack, by views, framings, expressions and outfits. It can be stopped at any
    time, and goes on with --resume: nothing is left out, or drawn twice. Where an engine asks for a pause, that is
    waited for; where its quota of the day is used up, the command ends and says when to go on.

    \b
    Examples:
      studio cast references Cindy --from cindy.jpg
      studio cast references Cindy --status
      studio cast references Cindy --keep 41,43,48 --anchor cindy-001.png
      studio cast references Cindy --add back.png --view back
    """
    from studio.cli.references import asked, drawing, picks

    said = asked.asked(name, options)
    if picks.is_asked(said):
        picks.pick(said)
    if said.is_status or picks.is_asked(said):
        drawing.status(said)
        return
    ctx.exit(drawing.draw(said))
