"""The searches that a person keeps under a name, what completes one that is being typed, and scenes of before."""

from __future__ import annotations

import time
from datetime import datetime
from typing import TYPE_CHECKING

from library.index.database import Index
from library.keeping import keepsakes
from library.names import clean
from library.places import Places
from library.records import PastScene, SavedSearch
from library.search.completion import Completion, completions
from library.search.language import parse
from library.search.past_scenes import past_scenes

if TYPE_CHECKING:
    from library.search.suggestions import Count, Suggestion


class Searches:
    """What `Library` gives as its `searches`; any thread may use it."""

    def __init__(self, index: Index, places: Places) -> None:
        self._index = index
        self._places = places

    def save(self, name: str, query: str) -> None:
        """Keep a search under a name, in place of one that has it. Raises QueryWrong, ValueError for an empty name."""
        parse(query, datetime.now())
        kept = " ".join(clean(name).replace('"', " ").split())[:100]
        if not kept:
            raise ValueError("a saved search has a name")
        values = (kept, clean(query), time.time())
        self._index.write(lambda connection: connection.execute("replace into saved_search values (?, ?, ?)", values))
        keepsakes.write(self._index, self._places)

    def saved(self) -> tuple[SavedSearch, ...]:
        """The searches that are kept, by name."""
        with self._index.reading() as connection:
            found = connection.execute("select name, query from saved_search order by name").fetchall()
        return tuple(SavedSearch(row["name"], row["query"]) for row in found)

    def forget(self, name: str) -> None:
        """Keep a search no longer; one that is not there is forgotten already."""
        self._index.write(lambda connection: connection.execute("delete from saved_search where name = ?", (name,)))
        keepsakes.write(self._index, self._places)

    def suggestions(self, query: str, count: Count) -> tuple[Suggestion, ...]:
        """Searches near to one that finds nothing, each of which finds something, by what `count` says."""
        from library.search.suggestions import suggestions

        with self._index.reading() as connection:
            return suggestions(connection, query, count)

    def completions(self, text: str, cursor: int) -> tuple[Completion, ...]:
        """What may stand at the cursor of a search: names of fields, or values of the field, the most used first."""
        with self._index.reading() as connection:
            return completions(connection, text, cursor)

    def past_scenes(self, limit: int | None = None) -> tuple[PastScene, ...]:
        """The scenes that were drawn before, or were to be, each once, the newest first; all, or at most `limit`."""
        with self._index.reading() as connection:
            return past_scenes(connection, limit)
