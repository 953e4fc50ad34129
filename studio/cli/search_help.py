"""`studio gallery search --help` ends with the search language, told as the Gallery's own help tells it."""

from __future__ import annotations

import click


class SearchCommand(click.Command):
    """A command whose help explains how a search is written."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the forms and fields with what they find."""
        from studio.searching import search_language

        with formatter.section("How a search is written"):
            formatter.write_dl([(line.example, line.meaning) for line in search_language()], col_max=26)
