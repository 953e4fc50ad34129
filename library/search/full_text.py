"""What words of a search are for FTS5, and which of them the large full-text table is asked for."""

from __future__ import annotations

import sqlite3

from library.index.maps import OTHER, WORDED, word_ids
from library.index.segmentation import asked
from library.index.word_columns import WORD_COLUMNS
from library.search.terms import Term, Words

_COLUMNS = {
    **{"cast": "characters", "saying": "sayings", "plate": "plate", "style": "style", "engine": "engine"},
    **{"model": "model", "lora": "loras", "tag": "tags"},
}


def words(term: Words) -> str:
    """The expression of words for `picture_fts`."""
    columns = _COLUMNS[term.field] if term.field else f"{{{' '.join(WORD_COLUMNS)}}}"
    return f"({columns} : {phrase(term)})"


def phrase(term: Words) -> str:
    """The expression of words for a table of one column: a quoted string, so that nothing that is typed is an operator.

    In scripts without spaces no word ends, so that there also exact words may go on.
    """
    text, goes_on = asked(term.text)
    text = text.replace('"', " ")
    return f'"{text}"{"" if term.exact and not goes_on else " *"}'


def is_in_text(term: Words, connection: sqlite3.Connection) -> bool:
    """Whether words are looked for in `picture_fts`.

    One tag by its whole name is not, which words cannot tell from a part of another; negative prompts and references
    have tables of their own; and of some fields a map tells for sure.
    """
    is_tag = term.field == "tag" and term.exact
    return bool(term.text) and not is_tag and term.field not in ("negative", "from") and not has_map(term, connection)


def has_map(term: Term, connection: sqlite3.Connection) -> bool:
    """Whether a map tells for sure which pictures have words in a field: its values all have codes of their own."""
    if not isinstance(term, Words) or term.field not in WORDED:
        return False
    used = "select count(*) from map_value where plane = ?"
    return bool(connection.execute(used, (WORDED[term.field],)).fetchone()[0] < OTHER - 1)


def codes_of(column: str, term: Words, connection: sqlite3.Connection) -> set[int]:
    """The codes of a column's values that have words."""
    first = word_ids(column)
    found = connection.execute(
        "select rowid from map_word where map_word match ? and rowid between ? and ?",
        (phrase(term), first, first + OTHER),
    )
    return {row[0] - first for row in found}
