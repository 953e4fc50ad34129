"""`--sort` of a search: `drift`, `drift:milo` for one member, or `cost`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from library.search.ordering.order import Order

DRIFT, COST = "drift", "cost"


def completed(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """`drift`, behind its colon the cast, and `cost`."""
    from studio.cli.completing import cast_words

    if begun.startswith(f"{DRIFT}:"):
        name = begun.removeprefix(f"{DRIFT}:")
        return [CompletionItem(f"{DRIFT}:{one.value}") for one in cast_words(context, parameter, name)]
    return [CompletionItem(kind) for kind in (DRIFT, COST) if kind.startswith(begun)]


def order_of(text: str, is_reversed: bool) -> Order | None:
    """The order that is asked for; None for an empty text, newest first. Raises WrongUse."""
    from library.search.ordering.order import Order
    from studio.cli.failure import WrongUse
    from studio.cli.output import typed

    kind, _, member = typed(text).partition(":")
    if not text:
        if is_reversed:
            raise WrongUse("Nothing to turn round", "--reverse is about --sort", "Name an order with --sort drift")
        return None
    if kind.strip().casefold() == COST and not member:
        return Order(is_farthest_first=not is_reversed, by="cost")
    if kind.strip().casefold() != DRIFT:
        raise WrongUse(
            f"There is no order {text!r}", "pictures are sorted by drift or by cost", "Write --sort drift:milo"
        )
    return Order(member.strip(), is_reversed)
