"""Stacks: takes of one recipe, and pictures that say so, are shown as one; letterings belong to their picture."""

from __future__ import annotations

import msgspec

from library.records import Picture
from library.store import Library
from tests.library.making import facts, png


def save(library: Library, number: int, **changes: object) -> Picture:
    return library.save_picture(png(number), msgspec.structs.replace(facts(seed=number), **changes))


def recipe(seed: int, **changes: object) -> str:
    return msgspec.json.encode({"format": 1, "scene": "x", "seed": seed, "width": 64, **changes}).decode()


def shown(
    library: Library, query: str = "", before: int | None = None, after: int | None = None
) -> list[tuple[int, int]]:
    return [(one.id, one.stacked) for one in library.page(query, before=before, after=after, stacked=True).pictures]


def test_takes_that_differ_in_their_seed_alone_are_one(library: Library) -> None:
    one, two = (save(library, number, recipe=recipe(number)) for number in (1, 2))
    other = save(library, 3, recipe=recipe(3, width=96))
    assert shown(library) == [(other.id, 1), (two.id, 2)]
    assert [picture.id for picture in library.page(f"stack:{two.id}").pictures] == [two.id, one.id]
    assert [picture.id for picture in library.page(f"stack:{other.id}").pictures] == [other.id]
    # The order of a recipe's fields is nothing that was chosen.
    turned = msgspec.json.encode(dict(reversed(msgspec.json.decode(recipe(4)).items()))).decode()
    third = save(library, 4, recipe=turned)
    assert shown(library) == [(third.id, 3), (other.id, 1)]
    # Nor is where each of their pictures shows what.
    place = {"who": "Milo", "kind": "panel", "quad": [[1, 1], [9, 1], [9, 9], [1, 9]]}
    fourth = save(library, 5, recipe=recipe(5, places=[place], cost=0.04, estimated=True))
    assert shown(library) == [(fourth.id, 4), (other.id, 1)]
    # Nor is it another picture because somebody chose its seed; steps that were chosen are no seed.
    fifth = save(library, 6, recipe=recipe(6, chosen=["seed"]))
    sixth = save(library, 7, recipe=recipe(7, chosen=["seed", "steps"]))
    assert shown(library) == [(sixth.id, 1), (fifth.id, 5), (other.id, 1)]


def test_pictures_of_a_named_stack_are_one_whatever_their_recipe(library: Library) -> None:
    grid = [save(library, number, recipe=recipe(number, guidance=number), stack="grid") for number in (1, 2, 3)]
    alone = save(library, 4, recipe=recipe(4, guidance=1))
    assert shown(library) == [(alone.id, 1), (grid[2].id, 3)]
    assert library.picture(grid[0].id).facts.stack == "grid"


def test_a_stack_is_shown_by_the_newest_that_is_found(library: Library) -> None:
    takes = [save(library, number, recipe=recipe(number), scene=f"take {number}") for number in (1, 2, 3)]
    library.annotations.rate_many([takes[0].id], 5)
    assert shown(library, "rating:5") == [(takes[0].id, 3)]
    assert shown(library, "take", after=0) == [(takes[2].id, 3)]
    assert shown(library, "take", before=takes[2].id) == []
    library.trash.put([takes[2].id])
    assert shown(library, "take") == [(takes[1].id, 2)]
    assert [one.id for one in library.page(stacked=True, trashed=True).pictures] == [takes[2].id]
    library.trash.restore([takes[2].id])
    assert shown(library) == [(takes[2].id, 3)]


def test_a_picked_picture_stands_for_its_stack(library: Library) -> None:
    takes = [save(library, number, recipe=recipe(number), scene=f"take {number}") for number in (1, 2, 3)]
    other = save(library, 4, recipe=recipe(4, width=96))
    library.annotations.mark_many([takes[0].id], "pick")
    assert shown(library) == [(other.id, 1), (takes[0].id, 3)] == shown(library, after=0)
    assert shown(library, "take") == [(takes[0].id, 3)] == shown(library, "take", after=0)
    # Another take of it comes behind the one that is picked; of two the newer stands for all.
    save(library, 5, recipe=recipe(5), scene="take 5")
    assert shown(library, "take") == [(takes[0].id, 4)]
    library.annotations.mark_many([takes[1].id], "pick")
    assert shown(library) == [(other.id, 1), (takes[1].id, 4)]
    # One that is not found, or in the trash, stands for none.
    assert shown(library, "-is:pick take") == [(5, 4)]
    library.trash.put([takes[1].id])
    assert shown(library) == [(other.id, 1), (takes[0].id, 3)]
    library.annotations.mark_many([takes[0].id], "")
    assert shown(library) == [(5, 3), (other.id, 1)] == shown(library, after=0)


def test_letterings_of_a_picture_are_no_pictures(library: Library) -> None:
    picture = save(library, 1)
    for number, words in enumerate(("RTFM", "PEBKAC")):
        library.save_lettering(picture.id, png(10 + number), [words], "{}")
    assert shown(library) == [(picture.id, 1)]
    assert library.picture(picture.id).letterings == 2


def test_pictures_without_a_recipe_are_each_by_themselves(library: Library) -> None:
    two = [save(library, number, recipe=text) for number, text in ((1, ""), (2, ""), (3, "not JSON"), (4, "[1]"))]
    assert [one for one, _ in shown(library)] == [picture.id for picture in reversed(two)]
