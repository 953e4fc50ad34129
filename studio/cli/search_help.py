"""`studio gallery search --help` ends with the search language, told as the Gallery's own help tells it."""

from __future__ import annotations

from typing import Any

import click

NEGATIONS: dict[str, Any] = {"context_settings": {"ignore_unknown_options": True}}
"""Of a command that takes a search: `-is:reject` is a part of it, and no option."""


def only_words(context: click.Context, parameter: click.Parameter, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a search. Raises NoSuchOption for an option that was written wrongly."""
    for word in words:
        if word.startswith("--") and word[2:3].isalpha():
            raise click.NoSuchOption(word, ctx=context)
    return words


class SearchCommand(click.Command):
    """A command whose help explains how a search is written."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the forms and fields with what they find."""
        from studio.search_help import search_language

        with formatter.section("How a search is written"):
            formatter.write_dl([(line.example, line.meaning) for line in search_language()], col_max=26)
