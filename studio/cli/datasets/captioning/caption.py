"""`studio dataset caption`: captions seen, written, edited over many, and drafted."""

from __future__ import annotations

from collections.abc import Sequence

import click

from studio.cli.completing import datasets

AS_IT_IS = "="


@click.command("caption", short_help="See captions, and write, edit or draft many at once.")
@click.argument("name", metavar="NAME", shell_complete=datasets)
@click.option(
    "--where",
    "query",
    metavar="SEARCH",
    default="",
    help='Only these: has:no-caption, view:back, is:long, -hat, "a hat".',
)
@click.option("--only-empty", is_flag=True, help="Only where there is no caption yet.")
@click.option(
    "--set", "texts", metavar="PICTURE TEXT", nargs=2, multiple=True, help="Write one caption. Again for the next."
)
@click.option(
    "--from",
    "source",
    metavar="WHAT",
    help="By labels (of sheets), recipes (of what was drawn), vision (a server drafts), or a FILE: CSV or JSONL.",
)
@click.option("--replace", metavar="OLD NEW", nargs=2, help="Other words wherever the old ones stand.")
@click.option("--regex", is_flag=True, help="OLD is a regular expression, and NEW may say \\1.")
@click.option(
    "--pattern",
    metavar="[WORDS]",
    is_flag=False,
    flag_value=AS_IT_IS,
    help='Put captions into the pattern, or into another: "{trigger}, {description}".',
)
@click.option("--trigger", metavar="WORD", help="Another trigger word, in the dataset and in every caption.")
@click.option("--looked-at", is_flag=True, help="You have looked at these drafts: they are captions now.")
@click.option("--tokens", is_flag=True, help="Say how many tokens the encoders see in each.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each picture.")
@click.pass_context
def command(
    ctx: click.Context,
    name: str,
    query: str,
    only_empty: bool,
    texts: Sequence[tuple[str, str]],
    source: str | None,
    replace: tuple[str, str] | None,
    regex: bool,
    pattern: str | None,
    trigger: str | None,
    looked_at: bool,
    tokens: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Show the captions of the dataset NAME and what is wrong with them, or change them.

    All that one call changes is one change: `studio dataset undo NAME` takes it back. A vision server is set up under
    [vision] in the settings; what it wrote is a draft (has:draft) until you have looked at it.

    \b
    Examples:
      studio dataset caption figurines
      studio dataset caption figurines --from labels --only-empty
      studio dataset caption figurines --set figurine_03 "a nua_figurine_style figurine of a cat"
      studio dataset caption figurines --replace "back pack" backpack --where view:back
      studio dataset caption figurines --pattern "a {trigger} chibi figurine of {description}, flat style" --dry-run
      studio dataset caption milo --from vision --only-empty
    """
    from studio.cli.datasets.captioning import working
    from studio.cli.output import typed

    asked = working.Asked(
        name=typed(name),
        query=typed(query),
        only_empty=only_empty,
        texts=tuple((typed(picture), typed(text)) for picture, text in texts),
        source=typed(source) if source is not None else "",
        replace=(typed(replace[0]), typed(replace[1])) if replace is not None else None,
        regex=regex,
        pattern="" if pattern is None else typed(pattern),
        trigger=typed(trigger) if trigger is not None else "",
        looked_at=looked_at,
        tokens=tokens,
        dry_run=dry_run,
        as_json=as_json,
    )
    ctx.exit(working.run(asked))
