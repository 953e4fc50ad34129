"""What went wrong in pictures, as a condition."""

from __future__ import annotations

from library.search.fields.condition import Condition
from library.search.fields.trouble_term import KINDS, Troubled
from library.search.masks import Listed


def condition(term: Troubled) -> Condition:
    """This went wrong, as far as anybody looked. Few pictures have any, and the table has them by kind and id."""
    kinds = [term.kind] if term.kind in KINDS else KINDS
    each = " union ".join(
        f"select picture_id from trouble where kind = '{kind}' and picture_id >= :low and picture_id < :high"
        for kind in kinds
    )
    wanted = ", ".join(f"'{kind}'" for kind in kinds)
    sql = f"exists (select 1 from trouble as t where t.picture_id = p.id and t.kind in ({wanted}))"
    return Condition(sql, Listed(each))
