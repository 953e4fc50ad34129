"""The keys of the windows for names, with no app."""

from __future__ import annotations

from collections.abc import Callable

from library.records import SavedSearch
from screens.gallery.model.change_queue import Given
from screens.gallery.windows.name_keys import NameKeys, Naming
from screens.gallery.windows.saved import SavedKeys, Wish
from tests.screens.gallery.without_app import NotedForm, Table


async def test_names_are_listed_chosen_given_and_taken_off(table: Table) -> None:
    annotations = table.library.annotations
    annotations.tag([6], ["night"])
    annotations.tag([5, 6], ["robot"])
    form = NotedForm()
    left: list[bool] = []

    def give(given: Given, then: Callable[[], object]) -> None:
        annotations.tag([5, 6], given.add, given.remove)
        then()

    naming = Naming("tag", (6, 5), table.library, give)
    keys = NameKeys(naming, table.calls, form, lambda name: "", lambda: left.append(True))
    keys.look()
    await table.calls.done()
    assert form.rows == ["●      2  robot", "◐ 1 of 2  night"]
    form.typed = "ni"
    keys.list_fitting()
    await table.press(keys, "tab")
    assert form.typed == "night, "
    assert not keys.check_action("take_off", ())
    await table.press(keys, "enter")
    assert dict(annotations.tags_on([5, 6])) == {"robot": 2, "night": 2}
    # What all have is taken off.
    form.typed, form.chosen = "", 0
    await table.press(keys, "enter")
    assert dict(annotations.tags_on([5, 6])) == {"night": 2}
    await table.press(keys, "backspace")
    assert not annotations.tags_on([5, 6])
    await table.press(keys, "escape")
    assert left == [True]


async def test_a_saved_search_is_found_run_named_and_forgotten(table: Table) -> None:
    table.library.searches.save("night", "tag:night")
    table.library.searches.save("robots", "tag:robot")
    form, given = NotedForm(), list[Wish | None]()
    forgotten: list[SavedSearch] = []

    def keys_for(query: str) -> SavedKeys:
        forget = lambda search, then: forgotten.append(search)  # noqa: E731
        return SavedKeys(query, table.calls, table.library, forget, form, lambda: "", given.append)

    keys = keys_for("")
    keys.look()
    await table.calls.done()
    form.typed = "rob"
    keys.list_fitting()
    assert form.rows == ["robots  tag:robot"]
    await table.press(keys, "delete")
    await table.press(keys, "enter")
    assert [one.name for one in forgotten] == ["robots"]
    keys = keys_for("rating:5")
    form.typed = "best"
    keys.list_fitting()
    assert form.chosen is None
    await table.press(keys, "enter")
    form.typed = '"'
    await table.press(keys, "enter")
    assert form.said == "A name has letters or digits"
    await table.press(keys, "escape")
    assert given == [Wish(SavedSearch("robots", "tag:robot")), Wish(SavedSearch("best", "rating:5"), True), None]
