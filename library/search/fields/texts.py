"""Fields whose texts are few and stand in tables of their own, each linked to its pictures: `negative:` and `from:`."""

from __future__ import annotations

import re
import sqlite3

import msgspec

from library.search.fields.condition import NOTHING, Binder, Condition, one_of
from library.search.full_text import phrase
from library.search.masks import Listed
from library.search.terms import LARGEST, Words

_MOST_TEXTS = 5_000
"""Different texts whose pictures are listed where they are many; of more, each row is looked at."""
_MOST_LISTED = 50_000
"""Pictures with such a text that are listed at once."""
LEAST_HASH = 6
"""Letters of a reference's hash by which it is known."""
_HASH = re.compile(rf"[0-9a-fA-F]{{{LEAST_HASH},64}}")
_BY_NAME = "select rowid from reference_fts where reference_fts match ?"
_BY_HASH = "select id from reference where sha256 between ? and ?"
_BY_PICTURE = (
    "select r.id from reference as r where r.sha256 != '' and r.sha256 in (select sha256 from picture where id = ?1"
    " union all select sha256 from lettering where picture_id = ?1)"
)


def negative(term: Words, connection: sqlite3.Connection, bind: Binder) -> Condition:
    """With words in the negative prompt."""
    found = connection.execute(
        "select n.id, n.pictures from negative_fts as f join negative as n on n.id = f.rowid"
        f" where negative_fts match ? limit {_MOST_LISTED}",
        (phrase(term),),
    ).fetchall()
    if len(found) > _MOST_TEXTS and _are_many(found):
        has = "select 1 from negative as n join negative_fts as f on f.rowid = n.id and f.negative_fts match {}"
        return Condition(f"exists ({has.format(bind(phrase(term)))} where n.text = p.negative)")
    return _linked("negative", found, connection, bind)


def drawn_from(term: Words, connection: sqlite3.Connection, bind: Binder) -> Condition:
    """Drawn after a reference, or painted over a picture.

    It is known by words of its name or its member's, or by the first letters of its hash. A number is a picture's of
    the library, whose file it is, or that of one of its letterings; in quotes it is a name as any other.
    """
    text = term.text.strip()
    is_number = text.isdecimal() and text.isascii() and not term.exact
    asked: list[tuple[str, tuple[object, ...]]] = []
    if is_number:
        asked.append((_BY_PICTURE, (min(int(text[:20]), LARGEST),)))
    else:
        asked.append((_BY_NAME, (phrase(term),)))
    if _HASH.fullmatch(text) and not (is_number and len(text) <= LEAST_HASH):
        asked.append((_BY_HASH, (text.lower(), text.lower() + "g")))
    ids = {row[0] for sql, values in asked for row in connection.execute(f"{sql} limit {_MOST_LISTED}", values)}
    known = msgspec.json.encode(sorted(ids)).decode()
    found = connection.execute(
        "select r.id, r.pictures from json_each(?) as j cross join reference as r on r.id = j.value", (known,)
    ).fetchall()
    if len(found) > _MOST_TEXTS and _are_many(found):
        # Names are all that so many can have in common.
        has = "select 1 from picture_reference as l join reference_fts as f on f.rowid = l.reference_id"
        return Condition(f"exists ({has} and f.reference_fts match {bind(phrase(term))} where l.picture_id = p.id)")
    return _linked("reference", found, connection, bind)


def _are_many(found: list[sqlite3.Row]) -> bool:
    """Whether texts, each given with how many pictures have it, are in many pictures."""
    return sum(int(row[1]) for row in found) >= _MOST_LISTED


def _linked(kind: str, found: list[sqlite3.Row], connection: sqlite3.Connection, bind: Binder) -> Condition:
    """Linked to one of the texts that were found, each given with how many pictures have it."""
    if not found:
        return NOTHING
    known = bind(msgspec.json.encode([row[0] for row in found]).decode())
    linked = f"from json_each({known}) as t cross join picture_{kind} as l on l.{kind}_id = t.value"
    if not _are_many(found):
        return one_of([row[0] for row in connection.execute(f"select l.picture_id {linked}", bind.values)], bind)
    window = "and l.picture_id >= :low and l.picture_id < :high"
    return Condition(
        f"exists (select 1 {linked} and l.picture_id = p.id)", Listed(f"select l.picture_id {linked} {window}")
    )
