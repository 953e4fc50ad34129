"""How far pictures are from their members' references, as a condition, and the members by their names."""

from __future__ import annotations

import sqlite3
import unicodedata

from library.index.drift_rows import WHOLE
from library.search.fields.condition import NOTHING, Binder, Condition, one_of
from library.search.fields.drift_term import Drift
from library.search.full_text import words
from library.search.masks import Listed
from library.search.terms import Words

_MOST_LISTED = 50_000
"""Pictures in a span of drift that are listed at once; of more, those of each window of ids are."""


def condition(term: Drift, connection: sqlite3.Connection, bind: Binder) -> Condition:
    """As far off as is asked for; never where nothing was measured."""
    ids = member_ids(connection, term.member, term.exact) if term.member else [WHOLE]
    if not ids:
        return NOTHING
    fits = f"member_id in ({', '.join(map(str, ids))}) and drift between {bind(term.low)} and {bind(term.high)}"
    some = f"select distinct picture_id from drift indexed by drift_order where {fits} limit {_MOST_LISTED}"
    found = [row[0] for row in connection.execute(some, bind.values)]
    if len(found) < _MOST_LISTED:
        return one_of(found, bind)
    window = f"select picture_id from drift indexed by drift_picture where {fits}"
    return Condition(
        f"exists (select 1 from drift as d where d.picture_id = p.id and {fits})",
        Listed(f"{window} and picture_id >= :low and picture_id < :high"),
    )


def waiting(
    connection: sqlite3.Connection, member: str, against: str, since: int, limit: int | None
) -> tuple[int, ...]:
    """See `library.drift.Drifts.waiting`. Words lead to the member's pictures, however many there are of others."""
    expression = words(Words("cast", member, True))
    if not any(letter.isalnum() for letter in member):
        return ()
    found = connection.execute(
        "select p.id from picture_fts as f cross join picture as p on p.id = f.rowid"
        " where f.picture_fts match :words and f.rowid > :since and p.trashed = 0 and p.missing = 0"
        " and exists (select 1 from json_each(p.characters) where value = :member collate nocase)"
        " and not exists (select 1 from drift as d indexed by drift_picture where d.picture_id = p.id"
        " and d.member_id = (select id from drift_member where name = :member) and d.against = :against)"
        " order by f.rowid desc limit :limit",
        {
            **{"words": expression, "since": since, "member": member, "against": against},
            "limit": -1 if limit is None else limit,
        },
    )
    return tuple(row[0] for row in found)


def member_ids(connection: sqlite3.Connection, name: str, exact: bool) -> list[int]:
    """The members that have been measured and whose name this is, or, accents aside, has a word that begins so."""
    members = list(connection.execute("select id, name from drift_member where name != '' order by name"))
    if exact:
        return [int(identity) for identity, known in members if _folded(known) == _folded(name)]
    wanted = _plain(name)
    return [int(identity) for identity, known in members if f" {wanted}" in f" {_plain(known)}"]


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _plain(name: str) -> str:
    """A name without its accents, as words of other fields are found."""
    parts = unicodedata.normalize("NFKD", _folded(name))
    return "".join(part for part in parts if not unicodedata.combining(part))
