"""Why there is nothing on a shelf, and what leads on, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from library.records import Missing
from library.search.suggestions import Suggestion
from screens.gallery.model.emptiness import Emptiness, Facts, Offer, emptiness, written
from screens.gallery.model.shelf import Search


def key(name: str) -> str:
    return f"<{name}>"


def said(search: Search, facts: Facts | None = None, *, is_demo: bool = False) -> tuple[str, list[str]]:
    shown = emptiness(search, facts or Facts(), key, is_demo=is_demo)
    return shown.title, [offer.key for offer in shown.offers]


def test_a_first_library_says_what_it_could_do() -> None:
    assert said(Search()) == ("No pictures yet", ["<studio.compose>", "<gallery.import>", "<studio.demo>"])


def test_where_all_is_in_the_trash_it_leads_there() -> None:
    shown = emptiness(Search(), Facts(trashed=1), key, is_demo=False)
    assert shown.title == "No pictures are left"
    assert shown.offers[0] == Offer(
        "<gallery.trash-shelf>", "the trash, from which pictures can be put back", "1 picture"
    )
    assert len(shown.offers) == 4


def test_a_demo_says_that_it_comes() -> None:
    assert said(Search(), is_demo=True) == ("The first drafts are being painted", [])


def test_a_search_offers_others_by_number() -> None:
    facts = Facts(suggestions=(Suggestion("milo", 3), Suggestion("rating:5", 1001)))
    shown = emptiness(Search(query="mlio rating:5"), facts, key, is_demo=True)
    assert "mlio rating:5" in shown.words
    assert shown.offers[:2] == (Offer("1", "milo", "3 pictures"), Offer("2", "rating:5", "1,000+ pictures"))
    assert [offer.key for offer in shown.offers[2:]] == ["<gallery.search>", "<gallery.no-search>"]


def test_the_trash_leads_back() -> None:
    assert said(Search(trashed=True)) == ("The trash is empty", ["<gallery.no-search>"])


def test_what_is_missing_is_named_with_its_folders() -> None:
    facts = Facts(missing=Missing(7, (("/mnt/old", 5), ("/mnt/new", 2))))
    shown = emptiness(Search(), facts, key, is_demo=False)
    assert shown.offers[:2] == (
        Offer("1", "look again in /mnt/old", "5 pictures"),
        Offer("2", "look again in /mnt/new", "2 pictures"),
    )


def test_a_lost_index_goes_before_all_else() -> None:
    assert said(Search(), Facts(is_lost=True))[0] == "The index was lost"


@pytest.mark.parametrize("search", [Search(stack=4), Search(alike=4)])
def test_of_one_picture_one_comes_back(search: Search) -> None:
    assert said(search) == ("Nothing is left here", ["<gallery.no-search>"])


texts = st.text(st.characters(exclude_categories=["C"]), max_size=90)


@given(
    texts,
    texts,
    st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), texts, texts), max_size=4),
    st.integers(20, 140),
)
def test_no_line_is_wider_than_there_is_room(
    title: str, words: str, offers: list[tuple[str, str, str]], width: int
) -> None:
    shown = Emptiness(title[:10], words, tuple(Offer(*one) for one in offers))
    for line in written(shown, width, lambda _: "#ffffff").plain.split("\n"):
        assert cell_len(line) <= max(20, min(68, width))
