"""A search's tree as clauses: any of them may hold, and each is words for the full-text index plus conditions on rows.

Words stay together as far as they can: FTS5 walks several lists of words at once, newest first, and skips in them.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

import msgspec

from library.errors import QueryWrong
from library.search.conditions import condition, without
from library.search.fields.condition import Binder, Condition, negation
from library.search.full_text import is_in_text, words
from library.search.language import Both, Either, Never, Tree, parse
from library.search.terms import Named, Words

MOST_CLAUSES = 64
_DEEPEST_SAVED = 8


class Clause(msgspec.Struct, frozen=True):
    """`wanted` and `unwanted` are FTS5 expressions, all and none of which must match."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def match(self) -> str:
        """One FTS5 expression; empty where no words are wanted."""
        wanted = " AND ".join(self.wanted)
        return f"({wanted}) NOT ({self.unmatch})" if wanted and self.unwanted else wanted

    @property
    def unmatch(self) -> str:
        """One FTS5 expression for all that is not wanted."""
        return " OR ".join(self.unwanted)


def clauses(tree: Tree, connection: sqlite3.Connection, bind: Binder) -> tuple[Clause, ...]:
    """The clauses of a tree whose saved searches are spelled out. Raises QueryWrong where they would be too many."""
    return _Spelling(connection, bind).of(tree, False)


def spelled_out(tree: Tree, connection: sqlite3.Connection, now: datetime, depth: int = 0) -> Tree:
    """The tree with each `saved:` as what was saved. Raises QueryWrong at the `saved:` that is wrong."""
    match tree:
        case Both(parts):
            return Both(tuple(spelled_out(part, connection, now, depth) for part in parts))
        case Either(parts):
            return Either(tuple(spelled_out(part, connection, now, depth) for part in parts))
        case Never(part):
            return Never(spelled_out(part, connection, now, depth))
        case Named("saved", name, _, position):
            row = connection.execute("select query from saved_search where name = ?", (name,)).fetchone()
            if row is None:
                raise QueryWrong(f"No search is saved as “{name}”", "Save it first, or look at the list", position)
            if depth >= _DEEPEST_SAVED:
                raise QueryWrong(f"The saved search “{name}” is made of itself", "Save it anew", position)
            try:
                return spelled_out(parse(row["query"], now), connection, now, depth + 1)
            except QueryWrong as error:
                reason = f"In the saved search “{name}”: {error.reason}"
                raise QueryWrong(reason, error.remedy, position) from error
    return tree


class _Spelling:
    def __init__(self, connection: sqlite3.Connection, bind: Binder) -> None:
        self._given = connection, bind

    def of(self, tree: Tree, negated: bool) -> tuple[Clause, ...]:
        """The clauses of a tree, or of its contrary."""
        if text := self._text(tree):
            if negated:
                alone = tree.parts if isinstance(tree, Either) else (tree,)
                given = [without(part, self._given[0]) for part in alone if isinstance(part, Words)]
                return (Clause(unwanted=(text,), conditions=tuple(one for each in given for one in each)),)
            return (Clause(wanted=(text,)),)
        match tree:
            case Never(part):
                return self.of(part, not negated)
            case Both(parts) | Either(parts):
                found = [self.of(part, negated) for part in parts]
                # The contrary of all is any contrary, and the other way about.
                return _any(found) if isinstance(tree, Either) is not negated else _all(found)
        made = condition(tree, *self._given)
        return (Clause(conditions=(negation(made) if negated else made,)),)

    def _text(self, tree: Tree) -> str:
        """One FTS5 expression for a tree of words that no map tells of; empty for any other."""
        if isinstance(tree, Words):
            return words(tree) if is_in_text(tree, self._given[0]) else ""
        if isinstance(tree, Either):
            parts = [self._text(part) for part in tree.parts]
            return f"({' OR '.join(parts)})" if all(parts) else ""
        if isinstance(tree, Both) and tree.parts:
            wanted = [self._text(part) for part in tree.parts if not isinstance(part, Never)]
            unwanted = [self._text(part.part) for part in tree.parts if isinstance(part, Never)]
            if wanted and all(wanted) and all(unwanted):
                return f"({Clause(tuple(wanted), tuple(unwanted)).match})"
        return ""


def _any(parts: list[tuple[Clause, ...]]) -> tuple[Clause, ...]:
    return _few(tuple(clause for part in parts for clause in part))


def _all(parts: list[tuple[Clause, ...]]) -> tuple[Clause, ...]:
    made: tuple[Clause, ...] = (Clause(),)
    for part in parts:
        made = _few(
            tuple(
                Clause(one.wanted + other.wanted, one.unwanted + other.unwanted, one.conditions + other.conditions)
                for one in made
                for other in part
            )
        )
    return made


def _few(made: tuple[Clause, ...]) -> tuple[Clause, ...]:
    if len(made) > MOST_CLAUSES:
        raise QueryWrong("This search has too many alternatives at once", "Take some brackets or “or” away", 0)
    return made
